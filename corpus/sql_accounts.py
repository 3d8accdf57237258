"""Accounts and their sessions in the catalogue's database."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from corpus.access import ADMINISTRATORS, EVERYONE, Confidentiality, Principal
from corpus.account_schema import AccountRow, SessionRow
from corpus.accounts import (
    FIRST_ADMINISTRATOR,
    LONGEST_NAME,
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    Account,
)
from corpus.database import Database
from corpus.errors import InvalidQuery, NotAllowed, WrongPassword
from corpus.passwords import Passwords, new_token, one_time_password, recognised_by
from corpus.sign_in_attempts import SignInAttempts
from corpus.sql_account_rows import account_of, as_stored, existing
from corpus.sql_api_keys import NOTED_EVERY, ApiKeys

IDLE = timedelta(hours=12)


def now_in_utc() -> datetime:
    return datetime.now(UTC)


class SqlAccounts(ApiKeys):
    """Implements `corpus.accounts.Accounts`."""

    def __init__(
        self,
        database: Database,
        passwords: Passwords | None = None,
        clock: Callable[[], datetime] = now_in_utc,
    ) -> None:
        super().__init__(database, clock)
        self._passwords = passwords or Passwords()
        self._attempts = SignInAttempts(database, clock)

    def create_first_administrator(self) -> str | None:
        password = one_time_password()
        row = self._row(
            FIRST_ADMINISTRATOR, password, (), Confidentiality.SECRET, administrator=True, change=True
        )
        with self._database.writing() as session:
            if session.scalar(select(func.count()).select_from(AccountRow)):
                return None
            session.add(row)
        return password

    def sign_in(self, name: str, password: str) -> str:
        name = as_stored(name)
        self._check(name, password)
        token = new_token()
        now = self._clock()
        with self._database.writing() as session:
            session.execute(delete(SessionRow).where(SessionRow.last_used < now - IDLE))
            if session.get(AccountRow, name) is None:  # removed while its password was checked
                raise WrongPassword()
            session.add(SessionRow(token=recognised_by(token), account=name, last_used=now))
        return token

    def account_of_session(self, token: str) -> Account | None:
        now = self._clock()
        with self._database.reading() as session:
            row = session.get(SessionRow, recognised_by(token))
            account = session.get(AccountRow, row.account) if row else None
        if row is None or account is None or row.last_used < now - IDLE:
            return None
        if row.last_used < now - NOTED_EVERY:
            with self._database.writing() as session:
                session.execute(update(SessionRow).where(SessionRow.token == row.token).values(last_used=now))
        return account_of(account)

    def principal_of_session(self, token: str) -> Principal | None:
        account = self.account_of_session(token)
        return account.principal if account else None

    def sign_out(self, token: str) -> None:
        with self._database.writing() as session:
            session.execute(delete(SessionRow).where(SessionRow.token == recognised_by(token)))

    def change_password(self, name: str, old: str, new: str) -> None:
        name = as_stored(name)
        self._check(name, old)
        _require_password(new)
        self._set_password(name, new, must_change=False)

    def reset_password(self, name: str) -> str:
        password = one_time_password()
        self._set_password(as_stored(name), password, must_change=True)
        self._attempts.forget(as_stored(name))
        return password

    def add(
        self,
        name: str,
        password: str | None = None,
        groups: Collection[str] = (),
        clearance: Confidentiality = Confidentiality.NORMAL,
        administrator: bool = False,
    ) -> str:
        name = as_stored(name)
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise InvalidQuery(field="name", value=name[:LONGEST_NAME], expected=f"1 to {LONGEST_NAME} letters")
        chosen = one_time_password() if password is None else password
        _require_password(chosen)
        row = self._row(name, chosen, groups, clearance, administrator, change=password is None)
        with self._database.writing() as session:
            if session.get(AccountRow, name) is not None:
                raise InvalidQuery(field="name", value=name, expected="a name that is free")
            session.add(row)
        return chosen

    def change(
        self, name: str, groups: Collection[str], clearance: Confidentiality, administrator: bool
    ) -> None:
        with self._database.writing() as session:
            row = existing(session, as_stored(name))
            if row.administrator and not administrator:
                _require_another_administrator(session)
            row.groups = _given(groups)
            row.clearance = int(clearance)
            row.administrator = administrator

    def remove(self, name: str) -> None:
        with self._database.writing() as session:
            row = existing(session, as_stored(name))
            if row.administrator:
                _require_another_administrator(session)
            session.delete(row)

    def accounts(self) -> list[Account]:
        with self._database.reading() as session:
            return [account_of(row) for row in session.scalars(select(AccountRow).order_by(AccountRow.name))]

    def account(self, name: str) -> Account:
        with self._database.reading() as session:
            return account_of(existing(session, as_stored(name)))

    def _check(self, name: str, password: str) -> None:
        """Raise `WrongPassword` or `TooManyAttempts`."""
        if len(name) > LONGEST_NAME or len(password) > LONGEST_PASSWORD:
            raise WrongPassword()
        # The attempt is noted before it is judged: many at once cannot outrun the delay.
        self._attempts.begin(name)
        with self._database.reading() as session:
            row = session.get(AccountRow, name)
        if not self._passwords.agree(row.password if row else None, password):
            raise WrongPassword()
        self._attempts.forget(name)

    def _set_password(self, name: str, password: str, must_change: bool) -> None:
        stored = self._passwords.hashed(password)
        with self._database.writing() as session:
            row = existing(session, name)
            row.password = stored
            row.must_change_password = must_change
            session.execute(delete(SessionRow).where(SessionRow.account == name))

    def _row(
        self,
        name: str,
        password: str,
        groups: Collection[str],
        clearance: Confidentiality,
        administrator: bool,
        change: bool,
    ) -> AccountRow:
        return AccountRow(
            name=name,
            password=self._passwords.hashed(password),
            groups=_given(groups),
            clearance=int(clearance),
            administrator=administrator,
            must_change_password=change,
            created=self._clock(),
        )


def _given(groups: Collection[str]) -> list[str]:
    # Being an administrator is a flag of the account; the group's name alone must not make one.
    return sorted(set(groups) - {ADMINISTRATORS, EVERYONE})


def _require_password(password: str) -> None:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        expected = f"{SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters"
        raise InvalidQuery(field="password", value="", expected=expected)


def _require_another_administrator(session: Session) -> None:
    administrators = select(AccountRow.name).where(AccountRow.administrator)
    if len(session.scalars(administrators).all()) < 2:
        raise NotAllowed(action="remove_last_administrator")
