"""The catalogue in a database: SQLite in the data folder, or PostgreSQL by URL."""

from sqlalchemy import select

from corpus.database import Database
from corpus.schema import SettingRow
from corpus.sql_descriptions import Described
from corpus.sql_families import Families
from corpus.sql_ingestion import Ingested
from corpus.sql_shown import Shown
from corpus.sql_sources import Sources
from corpus.sql_states import States
from corpus.sql_twins import Twins


class SqlCatalogue(Shown, Ingested, States, Described, Families, Sources, Twins):
    """Implements `corpus.catalogue.Catalogue`; `database` is shared with `SqlAccounts`."""

    def __init__(self, url: str) -> None:
        """Open and, if need be, make or upgrade. Raises `CatalogueUnavailable` or `InaccessiblePath`."""
        super().__init__(Database(url))

    def setting(self, key: str) -> str | None:
        with self.database.reading() as session:
            return session.scalars(select(SettingRow.value).where(SettingRow.key == key)).one_or_none()

    def set_setting(self, key: str, value: str) -> None:
        with self.database.writing() as session:
            session.merge(SettingRow(key=key, value=value))

    def close(self) -> None:
        self.database.close()
