"""Names of files that came in a message or an archive: harmless on a disk and on a page, each once."""

import unicodedata
from pathlib import PurePosixPath

LONGEST = 150  # characters of one part
NAMELESS = "بی‌نام"


def safe_path(name: str) -> str:
    """Return a name without control characters and direction marks, that leads nowhere but down."""
    parts = [_safe_part(part) for part in name.replace("\\", "/").split("/")]
    kept = [part for part in parts if part.strip(". ")]
    return "/".join(kept[-8:]) or NAMELESS


def safe_file_name(name: str) -> str:
    """The same without folders."""
    return safe_path(name).rpartition("/")[2]


def apart(names: list[str]) -> list[str]:
    """Return the names with a number behind those that came before: «نامه.txt», «نامه (2).txt»."""
    taken: set[str] = set()
    made = []
    for name in names:
        path, number, new = PurePosixPath(name), 1, name
        while new.casefold() in taken:
            number += 1
            new = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
        taken.add(new.casefold())
        made.append(new)
    return made


def _safe_part(part: str) -> str:
    """U+200C stays: it parts Persian words."""
    kept = "".join(
        c for c in part if c == "\u200c" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp", "Cn")
    ).strip()
    if len(kept) <= LONGEST:
        return kept
    suffix = PurePosixPath(kept).suffix[:10]
    return kept[: LONGEST - len(suffix)] + suffix
