"""Takes the password of a PDF away."""

from pathlib import Path

import pikepdf

from corpus.errors import DamagedFile, NoPasswordNeeded, WrongFilePassword


def unlock(path: Path, file: str, password: str, target: Path) -> None:
    """Write a copy that needs no password. Raises `WrongFilePassword`, `NoPasswordNeeded` or `DamagedFile`."""
    try:
        with pikepdf.open(path, password=password) as document:
            if not document.is_encrypted:
                raise NoPasswordNeeded(file=file)
            document.save(target)
    except pikepdf.PasswordError as error:
        raise WrongFilePassword(file=file) from error
    except (pikepdf.PdfError, OSError, ValueError) as error:
        raise DamagedFile(file=file, detail=f"{type(error).__name__}: {error}"[:300]) from error
