"""The revisions make exactly the tables that the program uses, on a new database and on an old one."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from corpus.database import Database
from corpus.errors import CatalogueUnavailable, InaccessiblePath
from corpus.migration import NEWEST, configuration
from corpus.sql_catalogue import SqlCatalogue
from corpus.tables import Base


def test_the_revisions_make_the_tables_that_the_program_declares(catalogue: SqlCatalogue) -> None:
    with catalogue.database.engine.connect() as connection:
        left_out = () if connection.dialect.name == "sqlite" else ("ix_documents_typed",)

        def included(_item: object, name: str | None, *_: object) -> bool:
            return name not in left_out

        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": included}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_the_newest_revision_is_the_one_that_is_looked_for(catalogue: SqlCatalogue) -> None:
    with catalogue.database.engine.connect() as connection:
        assert ScriptDirectory.from_config(configuration(connection)).get_current_head() == NEWEST


def test_opening_an_up_to_date_catalogue_changes_nothing(catalogue_url: str) -> None:
    SqlCatalogue(catalogue_url).close()
    again = SqlCatalogue(catalogue_url)
    assert set(inspect(again.database.engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}
    again.close()


def test_a_catalogue_of_a_newer_version_is_refused_and_left_alone(catalogue_url: str) -> None:
    database = Database(catalogue_url)
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'r9999'"))
    database.close()
    with pytest.raises(CatalogueUnavailable, match="r9999"):
        SqlCatalogue(catalogue_url)


def test_an_upgrade_that_fails_leaves_no_half_of_it(catalogue_url: str) -> None:
    database = Database(catalogue_url)
    with database.writing() as session:
        # Only one table is in the way of the first revision.
        Base.metadata.drop_all(session.connection())
        session.execute(text("DELETE FROM alembic_version"))
        session.execute(text("CREATE TABLE settings (key TEXT)"))
    database.close()
    with pytest.raises(CatalogueUnavailable, match="settings"):
        Database(catalogue_url)
    with pytest.raises(CatalogueUnavailable, match="settings"):
        Database(catalogue_url)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    path.write_bytes("این یک پایگاه داده نیست.".encode() * 100)
    with pytest.raises(CatalogueUnavailable) as error:
        SqlCatalogue(f"sqlite:///{path}")
    assert "catalogue.sqlite" in str(error.value.facts["url"])


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(CatalogueUnavailable) as error:
        SqlCatalogue("postgresql://sanadyar:raz@127.0.0.1:9/none")
    assert "127.0.0.1" in str(error.value.facts["url"])
    assert "raz" not in str(error.value)


@pytest.mark.parametrize(
    "url", ["این نشانی نیست", "oracle9://a:raz@host/none", "mysql://a:raz@host/none", "sqlite://"]
)
def test_a_url_that_names_no_database_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(CatalogueUnavailable) as error:
        SqlCatalogue(url)
    assert "raz" not in str(error.value)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "پرونده").write_text("پرونده است، نه پوشه", "utf-8")
    with pytest.raises(InaccessiblePath):
        SqlCatalogue(f"sqlite:///{tmp_path / 'پرونده' / 'catalogue.sqlite'}")
