"""Read the source documents: TOML front matter, then a small subset of Markdown."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[1]
SOURCES = SAMPLES / "sources"
JUDGMENTS = SAMPLES / "judgments"
FILES = SAMPLES / "files"
BENCHMARK = SAMPLES / "benchmark"

FRONT_MATTER = re.compile(r"\A\+\+\+\n(.*?)\n\+\+\+\n(.*)\Z", re.DOTALL)
HEADING = re.compile(r"(#{1,3}) +(.+)")
BULLET = re.compile(r"[-*] +(.+)")
NUMBERED = re.compile(r"([0-9۰-۹]+)[.)] +(.+)")
TABLE_RULE = re.compile(r"\|[\s:|-]+\|?")
# The name of a producer and the ending of the files that it makes.
ENDINGS = {
    "libreoffice": ".pdf",
    "chromium": ".pdf",
    "weasyprint": ".pdf",
    "fpdf": ".pdf",
    "scan": ".pdf",
    "docx": ".docx",
    "pptx": ".pptx",
    "xlsx": ".xlsx",
    "html": ".html",
    "cp1256": ".txt",
    "md": ".md",
}
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NUMBERED = "numbered"
    TABLE = "table"
    NOTE = "note"
    PAGE_BREAK = "page break"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item, table …; `rows` is filled for tables alone, headings first."""

    kind: BlockKind
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()

    def lines(self) -> tuple[str, ...]:
        """Return the block as lines of plain text, the cells of a row joined by tabs."""
        if self.kind is BlockKind.TABLE:
            return tuple("\t".join(row) for row in self.rows)
        if self.kind is BlockKind.PAGE_BREAK:
            return ()
        return (self.text,)


@dataclass(frozen=True, slots=True)
class Section:
    """The text under one heading; `path` holds the headings above it, the title left out."""

    number: int
    path: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """One document of the corpus before any program has printed it."""

    slug: str
    file: str
    folder: str
    producer: str
    kind: str
    title: str
    number: str
    date: str
    unit: str
    confidentiality: str
    edition: int | None
    replaces: str
    damage: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def target(self) -> Path:
        return FILES / self.folder / self.file

    def with_blocks(self, blocks: Sequence[Block]) -> "Source":
        return replace(self, blocks=tuple(blocks))

    def opening(self) -> int:
        """Return how many blocks come before the first heading below the title."""
        for place, block in enumerate(self.blocks):
            if block.kind is BlockKind.HEADING and block.level > 1:
                return place
        return len(self.blocks)

    def plain_text(self) -> str:
        return "\n".join(line for block in self.blocks for line in block.lines())

    def sections(self) -> tuple[Section, ...]:
        return tuple(_sections(self.blocks))


def read_sources(folder: Path = SOURCES) -> tuple[Source, ...]:
    """Return all sources in the order of their slugs."""
    return tuple(read_source(path) for path in sorted(folder.glob("*.md")))


def read_source(path: Path) -> Source:
    """Read one source; raises `ValueError` where the front matter is missing or incomplete."""
    match = FRONT_MATTER.match(path.read_text(encoding="utf-8"))
    if match is None:
        raise ValueError(f"{path.name}: no front matter between two lines of +++")
    facts = tomllib.loads(match[1])
    try:
        return Source(
            slug=path.stem,
            file=facts["file"],
            folder=facts["folder"],
            producer=facts["producer"],
            kind=facts["kind"],
            title=facts["title"],
            number=facts["number"],
            date=facts["date"],
            unit=facts["unit"],
            confidentiality=facts.get("confidentiality", "normal"),
            edition=facts.get("edition"),
            replaces=facts.get("replaces", ""),
            damage=tuple(facts.get("damage", ())),
            blocks=tuple(_blocks(match[2])),
        )
    except KeyError as missing:
        raise ValueError(f"{path.name}: the front matter lacks {missing}") from missing


def _blocks(body: str) -> Iterator[Block]:
    rows: list[tuple[str, ...]] = []
    for line in [*(line.strip() for line in body.split("\n")), ""]:
        if line.startswith("|"):
            if not TABLE_RULE.fullmatch(line):
                rows.append(tuple(_clean(cell) for cell in line.strip("|").split("|")))
            continue
        if rows:
            yield Block(BlockKind.TABLE, rows=_even(rows))
            rows = []
        if line:
            yield _block(line)


def _block(line: str) -> Block:
    if line == "---":
        return Block(BlockKind.PAGE_BREAK)
    if match := HEADING.fullmatch(line):
        return Block(BlockKind.HEADING, _clean(match[2]), level=len(match[1]))
    if match := BULLET.fullmatch(line):
        return Block(BlockKind.BULLET, _clean(match[1]))
    if match := NUMBERED.fullmatch(line):
        # `level` carries the number itself, so that lists interrupted by a table go on counting.
        return Block(BlockKind.NUMBERED, _clean(match[2]), level=int(match[1]))
    if line.startswith(">"):
        return Block(BlockKind.NOTE, _clean(line.lstrip("> ")))
    return Block(BlockKind.PARAGRAPH, _clean(line))


def _clean(text: str) -> str:
    return text.replace("**", "").replace("`", "").strip()


def _even(rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    width = max(len(row) for row in rows)
    return tuple(row + ("",) * (width - len(row)) for row in rows)


def _sections(blocks: Sequence[Block]) -> Iterator[Section]:
    path: tuple[str, ...] = ()
    lines: list[str] = []
    number = 1
    for block in blocks:
        if block.kind is not BlockKind.HEADING or block.level == 1:
            lines.extend(block.lines())
            continue
        if lines:
            yield Section(number, path, "\n".join(lines))
            number, lines = number + 1, []
        path = (*path[: block.level - 2], block.text)
    if lines:
        yield Section(number, path, "\n".join(lines))
