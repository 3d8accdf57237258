"""Small true-to-law stand-ins for what ingestion uses; a killed process can use them too."""

import pickle
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid5

import numpy as np

from corpus.access import Confidentiality
from corpus.errors import DamagedFile, IndexUnreachable
from corpus.records import Block, BlockKind, Description, Document, DocumentKind, Page, Passage, Span
from index.ports import IndexEntry, Restriction, Scored, Vector, Vectors
from ingest.parsing import ParsedDocument

DIMENSION = 4


class FileIndex:
    """Keeps entries in a file: at each change (`eager`), or only when flushed, as a crash may find either."""

    def __init__(self, path: Path, eager: bool = False) -> None:
        self._path = path
        self._eager = eager
        self.unreachable = False
        self.entries: dict[UUID, IndexEntry] = pickle.loads(path.read_bytes()) if path.exists() else {}

    def put(self, entries: Sequence[IndexEntry]) -> None:
        self._changed({entry.passage_id: entry for entry in entries})

    def put_vectors(self, vectors: Mapping[UUID, Vector]) -> None:
        known = {
            one: replace(self.entries[one], vector=row) for one, row in vectors.items() if one in self.entries
        }
        self._changed(known)

    def vectors_of(self, document_id: UUID) -> dict[str, Vector]:
        held = self._of(document_id)
        return {one.input_key: one.vector for one in held if one.input_key and one.vector is not None}

    def remove(self, document_id: UUID) -> None:
        for entry in self._of(document_id):
            del self.entries[entry.passage_id]
        self._changed({})

    def set_access(self, document_id: UUID, confidentiality: Confidentiality, readers: frozenset[str]) -> None:
        self._changed(
            {
                entry.passage_id: replace(entry, confidentiality=confidentiality, readers=readers)
                for entry in self._of(document_id)
            }
        )

    def lexical(
        self,
        terms: Sequence[str],
        restriction: Restriction,
        limit: int,
        among: Collection[UUID] | None = None,
    ) -> list[Scored]:
        found = [
            Scored(entry.passage_id, entry.document_id, 1.0)
            for entry in sorted(self.entries.values(), key=lambda entry: entry.passage_id)
            if set(terms) & set(entry.terms)
            and restriction.principal.may_read(entry.confidentiality, entry.readers)
            and (among is None or entry.passage_id in among)
        ]
        return found[:limit]

    def semantic(
        self, vector: Vector, restriction: Restriction, limit: int, among: Collection[UUID] | None = None
    ) -> list[Scored]:
        raise NotImplementedError("ingestion never asks")

    def document_frequencies(self, terms: Collection[str]) -> dict[str, int]:
        return {term: sum(term in entry.terms for entry in self.entries.values()) for term in terms}

    def count(self, restriction: Restriction | None = None) -> int:
        return len(self.entries)

    def facet(self, field: str, restriction: Restriction) -> dict[str, int]:
        raise NotImplementedError("ingestion never asks")

    def passage_ids(self) -> Iterator[tuple[UUID, UUID, bool]]:
        for entry in list(self.entries.values()):
            yield entry.passage_id, entry.document_id, entry.vector is not None

    def flush(self) -> None:
        if self.unreachable:
            raise IndexUnreachable(url="http://index", detail="no answer")
        self._write()

    def optimize(self) -> None:
        return None

    def clear(self) -> None:
        self.entries.clear()
        self._changed({})

    def close(self) -> None:
        return None

    def _of(self, document_id: UUID) -> list[IndexEntry]:
        return [entry for entry in self.entries.values() if entry.document_id == document_id]

    def _changed(self, entries: Mapping[UUID, IndexEntry]) -> None:
        if self.unreachable:
            raise IndexUnreachable(url="http://index", detail="no answer")
        self.entries.update(entries)
        if self._eager:
            self._write()

    def _write(self) -> None:
        aside = self._path.with_suffix(".aside")
        aside.write_bytes(pickle.dumps(self.entries))
        aside.replace(self._path)


class TextReader:
    """Reads UTF-8 texts: a page between form feeds. A text that begins with «خراب» is damaged."""

    def __init__(self) -> None:
        self.files: list[str] = []

    def read(self, path: Path, file: str) -> tuple[str, ParsedDocument]:
        self.files.append(file)
        content = path.read_text("utf-8")
        if content.startswith("خراب"):
            raise DamagedFile(file=file, detail="as asked")
        pages = tuple(Page(number, text) for number, text in enumerate(content.split("\f"), 1))
        return "text", ParsedDocument(pages, tuple(block for page in pages for block in _lines(page)))


def _lines(page: Page) -> Iterator[Block]:
    start = 0
    for line in page.text.split("\n"):
        if line:
            yield Block(BlockKind.PARAGRAPH, page.number, Span(start, start + len(line)))
        start += len(line) + 1


def describe(parsed: ParsedDocument, file: str) -> Description:
    first = parsed.blocks[0] if parsed.blocks else None
    title = first.span.of(parsed.pages[first.page - 1].text) if first else file
    return Description(title=title, kind=DocumentKind.REPORT, number="۱۲")


def split(document_id: UUID, parsed: ParsedDocument, title: str) -> list[Passage]:
    texts = {page.number: page.text for page in parsed.pages}
    return [
        Passage(
            id=uuid5(document_id, f"{ordinal} {block.span.of(texts[block.page])}"),
            document_id=document_id,
            ordinal=ordinal,
            page=block.page,
            span=block.span,
            text=block.span.of(texts[block.page]),
            headings=(title,),
        )
        for ordinal, block in enumerate(parsed.blocks)
    ]


class PlainEncoder:
    """Terms are the words between blanks."""

    def entries(self, document: Document, passages: Sequence[Passage]) -> list[IndexEntry]:
        return [
            IndexEntry(
                passage_id=passage.id,
                document_id=document.id,
                ordinal=passage.ordinal,
                terms=tuple(f"{document.description.title} {passage.text}".split()),
                kind=document.description.kind.value,
                unit=document.description.unit,
                number=document.description.number,
                day=None,
                confidentiality=document.confidentiality,
                readers=document.readers,
                input_key=read,
            )
            for passage, read in zip(passages, self.passage_inputs(document, passages), strict=True)
        ]

    def passage_inputs(self, document: Document, passages: Sequence[Passage]) -> list[str]:
        return [f"{document.description.title}\n{passage.text}" for passage in passages]


class LengthEmbedder:
    """A vector that tells its text's length, so that a test can see which text it came from."""

    fingerprint = "lengths"
    dimension = DIMENSION

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.texts.extend(texts)
        return np.stack([length_vector(text) for text in texts])

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self.embed_passages(texts)


def length_vector(text: str) -> Vector:
    angle = len(text) / 100
    return np.array([np.cos(angle), np.sin(angle), 0, 0], np.float32)


def load_lengths(**arguments: object) -> LengthEmbedder:
    """A factory as `EmbeddingProcess` calls it."""
    if arguments.get("missing"):
        raise FileNotFoundError("no model in this folder")
    return LengthEmbedder()


class FragileEmbedder(LengthEmbedder):
    """Ends its process at a text that says so, as a process does that is killed for its memory."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        import os

        if "پایان" in texts:
            os._exit(9)
        if "خطا" in texts:
            raise ValueError("این متن خوانده نشد")
        return super().embed_passages(texts)


def load_fragile() -> FragileEmbedder:
    return FragileEmbedder()
