"""The port of accounts: who may sign in, and as which principal."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from corpus.access import ADMINISTRATORS, EVERYONE, Confidentiality, Principal

FIRST_ADMINISTRATOR = "admin"
SHORTEST_PASSWORD = 10
LONGEST_NAME = 100
LONGEST_PASSWORD = 1000  # argon2 would read a megabyte just as patiently


@dataclass(frozen=True, slots=True)
class Account:
    """A person or program that may sign in; `groups` are those given, without `EVERYONE`."""

    name: str
    groups: frozenset[str]
    clearance: Confidentiality
    administrator: bool
    must_change_password: bool
    created: datetime

    @property
    def principal(self) -> Principal:
        """Administrators read everything, whatever their stored clearance."""
        if self.administrator:
            groups = self.groups | {EVERYONE, ADMINISTRATORS}
            return Principal(self.name, groups, Confidentiality.SECRET)
        return Principal(self.name, self.groups | {EVERYONE}, self.clearance)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it may be listed: the key itself is shown once, when it is made."""

    id: UUID
    account: str
    label: str
    created: datetime
    last_used: datetime | None


class Accounts(Protocol):
    """Law. Neither passwords nor tokens nor keys are stored, only what recognises them. A removed account,
    and one whose password was changed, is signed out everywhere at once. Failed attempts delay the next
    one under the same name, longer each time, and the delay outlives a restart. Names are compared
    without case and surrounding blanks. Threads may share the accounts."""

    def create_first_administrator(self) -> str | None:
        """Make the account `admin` with a one-time password and return it; None if any account exists."""

    def sign_in(self, name: str, password: str) -> str:
        """Return a session token. Raises `WrongPassword` or `TooManyAttempts`."""

    def account_of_session(self, token: str) -> Account | None:
        """None if the token is unknown or was idle too long. Each use puts the end off."""

    def principal_of_session(self, token: str) -> Principal | None: ...

    def sign_out(self, token: str) -> None: ...

    def change_password(self, name: str, old: str, new: str) -> None:
        """Raises `WrongPassword`, `TooManyAttempts`, or `InvalidQuery` for a password that is too short."""

    def reset_password(self, name: str) -> str:
        """Return a one-time password for `name`, which must be changed at once. Raises `NotFound`."""

    def add(
        self,
        name: str,
        password: str | None = None,
        groups: Collection[str] = (),
        clearance: Confidentiality = Confidentiality.NORMAL,
        administrator: bool = False,
    ) -> str:
        """Return the password: the given one, or a one-time password that was made.

        Raises `InvalidQuery` for a name that is taken, empty or too long, or a password that is too short.
        """

    def change(
        self, name: str, groups: Collection[str], clearance: Confidentiality, administrator: bool
    ) -> None:
        """Set what an account may do. Raises `NotFound`; `NotAllowed` for the last administrator."""

    def remove(self, name: str) -> None:
        """Raises `NotFound`; `NotAllowed` for the last administrator."""

    def accounts(self) -> list[Account]:
        """All, by name."""

    def account(self, name: str) -> Account:
        """Raises `NotFound`."""

    def add_api_key(self, account: str, label: str) -> str:
        """Return a new key `sk_…`, the only time that it is shown. Raises `NotFound`."""

    def api_keys(self, account: str) -> list[ApiKey]:
        """An account's keys, oldest first."""

    def remove_api_key(self, account: str, key_id: UUID) -> None:
        """Raises `NotFound`, also for another account's key."""

    def account_of_key(self, key: str) -> Account | None: ...

    def principal_of_key(self, key: str) -> Principal | None: ...
