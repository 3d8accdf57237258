"""Run by Alembic: hands it the connection that `corpus.migration` has opened."""

from alembic import context

import corpus.account_schema
import corpus.described_schema
import corpus.schema  # noqa: F401 - with the two above, all tables
from corpus.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,  # SQLite can, and a half-made upgrade must not stay
)
context.run_migrations()
