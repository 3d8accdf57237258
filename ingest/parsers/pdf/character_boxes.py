"""The characters of a page as PDFium sees them, read in bulk into arrays."""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from itertools import repeat

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from ingest.parsers.pdf import foreign

Numbers = NDArray[np.float64]

BOLD_WEIGHT = 600
BOLD_NAMES = ("bold", "black", "heavy", "titr")
# Where a file states no weight PDFium guesses it from the stems, and Persian faces come out too heavy.
REGULAR_NAMES = ("regular", "roman", "book", "light", "medium")
NAME_BYTES = 256


@dataclass(frozen=True, slots=True)
class CharacterBoxes:
    """Parallel arrays, one row per character in PDFium's order, in points of the page as displayed.

    The origin of the page is its lower left corner. `origins` is (n, 2); `boxes` is (n, 4) as left,
    bottom, right, top; `ups` is (n, 2), the direction in which the letters stand up, with its length in
    `sizes`; `mirrored` marks text drawn by a reflecting matrix. Characters that PDFium invented itself
    (blanks, line ends) have `generated` set and no place.
    """

    codes: NDArray[np.int64]
    generated: NDArray[np.bool_]
    unmapped: NDArray[np.bool_]
    origins: Numbers
    boxes: Numbers
    ups: Numbers
    sizes: Numbers
    mirrored: NDArray[np.bool_]
    objects: NDArray[np.uint64]
    bold_objects: frozenset[int]
    scanner_objects: frozenset[int]

    def __len__(self) -> int:
        return len(self.codes)

    def only(self, wanted: NDArray[np.bool_]) -> "CharacterBoxes":
        """Return the wanted characters, and those that PDFium invented."""
        kept = wanted | self.generated
        arrays = {
            field.name: getattr(self, field.name)[kept]
            for field in fields(self)
            if isinstance(getattr(self, field.name), np.ndarray)
        }
        return replace(self, **arrays)


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible part of a page and how it is turned (quarters, clockwise)."""

    left: float
    bottom: float
    right: float
    top: float
    quarters: int

    def turned(self, quarters: int) -> "Frame":
        """Return the frame turned clockwise by so many quarters more."""
        return replace(self, quarters=(self.quarters + quarters) % 4)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as displayed, in points."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.quarters % 2 else (width, height)

    def displayed(self, points: Numbers) -> Numbers:
        """Return points of the page, `(…, 2)`, as they are displayed, origin at the lower left."""
        x, y = points[..., 0], points[..., 1]
        if self.quarters == 1:
            return np.stack([y - self.bottom, self.right - x], axis=-1)
        if self.quarters == 2:
            return np.stack([self.right - x, self.top - y], axis=-1)
        if self.quarters == 3:
            return np.stack([self.top - y, x - self.left], axis=-1)
        return np.stack([x - self.left, y - self.bottom], axis=-1)

    def displayed_boxes(self, boxes: Numbers) -> Numbers:
        """Return boxes, `(n, 4)` as left, bottom, right, top, as they are displayed."""
        first, second = self.displayed(boxes[:, 0:2]), self.displayed(boxes[:, 2:4])
        return np.concatenate([np.minimum(first, second), np.maximum(first, second)], axis=1)

    def displayed_directions(self, directions: Numbers) -> Numbers:
        """Return directions, `(n, 2)`, as they are displayed."""
        x, y = directions[:, 0], directions[:, 1]
        turned = ((x, y), (y, -x), (-x, -y), (-y, x))[self.quarters]
        return np.stack(turned, axis=-1)


def frame_of(page: pypdfium2.PdfPage) -> Frame:
    """Return the page's visible box: its crop box where it lies inside its media box."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page.raw, box)
    quarters = max(0, int(pdfium.FPDFPage_GetRotation(page.raw))) % 4
    return Frame(
        min(box.left, box.right),
        min(box.bottom, box.top),
        max(box.left, box.right),
        max(box.bottom, box.top),
        quarters,
    )


