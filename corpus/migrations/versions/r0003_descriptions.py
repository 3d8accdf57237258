"""What documents say of themselves, what replaces what, resolutions, and people's corrections."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision: str = "r0003"
down_revision: str | Sequence[str] | None = "r0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("documents", sa.Column("session", sa.Integer(), nullable=True))
    op.add_column("documents", sa.Column("number_key", sa.Text(), nullable=True))
    op.add_column("documents", sa.Column("title_key", sa.Text(), nullable=True))
    op.add_column("documents", sa.Column("described", sa.Integer(), server_default="0", nullable=False))
    op.create_index("ix_documents_number_key", "documents", ["number_key"])
    op.create_index("ix_documents_title_key", "documents", ["title_key"])
    op.create_table(
        "described_values",
        _document("described_values"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("attribute", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("certainty", sa.String(length=10), nullable=False),
        *_places(nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "ordinal", name="pk_described_values"),
    )
    op.create_table(
        "relations",
        _document("relations"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("named", sa.Text(), nullable=False),
        sa.Column("number_key", sa.Text(), nullable=True),
        sa.Column("title_key", sa.Text(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=True),
        *_places(nullable=True),
        sa.PrimaryKeyConstraint("document_id", "ordinal", name="pk_relations"),
    )
    op.create_index("ix_relations_number_key", "relations", ["number_key"])
    op.create_index("ix_relations_title_key", "relations", ["title_key"])
    op.create_table(
        "replacements",
        _document("replacements", "newer"),
        _document("replacements", "older"),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("newer", "older", name="pk_replacements"),
    )
    op.create_index("ix_replacements_older", "replacements", ["older"])
    op.create_table(
        "resolutions",
        sa.Column("id", sa.Uuid(), nullable=False),
        _document("resolutions"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("due_text", sa.Text(), nullable=False),
        sa.Column("certainty", sa.String(length=10), nullable=False),
        sa.Column("from_table", sa.Boolean(), nullable=False),
        *_places(nullable=False),
        sa.Column("folded_text", sa.Text(), nullable=False),
        sa.Column("folded_owner", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_resolutions"),
    )
    op.create_index("ix_resolutions_document_id", "resolutions", ["document_id"])
    op.create_index("ix_resolutions_due", "resolutions", ["due"])
    op.create_table(
        "corrections",
        _document("corrections"),
        sa.Column("attribute", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("read", sa.Text(), nullable=False),
        sa.Column("corrected_by", sa.Text(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "attribute", "subject", name="pk_corrections"),
    )


def _document(table: str, column: str = "document_id") -> sa.Column[UUID]:
    key = sa.ForeignKey("documents.id", name=f"fk_{table}_{column}", ondelete="CASCADE")
    return sa.Column(column, sa.Uuid(), key, nullable=False)


def _places(*, nullable: bool) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=nullable) for name in ("page", "start_offset", "end_offset")]
