"""Pages note how sound their text is; corrections of pages are kept beside the originals."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "r0004"
down_revision: str | Sequence[str] | None = "r0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("pages", sa.Column("agreed", sa.JSON(), nullable=True))
    op.add_column("pages", sa.Column("integrity", sa.Float(), nullable=True))
    op.add_column("pages", sa.Column("integrity_reasons", sa.JSON(), nullable=True))
    op.create_index("ix_pages_integrity", "pages", ["integrity"])
    op.create_table(
        "page_corrections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("original", sa.String(64), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("replaced", sa.LargeBinary(), nullable=False),
        sa.Column("undone", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_page_corrections"),
    )
    op.create_index("ix_page_corrections_original_page", "page_corrections", ["original", "page"])