def read_character_boxes(text_page: pypdfium2.PdfTextPage, frame: Frame) -> CharacterBoxes:
    """Read all characters of a page. Hold `exclusion.READING`."""
    handle = foreign.address_of(text_page.raw)
    count = max(0, int(pdfium.FPDFText_CountChars(text_page.raw)))
    codes = _asked(foreign.char_unicode, handle, count).astype(np.int64)
    generated = _asked(foreign.char_is_generated, handle, count) == 1
    unmapped = _asked(foreign.char_is_unmapped, handle, count) == 1
    objects = np.array([foreign.char_object(handle, index) or 0 for index in range(count)], dtype=np.uint64)
    origins = np.zeros((count, 2), dtype=np.float64)
    boxes = np.zeros((count, 4), dtype=np.float32)
    drawn = np.flatnonzero(~generated)
    places = drawn.tolist()
    xs = origins.ctypes.data
    for index, x in zip(places, (xs + 16 * drawn).tolist(), strict=True):
        foreign.char_origin(handle, index, x, x + 8)
    for index, box in zip(places, (boxes.ctypes.data + 16 * drawn).tolist(), strict=True):
        foreign.char_box(handle, index, box)
    matrices, font_sizes = _types(handle, objects, generated)
    # PDFium's rectangle is left, top, right, bottom.
    upright = frame.displayed_boxes(boxes[:, [0, 3, 2, 1]].astype(np.float64))
    ups = frame.displayed_directions(matrices[:, 2:4] * font_sizes[:, None])
    determinants = matrices[:, 0] * matrices[:, 3] - matrices[:, 1] * matrices[:, 2]
    bold, scanner = _fonts_of(set(objects.tolist()))
    return CharacterBoxes(
        codes=codes,
        generated=generated,
        unmapped=unmapped,
        origins=frame.displayed(origins),
        boxes=upright,
        ups=ups,
        sizes=np.hypot(ups[:, 0], ups[:, 1]),
        mirrored=(determinants < 0) | (boxes[:, 0] > boxes[:, 2]),
        objects=objects,
        bold_objects=bold,
        scanner_objects=scanner,
    )


def _asked(question: Callable[[int, int], int], handle: int, count: int) -> NDArray[np.int64]:
    return np.fromiter(map(question, repeat(handle, count), range(count)), dtype=np.int64, count=count)


def _types(handle: int, objects: NDArray[np.uint64], generated: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Return every character's matrix, `(n, 6)`, and font size; both are those of its text object."""
    count = len(objects)
    changes = np.flatnonzero((np.diff(objects) != 0) | np.diff(generated)) + 1
    starts = np.concatenate([[0], changes]) if count else changes
    matrices = np.zeros((len(starts), 6), dtype=np.float32)
    sizes = np.zeros(len(starts))
    for number, index in enumerate(starts.tolist()):
        sizes[number] = foreign.char_font_size(handle, index)
        if not generated[index]:
            foreign.char_matrix(handle, index, matrices.ctypes.data + 24 * number)
    lengths = np.diff(np.append(starts, count))
    return np.repeat(matrices, lengths, axis=0).astype(np.float64), np.repeat(sizes, lengths)


def _fonts_of(objects: set[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the text objects in bold type and those in the glyphless type of text recognition."""
    bold: set[int] = set()
    scanner: set[int] = set()
    known: dict[int, tuple[bool, bool]] = {}
    buffer = ctypes.create_string_buffer(NAME_BYTES)
    for text_object in objects - {0}:
        font = foreign.text_font(text_object) or 0
        if font and font not in known:
            length = min(foreign.font_name(font, ctypes.addressof(buffer), NAME_BYTES), NAME_BYTES)
            name = buffer.raw[:length].decode("utf-8", "replace").lower()
            known[font] = (_is_bold(name, foreign.font_weight(font)), "glyphless" in name)
        is_bold, is_scanner = known.get(font, (False, False))
        if is_bold:
            bold.add(text_object)
        if is_scanner:
            scanner.add(text_object)
    return frozenset(bold), frozenset(scanner)


def _is_bold(name: str, weight: int) -> bool:
    if any(word in name for word in BOLD_NAMES):
        return True
    return weight >= BOLD_WEIGHT and not any(word in name for word in REGULAR_NAMES)
