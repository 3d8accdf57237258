"""Keys by which programs ask in an account's name; only their hashes are kept."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update

from corpus.access import Principal
from corpus.account_schema import AccountRow, ApiKeyRow
from corpus.accounts import Account, ApiKey
from corpus.database import Database
from corpus.errors import NotFound
from corpus.passwords import new_key, recognised_by
from corpus.sql_account_rows import account_of, as_stored, existing

NOTED_EVERY = timedelta(minutes=5)  # a session's and a key's use is written this often, not at each request


class ApiKeys:
    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def add_api_key(self, account: str, label: str) -> str:
        key = new_key()
        with self._database.writing() as session:
            owner = existing(session, as_stored(account)).name
            session.add(
                ApiKeyRow(id=uuid4(), key=recognised_by(key), account=owner, label=label, created=self._clock())
            )
        return key

    def api_keys(self, account: str) -> list[ApiKey]:
        mine = select(ApiKeyRow).where(ApiKeyRow.account == as_stored(account))
        with self._database.reading() as session:
            rows = session.scalars(mine.order_by(ApiKeyRow.created, ApiKeyRow.id))
            return [ApiKey(row.id, row.account, row.label, row.created, row.last_used) for row in rows]

    def remove_api_key(self, account: str, key_id: UUID) -> None:
        mine = delete(ApiKeyRow).where(ApiKeyRow.id == key_id, ApiKeyRow.account == as_stored(account))
        with self._database.writing() as session:
            if session.scalars(mine.returning(ApiKeyRow.id)).one_or_none() is None:
                raise NotFound(what="api_key", id=str(key_id))

    def account_of_key(self, key: str) -> Account | None:
        now = self._clock()
        with self._database.reading() as session:
            row = session.scalars(select(ApiKeyRow).where(ApiKeyRow.key == recognised_by(key))).one_or_none()
            account = session.get(AccountRow, row.account) if row else None
        if row is None or account is None:
            return None
        if row.last_used is None or row.last_used < now - NOTED_EVERY:
            with self._database.writing() as session:
                session.execute(update(ApiKeyRow).where(ApiKeyRow.id == row.id).values(last_used=now))
        return account_of(account)

    def principal_of_key(self, key: str) -> Principal | None:
        account = self.account_of_key(key)
        return account.principal if account else None
