"""Catalogues to test against, and documents to put into them."""

import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4, uuid5

import pytest
from sqlalchemy import create_engine, make_url, text

from corpus.access import EVERYONE, Confidentiality
from corpus.catalogue import Reading
from corpus.records import (
    Block,
    BlockKind,
    Box,
    ContentHash,
    Description,
    Document,
    DocumentKind,
    DocumentState,
    Page,
    Passage,
    Span,
    Word,
)
from corpus.sql_catalogue import SqlCatalogue

sys.path.insert(0, str(Path(__file__).parent))

from postgres_server import postgres_programs, postgres_server

POSTGRES = "SANADYAR_TEST_POSTGRES"
FIRST_DAY = datetime(2024, 3, 20, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL database: the one that is named, or that of a server for these tests alone."""
    named, programs = os.environ.get(POSTGRES), postgres_programs()
    if named:
        yield named
    elif programs:
        with postgres_server(programs) as url:
            yield url
    else:
        pytest.skip(f"PostgreSQL is missing and {POSTGRES} names no server: the law was tested on SQLite only")


@pytest.fixture(params=["sqlite", "postgresql"])
def catalogue_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that nobody else uses; PostgreSQL's is a schema of its own, dropped afterwards."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'catalogue.sqlite'}"
        return
    server = make_url(request.getfixturevalue("postgres"))
    schema = f"sanadyar_test_{uuid4().hex}"
    engine = create_engine(server.set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    searched = {"options": f"-csearch_path={schema}"}
    yield server.update_query_dict(searched).render_as_string(hide_password=False)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture
def catalogue(catalogue_url: str) -> Iterator[SqlCatalogue]:
    opened = SqlCatalogue(catalogue_url)
    yield opened
    opened.close()


@pytest.fixture
def make_document() -> Callable[..., Document]:
    """Return a maker of waiting documents, each received a minute after the one before."""
    made = 0

    def make(
        file: str = "بخشنامه‌ها/نامهٔ ۱۲.docx",
        content: str = "متن نخست",
        title: str = "بخشنامهٔ دورکاری",
        kind: DocumentKind = DocumentKind.CIRCULAR,
        unit: str | None = "معاونت برنامه‌ریزی",
        number: str | None = "۱۲/۴۵۶",
        issued: date | None = date(2024, 4, 1),
        confidentiality: Confidentiality = Confidentiality.NORMAL,
        readers: frozenset[str] = frozenset({EVERYONE}),
        document_id: UUID | None = None,
    ) -> Document:
        nonlocal made
        made += 1
        return Document(
            id=document_id or uuid4(),
            original=ContentHash(sha256(content.encode()).hexdigest()),
            file=file,
            format="",
            size=len(content.encode()),
            received=FIRST_DAY + timedelta(minutes=made),
            state=DocumentState.WAITING,
            description=Description(title=title, kind=kind, unit=unit, number=number, issued=issued),
            confidentiality=confidentiality,
            readers=readers,
        )

    return make


@pytest.fixture
def make_reading() -> Callable[..., Reading]:
    """Return a maker of readings: one page a text, one passage and one block a page."""

    def make(document_id: UUID, *texts: str, title: str = "بخشنامهٔ دورکاری کارکنان") -> Reading:
        pages = tuple(
            Page(number, page_text, _words(page_text), 595.0, 842.0)
            for number, page_text in enumerate(texts, 1)
        )
        return Reading(
            description=Description(title=title, kind=DocumentKind.CIRCULAR, number="۱۲/۴۵۶"),
            pages=pages,
            blocks=[Block(BlockKind.PARAGRAPH, page.number, Span(0, len(page.text))) for page in pages],
            passages=[
                Passage(
                    id=uuid5(document_id, f"{page.number} {page.text!a}"),
                    document_id=document_id,
                    ordinal=page.number - 1,
                    page=page.number,
                    span=Span(0, len(page.text)),
                    text=page.text,
                    headings=("فصل اول", "مادهٔ ۳"),
                    context="ردیف\tعنوان",
                )
                for page in pages
            ],
            format="docx",
        )

    return make


def _words(page_text: str) -> tuple[Word, ...]:
    words, end = [], 0
    for number, word in enumerate(page_text.split()):
        start = page_text.index(word, end)
        end = start + len(word)
        words.append(Word(Span(start, end), Box(0.9 - number * 0.1, 0.125, 0.0625, 0.02) if number else None))
    return tuple(words)
