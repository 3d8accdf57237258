"""What the town's documents say, and how it is written on pages."""

import io
import re
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid5

import pypdfium2
from fpdf import FPDF

from corpus.records import (
    Block,
    BlockKind,
    Box,
    Page,
    Passage,
    Span,
    Word,
)

MINUTES = [
    (BlockKind.TITLE, "صورت‌جلسهٔ شمارهٔ ۱۲۷ شورای معاونان"),
    (
        BlockKind.PARAGRAPH,
        "جلسهٔ شورای معاونان روز چهارشنبه ۱۲ اردیبهشت ۱۴۰۳ با حضور معاونان حمل‌ونقل و ترافیک، "
        "شهرسازی و معماری و مدیر فناوری اطلاعات در تالار جلسات برگزار شد.",
    ),
    (
        BlockKind.PARAGRAPH,
        "دستور نخست؛ پیشرفت خط ۳ مترو. مدیر طرح گزارش داد که پیشرفت فیزیکی قطعهٔ جنوبی به ۶۲٪ رسیده است. "
        "مقرر شد معاونت حمل‌ونقل و ترافیک گزارش پیشرفت خط ۳ مترو را ظرف ۱۵ روز به دبیرخانه ارسال نماید "
        "و نسخهٔ رقومی آن در سامانهٔ GIS بارگذاری شود.",
    ),
    (
        BlockKind.PARAGRAPH,
        "دستور دوم؛ مهلت پاسخ به درخواست‌ها. با توجه به بخشنامهٔ شمارهٔ ۱۴۰۲/۵۸۷۱۲، مهلت رسیدگی به "
        "درخواست‌های شهروندان حداکثر ۱۰ روز کاری تعیین شد.",
    ),
]
ANNEX = [
    (BlockKind.HEADING, "پیوست یک: زمان‌بندی"),
    (
        BlockKind.PARAGRAPH,
        "زمان‌بندی قطعهٔ جنوبی خط ۳ مترو به تأمین ناوگان وابسته است. پیمانکار باید پیش از پایان شهریور برنامهٔ "
        "تازهٔ خود را بفرستد.",
    ),
]
CIRCULAR = [
    (BlockKind.TITLE, "شیوهٔ گزارش‌دهی ماهانهٔ طرح‌های بزرگ حمل‌ونقل"),
    (
        BlockKind.PARAGRAPH,
        "کلیهٔ مجریان طرح‌های مترو و BRT موظف‌اند گزارش پیشرفت فیزیکی و مالی را تا پنجم هر ماه در سامانه ثبت "
        "کنند. "
        "مهلت تکمیل اطلاعات مکانی تا پایان خردادماه است.",
    ),
    (BlockKind.HEADING, "جدول مهلت‌ها"),
    (BlockKind.TABLE_HEADER, "ردیف\tموضوع\tمهلت"),
    (BlockKind.TABLE_ROW, "۱\tگزارش پیشرفت خط ۳ مترو\t۱۴۰۳/۰۲/۲۷"),
    (BlockKind.TABLE_ROW, "۲\tصورت وضعیت پیمانکار\t۱۴۰۳/۰۳/۰۱"),
    (BlockKind.LIST_ITEM, "نسخهٔ کاغذی لازم نیست."),
]
SECRET = [(BlockKind.PARAGRAPH, "بودجهٔ محرمانهٔ خط ۳ مترو برای سال آینده ۴۲ میلیارد تومان است.")]
HOSTILE = [
    (
        BlockKind.PARAGRAPH,
        'متن مترو <script>document.title="hacked"</script> و <img src=x onerror=alert(1)> و '
        "[پیوند](javascript:alert(1)) در یک سند آمده است.",
    )
]
COURSE = [
    (BlockKind.TITLE, "کنترل پروژه برای مدیران شهری"),
    (
        BlockKind.PARAGRAPH,
        "نمونهٔ گزارش پیشرفت ماهانه باید درصد فیزیکی، درصد مالی و سه مانع نخست را در یک صفحه نشان دهد. "
        "تمرین: برای خط ۳ مترو چنین صفحه‌ای تهیه کنید.",
    ),
]


def text_page(number: int, parts: list[tuple[BlockKind, str]]) -> tuple[Page, list[Block]]:
    """A page whose blocks stand under each other."""
    blocks, start = [], 0
    for kind, text in parts:
        level = 1 if kind is BlockKind.HEADING else 0
        blocks.append(Block(kind, number, Span(start, start + len(text)), level))
        start += len(text) + 1
    return Page(number, "\n".join(text for _, text in parts)), blocks


def passages_of(document_id: UUID, pages: list[Page], blocks: list[Block]) -> list[Passage]:
    texts = {page.number: page.text for page in pages}
    return [
        Passage(
            id=uuid5(document_id, str(ordinal)),
            document_id=document_id,
            ordinal=ordinal,
            page=block.page,
            span=block.span,
            text=block.span.of(texts[block.page]),
            context="ردیف | موضوع | مهلت" if block.kind is BlockKind.TABLE_ROW else "",
        )
        for ordinal, block in enumerate(blocks)
        if block.kind is not BlockKind.TABLE_HEADER
    ]


def write_pdf(
    typeface: Path, pages: list[list[tuple[BlockKind, str]]]
) -> tuple[bytes, list[Page], list[Block]]:
    """A PDF written word by word from right to left, so that every word's box is known exactly."""
    pdf = FPDF(format="A4", unit="pt")
    pdf.set_auto_page_break(False)
    pdf.add_font("V", "", typeface)
    pdf.set_text_shaping(True, direction="rtl", script="arab", language="fa")
    read: list[Page] = []
    all_blocks: list[Block] = []
    for number, parts in enumerate(pages, 1):
        pdf.add_page()
        page, blocks = text_page(number, parts)
        words: list[Word] = []
        y = 80.0
        for block in blocks:
            size = 18 if block.kind in {BlockKind.TITLE, BlockKind.HEADING} else 13
            pdf.set_font("V", "", size)
            x = pdf.w - 60
            for match in re.finditer(r"\S+", block.span.of(page.text)):
                width = pdf.get_string_width(match.group())
                if x - width < 60:
                    x, y = pdf.w - 60, y + 2 * size
                pdf.set_xy(x - width - pdf.c_margin, y)
                pdf.cell(text=match.group(), h=1.5 * size)
                span = Span(block.span.start + match.start(), block.span.start + match.end())
                box = Box((x - width) / pdf.w, y / pdf.h, width / pdf.w, 1.5 * size / pdf.h)
                words.append(Word(span, box))
                x -= width + pdf.get_string_width(" ")
            y += 3 * size
        read.append(replace(page, words=tuple(words), width=pdf.w, height=pdf.h))
        all_blocks += blocks
    return bytes(pdf.output()), read, all_blocks


def page_picture(path: Path, number: int, width: int) -> bytes:
    with pypdfium2.PdfDocument(path) as pdf:
        page = pdf[number - 1]
        image = page.render(scale=width / page.get_width()).to_pil()
    written = io.BytesIO()
    image.save(written, "webp")
    return written.getvalue()
