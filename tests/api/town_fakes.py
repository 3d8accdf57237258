"""A searcher and an ingestion that stand for the real ones, over the real catalogue."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

from corpus.access import Confidentiality, Principal, administrator, with_administrators
from corpus.errors import NoPasswordNeeded, NotFound, ReadingTimedOut, SanadyarError, WrongFilePassword
from corpus.originals import Originals
from corpus.records import (
    Description,
    Document,
    DocumentState,
    Span,
)
from corpus.sql_catalogue import SqlCatalogue
from index.encoding import Encoder
from index.hash_embedder import HashEmbedder
from index.memory import MemoryPassageIndex
from language.analysis import analyze
from search.explaining import Explained, Explanation
from search.fusion import Shares
from search.ordering import Sort, newest, oldest
from search.query import Query
from search.results import Abstention, Answer, Citation, Hit, LegScore, Ranking
from search.similar import Similar
from search.suggestions import Suggestion, suggest

TOWN = UUID("5a6d2d3a-0000-4000-8000-000000000000")
FIRST_DAY = datetime(2024, 6, 1, 8, 0, tzinfo=UTC)
FILE_PASSWORD = "رمز پرونده"


class FakeSearcher:
    """Finds passages that share a word with the question; every right goes through the catalogue."""

    def __init__(self, catalogue: SqlCatalogue) -> None:
        self._catalogue = catalogue
        self.failure: SanadyarError | None = None
        self.asked: list[Query] = []

    def search(self, query: Query) -> Ranking:
        self.asked.append(query)
        if self.failure:
            raise self.failure
        hits = [hit for document in self._documents(query) if (hit := self._hit(document, query))]
        hits.sort(key=lambda hit: (-hit.score, str(hit.document.id)))
        if query.sort in (Sort.NEWEST, Sort.OLDEST):
            key = newest if query.sort is Sort.NEWEST else oldest
            hits.sort(key=lambda hit: key(hit.document.description))
        kinds: dict[str, int] = {}
        units: dict[str, int] = {}
        for hit in hits:
            described = hit.document.description
            kinds[described.kind.value] = kinds.get(described.kind.value, 0) + 1
            if described.unit:
                units[described.unit] = units.get(described.unit, 0) + 1
        return Ranking(
            hits=tuple(hits[query.offset : query.offset + query.top_k]),
            total_documents=len(hits),
            facets={"kind": kinds, "unit": units, "year": {"1403": len(hits)} if hits else {}},
            embedded_share=0.62,
            terms=tuple(term.text for term in analyze(query.text)),
        )

    def answer(self, query: Query) -> Answer:
        hits = self.search(query).hits
        if "بودجهٔ ۱۴۰۵" in query.text or not hits:
            return Answer(None, reason=Abstention.NOTHING_FOUND)
        hit = hits[0]
        quote = hit.best_sentence or Span(0, len(hit.passage.text))
        start = hit.passage.span.start
        cited = Citation(
            hit.document,
            hit.passage.page,
            hit.passage.id,
            quote.of(hit.passage.text),
            Span(start + quote.start, start + quote.end),
        )
        return Answer(cited.quote, (cited.quote,), (cited,), 0.8)

    def explain(self, query: Query) -> Explained:
        return Explained(self.search(query), Explanation((), (), Shares(), 0, {}))

    def suggest(self, text: str, asker: Principal, recent: Sequence[str] = ()) -> list[Suggestion]:
        index, encoder = MemoryPassageIndex(), Encoder(HashEmbedder(8))
        for document in self._catalogue.all_documents():
            index.put(encoder.entries(document, self._catalogue.all_passages_of(document.id)))
        return suggest(text, asker, self._catalogue, index, recent)

    def similar(self, document_id: UUID, asker: Principal, limit: int = 5) -> list[Similar]:
        self._catalogue.document(document_id, asker)
        others = [one for one in self._catalogue.documents(asker) if one.id != document_id]
        return [Similar(one, 0.5, ("مترو",)) for one in others[:limit]]

    def _documents(self, query: Query) -> list[Document]:
        documents = self._catalogue.documents(query.principal, limit=100)
        return [
            document
            for document in documents
            if (not query.kinds or document.description.kind in query.kinds)
            and (not query.units or document.description.unit in query.units)
            and (not query.document_ids or document.id in query.document_ids)
        ]

    def _hit(self, document: Document, query: Query) -> Hit | None:
        found = []
        words = [word for word in query.text.split() if len(word) > 1]
        for passage in self._catalogue.passages_of(document.id, query.principal):
            spans = tuple(
                Span(match.start(), match.end())
                for word in words
                for match in re.finditer(re.escape(word), passage.text)
            )
            if spans:
                first = min(span.start for span in spans)
                start = passage.text.rfind(". ", 0, first) + 2 if ". " in passage.text[:first] else 0
                end = passage.text.find(".", first) + 1 or len(passage.text)
                found.append(
                    Hit(document, passage, len(spans), LegScore(1, 1.0), None, spans, Span(start, end))
                )
        found.sort(key=lambda hit: -hit.score)
        return replace(found[0], others=tuple(found[1:])) if found else None


class FakeIngestion:
    """Registers what it is given; a file that says so cannot be taken."""

    def __init__(self, catalogue: SqlCatalogue, originals: Originals) -> None:
        self._catalogue, self._originals = catalogue, originals

    def add(self, path: Path, file: str, confidentiality: Confidentiality, readers: frozenset[str]) -> Document:
        if "کند" in file:
            raise ReadingTimedOut(file=file, seconds=60)
        original, size = self._originals.store(path)
        document = Document(
            id=uuid5(TOWN, file),
            original=original,
            file=file,
            format=file.rpartition(".")[2],
            size=size,
            received=FIRST_DAY + timedelta(days=30),
            state=DocumentState.WAITING,
            description=Description(title=file.rpartition(".")[0]),
            confidentiality=confidentiality,
            readers=with_administrators(readers),
        )
        return self._catalogue.register(document)

    def source_gone(self, path: str) -> None:
        """No document of the town follows a file."""

    def source_moved(self, before: str, state: object, file: str) -> Document:
        raise NotFound(what="source", id=before)

    def remove(self, document_id: UUID) -> None:
        self._catalogue.remove(document_id)

    def retry(self, document_ids: Collection[UUID]) -> int:
        return self._catalogue.retry(document_ids)

    def unlock(self, document_id: UUID, password: str) -> None:
        document = self._catalogue.document(document_id, administrator("آزمون"))
        if not document.file.endswith(".pdf"):
            raise NoPasswordNeeded(file=document.file)
        if password != FILE_PASSWORD:
            raise WrongFilePassword(file=document.file)
        self._catalogue.set_unlocked(document_id, document.original)

    def set_access(self, document_id: UUID, confidentiality: Confidentiality, readers: frozenset[str]) -> None:
        self._catalogue.set_access(document_id, confidentiality, with_administrators(readers))
