"""How well is a passage found? Our search and its peers on any benchmark in BEIR layout, in one run.

Each document goes through the product's own path: one page, split, analysed, embedded, found, and folded
back into its document by the best passage. Vectors and relevance.json are kept under bench/results/.

With --json one object is printed: folder → system → measure. A folder with several query sets has one
entry for each, named FOLDER:NAME (`queries.NAME.jsonl`; FOLDER: for the plain `queries.jsonl`).
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from ir_measures import RR, Qrel, R, ScoredDoc, Success, calc_aggregate, nDCG

from bench.beir import QuerySet, read_corpus, read_query_sets
from bench.embedders import MODEL, query_embedder
from bench.kept_vectors import KeptVectors
from bench.relevance_systems import Run, bm25s_runs, fill, haystack_runs, our_runs
from bench.reports import RESULTS, circumstances, save
from index.ports import Embedder
from index.qdrant_embedded import open_embedded

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
DEFAULT_FOLDERS = (ROOT / "corpus/samples/benchmark", DATA / "retrieval/pquad-validation", DATA / "municipal")
MEASURES = {
    "ndcg@10": nDCG @ 10,
    "mrr@10": RR @ 10,
    "success@3": Success @ 3,  # one of the right ones is among the first three
    "recall@1": R @ 1,
    "recall@10": R @ 10,
    "recall@100": R @ 100,
}

Figures = dict[str, dict[str, float]]
"""System → measure → value, each between 0 and 1."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    folders = options.folders or [folder for folder in DEFAULT_FOLDERS if (folder / "corpus.jsonl").is_file()]
    embedder = KeptVectors(query_embedder(options.model), options.results / "vectors")
    results: dict[str, Figures] = {}
    for folder in folders:
        figures = measure_folder(folder, embedder, weight=options.weight, limit=options.limit)
        results |= figures
        if not options.json:
            print("\n".join(table(name, rows) for name, rows in figures.items()))
    save({**circumstances(), "figures": results}, options.results, "relevance")
    if options.json:
        print(json.dumps(results, ensure_ascii=False, indent=1))
    return 0


def measure_folder(
    folder: Path, embedder: Embedder, *, weight: float = 0.5, limit: int | None = None
) -> dict[str, Figures]:
    """Figures of each query set; the key is the folder as given, and `:NAME` where it has several sets."""
    documents = read_corpus(folder)
    query_sets = [query_set for query_set in read_query_sets(folder, limit) if query_set.queries]
    if not query_sets:
        print(f"{folder}: no judged queries", file=sys.stderr)
        return {}
    figures: dict[str, Figures] = {}
    with TemporaryDirectory() as place:
        index = open_embedded(Path(place) / "index", embedder.dimension)
        filled = fill(index, documents, embedder)
        print(f"{folder}: {len(documents)} documents, {filled.passages} passages", file=sys.stderr)
        for query_set in query_sets:
            key = f"{folder}:{query_set.name}" if len(query_sets) > 1 else str(folder)
            runs = our_runs(index, filled, embedder, query_set.queries, weight)
            runs["haystack-bm25"] = haystack_runs(documents, query_set.queries)
            runs["bm25s"] = bm25s_runs(documents, query_set.queries)
            figures[key] = {system: judge(query_set, found) for system, found in runs.items()}
        index.close()
    return figures


def judge(query_set: QuerySet, runs: Mapping[str, Run]) -> dict[str, float]:
    """Means over all judged queries; a query without any find counts as nothing."""
    qrels = [
        Qrel(query, document, grade)
        for query, grades in query_set.qrels.items()
        for document, grade in grades.items()
    ]
    found = [
        ScoredDoc(query, document, score) for query, run in runs.items() for document, score in run.items()
    ]
    values = calc_aggregate(list(MEASURES.values()), qrels, found)
    return {name: round(float(values[measure]), 4) for name, measure in MEASURES.items()}


def table(name: str, figures: Figures) -> str:
    """One line a system."""
    lines = [f"{name}\n{'':16}" + "".join(f"{measure:>12}" for measure in MEASURES)]
    for system, row in figures.items():
        lines.append(f"{system:16}" + "".join(f"{row[measure]:12.4f}" for measure in MEASURES))
    return "\n".join(lines) + "\n"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench/relevance", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "folders", nargs="*", type=Path, metavar="FOLDER", help="in BEIR layout; default: all we have"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--limit", type=int, metavar="N", help="the first N judged queries of each set")
    parser.add_argument(
        "--weight", type=float, default=0.5, metavar="W", help="of the meaning leg (default 0.5)"
    )
    parser.add_argument(
        "--model", default=MODEL, metavar="DIR", help="the embedding model, or `hash` for a run without one"
    )
    parser.add_argument(
        "--results", type=Path, default=RESULTS, metavar="DIR", help="where relevance.json and vectors are kept"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
