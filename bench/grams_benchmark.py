"""Would character grams find more beside our words, and what would each form of them cost?

Grams are runs of 3 and 4 letters of a word between marks, `_شهر_`; of a question those of its mended words.
Forms: `field`, all grams in an index of their own, asked as a third leg; `rescoring`, the same scores for the
candidates of the other legs alone; `rare`, a leg of the grams of words that at most one of 200 passages has.
Each is joined to the words by share · G/max(G) + (1 - share) · R/max(R), of which the gated sum takes z.

Gain: nDCG@10 of the hybrid. Cost, with made passages: bytes on the disk, MB that a fresh process holds, and
CPU ms of a question in the gram leg; for rescoring the CPU ms of 200 passages, whose terms are at hand.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from bench.beir import QuerySet, read_corpus, read_query_sets
from bench.embedders import MODEL, query_embedder
from bench.grams_costs import Chosen, costs, filled, grams_of, rare_words
from bench.kept_vectors import KeptVectors
from bench.noise import damaged
from bench.relevance_measures import main_mean, values_of
from bench.relevance_systems import ASKER, OurSearch, fill, read
from bench.reports import RESULTS
from index.encoding import Encoder
from index.ports import PassageIndex, Restriction, Scored
from index.qdrant_embedded import open_embedded
from language.analysis import analyze
from search.fusion import LEG_LIMIT, Candidate, Legs, gated_sum
from search.query import AnalysedQuery
from search.retrieval import best_by_meaning, best_by_words

ROOT = Path(__file__).resolve().parent.parent
SHARES, KINDS, WEIGHT = (0.15, 0.3, 0.5), ("clean", "typo", "all"), 0.5


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    embedder = KeptVectors(query_embedder(options.model), options.results / "vectors")
    report = {
        "gains": gains(options.folder, options.limit, embedder),
        "costs": costs(options.text, options.size),
    }
    print(json.dumps(report, ensure_ascii=False, indent=1))
    return 0


@dataclass(frozen=True, slots=True)
class Form:
    """How grams take part: where they are looked up, of which words, and whether they bring passages in."""

    index: PassageIndex
    chosen: Chosen
    is_leg: bool


def gains(folder: Path, limit: int | None, embedder: KeptVectors) -> dict[str, dict[str, float]]:
    """`SET, kind of damage` → form and share → nDCG@10."""
    with ExitStack() as held:
        place = Path(held.enter_context(TemporaryDirectory()))
        words = open_embedded(place / "words", embedder.dimension)
        held.callback(words.close)
        documents = read_corpus(folder)
        ours = OurSearch(words, fill(words, documents, embedder), embedder, WEIGHT)
        encoder = Encoder(embedder)
        entries = [entry for one in documents for entry in encoder.entries(*read(one))]
        rare = rare_words(entries)
        everything = filled(place / "grams", entries, lambda _: True)
        held.callback(everything.close)
        few = filled(place / "rare", entries, rare)
        held.callback(few.close)
        forms = {
            "rescoring": Form(everything, lambda _: True, is_leg=False),
            "field": Form(everything, lambda _: True, is_leg=True),
            "rare": Form(few, rare, is_leg=True),
        }
        return {
            f"{query_set.name or folder.name}, {kind}": _measured(query_set, kind, ours, words, forms)
            for query_set in read_query_sets(folder, limit)
            for kind in KINDS
        }


def _measured(
    query_set: QuerySet, kind: str, ours: OurSearch, words: PassageIndex, forms: Mapping[str, Form]
) -> dict[str, float]:
    runs: dict[str, dict[str, dict[str, float]]] = {}
    for name, text in query_set.queries.items():
        analysed, candidates = ours.candidates(text if kind == "clean" else damaged(kind, name, text))
        ranked = {"none": [(one.document_id, one.score) for one in candidates]}
        for form, grams in forms.items():
            ranked |= {f"{form} {share}": row for share, row in _joined(analysed, words, candidates, grams)}
        for form, row in ranked.items():
            best: dict[str, float] = {}
            for document, score in row:  # best first: a document counts as its best passage
                best.setdefault(ours.name_of(document), score)
            runs.setdefault(form, {})[name] = best
    return {form: round(main_mean(values_of(query_set, run)), 4) for form, run in runs.items()}


def _joined(
    analysed: AnalysedQuery, words: PassageIndex, candidates: Sequence[Candidate], form: Form
) -> Iterator[tuple[float, list[tuple[UUID, float]]]]:
    """The ranking under each share of the grams."""
    text = analysed.repair.text if analysed.repair else analysed.words
    asked = grams_of(dict.fromkeys(term.text for term in analyze(text) if form.chosen(term.text)))
    documents = {one.passage_id: one.document_id for one in candidates}
    scores = {one.passage_id: one.words.score for one in candidates if one.words}
    cosines = {one.passage_id: one.meaning.score for one in candidates if one.meaning}
    coverage = max(scores.values(), default=0.0) / (sum(analysed.measured.values()) or 1.0)
    restriction = Restriction(ASKER)
    if form.is_leg and asked:
        found = form.index.lexical(asked, restriction, LEG_LIMIT)
        more = {one.passage_id: one.document_id for one in found if one.passage_id not in documents}
        alone = replace(analysed, among=frozenset(more))
        if more:
            scores |= {one.passage_id: one.score for one in best_by_words(alone, words).passages}
            cosines |= {one.passage_id: one.score for one in best_by_meaning(alone, words).passages}
        documents |= more
    in_grams = form.index.lexical(asked, restriction, len(documents), documents) if asked and documents else []
    grams = {one.passage_id: one.score for one in in_grams}
    meaning = [Scored(passage, documents[passage], cosine) for passage, cosine in cosines.items()]
    for share in SHARES:
        mixed = _mixed(scores, grams, share)
        best = sorted(
            (Scored(p, documents[p], score) for p, score in mixed.items()), key=lambda one: -one.score
        )
        idf_sum = best[0].score / coverage if best and coverage else 0.0  # the gate stays as the words open it
        ranked = gated_sum(Legs(best, meaning, idf_sum=idf_sum), WEIGHT)
        yield share, [(one.document_id, one.score) for one in ranked]


def _mixed(scores: Mapping[UUID, float], grams: Mapping[UUID, float], share: float) -> dict[UUID, float]:
    most, most_grams = max(scores.values(), default=1.0), max(grams.values(), default=1.0)
    return {
        passage: share * grams.get(passage, 0.0) / most_grams + (1 - share) * scores.get(passage, 0.0) / most
        for passage in scores.keys() | grams.keys()
    }


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench/grams", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    samples = ROOT / "corpus" / "samples"
    add = parser.add_argument
    add("folder", nargs="?", type=Path, default=samples / "benchmark", help="in BEIR layout")
    add("--limit", type=int, metavar="N", help="N judged queries of each set, spread evenly")
    add("--text", type=Path, default=samples / "sources", help="a text file, or a folder of .md, to recombine")
    add("--size", type=int, default=20_000, metavar="N", help="made passages to take the costs of")
    add("--model", default=MODEL, metavar="DIR", help="the embedding model")
    add("--results", type=Path, default=RESULTS, metavar="DIR", help="where vectors are kept")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
