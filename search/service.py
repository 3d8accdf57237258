"""Search for the rooms above: one method for hits, one for a cited answer."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from corpus.access import Principal
from corpus.catalogue import Catalogue
from index.encoding import Encoder
from index.ports import PassageIndex
from search.explaining import Explained
from search.pipeline import (
    Parts,
    build_answering,
    build_explaining,
    build_search,
    run_answering,
    run_explaining,
    run_search,
)
from search.query import Query
from search.reranking import WITHOUT_SECOND_STAGE, Reranking
from search.results import Answer, Ranking
from search.similar import Similar, similar_documents
from search.suggestions import Suggestion, suggest
from search.synonym_source import WITHOUT_TABLE, SynonymSource

__all__ = ["SearchSettings", "Searcher"]


class SearchSettings(Protocol):
    """What a search needs to be told; the program's settings have it."""

    @property
    def meaning_weight(self) -> float:
        """The weight of the meaning leg, 0 to 1."""


class Searcher:
    """Answers queries over one index and one catalogue. Threads may share it."""

    def __init__(
        self,
        index: PassageIndex,
        catalogue: Catalogue,
        encoder: Encoder,
        settings: SearchSettings,
        synonyms: SynonymSource = WITHOUT_TABLE,
        reranking: Reranking = WITHOUT_SECOND_STAGE,
    ) -> None:
        self._index, self._catalogue = index, catalogue
        parts = Parts(index, catalogue, encoder, settings.meaning_weight, synonyms, reranking)
        self._search = build_search(parts)
        self._answering = build_answering(parts)
        self._explaining = build_explaining(parts)

    def search(self, query: Query) -> Ranking:
        """One page of documents, best first, among those that the query's principal may read."""
        return run_search(self._search, query)

    def explain(self, query: Query) -> Explained:
        """The same page, with why each document stands where it stands; for administrators."""
        return run_explaining(self._explaining, query)

    def similar(self, document_id: UUID, asker: Principal, limit: int = 5) -> list[Similar]:
        """Documents like this one that the asker may read, the nearest first. Raises `NotFound`."""
        return similar_documents(document_id, asker, self._catalogue, self._index, limit)

    def suggest(self, text: str, asker: Principal, recent: Sequence[str] = ()) -> list[Suggestion]:
        """What a text that is being typed may become; `recent` are searches of the asker's own."""
        return suggest(text, asker, self._catalogue, self._index, recent)

    def answer(self, query: Query) -> Answer:
        """Up to three quoted sentences with their places, or an abstention with its reason."""
        return run_answering(self._answering, query)
