"""A page of any document that can be drawn: for people, and for recognition."""

import io
from pathlib import Path

from PIL import Image

from ingest.formats import PICTURES, recognize
from ingest.parsers.pdf.render import QUALITY
from ingest.parsers.pdf.render import render_page as render_pdf_page
from ingest.parsers.pdf.render import scan_page as scan_pdf_page
from ingest.parsers.picture_drawing import scan_picture


def scan_page(path: Path, number: int) -> bytes:
    """Return page `number`, counted from 1, as a grey PNG; what the file is, its content tells.

    Raises an `UnreadableDocument`, also for a page that the file does not have.
    """
    if recognize(path, path.name) in PICTURES:
        return scan_picture(path, number)
    return scan_pdf_page(path, number)


def render_page(path: Path, number: int, width_pixels: int) -> bytes:
    """Return page `number`, counted from 1, as WebP of at most the given width; raises as `scan_page` does."""
    if recognize(path, path.name) not in PICTURES:
        return render_pdf_page(path, number, width_pixels)
    with Image.open(io.BytesIO(scan_picture(path, number))) as page:
        page.thumbnail((width_pixels, page.height), Image.Resampling.LANCZOS)
        encoded = io.BytesIO()
        page.save(encoded, "WEBP", quality=QUALITY, method=2)
    return encoded.getvalue()
