"""Do searches as people type them lead to the right page? Half are damaged in ways that offices damage them.

The samples and the nine municipal laws go through the whole program, as a user would take them in. The searches
and the pages that answer them lie in bench/judged/: one JSON object a line, `damage` says what was done to the
search, `right` lists the places that answer it, any one of which is enough.

Two rules. `page@3`: of the first three documents, one is shown with a right page as its first place.
`shown@3`: one of them shows a right page, as its first place or among its further ones. The laws are no part
of the project: without their folder that part is left out, and says so.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.client import Client
from app.commands.samples import read_samples
from app.connection import connected
from app.running import without_torch
from app.settings import load
from app.terminal import Terminal
from bench.reports import RESULTS, circumstances, save
from bench.samples_benchmark import wait_for_meaning

__all__ = ["CLEAN", "FOLDER", "Outcome", "Search", "judged", "main", "read_searches", "report", "table"]

CLEAN = "clean"
FIRST = 3  # documents
FOLDER = Path(__file__).resolve().parent / "judged"
LAWS = Path(__file__).resolve().parents[2] / "shared" / "data" / "municipal" / "pdf"
LAWS_FOLDER = "laws"  # where they lie in the office
Place = tuple[str, int]
"""File and page."""


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody types, what was damaged in it, and the places that answer it."""

    id: str
    part: str
    damage: str
    text: str
    right: frozenset[Place]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Ranks count documents from 1; None: not among the first three. `found` are the places shown first."""

    search: Search
    first_place: int | None
    any_place: int | None
    found: tuple[Place, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    without_torch()  # as the program itself does
    parts = ["samples"]
    if options.laws.is_dir():
        parts.append("laws")
    else:
        print(f"without the laws: there is no folder {options.laws}", file=sys.stderr)
    searches = [search for part in parts for search in read_searches(FOLDER / f"{part}.jsonl")]
    with _office(options.data) as folder, connected(load(folder)) as client:
        if "laws" in parts:
            for path in sorted(options.laws.glob("*.pdf")):
                client.upload(path, f"{LAWS_FOLDER}/{path.name}", "normal", ["everyone"])
        read_samples(client, Terminal(as_json=True))
        wait_for_meaning(client)
        outcomes = [_asked(client, search) for search in searches]
    figures = report(outcomes)
    save({"circumstances": circumstances(), **figures}, options.results, "searches")
    print(json.dumps(figures, ensure_ascii=False, indent=1) if options.json else table(figures))
    return 0


def read_searches(path: Path) -> list[Search]:
    """The searches of one file; its name is their part."""
    searches = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        right = frozenset((one["file"], page) for one in row["right"] for page in one["pages"])
        searches.append(Search(row["id"], path.stem, row["damage"], row["text"], right))
    return searches


def judged(search: Search, hits: Sequence[Mapping[str, Any]]) -> Outcome:
    """The outcome of a search by the hits of the API, best first."""
    places = [_places(hit) for hit in hits[:FIRST]]
    return Outcome(
        search,
        _rank(search, (shown[:1] for shown in places)),
        _rank(search, places),
        tuple(shown[0] for shown in places),
    )


def report(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Shares by part, by clean or damaged and by kind of damage, and what was found by those that failed."""
    groups: dict[str, list[Outcome]] = {"all": list(outcomes)}
    for outcome in outcomes:
        search = outcome.search
        state = CLEAN if search.damage == CLEAN else "damaged"
        for name in (search.part, f"{search.part}, {state}"):
            groups.setdefault(name, []).append(outcome)
    kinds: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        kinds.setdefault(outcome.search.damage, []).append(outcome)
    return {
        "figures": {name: _shares(found) for name, found in groups.items()},
        "by damage": {name: _shares(found) for name, found in kinds.items()},
        "failed": [_failure(outcome) for outcome in outcomes if outcome.first_place is None],
    }


def table(figures: Mapping[str, Any]) -> str:
    """The shares as lines, then each search that failed and what it found instead."""
    lines = []
    for title in ("figures", "by damage"):
        lines += [f"{title:24}{'count':>6}{'page@1':>9}{'page@3':>9}{'shown@3':>9}{'document@3':>12}"]
        for name, row in figures[title].items():
            lines.append(
                f"{name:24}{row['count']:6}{row['page@1']:9.3f}{row['page@3']:9.3f}{row['shown@3']:9.3f}"
                f"{row['document@3']:12.3f}"
            )
        lines.append("")
    for failure in figures["failed"]:
        shown = ", shown further down in its document" if failure["shown"] else ""
        lines.append(f"✗ {failure['id']} [{failure['damage']}] {failure['text']}{shown}")
        lines += [f"    wanted  {place}" for place in failure["right"]]
        lines += [f"    found   {place}" for place in failure["found"]] or ["    found   nothing"]
    return "\n".join(lines)


@contextmanager
def _office(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        yield folder
        return
    with TemporaryDirectory() as made:
        yield Path(made)


def _asked(client: Client, search: Search) -> Outcome:
    ranking = client.call("GET", "/api/search", {"q": search.text, "limit": FIRST})
    return judged(search, ranking["hits"])


def _places(hit: Mapping[str, Any]) -> list[Place]:
    """Where a hit opens, the place shown first before the further ones."""
    passages = [hit["passage"], *(other["passage"] for other in hit["others"])]
    return [(hit["document"]["file"], passage["page"]) for passage in passages]


def _rank(search: Search, shown: Iterable[Sequence[Place]]) -> int | None:
    return next((rank for rank, places in enumerate(shown, 1) if not search.right.isdisjoint(places)), None)


def _shares(outcomes: Sequence[Outcome]) -> dict[str, float]:
    def share(count: int) -> float:
        return round(count / len(outcomes), 3)

    return {
        "count": len(outcomes),
        "page@1": share(sum(outcome.first_place == 1 for outcome in outcomes)),
        "page@3": share(sum(outcome.first_place is not None for outcome in outcomes)),
        "shown@3": share(sum(outcome.any_place is not None for outcome in outcomes)),
        "document@3": share(sum(_has_document(outcome) for outcome in outcomes)),
    }


def _has_document(outcome: Outcome) -> bool:
    return not {file for file, _ in outcome.search.right}.isdisjoint(file for file, _ in outcome.found)


def _failure(outcome: Outcome) -> dict[str, Any]:
    search = outcome.search
    return {
        "id": search.id,
        "damage": search.damage,
        "text": search.text,
        "right": [f"{file}, page {page}" for file, page in sorted(search.right)],
        "found": [f"{file}, page {page}" for file, page in outcome.found],
        "shown": outcome.any_place is not None,
    }


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench/searches", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data",
        type=Path,
        help="data folder, kept and used again; `sanadyar rebuild` it after a change (default: temporary)",
    )
    parser.add_argument("--laws", type=Path, default=LAWS, help="folder of the municipal laws' nine PDF files")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the JSON goes")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
