"""The catalogue's tables of documents. `corpus/migrations` makes all tables; a test holds the two together."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from corpus.tables import Base


class DocumentRow(Base):
    __tablename__ = "documents"
    __table_args__ = (
        Index("ix_documents_received_id", "received", "id"),
        Index("ix_documents_state_received", "state", "received"),
        # PostgreSQL refuses long titles in an index.
        Index("ix_documents_typed", "received", "id", "state", "confidentiality", "folded").ddl_if("sqlite"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    original: Mapped[str] = mapped_column(String(64), index=True)
    file: Mapped[str] = mapped_column(unique=True)
    format: Mapped[str] = mapped_column(String(40))
    size: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20))
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(String(40), index=True)
    number: Mapped[str | None]
    issued: Mapped[date | None] = mapped_column(index=True)
    unit: Mapped[str | None] = mapped_column(index=True)
    language: Mapped[str] = mapped_column(String(20))
    edition: Mapped[int | None]
    replaces: Mapped[str | None]
    session: Mapped[int | None]
    # By these a later document finds what it replaces: `corpus.replacement`.
    number_key: Mapped[str | None] = mapped_column(index=True)
    title_key: Mapped[str | None] = mapped_column(index=True)
    described: Mapped[int] = mapped_column(server_default="0")  # version of the rules that described it
    # Title, file name and number, folded as `corpus.folding` does, for the text restriction of lists.
    folded: Mapped[str]
    confidentiality: Mapped[int]
    page_count: Mapped[int]
    passage_count: Mapped[int]
    embedded_count: Mapped[int]
    pages_needing_ocr: Mapped[int]
    failure_code: Mapped[str | None]
    failure_facts: Mapped[dict[str, Any] | None]
    # The document that this one is attached to or packed in; removed by the program, not by a foreign key.
    container: Mapped[UUID | None] = mapped_column(index=True)
    unlocked: Mapped[str | None] = mapped_column(String(64))


class ReaderRow(Base):
    """A group that may read a document."""

    __tablename__ = "readers"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    group: Mapped[str] = mapped_column("group_name", primary_key=True, index=True)


class PageRow(Base):
    """A page; `words` is packed by `corpus.packed_words`."""

    __tablename__ = "pages"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[bytes]  # UTF-8, deflated
    words: Mapped[bytes]
    width: Mapped[float | None]
    height: Mapped[float | None]
    needs_ocr: Mapped[bool]
    recognized: Mapped[float | None]
    agreed: Mapped[list[list[int]] | None]  # spans of numbers that two engines read alike
    integrity: Mapped[float | None] = mapped_column(index=True)
    integrity_reasons: Mapped[dict[str, Any] | None]


class PageCorrectionRow(Base):
    """A page's text as a person or a new recognition put it right; it hangs on the bytes, not on a document."""

    __tablename__ = "page_corrections"
    __table_args__ = (Index("ix_page_corrections_original_page", "original", "page"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    original: Mapped[str] = mapped_column(String(64))
    page: Mapped[int]
    ordinal: Mapped[int]  # counts the corrections of one page
    source: Mapped[str] = mapped_column(String(20))
    author: Mapped[str]
    made: Mapped[datetime]
    content: Mapped[bytes]  # page and blocks as they became, `corpus.packed_pages`
    replaced: Mapped[bytes]  # as they were before
    undone: Mapped[datetime | None]
    undone_by: Mapped[str | None]


class BlockRow(Base):
    __tablename__ = "blocks"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    page: Mapped[int]
    start: Mapped[int] = mapped_column("start_offset")
    end: Mapped[int] = mapped_column("end_offset")
    level: Mapped[int]


class PassageRow(Base):
    __tablename__ = "passages"
    __table_args__ = (UniqueConstraint("document_id", "ordinal"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    page: Mapped[int]
    start: Mapped[int] = mapped_column("start_offset")
    end: Mapped[int] = mapped_column("end_offset")
    text: Mapped[str]
    headings: Mapped[list[str]]
    context: Mapped[str]


class VersionRow(Base):
    """Bytes that a document had before; its text is gone from search, the bytes are kept."""

    __tablename__ = "versions"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    original: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[datetime]
    replaced: Mapped[datetime]


class SourceRow(Base):
    """The file on this machine that a document was taken from, as it was then; `modified` in nanoseconds."""

    __tablename__ = "sources"

    path: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    size: Mapped[int] = mapped_column(BigInteger)
    modified: Mapped[int] = mapped_column(BigInteger)


class SketchRow(Base):
    """What a document's text is compared with others by; see `language.likeness`."""

    __tablename__ = "sketches"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    sketch: Mapped[bytes]


class SketchMarkRow(Base):
    """Few marks of a sketch, by which likely near-duplicates are looked up."""

    __tablename__ = "sketch_marks"

    mark: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    document_id: Mapped[UUID] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class TwinRow(Base):
    """Two documents of nearly the same text; each pair stands here both ways."""

    __tablename__ = "twins"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[UUID] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    likeness: Mapped[float]


class SettingRow(Base):
    """What the program notes for itself: fingerprints, unfinished steps."""

    __tablename__ = "settings"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
