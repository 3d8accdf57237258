"""Read the judgments and place their quotes in the sections of the sources."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.samples.maker.sources import JUDGMENTS, Section, Source


@dataclass(frozen=True, slots=True)
class Evidence:
    """A phrase of a source that bears on a query: grade 2 answers it, grade 1 is related."""

    source: str
    quote: str
    grade: int


@dataclass(frozen=True, slots=True)
class Query:
    id: str
    text: str
    type: str
    relevant: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its short answers; without answers, where no document holds one."""

    id: str
    text: str
    answers: tuple[str, ...]
    evidence: Evidence | None


def read_queries(folder: Path = JUDGMENTS) -> tuple[Query, ...]:
    return tuple(
        Query(
            line["id"],
            line["text"],
            line["type"],
            tuple(Evidence(item["source"], item["quote"], item["grade"]) for item in line["relevant"]),
        )
        for line in _lines(folder.glob("*.queries.jsonl"))
    )


def read_questions(folder: Path = JUDGMENTS) -> tuple[Question, ...]:
    return tuple(
        Question(
            line["id"],
            line["text"],
            tuple(line["answers"]),
            Evidence(line["source"], line["quote"], 2) if line["answers"] else None,
        )
        for line in _lines(folder.glob("*.questions.jsonl"))
    )


def section_of(evidence: Evidence, sections: Sequence[Section]) -> Section | None:
    """Return the section whose text holds the quote, if it is exactly one and holds it once."""
    holders = [section for section in sections if evidence.quote in section.text]
    if len(holders) != 1 or holders[0].text.count(evidence.quote) != 1:
        return None
    return holders[0]


def misplaced(queries: Iterable[Query], questions: Iterable[Question], sources: Iterable[Source]) -> list[str]:
    """Return a complaint for each quote that is not found exactly once in its source."""
    sections = {source.slug: source.sections() for source in sources}
    cited = [(query.id, evidence) for query in queries for evidence in query.relevant]
    cited += [(question.id, question.evidence) for question in questions if question.evidence]
    return [
        f"{identifier}: not found exactly once in {evidence.source}: {evidence.quote}"
        for identifier, evidence in cited
        if section_of(evidence, sections.get(evidence.source, ())) is None
    ]


def unsupported(questions: Iterable[Question], sources: Iterable[Source]) -> list[str]:
    """Return a complaint for each answer that does not stand in the section of its quote."""
    sections = {source.slug: source.sections() for source in sources}
    wrong = []
    for question in questions:
        evidence = question.evidence
        section = section_of(evidence, sections.get(evidence.source, ())) if evidence else None
        if section is not None:
            missing = [answer for answer in question.answers if answer not in section.text]
            wrong += [f"{question.id}: not in the section of its quote: {answer}" for answer in missing]
    return wrong


def _lines(paths: Iterable[Path]) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for path in sorted(paths)
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
