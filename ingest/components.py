"""The steps of ingestion as Haystack components. A file that was removed or replaced on its way is let go."""

from collections.abc import Callable
from threading import RLock

from haystack import component

from corpus.catalogue import Catalogue, Reading
from corpus.errors import NotFound
from corpus.records import Document
from index.ports import PassageIndex
from ingest.searchable import make_searchable
from ingest.stages import (
    Describe,
    DescribedFile,
    FileReader,
    PassageEncoder,
    ReadFile,
    Restore,
    Split,
    SplitFile,
    StoredFile,
    TakenFile,
    still_reading,
)
from ingest.unsure_digits import described


@component
class Read:
    """Recognise and parse a file, in a process of its own; what people corrected of it holds."""

    def __init__(self, reader: FileReader, restore: Restore) -> None:
        self._reader = reader
        self._restore = restore

    @component.output_types(file=ReadFile)
    def run(self, file: TakenFile) -> dict[str, ReadFile]:
        """Raises `UnreadableDocument`."""
        file_format, parsed = self._reader.read(file.path, file.document.file)
        parsed = self._restore(file.document.original, parsed)
        return {"file": ReadFile(file.document, file.path, file_format, parsed)}


@component
class TakeOut:
    """Register what came in a message or an archive, before the document itself counts as read."""

    def __init__(self, take: Callable[[TakenFile, str], None]) -> None:
        self._take = take

    @component.output_types(file=ReadFile)
    def run(self, file: ReadFile) -> dict[str, ReadFile]:
        """Raises `UnreadableDocument`, or `NotFound` if the file is no longer wanted."""
        self._take(TakenFile(file.document, file.path), file.format)
        return {"file": file}


@component
class DescribeDocument:
    """Find title, kind, number and date."""

    def __init__(self, describe: Describe) -> None:
        self._describe = describe

    @component.output_types(file=DescribedFile)
    def run(self, file: ReadFile) -> dict[str, DescribedFile]:
        return {"file": DescribedFile(file, described(self._describe, file.parsed, file.document.file))}


@component
class SplitIntoPassages:
    """Cut the pages into passages."""

    def __init__(self, split: Split) -> None:
        self._split = split

    @component.output_types(file=SplitFile)
    def run(self, file: DescribedFile) -> dict[str, SplitFile]:
        document, parsed = file.read.document, file.read.parsed
        passages = self._split(document.id, parsed, file.description.title)
        reading = Reading(file.description, parsed.pages, parsed.blocks, tuple(passages), file.read.format)
        return {"file": SplitFile(document, reading)}


@component
class StoreInCatalogue:
    """Write pages, blocks, passages and description in one transaction."""

    def __init__(self, catalogue: Catalogue, writing: RLock) -> None:
        self._catalogue = catalogue
        self._writing = writing

    @component.output_types(file=StoredFile)
    def run(self, file: SplitFile) -> dict[str, StoredFile]:
        """Raises `NotFound` if the file is no longer wanted."""
        with self._writing:
            if still_reading(self._catalogue, file.document) is None:
                raise NotFound(what="document", id=str(file.document.id))
            self._catalogue.store_reading(file.document.id, file.reading)
        return {"file": StoredFile(file.document, tuple(file.reading.passages))}


@component
class PutIntoIndex:
    """Make the passages searchable by their words; only what is on disk there is called searchable."""

    def __init__(
        self, catalogue: Catalogue, index: PassageIndex, encoder: PassageEncoder, writing: RLock
    ) -> None:
        self._catalogue = catalogue
        self._index = index
        self._encoder = encoder
        self._writing = writing

    @component.output_types(document=Document)
    def run(self, file: StoredFile) -> dict[str, Document]:
        """Raises `NotFound` if the file is no longer wanted."""
        with self._writing:
            document = still_reading(self._catalogue, file.document)
            if document is None:
                raise NotFound(what="document", id=str(file.document.id))
            entries = self._encoder.entries(document, file.passages)
            make_searchable(document.id, entries, self._index, self._catalogue)
        return {"document": document}
