"""Takes the password of an Office file away; for files before 2007 this was not tried."""

from pathlib import Path

import msoffcrypto
from msoffcrypto.exceptions import (
    DecryptionError,
    EncryptionError,
    FileFormatError,
    InvalidKeyError,
    ParseError,
)

from corpus.errors import DamagedFile, NoPasswordNeeded, WrongFilePassword

LONGEST = 255  # letters that Office takes; a longer password opens nothing


def unlock(path: Path, file: str, password: str, target: Path) -> None:
    """Write a copy that needs no password. Raises `WrongFilePassword`, `NoPasswordNeeded` or `DamagedFile`."""
    try:
        with path.open("rb") as source, target.open("wb") as copy:
            document = msoffcrypto.OfficeFile(source)
            if not document.is_encrypted():
                raise NoPasswordNeeded(file=file)
            if not 0 < len(password) <= LONGEST:
                raise WrongFilePassword(file=file)
            if document.format == "ooxml":
                document.load_key(password=password, verify_password=True)
            else:
                document.load_key(password=password)  # which looks whether it fits
            document.decrypt(copy)
    except InvalidKeyError as error:
        raise WrongFilePassword(file=file) from error
    except FileFormatError as error:  # an archive or a book, whose passwords no library here takes
        raise NoPasswordNeeded(file=file) from error
    except (DecryptionError, EncryptionError, ParseError, OSError, ValueError, KeyError, IndexError) as error:
        raise DamagedFile(file=file, detail=f"{type(error).__name__}: {error}"[:300]) from error
