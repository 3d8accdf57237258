"""Does a model of our own find better than the packaged one? Trains several and prints what each gains.

A line is one model: its gain in nDCG@10 of the whole search, in points with 95 % intervals, on the query sets
that it was not trained on, and on the training set's own queries by folds that share no title with those
learned from. What another query set of the training folder asks for takes no part in training.

adapters   maps on the frozen vectors, at three strengths (an average with the identity)
rerankers  the best twenty documents ordered anew by a linear model and by trees, alone and added to the sum
body       the embedder's upper two layers, averaged with the original ones; kept as folders under --results,
           which `bench/relevance --models` and the setting `embedder` take
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.beir import QuerySet
from bench.embedders import MODEL, query_embedder
from bench.kept_vectors import KeptVectors
from bench.relevance_benchmark import DEFAULT_FOLDERS
from bench.relevance_measures import Values, joined
from bench.reports import RESULTS
from bench.training.judging import Court, court, folds, gains, read_collection, some_of
from index.ports import Embedder

STRENGTHS = (0.25, 0.5, 1.0)
BLENDS = (0.1, 0.3, 100.0)  # the last one is the learned order alone
FOLDED = 500  # queries of the training set that adapters are judged by, fold by fold
OWN = "its own, by folds"


@dataclass(frozen=True, slots=True)
class Trial:
    """The training set, its folds, and the sets to be judged by, each with the court that has its documents."""

    embedder: KeptVectors
    training: Court
    queries: str
    folds: Sequence[frozenset[str]]
    unseen: Sequence[tuple[Court, str]]

    @property
    def query_set(self) -> QuerySet:
        return self.training.collection.query_sets[self.queries]

    def figures(self, embedder: Embedder) -> dict[str, Values]:
        return {
            court.collection.called(name): court.values(embedder, court.collection.query_sets[name])
            for court, name in self.unseen
        }


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    embedder = KeptVectors(query_embedder(options.model), options.results / "vectors")
    others = [folder for folder in options.folders if folder != options.training]
    with ExitStack() as opened:
        courts = [
            opened.enter_context(court(read_collection(folder), embedder, options.weight))
            for folder in (options.training, *others)
        ]
        sets = [(one, name) for one in courts for name in one.collection.query_sets]
        trial = Trial(
            embedder=embedder,
            training=courts[0],
            queries=options.queries,
            folds=folds(courts[0].collection, options.queries),
            unseen=[(one, name) for one, name in sets if (one, name) != (courts[0], options.queries)],
        )
        for line in _WAYS[options.way](trial, options):
            print(line, flush=True)
    return 0


def _adapters(trial: Trial, _: argparse.Namespace) -> Iterator[str]:
    from bench.training.adapters import FORMS, AdaptedEmbedder, train  # seconds to import, as torch is
    from bench.training.examples import gather

    whole = frozenset[str]().union(*trial.folds)
    material = gather(trial.training, trial.queries, whole, trial.embedder)
    learned_from = trial.training.collection.called(trial.queries)
    yield f"trained on {len(material.examples):,} questions of {learned_from}"
    names = list(trial.query_set.queries)
    judged = [some_of(trial.query_set, part & frozenset(_spread(names))) for part in trial.folds]
    base = trial.figures(trial.embedder)
    base[OWN] = joined(trial.training.values(trial.embedder, part) for part in judged)
    everything = range(len(material.examples))
    asked = [names[example.query] for example in material.examples]
    for name, form in FORMS.items():
        adapter = train(form, material, everything, trial.embedder)
        rests = [[one for one in everything if asked[one] not in part] for part in trial.folds]
        by_fold = [train(form, material, rest, trial.embedder) for rest in rests]
        for strength in STRENGTHS:
            found = trial.figures(AdaptedEmbedder(trial.embedder, adapter, strength))
            found[OWN] = joined(
                trial.training.values(AdaptedEmbedder(trial.embedder, one, strength), part)
                for one, part in zip(by_fold, judged, strict=True)
            )
            yield f"{name}, strength {strength}: {gains(found, base)}"


def _rerankers(trial: Trial, _: argparse.Namespace) -> Iterator[str]:
    from bench.training.reranking import FORMS, Scorer, fit, lists_of

    learned = lists_of(trial.training, trial.queries, trial.embedder)
    unseen = {
        court.collection.called(name): lists_of(court, name, trial.embedder) for court, name in trial.unseen
    }
    rest = [frozenset(learned.lists) - part for part in trial.folds]

    def figures(scorers: Sequence[Scorer | None], scorer: Scorer | None, blend: float) -> dict[str, Values]:
        found = {name: one.values(scorer, blend) for name, one in unseen.items()}
        parts = zip(trial.folds, scorers, strict=True)
        found[OWN] = joined(learned.only(part).values(one, blend) for part, one in parts)
        return found

    base = figures([None] * len(rest), None, 0.0)
    for form in FORMS:
        scorer, scorers = fit(form, learned), [fit(form, learned.only(queries)) for queries in rest]
        for blend in BLENDS:
            yield f"{form}, {blend} of it: {gains(figures(scorers, scorer, blend), base)}"


def _body(trial: Trial, options: argparse.Namespace) -> Iterator[str]:
    from bench.training.body import train_upper_layers, write_average
    from bench.training.examples import gather
    from index.sentence_embedder import SentenceEmbedder

    held, *learned = trial.folds  # one fold is kept to be judged by: training takes long
    material = gather(trial.training, trial.queries, frozenset[str]().union(*learned), trial.embedder)
    yield f"trained on {len(material.examples):,} questions, {options.steps} steps"
    before, after = train_upper_layers(Path(options.model), material, options.steps, options.rate, _say)
    base: dict[str, Values] = {}
    for strength in (0.0, *STRENGTHS):
        folder = options.results / "own_model" / f"strength-{strength}"
        write_average(Path(options.model), folder, before, after, strength)
        # The program takes the precision that is faster at the moment; what is compared must have one.
        full = SentenceEmbedder(folder, choose_precision=False)
        embedder = KeptVectors(full, options.results / "vectors-float32")
        found = trial.figures(embedder)
        found["its own, held back"] = trial.training.values(embedder, some_of(trial.query_set, held))
        if strength:
            yield f"upper layers, strength {strength} ({folder.name}): {gains(found, base)}"
        else:
            base = found


def _spread(names: Sequence[str]) -> Sequence[str]:
    return names[:: max(1, len(names) // FOLDED)]


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


_WAYS = {"adapters": _adapters, "rerankers": _rerankers, "body": _body}


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench/own_model", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("way", choices=list(_WAYS))
    parser.add_argument("folders", nargs="*", type=Path, default=list(DEFAULT_FOLDERS), metavar="FOLDER",
        help="in BEIR layout, to be judged by")  # fmt: skip
    parser.add_argument(
        "--training", type=Path, default=DEFAULT_FOLDERS[1], metavar="FOLDER", help="learned from"
    )
    parser.add_argument("--queries", default="pquad", metavar="NAME", help="its query set (default pquad)")
    parser.add_argument(
        "--weight", type=float, default=0.5, metavar="W", help="of the meaning leg (default 0.5)"
    )
    parser.add_argument("--model", default=MODEL, metavar="DIR", help="what is trained further")
    parser.add_argument("--steps", type=int, default=240, help="body: of 32 questions each (default 240)")
    parser.add_argument("--rate", type=float, default=2e-5, help="body: learning rate (default 2e-5)")
    parser.add_argument(
        "--results", type=Path, default=RESULTS, metavar="DIR", help="where models and vectors are kept"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
