"""The one place where passages and queries become terms and model texts, so that they cannot drift apart."""

import hashlib
from collections.abc import Sequence

from corpus.records import Document, Passage
from index.ports import Embedder, IndexEntry, Vector
from language import analysis
from language.analysis import Term, analyze
from language.normalization import fold_lightly
from language.numerals import number_key

VERSION = 3


class Encoder:
    """Turns passages into index entries and model texts, and questions into terms and a vector."""

    def __init__(self, embedder: Embedder, splitter_fingerprint: str = "") -> None:
        """`splitter_fingerprint` enters the fingerprint: other passages need another index."""
        self._embedder = embedder
        self._splitter_fingerprint = splitter_fingerprint

    def entries(self, document: Document, passages: Sequence[Passage]) -> list[IndexEntry]:
        """Return one entry a passage, without vectors. The title counts in every passage of its document."""
        described = document.description
        title = _terms(described.title)
        number = (number_key(described.number) or None) if described.number else None
        number_terms = (number,) if number else ()
        inputs = self.passage_inputs(document, passages)
        return [
            IndexEntry(
                passage_id=passage.id,
                document_id=document.id,
                ordinal=passage.ordinal,
                terms=(
                    *title,
                    *number_terms,
                    *(term for heading in passage.headings for term in _terms(heading)),
                    *_terms(passage.context),
                    *_terms(passage.text),
                ),
                kind=described.kind.value,
                unit=described.unit,
                number=number,
                day=described.issued.toordinal() if described.issued else None,
                confidentiality=document.confidentiality,
                readers=document.readers,
                input_key=self._input_key(read),
            )
            for passage, read in zip(passages, inputs, strict=True)
        ]

    def passage_inputs(self, document: Document, passages: Sequence[Passage]) -> list[str]:
        """Return what the model reads for each passage: title, headings, text; the embedder adds its prompt."""
        title = document.description.title
        return [
            fold_lightly(
                "\n".join(part for part in (title, *passage.headings, passage.context, passage.text) if part)
            )
            for passage in passages
        ]

    def _input_key(self, read: str) -> str:
        said = f"{self._embedder.fingerprint}\0{read}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(said, digest_size=16).hexdigest()

    def query_terms(self, text: str) -> list[Term]:
        """Return the terms of a question, with their places in it."""
        return analyze(text)

    def query_vector(self, text: str) -> Vector:
        vector: Vector = self._embedder.embed_queries([fold_lightly(text)])[0]
        return vector

    def fingerprint(self) -> str:
        """Return a hash that changes whenever entries or vectors could."""
        parts = (str(VERSION), analysis.fingerprint(), self._splitter_fingerprint, self._embedder.fingerprint)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


def _terms(text: str) -> tuple[str, ...]:
    return tuple(term.text for term in analyze(text))
