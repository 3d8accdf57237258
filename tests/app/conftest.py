"""The fakes are a module, not fixtures: tests use its classes by name."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.sql_catalogue import SqlCatalogue

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[SqlCatalogue]:
    opened = SqlCatalogue(f"sqlite:///{tmp_path / 'catalogue.sqlite'}")
    yield opened
    opened.close()
