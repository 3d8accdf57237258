"""Between the table of accounts and the record that travels."""

import unicodedata

from sqlalchemy.orm import Session

from corpus.access import Confidentiality
from corpus.account_schema import AccountRow
from corpus.accounts import Account
from corpus.errors import NotFound


def as_stored(name: str) -> str:
    """Return the one form of a name, however its letters and case were typed."""
    persian = name.translate(str.maketrans("يك", "یک"))
    return unicodedata.normalize("NFKC", persian).casefold().strip()


def existing(session: Session, name: str) -> AccountRow:
    row = session.get(AccountRow, name)
    if row is None:
        raise NotFound(what="account", id=name)
    return row


def account_of(row: AccountRow) -> Account:
    return Account(
        name=row.name,
        groups=frozenset(row.groups),
        clearance=Confidentiality(row.clearance),
        administrator=row.administrator,
        must_change_password=row.must_change_password,
        created=row.created,
    )
