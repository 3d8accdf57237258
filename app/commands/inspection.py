"""The command that shows how files are read, without keeping them."""

import argparse
from pathlib import Path
from typing import Any

from app.cli import INCOMPLETE, SUCCESS
from app.settings import Settings
from app.terminal import Terminal
from corpus.errors import InaccessiblePath, SanadyarError
from corpus.records import Description
from ingest.parsing import ParsedDocument
from ingest.worker import IsolatedReader


def inspect(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Read files and print their pages; a file that cannot be read is told with its reason."""
    # The same rules that ingestion uses; imported here for what only this command needs of them.
    from ingest.description import describe

    failed = 0
    with IsolatedReader(settings.reading_seconds, settings.reading_memory_mb * 2**20, 1) as reader:
        for path in options.files:
            try:
                if not path.is_file():
                    raise InaccessiblePath(path=str(path), detail="no such file")
                file_format, parsed = reader.read(path, path.name)
            except SanadyarError as error:
                failed += 1
                _show_failure(terminal, path, error)
                continue
            description = describe(parsed, path.name)
            if terminal.as_json:
                terminal.result(_body(path, file_format, parsed, description))
            else:
                _show(terminal, path, file_format, parsed, description)
    return INCOMPLETE if failed else SUCCESS


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


def _body(path: Path, file_format: str, parsed: ParsedDocument, description: Description) -> dict[str, Any]:
    return {
        "file": str(path),
        "format": file_format,
        **_described(description),
        "pages": [
            {
                "number": page.number,
                "text": page.text,
                "needs_ocr": page.needs_ocr,
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
            for page in parsed.pages
        ],
    }


def _show(
    terminal: Terminal, path: Path, file_format: str, parsed: ParsedDocument, description: Description
) -> None:
    terminal.line(f"{path} ({file_format})")
    for name, value in _described(description).items():
        if value is not None:
            terminal.line(f"  {name}: {value}")
    for page in parsed.pages:
        waits = terminal.words(" (در انتظار نویسه‌خوانی)", " (needs OCR)") if page.needs_ocr else ""
        terminal.line(terminal.words(f"— صفحهٔ {page.number}{waits} —", f"— page {page.number}{waits} —"))
        terminal.line(page.text)
