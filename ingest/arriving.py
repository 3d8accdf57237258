"""Bytes arrive: kept first, then registered as a document that waits to be read."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from threading import RLock
from uuid import UUID, uuid4

from corpus.access import Confidentiality
from corpus.originals import Originals
from corpus.records import ContentHash, Description, Document, DocumentState


@contextmanager
def stored(path: Path, originals: Originals, writing: RLock) -> Iterator[tuple[ContentHash, int]]:
    """Keep the bytes of a file and give their hash and size; nobody removes them within the context."""
    original, size = originals.store(path)
    with writing:
        if not originals.holds(original):  # its last document was removed meanwhile
            original, size = originals.store(path)
        yield original, size


def arrived(
    original: ContentHash,
    size: int,
    file: str,
    confidentiality: Confidentiality,
    readers: frozenset[str],
    container: UUID | None = None,
) -> Document:
    """Return the document that is made of bytes under a name, of which nothing else is known yet."""
    return Document(
        id=uuid4(),
        original=original,
        file=file,
        format="",
        size=size,
        received=datetime.now(UTC),
        state=DocumentState.WAITING,
        description=Description(title=PurePosixPath(file).stem),
        confidentiality=confidentiality,
        readers=readers,
        container=container,
    )
