"""How well is a passage found? Our search and its peers on any benchmark in BEIR layout, in one run.

Each document goes through the product's own path: one page, split, analysed, embedded, found, and folded
back into its document by the best passage. Vectors and relevance.json are kept under bench/results/.

Systems: `hybrid` is what a user gets, `words` the same without a model, `meaning` the model's leg alone, `rrf`
both legs by reciprocal rank fusion; @NAME behind them is a model of --models. Columns: q1 to q4 are nDCG@10 by
quarters of the queries, those with the fewest words in common with their document first; `ms` is the median CPU
time of a query; `lead` is the hybrid's nDCG@10 minus this one's with its 95 % interval (paired bootstrap).

With --json one object is printed: folder → system → measure. A folder with several query sets has one
entry for each, named FOLDER:NAME (`queries.NAME.jsonl` or qrels/NAME.tsv; FOLDER: for the plain ones).

With --queries DIR the query sets in DIR are asked of FOLDER's documents instead of its own:
bench/judged/encyclopaedia holds English and Finglish questions of ours over PQuAD's validation passages.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bench import noise
from bench.embedders import MODEL, query_embedder
from bench.kept_vectors import KeptVectors
from bench.relevance_measures import MAIN
from bench.relevance_peers import PEERS
from bench.relevance_run import OURS, Figures, Plan, measure_folder
from bench.reports import RESULTS, circumstances, save

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
DEFAULT_FOLDERS = (ROOT / "corpus/samples/benchmark", DATA / "retrieval/pquad-validation", DATA / "municipal")
COLUMNS = {
    "nDCG@10": MAIN, "MRR@10": "mrr@10", "R@1": "recall@1", "S@3": "success@3", "R@10": "recall@10",
    "R@100": "recall@100",
    **{f"q{number}": f"{MAIN} q{number}" for number in range(1, 5)},
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    folders = options.folders or [folder for folder in DEFAULT_FOLDERS if (folder / "corpus.jsonl").is_file()]
    plan = _plan(options)
    results: dict[str, Figures] = {}
    for folder in folders:
        figures = measure_folder(folder, plan)
        results |= figures
        if not options.json:
            print("\n".join(table(name, rows) for name, rows in figures.items()))
        save({**circumstances(), "figures": results}, options.results, "relevance")
    if options.json:
        print(json.dumps(results, ensure_ascii=False, indent=1))
    return 0


def table(name: str, figures: Figures) -> str:
    """One line a system; below it the losses by damage and the weights, where they were measured."""
    lines = [f"{name}\n{'':18}" + "".join(f"{title:>8}" for title in (*COLUMNS, "ms")) + "   lead [95 %]"]
    for system, row in figures.items():
        numbers = "".join(f"{row[measure]:8.4f}" for measure in COLUMNS.values())
        numbers += f"{row['cpu_ms']:8.1f}" if "cpu_ms" in row else f"{'':8}"
        if system != OURS:
            numbers += f"  {row['lead']:+.4f} [{row['lead_low']:+.4f}, {row['lead_high']:+.4f}]"
        lines.append(f"{system:18}{numbers}")
    lines += _losses(figures)
    for system, row in figures.items():
        if "best_weight" in row:
            curve = "  ".join(f"{key.split('=')[1]}: {row[key]:.4f}" for key in row if " w=" in key)
            lines.append(f"{system}, nDCG@10 by weight: {curve}; best {row['best_weight']}")
    return "\n".join(lines) + "\n"


def _losses(figures: Mapping[str, Mapping[str, float]]) -> list[str]:
    """nDCG@10 in points under each kind of damage, and the loss against the same queries undamaged."""
    kinds = [
        kind for kind in (*noise.KINDS, noise.ALL) if any(f"loss {kind}" in row for row in figures.values())
    ]
    if not kinds:
        return []
    width = max(14, *(len(kind) + 2 for kind in kinds))
    lines = ["", f"{'under damage':18}" + "".join(f"{kind:>{width}}" for kind in kinds)]
    for system, row in figures.items():
        cells = (
            f"{100 * row[f'{MAIN} {kind}']:.1f} ({-100 * row[f'loss {kind}'] + 0.0:+.1f})" for kind in kinds
        )
        lines.append(f"{system:18}" + "".join(f"{cell:>{width}}" for cell in cells))
    return lines


def _plan(options: argparse.Namespace) -> Plan:
    vectors = options.results / "vectors"
    others = {Path(model).name: KeptVectors(query_embedder(model), vectors) for model in options.models}
    return Plan(
        embedder=KeptVectors(query_embedder(options.model), vectors),
        others=others,
        peers=options.peers,
        weight=options.weight,
        limit=options.limit,
        noise=options.kinds if options.noise or options.kinds != _KINDS else (),
        fit_weight=options.fit_weight,
        queries=options.queries,
    )


_KINDS = [*noise.KINDS, noise.ALL]


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench/relevance", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "folders", nargs="*", type=Path, metavar="FOLDER", help="in BEIR layout; default: all we have"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument(
        "--queries", type=Path, metavar="DIR", help="ask the query sets of DIR, judged over FOLDER's documents"
    )
    parser.add_argument(
        "--noise",
        action="store_true",
        help="again under nine kinds of damage and all at once, 1000 queries a set",
    )
    parser.add_argument(
        "--kinds", type=_names(_KINDS), default=_KINDS, metavar="KIND,…", help=f"of {', '.join(_KINDS)}"
    )
    parser.add_argument(
        "--peers", type=_names(list(PEERS)), default=list(PEERS), metavar="PEER,…",
        help=f"of {', '.join(PEERS)}; `none` for our search alone",
    )  # fmt: skip
    parser.add_argument("--limit", type=int, metavar="N", help="N judged queries of each set, spread evenly")
    parser.add_argument(
        "--weight", type=float, default=0.5, metavar="W", help="of the meaning leg (default 0.5)"
    )
    parser.add_argument("--fit-weight", action="store_true", help="the hybrid at weights from 0 to 1")
    parser.add_argument(
        "--model", default=MODEL, metavar="DIR", help="the embedding model, or `hash` for a run without one"
    )
    parser.add_argument(
        "--models", nargs="+", default=[], metavar="DIR", help="more sentence-transformers folders to compare"
    )
    parser.add_argument(
        "--results", type=Path, default=RESULTS, metavar="DIR", help="where relevance.json and vectors are kept"
    )
    options = parser.parse_args(arguments)
    if options.queries and len(options.folders) != 1:
        parser.error("--queries needs the one FOLDER whose documents its judgments name")
    return options


def _names(known: Sequence[str]) -> Callable[[str], list[str]]:
    def names(text: str) -> list[str]:
        chosen = [] if text == "none" else text.split(",")
        if unknown := [name for name in chosen if name not in known]:
            raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}; known: {', '.join(known)}")
        return chosen

    return names


if __name__ == "__main__":
    sys.exit(main())
