"""The command that shows how files are read, without keeping them."""

import argparse
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from app.cli import INCOMPLETE, SUCCESS
from app.commands.reasons import reasons_line
from app.settings import Settings
from app.terminal import Terminal
from corpus.errors import InaccessiblePath, InvalidQuery, OcrUnavailable, SanadyarError
from corpus.page_corrections import PageText
from corpus.records import Description, Page
from ingest.ocr import RecognitionFailed
from ingest.parsing import ParsedDocument
from ingest.recognized_page import recognized_page
from ingest.worker import IsolatedReader


def inspect(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Read files and print their pages; a file that cannot be read is told with its reason."""
    wanted = page_numbers(options.page)
    failed = 0
    with IsolatedReader(settings.reading_seconds, settings.reading_memory_mb * 2**20, 1) as reader:
        for path in options.files:
            try:
                if not path.is_file():
                    raise InaccessiblePath(path=str(path), detail="no such file")
                file_format, parsed = reader.read(path, path.name)
                _inspect(options, settings, terminal, path, file_format, parsed, wanted)
            except SanadyarError as error:
                failed += 1
                _show_failure(terminal, path, error)
    return INCOMPLETE if failed else SUCCESS


def page_numbers(texts: Collection[str]) -> frozenset[int]:
    """Read «3» and «5-7»; nothing means all pages. Raises `InvalidQuery`."""
    numbers: set[int] = set()
    for text in texts:
        first, _, last = text.partition("-")
        if not (first.isdecimal() and (last or first).isdecimal()):
            raise InvalidQuery(field="--page", value=text, expected="a number or a range as 5-7")
        numbers.update(range(int(first), min(int(last or first), int(first) + 10_000) + 1))
    return frozenset(numbers)


def _inspect(
    options: argparse.Namespace,
    settings: Settings,
    terminal: Terminal,
    path: Path,
    file_format: str,
    parsed: ParsedDocument,
    wanted: frozenset[int],
) -> None:
    # The same rules that ingestion uses; imported here for what only this command needs of them.
    from ingest.description import describe
    from ingest.page_changes import with_pages
    from ingest.unsure_digits import described

    if wanted and not wanted & {page.number for page in parsed.pages}:
        raise InvalidQuery(field="--page", value=", ".join(options.page), expected=f"1 to {len(parsed.pages)}")
    shown = [page.number for page in parsed.pages if not wanted or page.number in wanted]
    waiting = [page for page in parsed.pages if page.needs_ocr and page.number in shown]
    trouble = ""
    if waiting and not options.no_ocr:
        done, trouble = _recognized(settings, path, waiting)
        parsed = with_pages(parsed, done)
    description = described(describe, parsed, path.name)
    pages = [page for page in parsed.pages if page.number in shown]
    if terminal.as_json:
        terminal.result(_body(path, file_format, parsed, description, pages, trouble))
    else:
        _show(terminal, path, file_format, parsed, description, pages)
        if trouble:
            error = OcrUnavailable(detail=trouble)
            terminal.notice(f"{path}: {terminal.sentence(error)}")
    if options.picture:
        for written in _draw(options.picture, path, parsed, pages, several=len(options.files) * len(pages) > 1):
            terminal.notice(str(written))


def _recognized(settings: Settings, path: Path, waiting: list[Page]) -> tuple[dict[int, PageText], str]:
    """Read scanned pages; why some could not be, "" if all were."""
    from app.recognizers import recognizer_of
    from ingest.parsers.page_drawing import scan_page

    recognizer = recognizer_of(settings.ocr_engine, settings.ocr_python)
    trouble, done = recognizer.unavailable(), {}
    for page in waiting if not trouble else ():
        try:
            done[page.number] = recognized_page(page, recognizer.recognize(scan_page(path, page.number)))
        except RecognitionFailed as error:
            trouble = str(error)
    return done, trouble


def _draw(
    target: Path, path: Path, parsed: ParsedDocument, pages: list[Page], *, several: bool
) -> Iterator[Path]:
    """Write pictures: into a folder, or into one file where there is one page. Raises `InaccessiblePath`."""
    from ingest.parsers.word_boxes import draw_words

    is_file = target.suffix.lower() == ".png" and not target.is_dir()
    if is_file and several:
        raise InvalidQuery(field="--picture", value=str(target), expected="a folder, or one --page")
    for page in pages:
        place = target if is_file else target / f"{path.name}.{page.number}.png"
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(draw_words(path, page, parsed.blocks))
        except OSError as error:
            raise InaccessiblePath(path=str(place), detail=error.strerror or str(error)) from error
        yield place


def _show_failure(terminal: Terminal, path: Path, error: SanadyarError) -> None:
    if terminal.as_json:
        body = {"code": error.code, "detail": terminal.sentence(error)}
        terminal.result({"file": str(path), "pages": [], "error": body})
    else:
        terminal.notice(f"✗ {path}: {terminal.sentence(error)}")


def _described(description: Description) -> dict[str, Any]:
    return {
        "title": description.title,
        "kind": description.kind.value,
        "number": description.number,
        "issued": description.issued.isoformat() if description.issued else None,
        "unit": description.unit,
        "language": description.language,
        "edition": description.edition,
        "replaces": description.replaces,
    }


def _body(
    path: Path,
    file_format: str,
    parsed: ParsedDocument,
    description: Description,
    pages: list[Page],
    trouble: str,
) -> dict[str, Any]:
    return {
        "file": str(path),
        "format": file_format,
        **_described(description),
        "ocr_trouble": trouble,
        "pages": [
            {
                "number": page.number,
                "text": page.text,
                "hidden": parsed.hidden.get(page.number, ""),
                "needs_ocr": page.needs_ocr,
                "recognized": page.recognized,
                "integrity": page.integrity.score if page.integrity else None,
                "reasons": dict(page.integrity.reasons) if page.integrity else {},
                "words": len(page.words),
                "blocks": [
                    {
                        "kind": block.kind.value,
                        "level": block.level,
                        "start": block.span.start,
                        "end": block.span.end,
                    }
                    for block in parsed.blocks
                    if block.page == page.number
                ],
            }
            for page in pages
        ],
    }


def _show(
    terminal: Terminal,
    path: Path,
    file_format: str,
    parsed: ParsedDocument,
    description: Description,
    pages: list[Page],
) -> None:
    terminal.line(f"{path} ({file_format})")
    for name, value in _described(description).items():
        if value is not None:
            terminal.line(f"  {name}: {value}")
    for page in pages:
        terminal.line(
            terminal.words(
                f"— صفحهٔ {page.number} · {reasons_line(terminal, page.integrity, page.recognized)} —",
                f"— page {page.number} · {reasons_line(terminal, page.integrity, page.recognized)} —",
            )
        )
        terminal.line(page.text)
        if hidden := parsed.hidden.get(page.number):
            told = terminal.words("در فایل هست و روی صفحه دیده نمی‌شود", "in the file and not seen on the page")
            terminal.line(f"[{told}: {hidden}]")
