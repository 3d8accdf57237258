"""The key by which the command line of the same user of this machine is administrator of a running server."""

import hmac
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from corpus.errors import InaccessiblePath

FILE_NAME = "local.key"
BYTES = 32


def local_key(folder: Path) -> str:
    """Return the data folder's key, made if there is none; its file is readable by its owner alone.

    A file that others could read is replaced: they may know the key. Raises `InaccessiblePath`.
    """
    path = folder / FILE_NAME
    try:
        return _private_key(path) or _made(path)
    except OSError as error:
        raise InaccessiblePath(path=str(path), detail=error.strerror or str(error)) from error


def is_local_key(folder: Path, candidate: str) -> bool:
    """Whether `candidate` is the data folder's key; False if it has none."""
    try:
        key = _private_key(folder / FILE_NAME)
    except OSError:
        return False
    return key is not None and hmac.compare_digest(key.encode(), candidate.encode())


def _private_key(path: Path) -> str | None:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return None
    with os.fdopen(descriptor, encoding="ascii") as file:
        status = os.fstat(file.fileno())
        if stat.S_IMODE(status.st_mode) & 0o077 or status.st_uid != os.geteuid():
            return None
        key = file.read().strip()
    return key if len(key) >= BYTES else None


def _made(path: Path) -> str:
    # Written aside and renamed, so that nobody reads half a key.
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    key = secrets.token_urlsafe(BYTES)
    try:
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        with suppress(FileNotFoundError):
            aside.unlink()
    # Of two that were made at once the later one stands.
    return _private_key(path) or key
