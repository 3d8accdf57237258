"""Print sources as plain text of an old code page and as Markdown."""

from pathlib import Path
from textwrap import wrap

from corpus.samples.maker.damage import for_code_page_1256
from corpus.samples.maker.sources import PERSIAN_DIGITS, Block, BlockKind, Source

LINE = 78


def make_old_text(source: Source, target: Path) -> None:
    """Write lines of at most 78 characters in code page 1256, ended as on DOS."""
    lines = [line for block in source.blocks for line in _old_lines(block)]
    target.write_bytes(for_code_page_1256("\r\n".join(lines) + "\r\n"))


def make_markdown(source: Source, target: Path) -> None:
    lines = [line for block in source.blocks for line in (*_markdown_lines(block), "")]
    target.write_text("\n".join(lines), encoding="utf-8")


def _old_lines(block: Block) -> list[str]:
    if block.kind is BlockKind.PAGE_BREAK:
        return ["\f"]
    if block.kind is BlockKind.TABLE:
        return ["-" * LINE, *(" | ".join(row) for row in block.rows), "-" * LINE, ""]
    if block.kind is BlockKind.HEADING:
        return ["", block.text, "=" * len(block.text) if block.level == 1 else "-" * len(block.text)]
    return [*wrap(_mark(block) + block.text, LINE, break_long_words=False, break_on_hyphens=False), ""]


def _mark(block: Block) -> str:
    if block.kind is BlockKind.BULLET:
        return "- "
    if block.kind is BlockKind.NUMBERED:
        return f"{str(block.level).translate(PERSIAN_DIGITS)}. "
    return ""


def _markdown_lines(block: Block) -> list[str]:
    if block.kind is BlockKind.PAGE_BREAK:
        return []
    if block.kind is BlockKind.HEADING:
        return [f"{'#' * block.level} {block.text}"]
    if block.kind is BlockKind.TABLE:
        head, *rows = [f"| {' | '.join(row)} |" for row in block.rows]
        return [head, "|" + "---|" * len(block.rows[0]), *rows]
    if block.kind is BlockKind.NOTE:
        return [f"> {block.text}"]
    return [_mark(block) + block.text]
