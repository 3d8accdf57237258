"""The JSON of accounts, sessions and keys."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

__all__ = ["CreatedKey", "Credentials", "KeyBody", "KeyRequest", "PasswordChange", "Session"]


class Credentials(BaseModel):
    name: str
    password: str


class PasswordChange(BaseModel):
    old: str
    new: str


class Session(BaseModel):
    name: str
    administrator: bool
    must_change_password: bool
    csrf: str


class KeyRequest(BaseModel):
    label: str = Field(min_length=1, max_length=80)


class KeyBody(BaseModel):
    id: UUID
    label: str
    created: datetime
    last_used: datetime | None


class CreatedKey(BaseModel):
    """The key itself is shown this once."""

    label: str
    key: str
