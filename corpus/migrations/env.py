"""Run by Alembic: hands it the connection that `corpus.migration` has opened."""

from alembic import context

import corpus.described_schema  # noqa: F401 — its tables
from corpus.schema import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,  # SQLite can, and a half-made upgrade must not stay
)
context.run_migrations()
