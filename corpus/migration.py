"""Brings a database to this program's tables, whatever version made it; `corpus/migrations` holds the steps."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

REVISIONS = Path(__file__).with_name("migrations")
NEWEST = "r0007"


class UnknownRevision(Exception):
    """A newer version of the program made the database."""


def upgrade(engine: Engine) -> None:
    """Make or upgrade the tables in one transaction of a writer. Raises `UnknownRevision`."""
    with engine.begin() as connection:
        if _revision(connection) != NEWEST:
            _run(connection)


def configuration(connection: Connection) -> "Config":
    """Return what Alembic needs to know; there is no alembic.ini."""
    from alembic.config import Config  # see `_run`

    config = Config()
    config.set_main_option("script_location", str(REVISIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _run(connection: Connection) -> None:
    # Alembic takes half a second to import, which only a command that upgrades should wait.
    from alembic import command
    from alembic.util import CommandError

    try:
        command.upgrade(configuration(connection), "head")
    except CommandError as error:
        raise UnknownRevision(str(error)) from error
