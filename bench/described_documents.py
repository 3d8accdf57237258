"""Hand-marked documents in office style, and the files that are made of them: `bench/described/*.md`.

Each begins with `=== name format [unseen]` and its truth as TOML; the text follows `+++` in the Markdown of the
sample corpus. `unseen` ones are looked at only to measure: rules are written on the others.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.samples.maker.fonts import Fonts
from corpus.samples.maker.fpdf_printer import make_with_fpdf
from corpus.samples.maker.sources import Block, BlockKind, Source
from corpus.samples.maker.sources import _blocks as blocks_of
from corpus.samples.maker.web import make_html, make_with_weasyprint
from corpus.samples.maker.word import make_word

__all__ = ["FOLDER", "Marked", "make_file", "read_marked"]

FOLDER = Path(__file__).resolve().parent / "described"


@dataclass(frozen=True, slots=True)
class Marked:
    """A document's name, format and text, with what a person says of it."""

    name: str
    format: str
    unseen: bool
    truth: dict[str, Any]
    blocks: tuple[Block, ...] = field(repr=False)


def read_marked(folder: Path = FOLDER) -> list[Marked]:
    marked = []
    for path in sorted(folder.glob("*.md")):
        for part in path.read_text("utf-8").split("=== ")[1:]:
            head, _, rest = part.partition("\n")
            facts, _, body = rest.partition("\n+++\n")
            name, made_as, *marks = head.split()
            marked.append(
                Marked(name, made_as, "unseen" in marks, tomllib.loads(facts), tuple(blocks_of(body)))
            )
    return marked


def make_file(marked: Marked, folder: Path, fonts: Fonts) -> Path:
    """Make the file. Neither its name nor its properties tell what the page should."""
    source = Source(
        slug=marked.name,
        file=f"{marked.name}.{marked.format}",
        folder="",
        producer=marked.format,
        kind="",
        title="",
        number="",
        date="",
        unit="",
        confidentiality="normal",
        edition=None,
        replaces="",
        damage=(),
        blocks=marked.blocks,
    )
    target = folder / source.file
    if marked.format == "docx":
        make_word(source, target, fonts)
    elif marked.format == "html":
        make_html(source, target)
    elif marked.format == "txt":
        target.write_text("\n".join(line for block in marked.blocks for line in _lines(block)), "utf-8")
    elif sum(map(ord, marked.name)) % 2:
        make_with_fpdf(source, target, fonts)
    else:
        make_with_weasyprint(source, target, fonts)
    return target


def _lines(block: Block) -> list[str]:
    if block.kind is BlockKind.TABLE:
        return [" | ".join(row) for row in block.rows]
    if block.kind is BlockKind.NUMBERED:
        return [f"{block.level}. {block.text}"]
    if block.kind is BlockKind.BULLET:
        return [f"- {block.text}"]
    return [block.text]
