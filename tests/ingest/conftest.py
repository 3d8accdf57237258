"""A small Sanadyar without a server, in a folder of its own; and papers that are printed and read back."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.originals import Originals
from corpus.sql_catalogue import SqlCatalogue
from ingest.parsers.pdf.document import PdfParser
from ingest.parsing import ParsedDocument
from ingest.service import Ingestion

# The fakes are a module, not fixtures, because processes that the tests start import them too.
sys.path.insert(0, str(Path(__file__).parent))

from house import House
from ingestion_fakes import FileIndex, PlainEncoder, TextReader, describe, split
from pdf_paper import Paper, saved, unpacked_font


@pytest.fixture
def open_house(tmp_path: Path) -> Iterator[Callable[[], House]]:
    """Return an opener; opening again is what a restart is."""
    catalogues: list[SqlCatalogue] = []

    def open_again() -> House:
        catalogue = SqlCatalogue(f"sqlite:///{tmp_path / 'data' / 'catalogue.sqlite'}")
        catalogues.append(catalogue)
        originals = Originals(tmp_path / "data" / "originals")
        index = FileIndex(tmp_path / "data" / "index.pickle")
        reader, encoder = TextReader(), PlainEncoder()
        ingestion = Ingestion(catalogue, originals, index, encoder, reader, describe, split)
        (tmp_path / "files").mkdir(exist_ok=True)
        return House(tmp_path / "files", catalogue, originals, index, encoder, reader, ingestion)

    yield open_again
    for catalogue in catalogues:
        catalogue.close()


@pytest.fixture
def house(open_house: Callable[[], House]) -> House:
    return open_house()


@pytest.fixture(scope="session")
def font(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpacked_font(tmp_path_factory.mktemp("font"))


@pytest.fixture
def paper(font: Path) -> Paper:
    """An empty page in a Persian type."""
    paper = Paper(font)
    paper.add_page()
    return paper


@pytest.fixture
def read(tmp_path: Path) -> Callable[[Paper], ParsedDocument]:
    """Return what saves a paper as a PDF and reads it."""

    def read(paper: Paper) -> ParsedDocument:
        return PdfParser().parse(saved(paper, tmp_path), "سند.pdf")

    return read
