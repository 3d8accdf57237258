"""The parser of pictures: pages without text that wait for recognition."""

import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from corpus.errors import DamagedFile, FileTooLarge
from corpus.records import Page
from ingest.parsing import ParsedDocument

MOST_PIXELS = 100_000_000  # of one page
MOST_PAGES = 2000
FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "MPO")
POINTS_AN_INCH = 72
USUAL_DOTS = 200  # an inch, where a file says nothing that a scanner would say
LEAST_DOTS, MOST_DOTS = 100, 2400
ORIENTATION, ON_ITS_SIDE = 0x0112, (5, 6, 7, 8)
OFFSETS = ((273, 279), (324, 325))  # TIFF tags: places and sizes of strips, of tiles
PIXELS = re.compile(r"\((\d+) pixels\)")

# Ours is the bound that is checked; Pillow's own would warn below it.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS

BROKEN = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,  # Pillow's word for a broken chunk of a PNG
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    ZeroDivisionError,
    AttributeError,
    RuntimeError,
    struct.error,
    zlib.error,
)


class PictureParser:
    """Reads png, jpeg, tiff (each of its pages), webp and bmp: sizes only, all pages need OCR.

    Raises `DamagedFile` for a file that was cut, `FileTooLarge` before anything is decoded.
    """

    def parse(self, path: Path, file: str) -> ParsedDocument:
        pages: list[Page] = []
        with opened(path, file) as image:
            while turn_to(image, len(pages) + 1, file):
                if len(pages) == MOST_PAGES:
                    raise FileTooLarge(file=file, size=MOST_PAGES + 1, limit=MOST_PAGES, measure="pages")
                width, height = _points(image)
                pages.append(Page(len(pages) + 1, "", width=width, height=height, needs_ocr=True))
                _refuse_cut(image, path)
        return ParsedDocument(tuple(pages), ())


@contextmanager
def opened(path: Path, file: str) -> Iterator[Image.Image]:
    """Open a picture without decoding it; whatever breaks inside is a `DamagedFile`."""
    # A stream, not the path: what Pillow maps into memory it turns wrongly.
    with path.open("rb") as stream:
        try:
            with Image.open(stream, formats=FORMATS) as image:
                yield image
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            found = PIXELS.search(str(error))
            size = int(found[1]) if found else MOST_PIXELS + 1
            raise FileTooLarge(file=file, size=size, limit=MOST_PIXELS, measure="pixels") from error
        except BROKEN as error:
            raise DamagedFile(file=file, detail=f"{type(error).__name__}: {error}"[:300]) from error


def turn_to(image: Image.Image, number: int, file: str) -> bool:
    """Turn to a page, counted from 1, and tell whether the file has it. Raises `FileTooLarge`."""
    if number > 1 and image.format != "TIFF":
        return False  # the second picture of a camera's file is the first one again, smaller
    try:
        image.seek(number - 1)
    except EOFError:
        return False
    pixels = image.width * image.height
    if pixels > MOST_PIXELS:
        raise FileTooLarge(file=file, size=pixels, limit=MOST_PIXELS, measure="pixels")
    return True


def dots_an_inch(image: Image.Image) -> float:
    """Return the resolution that a scanner stated; cameras and screens state one that means nothing."""
    try:
        across, along = (float(dots) for dots in image.info.get("dpi", (0, 0)))
    except (TypeError, ValueError, ZeroDivisionError):
        return USUAL_DOTS
    is_scanned = LEAST_DOTS <= across <= MOST_DOTS and 0.4 < across / (along or 1) < 2.5
    return across if is_scanned else USUAL_DOTS


def _points(image: Image.Image) -> tuple[float, float]:
    """Return width and height as they are seen, in points."""
    scale = POINTS_AN_INCH / dots_an_inch(image)
    width, height = image.width * scale, image.height * scale
    return (height, width) if orientation(image) in ON_ITS_SIDE else (width, height)


def orientation(image: Image.Image) -> int:
    """Return how a picture has to be turned, as EXIF numbers it; Pillow itself turns those of TIFF."""
    if image.format == "TIFF":
        return 1
    stated = image.getexif().get(ORIENTATION, 1)
    return stated if isinstance(stated, int) else 1


def _refuse_cut(image: Image.Image, path: Path) -> None:
    """Raise one of `BROKEN` where the picture is not whole; only as much is decoded as that takes."""
    if image.format == "PNG":
        with Image.open(path, formats=("PNG",)) as again:
            again.verify()
    elif image.format == "TIFF":
        _refuse_cut_strips(image, path.stat().st_size)
    else:
        image.draft("L", (max(1, image.width // 8), max(1, image.height // 8)))  # JPEG alone heeds it
        image.load()


def _refuse_cut_strips(image: Image.Image, size: int) -> None:
    tags = getattr(image, "tag_v2", {})
    for places, sizes in OFFSETS:
        for place, length in zip(tags.get(places, ()), tags.get(sizes, ()), strict=False):
            if place + length > size:
                raise EOFError("the data of a page end behind the end of the file")
