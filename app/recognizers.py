"""Which engines read scans, by the setting `ocr_engine`."""

from typing import Final

from ingest.ocr import PageRecognizer
from ingest.ocr_agreement import AgreeingRecognizer
from ingest.ocr_engine import TesseractRecognizer
from ingest.ocr_second_engine import ParisaRecognizer
from ingest.ocr_turning import TurningRecognizer

TESSERACT, PARISAOCR, BOTH = "tesseract", "parisaocr", "both"
ENGINES: Final = (TESSERACT, PARISAOCR, BOTH)


def recognizer_of(name: str, python: str = "") -> PageRecognizer:
    """Return the engine, or both, that gets each page upright; `python` is the one that has ParisaOCR."""
    if name == TESSERACT:
        return TurningRecognizer(TesseractRecognizer())
    parisa = ParisaRecognizer(python)
    if name == PARISAOCR:
        return TurningRecognizer(parisa)
    return TurningRecognizer(AgreeingRecognizer(parisa, TesseractRecognizer()))
