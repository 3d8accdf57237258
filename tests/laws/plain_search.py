"""The steps of a search one after another, without the graph that describes them."""

from mixed_office import MixedOffice

from search import components
from search.query import Query
from search.results import Ranking
from search.synonym_source import WITHOUT_TABLE

__all__ = ["PlainSearch"]


class PlainSearch:
    """What `search.pipeline` connects; raises what its steps raise."""

    def __init__(self, office: MixedOffice) -> None:
        index, catalogue, weight = office.index, office.catalogue, office.settings.meaning_weight
        self._analyse = components.AnalyseQuery(office.encoder, index, weight, WITHOUT_TABLE)
        self._narrow = components.Narrow(index, catalogue)
        self._words = components.WordsLeg(index)
        self._meaning = components.MeaningLeg(index)
        self._fuse = components.FuseLegs(index, weight)
        self._fetch = components.FetchFromCatalogue(index, catalogue)
        self._mark = components.MarkHits()

    def search(self, query: Query) -> Ranking:
        analysed = self._narrow.run(self._analyse.run(query)["analysed"])["narrowed"]
        words, meaning = self._words.run(analysed)["best"], self._meaning.run(analysed)["best"]
        fused = self._fuse.run(analysed, words, meaning)["fused"]
        fetched = self._fetch.run(analysed, fused)["fetched"]
        found = self._mark.run(analysed, fetched)["ranking"]
        assert isinstance(found, Ranking)
        return found
