"""A transaction that ends before its time leaves nothing half, and one that has returned is on disk."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.access import administrator
from corpus.catalogue import Reading
from corpus.errors import CatalogueUnavailable, StorageFull
from corpus.records import Document
from corpus.sql_catalogue import SqlCatalogue

ROOT = administrator("مدیر")
REPOSITORY = Path(__file__).parents[2]


def test_a_reading_that_fails_midway_leaves_the_older_one(
    catalogue: SqlCatalogue, make_document: Callable[..., Document], make_reading: Callable[..., Reading]
) -> None:
    document = catalogue.register(make_document())
    older = make_reading(document.id, "متن نخست")
    catalogue.store_reading(document.id, older)
    twins = make_reading(document.id, "متن دوم", title="عنوان دوم")
    with pytest.raises(CatalogueUnavailable):
        catalogue.store_reading(document.id, replace(twins, passages=[*twins.passages, *twins.passages]))
    assert catalogue.pages(document.id, ROOT) == list(older.pages)
    assert catalogue.passages_of(document.id, ROOT) == list(older.passages)
    assert catalogue.document(document.id, ROOT).description == older.description


def test_what_a_killed_process_had_committed_is_there_and_nothing_else(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'catalogue.sqlite'}"
    program = f"""
import os, signal
from sqlalchemy import text
from corpus.sql_catalogue import SqlCatalogue
catalogue = SqlCatalogue({url!r})
catalogue.set_setting("پیش", "ماند")
with catalogue.database.writing() as session:
    session.execute(text("INSERT INTO settings (key, value) VALUES ('پس', 'نماند')"))
    session.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], check=False, env={**os.environ, "PYTHONPATH": str(REPOSITORY)}
    )
    assert ended.returncode == -signal.SIGKILL
    catalogue = SqlCatalogue(url)
    assert (catalogue.setting("پیش"), catalogue.setting("پس")) == ("ماند", None)
    catalogue.close()


def test_commits_wait_for_the_disk_and_readers_do_not_wait_for_writers(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    catalogue = SqlCatalogue(f"sqlite:///{path}")
    with catalogue.database.engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    with catalogue.database.writing():
        assert catalogue.count(ROOT) == 0
    catalogue.close()


def test_a_full_disk_is_named_and_nothing_is_lost(
    tmp_path: Path, make_document: Callable[..., Document], make_reading: Callable[..., Reading]
) -> None:
    catalogue = SqlCatalogue(f"sqlite:///{tmp_path / 'catalogue.sqlite'}")
    document = catalogue.register(make_document())
    with catalogue.database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        driver: sqlite3.Connection = connection.connection.driver_connection
        driver.execute(f"PRAGMA max_page_count = {pages + 4}")
    long = make_reading(document.id, *(f"بند {number}: {os.urandom(900).hex()}" for number in range(40)))
    with pytest.raises(StorageFull, match=r"catalogue\.sqlite"):
        catalogue.store_reading(document.id, long)
    assert catalogue.pages(document.id, ROOT) == []
    catalogue.close()
