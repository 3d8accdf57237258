"""The lines of a document as rules see them: folded, with a way back to their place on the page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from corpus.described import Place
from corpus.records import Block, BlockKind, Page
from ingest.parsing import ParsedDocument
from language.characters import ZWNJ
from language.normalization import Normalized, normalize
from language.spans import Span

__all__ = ["Copy", "Field", "Line", "folded"]

HEAD_LINES = 30  # of the first page with a text: what may describe the whole document
RUNNING_TEXT = 16  # words; a longer line is a sentence
_SALUTATION = re.compile(r"(?:با\s*)?(?:سلام|احترام)(?!\w)|احتراما(?!\w)")
_SEPARATOR = re.compile(r"\s*\t\s*|\s*\|\s*|\s{2,}|\s+[–—\-]\s+|\s*؛\s*")
# Labels that begin a field even after other text of the same line.
_INNER = re.compile(
    r"(?<=[\w.)»])[\s،,]+(?=(?:شماره|تاریخ|پیوست|موضوع|ساعت|محل|مکان|زمان|شماره\s+جلسه)(?:\s+\w+){0,2}\s*[:：])"
)
_LABEL = re.compile(r"\s*[\-–•*]?\s*([^\W\d][\w.()/ ]{0,50}?)\s*[:：]\s*(.*)", re.DOTALL)
_LABEL_WORDS = 6


def folded(text: str) -> str:
    """Fold for rules: one form of each letter and digit, and ZWNJ as a blank."""
    return normalize(text).text.replace(ZWNJ, " ")


@dataclass(frozen=True)
class Line:
    """A line of a page: `start` is its place in the page's text, `kind` that of the block it begins in."""

    page: int
    start: int
    text: str
    kind: BlockKind | None = None
    recognized: bool = False

    @cached_property
    def _normalized(self) -> Normalized:
        return normalize(self.text)

    @cached_property
    def folded(self) -> str:
        return self._normalized.text.replace(ZWNJ, " ")

    @cached_property
    def words(self) -> int:
        return len(self.text.split())

    def span(self, start: int, end: int) -> Span:
        """The span of the line's own text behind `folded[start:end]`."""
        return self._normalized.span(start, end) if start < end else Span(start, start)

    def original(self, start: int, end: int) -> str:
        """The text as it stands there, blanks evened out."""
        return " ".join(self.span(start, end).of(self.text).split())

    def place(self, start: int, end: int) -> Place:
        span = self.span(start, end)
        return Place(self.page, Span(self.start + span.start, self.start + span.end))

    def placed(self, span: Span) -> Place:
        """The place of a span of the line's own text."""
        return Place(self.page, Span(self.start + span.start, self.start + span.end))

    def whole(self) -> Place:
        return Place(self.page, Span(self.start, self.start + len(self.text)))


@dataclass(frozen=True)
class Field:
    """«تاریخ: ۱۴۰۳/۰۲/۱۲»: a label, folded and with single blanks, and the place of its value in a line."""

    label: str
    line: Line
    start: int
    end: int

    @property
    def folded(self) -> str:
        return self.line.folded[self.start : self.end]

    @property
    def text(self) -> str:
        return self.line.original(self.start, self.end)

    def place(self) -> Place:
        return self.line.place(self.start, self.end)


@dataclass(frozen=True)
class Copy:
    """A document for the rules: all lines, the lines of its head, and the labelled fields of the head."""

    parsed: ParsedDocument
    file: str
    lines: Sequence[Line]
    head: Sequence[Line]
    fields: Sequence[Field] = field(default=())

    @classmethod
    def of(cls, parsed: ParsedDocument, file: str) -> "Copy":
        blocks: dict[int, list[Block]] = {}
        for block in parsed.blocks:
            blocks.setdefault(block.page, []).append(block)
        lines = [line for page in parsed.pages for line in _lines(page, blocks.get(page.number, ()))]
        head = _head(lines)
        return cls(parsed, file, lines, head, list(_fields(head)))

    def labelled(self, label: re.Pattern[str]) -> Iterator[Field]:
        """The fields whose label is one of these."""
        return (one for one in self.fields if label.fullmatch(one.label))


