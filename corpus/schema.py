"""The catalogue's tables. `corpus/migrations` makes them; a test holds the two together."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware time in UTC; SQLite would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    # Names let a later migration alter a constraint on both databases.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 — SQLAlchemy reads it from the class
        datetime: Instant(),
        UUID: Uuid(),
        str: Text(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
        list[list[int]]: JSON(),
        bytes: LargeBinary(),
    }


class DocumentRow(Base):
    __tablename__ = "documents"
    __table_args__ = (
        Index("ix_documents_received_id", "received", "id"),
        Index("ix_documents_state_received", "state", "received"),
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


class AccountRow(Base):
    __tablename__ = "accounts"

    name: Mapped[str] = mapped_column(primary_key=True)
    password: Mapped[str]  # argon2id, with its parameters and salt
    groups: Mapped[list[str]]
    clearance: Mapped[int]
    administrator: Mapped[bool]
    must_change_password: Mapped[bool]
    created: Mapped[datetime]


class SessionRow(Base):
    __tablename__ = "sessions"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256 of the token
    account: Mapped[str] = mapped_column(ForeignKey("accounts.name", ondelete="CASCADE"), index=True)
    last_used: Mapped[datetime] = mapped_column(index=True)


class SearchRow(Base):
    """What an account has searched for; `folded` makes one of two ways to write it."""

    __tablename__ = "searches"

    account: Mapped[str] = mapped_column(ForeignKey("accounts.name", ondelete="CASCADE"), primary_key=True)
    folded: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    asked: Mapped[datetime]


class ApiKeyRow(Base):
    __tablename__ = "api_keys"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256 of the key
    account: Mapped[str] = mapped_column(ForeignKey("accounts.name", ondelete="CASCADE"), index=True)
    label: Mapped[str]
    created: Mapped[datetime]
    last_used: Mapped[datetime | None]


class AttemptRow(Base):
    """Failed attempts to sign in under a name, whether or not it has an account."""

    __tablename__ = "sign_in_attempts"

    name: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    blocked_until: Mapped[datetime]
