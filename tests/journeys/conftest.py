"""A program over a data folder of the test's own, and a small office's files."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# A module and not fixtures: tests use its functions by name.
sys.path.insert(0, str(Path(__file__).parent))

from journey_helpers import Program

TEXTS = {
    "guideline.txt": (
        "شیوه‌نامهٔ مرخصی کارکنان\nشماره: ۱۴۰۲/ص/۳۵\nتاریخ: ۱۴۰۲/۰۳/۱۰\n\n"
        "مرخصی استحقاقی هر کارمند سالانه ۳۰ روز است. مرخصی بیش از سه روز با تأیید مدیر است.\n"
    ),
    "letter.txt": (
        "نامهٔ تعمیر آسانسور\nشماره: ۱۴۰۳/ن/۱۲\nتاریخ: ۱۴۰۳/۰۵/۰۱\n\n"
        "آسانسور ساختمان مرکزی از شنبه تعمیر می‌شود و تا پایان هفته کار نمی‌کند.\n"
    ),
    "page.html": (
        "<!doctype html><html lang='fa'><meta charset='utf-8'><title>گزارش درختان خیابان نیلوفر</title>"
        "<main><h1>گزارش درختان خیابان نیلوفر</h1><p>در این خیابان ۲۱۴ چنار شمرده شد که ۱۲ اصلهٔ آن خشک است.</p>"
        "<p>آبیاری قطره‌ای از خرداد آغاز می‌شود.</p></main></html>"
    ),
}


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    made = Program(tmp_path / "data")
    yield made
    made.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three small documents of an office."""
    place = tmp_path / "files"
    place.mkdir()
    for name, text in TEXTS.items():
        (place / name).write_text(text, "utf-8")
    return place
