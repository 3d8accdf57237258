"""Places that `bench/speed` filled, kept for the next run: filling a million passages takes most of an hour."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.speed_filling import CATALOGUE, INDEX
from index.folders import copy_sparsely, write_durably

__all__ = ["opened_place", "place_name"]

FILLED = "filled.json"  # written last: a place without it is half a place

Figures = Mapping[str, float]


def place_name(size: int, sentences: Sequence[str], seed: int, fingerprint: str) -> str:
    """The name of a place: another text, seed, analysis or model makes another one."""
    said = json.dumps([size, seed, fingerprint, *sentences]).encode()
    return f"{size}-{hashlib.blake2b(said, digest_size=8).hexdigest()}"


@contextmanager
def opened_place(
    root: Path | None, name: str, fill: Callable[[Path], Figures]
) -> Iterator[tuple[Path, Figures]]:
    """Yield a folder that may be written into, and the figures of its filling.

    Without a `root` it is filled anew and removed afterwards. Else it is filled below `root` unless it lies
    there already, and what is yielded is a copy, so that every run finds the same.
    """
    if root is None:
        with TemporaryDirectory() as place:
            yield Path(place), fill(Path(place))
        return
    kept = root / name
    if not (kept / FILLED).is_file():
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        write_durably(kept / FILLED, json.dumps(dict(fill(kept))))
    with TemporaryDirectory(prefix=f"{name}-", dir=root) as place:
        # Questions write into the index alone, so the catalogue may be the kept one.
        shutil.copytree(kept / INDEX, Path(place) / INDEX, copy_function=copy_sparsely)
        (Path(place) / CATALOGUE).symlink_to(kept.resolve() / CATALOGUE)
        yield Path(place), json.loads((kept / FILLED).read_text("utf-8"))