def _lines(page: Page, blocks: Sequence[Block]) -> Iterator[Line]:
    starts = [(block.span.start, block.span.end, block.kind) for block in blocks]
    at = place = 0
    for raw in page.text.split("\n"):
        # The empty cells of a row count.
        stripped = raw.strip(" \r\u200f\u200e\u200c") if "\t" in raw and raw.strip() else raw.strip()
        if stripped:
            start = at + raw.index(stripped)
            while place < len(starts) and starts[place][1] <= start:
                place += 1
            inside = place < len(starts) and starts[place][0] <= start
            kind = starts[place][2] if inside else None
            yield Line(page.number, start, stripped, kind, page.recognized is not None)
        at += len(raw) + 1


def _head(lines: Sequence[Line]) -> list[Line]:
    """The lines above the text proper, running heads too: letters have their number there.

    The text proper begins at the second heading with text between it and the first, or after the salutation.
    """
    first = next((line.page for line in lines), None)
    head: list[Line] = []
    titled = text_since = closed = False
    for line in lines:
        if line.page != first or len(head) >= HEAD_LINES:
            break
        if line.kind is BlockKind.RUNNING:
            head.append(line)
            continue
        if line.kind in (BlockKind.HEADING, BlockKind.TITLE):
            closed = closed or (titled and text_since)
            titled, text_since = True, False
        else:
            text_since = True
        if not closed:
            head.append(line)
        closed = closed or (_SALUTATION.match(line.folded) is not None and len(head) > 2)
    return head


def _fields(head: Sequence[Line]) -> Iterator[Field]:
    for number, line in enumerate(head):
        if _SALUTATION.match(line.folded):
            continue
        pieces = list(_pieces(line.folded))
        # «شماره | ۱۲ | تاریخ | ۱۴۰۳/۰۲/۱۲»; rows of three cells and more are tables.
        is_form = len(pieces) == 2 or (len(pieces) == 4 and any(map(str.isdigit, line.folded)))
        is_form = is_form and ("\t" in line.text or "|" in line.text)
        for place, (start, end) in enumerate(pieces):
            piece = line.folded[start:end]
            if match := _LABEL.fullmatch(piece):
                label = " ".join(match[1].split())
                if len(label.split()) > _LABEL_WORDS:
                    continue
                if match[2].strip():
                    yield _field(label, line, start + match.start(2), end)
                elif place + 1 < len(pieces) and not _LABEL.fullmatch(line.folded[slice(*pieces[place + 1])]):
                    yield _field(label, line, *pieces[place + 1])
                elif place + 1 == len(pieces) and number + 1 < len(head):
                    yield from _below(label, head[number + 1])
            elif is_form and place + 1 < len(pieces) and not any(map(str.isdigit, piece)):
                yield _field(" ".join(piece.split()), line, *pieces[place + 1])


def _below(label: str, line: Line) -> Iterator[Field]:
    """The value of a label that stands alone: the next line, if that is no label itself."""
    if line.words <= RUNNING_TEXT and not _LABEL.fullmatch(line.folded):
        yield _field(label, line, 0, len(line.folded))


def _field(label: str, line: Line, start: int, end: int) -> Field:
    value = line.folded[start:end]
    start += len(value) - len(value.lstrip())
    return Field(label, line, start, max(start, end - (len(value) - len(value.rstrip()))))


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Cells of a row, and fields that stand side by side in a line."""
    cuts = [(0, 0), *(match.span() for match in _SEPARATOR.finditer(text))]
    for match in _INNER.finditer(text):
        piece = max(end for _, end in cuts if end <= match.start())
        if _LABEL.match(text, piece, match.start()):  # «عطف به شماره: …» is no field beside another
            cuts.append(match.span())
    cuts.sort()
    ends = [*(start for start, _ in cuts[1:]), len(text)]
    for (_, start), end in zip(cuts, ends, strict=True):
        if text[start:end].strip():
            yield start, end
