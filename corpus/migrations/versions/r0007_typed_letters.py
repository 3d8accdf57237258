"""An index with all that finding documents by typed letters looks at, newest first.

SQLite then reads it in order and stops at the last one that is wanted: of 40,000 documents those with frequent
letters are found in 5 ms instead of 160, those with rare ones in 14 instead of 22. PostgreSQL refuses long
titles in an index, and goes without.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "r0007"
down_revision: str | Sequence[str] | None = "r0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.create_index(
            "ix_documents_typed", "documents", ["received", "id", "state", "confidentiality", "folded"]
        )
