"""Say what is wrong with the corpus; an empty list means that all is well."""

from collections import Counter
from collections.abc import Iterable, Sequence

from corpus.samples.maker.benchmark import manifest_entry, read_manifest
from corpus.samples.maker.judging import Query, Question, misplaced, unsupported
from corpus.samples.maker.sources import ENDINGS, FILES, Source

LEAST = {"documents": 45, "pages": 120, "queries": 150, "questions": 100, "unanswerable questions": 30}
MOST_BYTES = 25 * 1024 * 1024
FOLDERS = {"guidelines", "reports", "minutes", "courses", "trends", "circulars", "letters"}
KINDS = {"guideline", "report", "minutes", "course", "trend", "circular", "letter"}
DAMAGE = {"two_columns", "arabic_letters", "lost_zwnj", "latin_digits"}


def complaints(sources: Sequence[Source], queries: Sequence[Query], questions: Sequence[Question]) -> list[str]:
    return [
        *strange_sources(sources),
        *_twice("file", [f"{source.folder}/{source.file}" for source in sources]),
        *_twice("judgment", [*(query.id for query in queries), *(question.id for question in questions)]),
        *_twice("query", [query.text for query in queries]),
        *_twice("question", [question.text for question in questions]),
        *misplaced(queries, questions, sources),
        *unsupported(questions, sources),
        *manifest_differences(sources),
        *_file_differences(sources),
    ]


def counts(
    sources: Sequence[Source], queries: Sequence[Query], questions: Sequence[Question]
) -> dict[str, int]:
    return {
        "documents": len(sources),
        "pages": sum(entry["pages"] for entry in read_manifest()),
        "queries": len(queries),
        "questions": len(questions),
        "unanswerable questions": sum(not question.answers for question in questions),
    }


def shortages(numbers: dict[str, int]) -> list[str]:
    return [
        f"{numbers[name]} {name}, fewer than {least}" for name, least in LEAST.items() if numbers[name] < least
    ]


def strange_sources(sources: Iterable[Source]) -> Iterable[str]:
    for source in sources:
        if ENDINGS.get(source.producer) is None or not source.file.endswith(ENDINGS[source.producer]):
            yield f"{source.slug}: {source.producer} does not make {source.file}"
        if source.folder not in FOLDERS or source.kind not in KINDS or not set(source.damage) <= DAMAGE:
            yield f"{source.slug}: unknown folder, kind or damage"
        text = source.plain_text()
        for name in ("number", "date", "unit"):
            value = getattr(source, name)
            if value and value not in text:
                yield f"{source.slug}: the {name} {value} does not stand in the body"
        if any(letter in text for letter in "يكۀ"):
            yield f"{source.slug}: Arabic letters in the source"


def _twice(what: str, names: Sequence[str]) -> list[str]:
    return [f"{what} twice: {name}" for name, number in Counter(names).items() if number > 1]


def manifest_differences(sources: Iterable[Source]) -> Iterable[str]:
    entries = {entry["slug"]: entry for entry in read_manifest()}
    for source in sources:
        entry = entries.pop(source.slug, None)
        if entry is None or entry != manifest_entry(source, entry["pages"]):
            yield f"{source.slug}: the manifest does not tell what the source tells"
        elif not entry["pages"]:
            yield f"{source.slug}: no pages in the manifest"
    yield from (f"{slug}: in the manifest, but not a source" for slug in entries)


def _file_differences(sources: Iterable[Source]) -> Iterable[str]:
    wanted = {source.target for source in sources}
    found = {path for path in FILES.rglob("*") if path.is_file()}
    yield from (f"file missing: {path.relative_to(FILES)}" for path in sorted(wanted - found))
    yield from (f"file of no source: {path.relative_to(FILES)}" for path in sorted(found - wanted))
    size = sum(path.stat().st_size for path in found)
    if size > MOST_BYTES:
        yield f"the files take {size} bytes, more than {MOST_BYTES}"
