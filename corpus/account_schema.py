"""The catalogue's tables of who asks: accounts, their sessions, keys and searches."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from corpus.tables import Base


class AccountRow(Base):
    __tablename__ = "accounts"

    name: Mapped[str] = mapped_column(primary_key=True)
    password: Mapped[str]  # argon2id, with its parameters and salt
    groups: Mapped[list[str]]
    clearance: Mapped[int]
    administrator: Mapped[bool]
    must_change_password: Mapped[bool]
    created: Mapped[datetime]


class SessionRow(Base):
    __tablename__ = "sessions"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256 of the token
    account: Mapped[str] = mapped_column(ForeignKey("accounts.name", ondelete="CASCADE"), index=True)
    last_used: Mapped[datetime] = mapped_column(index=True)


class SearchRow(Base):
    """What an account has searched for; `folded` makes one of two ways to write it."""

    __tablename__ = "searches"

    account: Mapped[str] = mapped_column(ForeignKey("accounts.name", ondelete="CASCADE"), primary_key=True)
    folded: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    asked: Mapped[datetime]


class ApiKeyRow(Base):
    __tablename__ = "api_keys"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256 of the key
    account: Mapped[str] = mapped_column(ForeignKey("accounts.name", ondelete="CASCADE"), index=True)
    label: Mapped[str]
    created: Mapped[datetime]
    last_used: Mapped[datetime | None]


class AttemptRow(Base):
    """Failed attempts to sign in under a name, whether or not it has an account."""

    __tablename__ = "sign_in_attempts"

    name: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    blocked_until: Mapped[datetime]
