"""Which kind of text it is: mail, markup, data or plain; the name decides where the content leaves it open."""

import csv
import json
import re
from pathlib import PurePosixPath

HEAD = 4096  # characters
HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
HTML_TAG = re.compile(r"<(?:p|div|span|table|h[1-6]|ul|ol|br|a|title|meta|article|section|main)\b[^>]*>", re.I)
XML_START = re.compile(r"\s*<\?xml\b", re.I)
XML_ROOT = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\b|[^\W\d][\w.:-]*)[^<]*>", re.I | re.S)
JSON_START = re.compile(r"\s*[\[{]")
JSON_INSIDE = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]\d-])")

MAIL_LINE = re.compile(rb"([!-9;-~]+):(?:[ \t]|\r?$)")
# What only programs that send mail write; and what people write too.
MAIL_MARKS = frozenset(
    {b"received", b"message-id", b"mime-version", b"return-path", b"delivered-to", b"content-type"}
)
MAIL_NAMES = MAIL_MARKS | {b"from", b"to", b"subject", b"date", b"cc", b"reply-to", b"sender"}

DELIMITERS = ("\t", ";", ",")
LEAST_ROWS, LEAST_COLUMNS = 3, 3  # for a table that does not say by its name that it is one
LONGEST_CELL = 80  # characters
TABLE_NAMES = (".csv", ".tsv", ".tab")


def is_mail(head: bytes) -> bool:
    """Tell whether header lines, and nothing else, stand before the first blank line."""
    names = set()
    lines = head.split(b"\n")
    for number, line in enumerate(lines[:-1] if len(lines) > 1 else lines):
        if not line.strip():
            break
        match = MAIL_LINE.match(line)
        if match:
            names.add(match[1].lower())
        elif not line.startswith((b" ", b"\t")) and not (number == 0 and line.startswith(b"From ")):
            return False
    return bool(names & MAIL_MARKS) and len(names & MAIL_NAMES) >= 3


def text_format(text: str, file: str) -> str:
    """Return "html", "xml", "json", "csv", "md" or "txt"."""
    suffix = PurePosixPath(file.replace("\\", "/")).suffix.lower()
    if HTML_START.match(text[:HEAD]):
        return "html"
    if XML_START.match(text[:HEAD]) or (suffix == ".xml" and XML_ROOT.match(text[:HEAD])):
        return "xml"
    if suffix in (".html", ".htm", ".xhtml") and HTML_TAG.search(text):
        return "html"
    if _is_json(text, suffix):
        return "json"
    if suffix in (".md", ".markdown"):
        return "md"
    return "csv" if suffix in TABLE_NAMES or _is_table(text) else "txt"


def _is_json(text: str, suffix: str) -> bool:
    """A text that says it is JSON by its name and its start is JSON even if it is cut off."""
    if not JSON_START.match(text[:HEAD]) or not JSON_INSIDE.match(text[:HEAD]):
        return False
    if suffix in (".json", ".geojson", ".jsonl", ".ndjson"):
        return True
    first, second, *_ = (*text.split("\n", 2), "", "")
    return _is_value(text) or (first.lstrip().startswith("{") and _is_value(first) and _is_value(second))


def _is_value(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    except RecursionError:
        return True
    return True


def _is_table(text: str) -> bool:
    """Tell whether every one of the first lines has the same number of short cells."""
    lines = [line for line in text[:HEAD].splitlines() if line.strip()]
    if len(text) > HEAD:
        lines = lines[:-1]
    if len(lines) < LEAST_ROWS:
        return False
    return any(_has_even_rows(lines, delimiter) for delimiter in DELIMITERS)


def _has_even_rows(lines: list[str], delimiter: str) -> bool:
    if any(delimiter not in line for line in lines):
        return False
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    width = len(rows[0])
    return (
        width >= LEAST_COLUMNS
        and len(rows) >= LEAST_ROWS
        and all(len(row) == width for row in rows)
        and all(len(cell) <= LONGEST_CELL for row in rows for cell in row)
        and all(cell.strip() for cell in rows[0])
    )
