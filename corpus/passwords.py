"""Passwords, tokens and keys: how they are made and recognised without being stored."""

import hashlib
import secrets
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

TOKEN_BYTES = 32
KEY_PREFIX = "sk_"
ONE_TIME_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # none that are mistaken for one another
ONE_TIME_GROUPS, ONE_TIME_GROUP = 4, 5  # 100 bits
HASHES_AT_ONCE = 2  # each takes 64 MiB


class Passwords:
    """Argon2id with the library's parameters, which follow RFC 9106's second choice."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = threading.BoundedSemaphore(HASHES_AT_ONCE)
        self._nobody = self._hasher.hash(secrets.token_hex())

    def hashed(self, password: str) -> str:
        with self._turn:
            return self._hasher.hash(_as_typed_anywhere(password))

    def agree(self, stored: str | None, password: str) -> bool:
        """Whether `password` is the stored one; as slow for None, so that time tells no names."""
        with self._turn:
            try:
                self._hasher.verify(stored or self._nobody, _as_typed_anywhere(password))
            except (VerificationError, InvalidHashError):
                return False
        return stored is not None


def one_time_password() -> str:
    """Return a password that can be read aloud: `xxxxx-xxxxx-xxxxx-xxxxx`."""
    groups = (
        "".join(secrets.choice(ONE_TIME_LETTERS) for _ in range(ONE_TIME_GROUP)) for _ in range(ONE_TIME_GROUPS)
    )
    return "-".join(groups)


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_key() -> str:
    return KEY_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)


def recognised_by(secret: str) -> str:
    """Return what is stored of a token or key: it has 256 random bits, so a plain hash suffices."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _as_typed_anywhere(password: str) -> str:
    # One letter has several codes, by system and keyboard.
    return unicodedata.normalize("NFKC", password)
