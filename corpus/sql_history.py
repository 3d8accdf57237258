"""The search history in the catalogue's database."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import delete, select

from corpus.account_schema import AccountRow, SearchRow
from corpus.database import Database
from corpus.folding import folded
from corpus.history import MOST_KEPT

__all__ = ["SqlSearchHistory"]


def _now() -> datetime:
    return datetime.now(UTC)


class SqlSearchHistory:
    """Implements `SearchHistory` in the catalogue's database."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = _now) -> None:
        self._database = database
        self._clock = clock

    def remember(self, account: str, text: str) -> None:
        key = folded(text)
        if not key:
            return
        with self._database.writing() as session:
            if session.get(AccountRow, account) is None:
                return
            session.merge(SearchRow(account=account, folded=key, text=text, asked=self._clock()))
            session.flush()
            kept = select(SearchRow.folded).where(SearchRow.account == account)
            latest = kept.order_by(SearchRow.asked.desc(), SearchRow.folded).limit(MOST_KEPT)
            keys = list(session.scalars(latest))
            session.execute(
                delete(SearchRow).where(SearchRow.account == account, SearchRow.folded.not_in(keys))
            )

    def recent(self, account: str, typed: str = "", limit: int = 7) -> list[str]:
        statement = select(SearchRow.text).where(SearchRow.account == account)
        if key := folded(typed):
            statement = statement.where(SearchRow.folded.contains(key, autoescape=True))
        ordered = statement.order_by(SearchRow.asked.desc(), SearchRow.folded).limit(limit)
        with self._database.reading() as session:
            return list(session.scalars(ordered))

    def forget(self, account: str) -> None:
        with self._database.writing() as session:
            session.execute(delete(SearchRow).where(SearchRow.account == account))
