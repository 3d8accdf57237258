"""A page as a picture, for the viewer."""

import io
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from PIL.Image import Image

from corpus.errors import DamagedFile, EncryptedFile
from ingest.parsers.pdf.exclusion import READING

QUALITY = 80
MOST_PIXELS = 40_000_000
POINTS_AN_INCH = 72


def render_page(path: Path, number: int, width_pixels: int) -> bytes:
    """Return page `number`, counted from 1, as WebP of the given width; safe to call from any thread.

    Raises `EncryptedFile` or `DamagedFile`, also for a page that the file does not have.
    """
    image = _drawn(path, number, lambda width, _height: width_pixels / width)
    encoded = io.BytesIO()
    image.save(encoded, "WEBP", quality=QUALITY, method=2)
    return encoded.getvalue()


def scan_page(path: Path, number: int, dots_an_inch: int = 200) -> bytes:
    """Return page `number` as a grey PNG for recognition; raises as `render_page` does."""
    image = _drawn(path, number, lambda _width, _height: dots_an_inch / POINTS_AN_INCH)
    encoded = io.BytesIO()
    image.convert("L").save(encoded, "PNG", compress_level=1)
    return encoded.getvalue()


def _drawn(path: Path, number: int, scale_of: Callable[[float, float], float]) -> Image:
    """Draw a page; `scale_of` gets its width and height in points."""
    with READING:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise EncryptedFile(file=path.name) from error
            raise DamagedFile(file=path.name, detail=str(error)) from error
        try:
            if not 1 <= number <= len(document):
                raise DamagedFile(file=path.name, detail=f"no page {number}")
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(scale_of(width, height), (MOST_PIXELS / (width * height)) ** 0.5)
            bitmap = page.render(scale=scale)
            image: Image = bitmap.to_pil().copy()  # the bitmap goes with the document
            bitmap.close()
            page.close()
        except pypdfium2.PdfiumError as error:
            raise DamagedFile(file=path.name, detail=str(error)) from error
        finally:
            document.close()
    # Encoding takes longer than drawing and needs no lock.
    return image
