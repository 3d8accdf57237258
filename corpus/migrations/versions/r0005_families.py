"""Documents of documents (what is attached), earlier versions, where files came from, and near-duplicates."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "r0005"
down_revision: str | Sequence[str] | None = "r0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # No foreign key: SQLite cannot add one to a table that is there, and what is below a document has
    # entries in the index and bytes on the disk, which no database would remove.
    op.add_column("documents", sa.Column("container", sa.Uuid(), nullable=True))
    op.create_index("ix_documents_container", "documents", ["container"], unique=False)
    op.add_column("documents", sa.Column("unlocked", sa.String(length=64), nullable=True))
    op.create_table(
        "versions",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("original", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_versions_document_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_id", "number", name="pk_versions"),
    )
    op.create_index("ix_versions_original", "versions", ["original"], unique=False)
    op.create_table(
        "sources",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("modified", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_sources_document_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("path", name="pk_sources"),
    )
    op.create_index("ix_sources_document_id", "sources", ["document_id"], unique=False)
    op.create_table(
        "sketches",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_sketches_document_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_id", name="pk_sketches"),
    )
    op.create_table(
        "sketch_marks",
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_sketch_marks_document_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mark", "document_id", name="pk_sketch_marks"),
    )
    op.create_index("ix_sketch_marks_document_id", "sketch_marks", ["document_id"], unique=False)
    op.create_table(
        "twins",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_twins_document_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["other_id"], ["documents.id"], name="fk_twins_other_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", "other_id", name="pk_twins"),
    )
    op.create_index("ix_twins_other_id", "twins", ["other_id"], unique=False)
