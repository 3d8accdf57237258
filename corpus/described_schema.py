"""The catalogue's tables of what documents say of themselves and what people put right."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from corpus.tables import Base


class ValueRow(Base):
    """A described value as it was read."""

    __tablename__ = "described_values"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    attribute: Mapped[str] = mapped_column(String(20))
    text: Mapped[str]
    certainty: Mapped[str] = mapped_column(String(10))
    page: Mapped[int | None]
    start: Mapped[int | None] = mapped_column("start_offset")
    end: Mapped[int | None] = mapped_column("end_offset")
    note: Mapped[str]
    source: Mapped[str] = mapped_column(String(20))


class RelationRow(Base):
    """What a document says of an older one; the keys are those of `corpus.replacement`."""

    __tablename__ = "relations"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    how: Mapped[str] = mapped_column(String(20))
    named: Mapped[str]
    number_key: Mapped[str | None] = mapped_column(index=True)
    title_key: Mapped[str | None] = mapped_column(index=True)
    edition: Mapped[int | None]
    page: Mapped[int | None]
    start: Mapped[int | None] = mapped_column("start_offset")
    end: Mapped[int | None] = mapped_column("end_offset")


class ReplacementRow(Base):
    """A relation whose older document is held."""

    __tablename__ = "replacements"

    newer: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    older: Mapped[UUID] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    how: Mapped[str] = mapped_column(String(20))


class ResolutionRow(Base):
    """A resolution; `owner` and `due` are those in force, corrected or read."""

    __tablename__ = "resolutions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    ordinal: Mapped[int]
    text: Mapped[str]
    owner: Mapped[str | None]
    due: Mapped[date | None] = mapped_column(index=True)
    due_text: Mapped[str]
    certainty: Mapped[str] = mapped_column(String(10))
    from_table: Mapped[bool]
    page: Mapped[int]
    start: Mapped[int] = mapped_column("start_offset")
    end: Mapped[int] = mapped_column("end_offset")
    # Text and owner, folded as `corpus.folding` does, for the restrictions of lists.
    folded_text: Mapped[str]
    folded_owner: Mapped[str]


class CorrectionRow(Base):
    """A value that a person put right; `read` is what the program had found."""

    __tablename__ = "corrections"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    attribute: Mapped[str] = mapped_column(String(20), primary_key=True)
    subject: Mapped[str] = mapped_column(String(40), primary_key=True)  # "" or the id of a resolution
    value: Mapped[str]
    read: Mapped[str]
    by: Mapped[str] = mapped_column("corrected_by")
    at: Mapped[datetime] = mapped_column("corrected_at")
