"""A small office's files in every common format, written for these tests, and one PDF of the samples."""

import shutil
from pathlib import Path

from docx import Document
from openpyxl import Workbook
from pptx import Presentation

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples" / "files"
MINUTES = SAMPLES / "minutes" / "minutes-14.pdf"

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
ALL = sorted([*TEXTS, "circular.docx", "stock.xlsx", "course.pptx", "minutes.pdf"])


def write_texts(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")


def write_all(folder: Path) -> None:
    write_texts(folder)
    circular = Document()
    circular.add_heading("بخشنامهٔ صرفه‌جویی در کاغذ", 1)
    circular.add_paragraph("چاپ دورو از اول مهر برای همهٔ واحدها الزامی است. نامه‌های درون‌سازمانی چاپ نمی‌شوند.")
    circular.save(str(folder / "circular.docx"))
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "انبار"
    for row in (("کالا", "شمار", "قفسه"), ("کاغذ A4", 320, "الف ۳"), ("جوهر افشان", 14, "ب ۱")):
        sheet.append(row)
    book.save(folder / "stock.xlsx")
    course = Presentation()
    for title, text in (
        ("کارگاه کمک‌های نخستین", "جعبهٔ کمک‌های نخستین در هر طبقه کنار پلکان است."),
        ("شماره‌های ضروری", "شمارهٔ داخلی اورژانس ساختمان ۱۱۵۵ است."),
    ):
        slide = course.slides.add_slide(course.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = text
    course.save(str(folder / "course.pptx"))
    shutil.copy(MINUTES, folder / "minutes.pdf")
