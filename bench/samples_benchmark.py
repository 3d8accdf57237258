"""From files to pages and answers: the sample corpus through the whole program, judged at the page.

A query is right if one of the first three documents opens at a page on which a quote of its judgment stands.
A question is answered if one of its short answers stands in the first quoted sentence (or in the first three).
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.client import Client
from app.commands.samples import read_samples, samples_folder
from app.connection import connected
from app.running import without_torch
from app.settings import load
from app.terminal import Terminal
from bench.reports import RESULTS, circumstances, save
from language.normalization import letters

FIRST = 3
Figures = dict[str, dict[str, float]]


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    without_torch()  # as the program itself does
    with connected(load(options.data)) as client:
        read_samples(client, Terminal(as_json=True))
        wait_for_meaning(client)
        figures = {"queries": measure_queries(client), "questions": measure_questions(client)}
    save({"circumstances": circumstances(), "figures": figures}, options.results, "samples")
    print(json.dumps(figures, ensure_ascii=False, indent=1) if options.json else _table(figures))
    return 0


def measure_queries(client: Client) -> Figures:
    """By type of query: how many there are, and the share whose document and page are among the first three."""
    files = _files()
    found: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for query in _judgments("queries"):
        quotes = [(files[one["source"]], letters(one["quote"])) for one in query["relevant"]]
        ranking = client.call("GET", "/api/search", {"q": query["text"], "limit": FIRST})
        right = [hit for hit in ranking["hits"] if hit["document"]["file"] in dict(quotes)]
        paged = any(_stands(client, hit, quotes) for hit in right)
        found[query["type"]].append((bool(right), paged))
    return {
        kind: {
            "count": len(rows),
            "document@3": _share(document for document, _ in rows),
            "page@3": _share(page for _, page in rows),
        }
        for kind, rows in found.items()
    }


def measure_questions(client: Client) -> Figures:
    """Answerable questions: answered by the first sentence, by the first three; others: refused."""
    answered: list[tuple[bool, bool, bool]] = []
    refused: list[bool] = []
    for question in _judgments("questions"):
        answer = client.call("GET", "/api/ask", {"q": question["text"]})
        if not question["answers"]:
            refused.append(answer["text"] is None)
            continue
        wanted = [letters(short) for short in question["answers"]]
        hits = [any(short in letters(sentence) for short in wanted) for sentence in answer["sentences"]]
        answered.append((bool(hits[:1] and hits[0]), any(hits), answer["text"] is None))
    return {
        "answerable": {
            "count": len(answered),
            "answer in the first sentence": _share(first for first, _, _ in answered),
            "answer in the first three": _share(some for _, some, _ in answered),
            "wrongly refused": _share(silent for _, _, silent in answered),
        },
        "not in the corpus": {"count": len(refused), "refused": _share(refused)},
    }


def _stands(client: Client, hit: dict[str, Any], quotes: list[tuple[str, str]]) -> bool:
    """Whether a quote of this document stands on the page at which the hit opens."""
    number, document = hit["passage"]["page"], hit["document"]
    page = client.call("GET", f"/api/documents/{document['id']}/pages/{number}")
    text = letters(page["text"])
    return any(quote in text for file, quote in quotes if file == document["file"])


def _files() -> dict[str, str]:
    entries = json.loads((samples_folder() / "manifest.json").read_text("utf-8"))
    return {entry["slug"]: entry["file"] for entry in entries}


def _judgments(name: str) -> list[dict[str, Any]]:
    paths = sorted((samples_folder() / "judgments").glob(f"*.{name}.jsonl"))
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()]


def wait_for_meaning(client: Client) -> None:
    """Return when the index is whole: after an update of the program it is made anew first."""
    while True:
        status = client.call("GET", "/api/status")
        whole = status["embedded_share"] >= 1 and not status["rebuilding"]
        if whole and (status["ocr_trouble"] or not status["pages_needing_ocr"]):
            return
        time.sleep(0.5)


def _share(values: Any) -> float:
    kept = list(values)
    return round(sum(kept) / len(kept), 3) if kept else 0.0


def _table(figures: dict[str, Figures]) -> str:
    lines = []
    for rows in figures.values():
        for name, row in rows.items():
            lines.append(f"{name:20}" + "   ".join(f"{measure} {value:g}" for measure, value in row.items()))
    return "\n".join(lines)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench/samples", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=RESULTS / "samples", help="data folder, kept")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the JSON goes")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
