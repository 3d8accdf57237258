"""Reads benchmarks in BEIR layout, strict or loose.

A folder holds `corpus.jsonl` and query sets: each `queries[.NAME].jsonl` with its judgments beside it in
`qrels[.NAME].tsv`, or `queries.jsonl` with `qrels/test.tsv` (without it every `qrels/SPLIT.tsv` is a set).
Judgments are `query  document  grade`, with or without a header, or TREC's four columns.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["BeirDocument", "QuerySet", "read_corpus", "read_query_sets"]

SPLIT_OF_CHOICE = "test"


@dataclass(frozen=True, slots=True)
class BeirDocument:
    """One line of `corpus.jsonl`."""

    id: str
    title: str
    text: str

    @property
    def whole(self) -> str:
        """What a system without fields reads: the title, a line end, the text."""
        return f"{self.title}\n{self.text}" if self.title else self.text


@dataclass(frozen=True, slots=True)
class QuerySet:
    """Judged queries; `name` is "" for the plain `queries.jsonl`, `qrels` is query → document → grade."""

    name: str
    queries: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]


def read_corpus(folder: Path) -> list[BeirDocument]:
    return [
        BeirDocument(str(line["_id"]), str(line.get("title") or ""), str(line.get("text") or ""))
        for line in _lines(folder / "corpus.jsonl")
    ]


def read_query_sets(folder: Path, limit: int | None = None) -> list[QuerySet]:
    """Query sets by name, each with `limit` judged queries spread evenly; one without judgments is an error."""
    sets = []
    for path in sorted(folder.glob("queries*.jsonl")):
        name = path.name.removeprefix("queries").removesuffix(".jsonl").removeprefix(".")
        texts = {str(line["_id"]): str(line["text"]) for line in _lines(path)}
        for split, qrels in _judgments(folder, name).items():
            sets.append(_query_set(split, texts, _read_qrels(qrels), limit))
    return sets


def _judgments(folder: Path, name: str) -> dict[str, Path]:
    """Name of the set → its judgments; what is named but missing is for the reader to complain of."""
    beside = folder / (f"qrels.{name}.tsv" if name else "qrels.tsv")
    if beside.is_file():
        return {name: beside}
    splits = {path.stem: path for path in sorted((folder / "qrels").glob("*.tsv"))}
    chosen = name or SPLIT_OF_CHOICE
    if chosen in splits:
        return {name: splits[chosen]}
    return splits if splits and not name else {name: beside}


def _query_set(
    name: str, texts: Mapping[str, str], qrels: Mapping[str, Mapping[str, int]], limit: int | None
) -> QuerySet:
    judged = [query for query in texts if any(grade > 0 for grade in qrels.get(query, {}).values())]
    if limit is not None and len(judged) > limit:
        judged = [judged[number * len(judged) // limit] for number in range(limit)]
    return QuerySet(name, {query: texts[query] for query in judged}, {query: qrels[query] for query in judged})


def _read_qrels(path: Path) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)):
            if len(row) < 3 or (number == 0 and not _is_grade(row[-1])):
                continue
            query, document, grade = row[0], row[-2], row[-1]
            grades.setdefault(query, {})[document] = int(float(grade))
    return grades


def _is_grade(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _lines(path: Path) -> Iterator[dict[str, object]]:
    with path.open(encoding="utf-8-sig") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
