"""The database under the catalogue: SQLite by default, PostgreSQL by URL; transactions and their errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError
from sqlalchemy.orm import Session

from corpus.errors import CatalogueUnavailable, InaccessiblePath, InvalidQuery, SanadyarError, StorageFull
from corpus.migration import UnknownRevision, upgrade

SECONDS_TO_WAIT_FOR_A_LOCK = 30
WRITER_LOCK = 0x53414E4459  # any number that nobody else's advisory lock has
SQLITE_FULL = "SQLITE_FULL"
POSTGRESQL_DISK_FULL = "53100"
POSTGRESQL_TOO_LONG = "54000"  # for an index: more than 2,704 bytes in a name of a file or a group


class Database:
    """One catalogue's database, upgraded to this program's tables when it is opened. Threads may share it."""

    def __init__(self, url: str) -> None:
        """Raises `CatalogueUnavailable` or `InaccessiblePath`."""
        try:
            parsed = make_url(url)
            if parsed.drivername in ("postgresql", "postgres"):
                parsed = parsed.set(drivername="postgresql+psycopg")
            self.name = parsed.render_as_string(hide_password=True)
            backend = parsed.get_backend_name()
            if backend not in ("sqlite", "postgresql") or not parsed.database:
                raise CatalogueUnavailable(
                    url=self.name, detail="a SQLite file or a PostgreSQL database is needed"
                )
            self._file = parsed.database if backend == "sqlite" else ""
            self.engine = _sqlite(self._file) if self._file else _postgresql(parsed)
        except (ArgumentError, NoSuchModuleError) as error:
            raise CatalogueUnavailable(url=url.split("@")[-1], detail=str(error)) from error
        self._writer = self.engine.execution_options(writes=True)
        try:
            with self._translated():
                upgrade(self._writer)
        except SanadyarError:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that sees one state of the catalogue."""
        with self._translated(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction of which all is kept, on disk when this returns, or nothing."""
        with self._translated(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            original = error.orig
            if getattr(original, "sqlite_errorname", "") == SQLITE_FULL:
                raise StorageFull(path=self._file) from error
            if getattr(original, "sqlstate", "") == POSTGRESQL_DISK_FULL:
                raise StorageFull(path=self.name) from error
            if getattr(original, "sqlstate", "") == POSTGRESQL_TOO_LONG:
                raise InvalidQuery(field="name", value="…", expected="≤ 2,700 bytes") from error
            raise CatalogueUnavailable(url=self.name, detail=str(original)) from error
        except UnknownRevision as error:
            raise CatalogueUnavailable(url=self.name, detail=str(error)) from error


def _postgresql(url: URL) -> Engine:
    engine = create_engine(url, pool_pre_ping=True)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _sqlite(file: str) -> Engine:
    path = Path(file)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InaccessiblePath(path=str(path.parent), detail=error.strerror or str(error)) from error
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": SECONDS_TO_WAIT_FOR_A_LOCK})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, not guessed by the driver
    for pragma in (
        "journal_mode = WAL",  # readers never wait for the writer
        "synchronous = FULL",  # a commit that has returned survives a power cut
        "foreign_keys = ON",
        f"busy_timeout = {SECONDS_TO_WAIT_FOR_A_LOCK * 1000}",
        "secure_delete = FAST",  # removed text does not linger in pages that are still in use
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: begun as a reader it could not wait for another writer.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    # One writer at a time, as with SQLite: what a transaction looks up before it writes stays true.
    if _writes(connection):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("writes"))
