"""Recognition of pages that lie on their side, stand on their head or are askew."""

import io
from dataclasses import replace

from PIL import Image

from ingest.ocr import (
    STANDS_RIGHT,
    PageRecognizer,
    RecognitionFailed,
    RecognizedWord,
    mean_confidence,
)
from ingest.ocr_lines import arranged
from ingest.ocr_text import is_readable
from ingest.ocr_upright import Turn, turns

FEW_WORDS = 8  # a picture or a stamp: turning it finds no more
UNTURNED = Turn(0, 0.0)


class TurningRecognizer:
    """Implements `PageRecognizer` over another: it gets the page upright, boxes come back as shown."""

    def __init__(self, recognizer: PageRecognizer) -> None:
        self._recognizer = recognizer

    def unavailable(self) -> str:
        return self._recognizer.unavailable()

    def recognize(self, picture: bytes) -> list[RecognizedWord]:
        """Try what the lines suggest and go on only while the words make no sense."""
        try:
            with Image.open(io.BytesIO(picture)) as opened:
                page = opened.convert("L")
        except (OSError, SyntaxError, ValueError) as error:
            raise RecognitionFailed(f"no picture: {error}"[:300]) from error
        best: list[RecognizedWord] = []
        used, size = UNTURNED, page.size
        for turn in turns(page):
            turned = page if turn == UNTURNED else turn.apply(page)
            words = self._recognizer.recognize(picture if turn == UNTURNED else _png(turned))
            if mean_confidence(words) > mean_confidence(best):
                best, used, size = words, turn, turned.size
            if mean_confidence(best) >= STANDS_RIGHT or len(words) < FEW_WORDS:
                break
        # The order in which lines are read is that of the upright page, not of the page as it is shown.
        ordered = arranged(word for word in best if is_readable(word))
        if used == UNTURNED:
            return ordered
        return [replace(word, box=used.back(word.box, page.size, size)) for word in ordered]


def _png(picture: Image.Image) -> bytes:
    encoded = io.BytesIO()
    picture.save(encoded, "PNG", compress_level=1)
    return encoded.getvalue()
