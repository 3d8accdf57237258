"""What a model of our own is judged by: the gain of the whole search on queries that it was not trained on."""

from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from bench.beir import BeirDocument, QuerySet, read_corpus, read_query_sets
from bench.relevance_measures import Values, difference, values_of
from bench.relevance_systems import OurSearch, fill, read
from index.encoding import Encoder
from index.ports import Embedder, PassageIndex
from index.qdrant_embedded import open_embedded

__all__ = ["Collection", "Court", "court", "folds", "gains", "read_collection", "some_of"]

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Collection:
    """A BEIR folder; query sets by name."""

    name: str
    documents: Sequence[BeirDocument]
    query_sets: Mapping[str, QuerySet]

    def called(self, name: str) -> str:
        """How a query set is named in what is printed."""
        return f"{self.name}:{name}" if name else self.name


def read_collection(folder: Path, limit: int | None = None) -> Collection:
    sets = {one.name: one for one in read_query_sets(folder, limit) if one.queries}
    return Collection(folder.name, read_corpus(folder), sets)


class Court:
    """The product's search over the documents of a collection, with one embedder's vectors after another's."""

    def __init__(self, collection: Collection, index: PassageIndex, embedder: Embedder, weight: float) -> None:
        self.collection = collection
        self._index = index
        self._weight = weight
        self._filled = fill(index, collection.documents, embedder)
        self.passages = _passages(collection, embedder)
        self._vectors_of = embedder

    def search(self, embedder: Embedder) -> OurSearch:
        """Give all passages this embedder's vectors; it has the dimension of the first one."""
        if embedder is not self._vectors_of:
            vectors = embedder.embed_passages(self.passages.texts)
            self._index.put_vectors(dict(zip(self.passages.ids, vectors, strict=True)))
            self._vectors_of = embedder
        return OurSearch(self._index, self._filled, embedder, self._weight)

    def values(self, embedder: Embedder, query_set: QuerySet) -> Values:
        """The measures of each query of a set."""
        ours = self.search(embedder)
        return values_of(query_set, {query: ours.hybrid(text) for query, text in query_set.queries.items()})


@dataclass(frozen=True, slots=True)
class Passages:
    """All passages of a collection: ids, what the model reads, and the BEIR documents that they are of."""

    ids: Sequence[UUID]
    texts: Sequence[str]
    owners: Sequence[str]


@contextmanager
def court(collection: Collection, embedder: Embedder, weight: float) -> Iterator[Court]:
    with TemporaryDirectory() as place:
        index = open_embedded(Path(place) / "index", embedder.dimension)
        try:
            yield Court(collection, index, embedder, weight)
        finally:
            index.close()


def some_of(query_set: QuerySet, queries: Container[str]) -> QuerySet:
    return replace(query_set, queries={one: text for one, text in query_set.queries.items() if one in queries})


def _passages(collection: Collection, embedder: Embedder) -> Passages:
    encoder = Encoder(embedder)
    ids: list[UUID] = []
    texts: list[str] = []
    owners: list[str] = []
    for beir in collection.documents:
        document, passages = read(beir)
        ids += [passage.id for passage in passages]
        texts += encoder.passage_inputs(document, passages)
        owners += [beir.id] * len(passages)
    return Passages(ids, texts, owners)


def gains(ours: Mapping[str, Values], base: Mapping[str, Values]) -> str:
    """nDCG@10 in points against the search as it is, with 95 % intervals, by set."""
    cells = []
    for name, found in ours.items():
        mean, low, high = (100 * one for one in difference(found, base[name]))
        cells.append(f"{name} {mean:+.2f} [{low:+.2f}, {high:+.2f}]")
    return "; ".join(cells)


def folds(collection: Collection, name: str) -> list[frozenset[str]]:
    """The queries of a set in five parts by the titles of their documents, so that no subject is in two."""
    titles = {one.id: one.title or one.id for one in collection.documents}
    wanted = {
        query: next(titles[document] for document, grade in grades.items() if grade > 0)
        for query, grades in collection.query_sets[name].qrels.items()
    }
    numbers = {title: number % FOLDS for number, title in enumerate(sorted(set(wanted.values())))}
    return [
        frozenset(query for query, title in wanted.items() if numbers[title] == fold) for fold in range(FOLDS)
    ]
