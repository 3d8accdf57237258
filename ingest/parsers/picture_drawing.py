"""A page of a picture file as a grey PNG, for recognition."""

import io
from pathlib import Path

from PIL import Image

from corpus.errors import DamagedFile
from ingest.parsers.picture import dots_an_inch, opened, orientation, turn_to

MOST_DRAWN = 25_000_000  # pixels of a drawn page: an A3 at 300 dots an inch has 17 million
DEEP = ("I", "I;16", "I;16B", "I;16L", "F")  # modes of more than 8 bits a shade
WHITE = 255
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def scan_picture(path: Path, number: int, dots: int = 200) -> bytes:
    """Return page `number`, counted from 1, upright, at `dots` an inch or what the file has, if less.

    Raises `DamagedFile`, also for a page that the file does not have, or `FileTooLarge`.
    """
    with opened(path, path.name) as image:
        if not turn_to(image, number, path.name):
            raise DamagedFile(file=path.name, detail=f"no page {number}")
        scale = min(1.0, dots / dots_an_inch(image), (MOST_DRAWN / (image.width * image.height)) ** 0.5)
        size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
        image.draft("L", size)  # JPEG decodes at a fraction of its size; other formats do not heed it
        turn = TURNS.get(orientation(image))
        page = _grey(image)  # before it is turned: a third of the memory
        page = page if turn is None else page.transpose(turn)
        longest = max(size)
        if longest < max(page.size):
            page.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        encoded = io.BytesIO()
        page.save(encoded, "PNG", compress_level=1)
        return encoded.getvalue()


def _grey(image: Image.Image) -> Image.Image:
    """Return a picture in shades of grey, what is see-through as white paper."""
    if image.mode in DEEP:
        return _shallow(image)
    if image.has_transparency_data:
        image = image.convert("LA")
        paper = Image.new("L", image.size, WHITE)
        paper.paste(image.getchannel("L"), mask=image.getchannel("A"))
        return paper
    return image.convert("L")


def _shallow(image: Image.Image) -> Image.Image:
    """Return a picture of 16 or more bits a shade with 8 bits, its own range spread over them."""
    wide = image.convert("F")  # modes of more than 8 bits a shade
    least, most = wide.getextrema()
    assert isinstance(least, float)
    assert isinstance(most, float)
    step = WHITE / (most - least) if most > least else 0.0
    return wide.point(lambda shade: shade * step - least * step).convert("L")
