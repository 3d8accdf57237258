from datetime import date

import pytest

from corpus.records import Block, BlockKind, Description, DocumentKind, Page, Span
from ingest.description import describe
from ingest.parsing import ParsedDocument

TITLE, HEADING, RUNNING = BlockKind.TITLE, BlockKind.HEADING, BlockKind.RUNNING

GUIDELINE = """دستورالعمل پشتیبان‌گیری و بازیابی داده‌ها (ویرایش دوم)
شماره: ۱۴۰۳/ص/۱۲۷
تاریخ: ۱۴۰۳/۰۶/۱۸
واحد صادرکننده: سازمان فناوری اطلاعات، گروه زیرساخت
هدف
این ویرایش جایگزین دستورالعمل شمارهٔ ۱۴۰۰/ص/۴۲ می‌شود و از ۱۴۰۳/۰۷/۰۱ لازم‌الاجراست."""
LETTER = """شهرداری آوندشهر – معاونت خدمات شهری
باسمه تعالی
شماره: ۱۴۰۴/ن/۶۳ تاریخ: ۱۴۰۴/۰۵/۲۰ پیوست: دارد
به: دبیرخانهٔ شهر هوشمند
موضوع: گزارش پیشرفت نصب حسگرها
سلام علیکم
عطف به نامهٔ شمارهٔ ۱۴۰۴/ن/۱۲ مورخ ۱۴۰۴/۰۲/۰۱ به آگاهی می‌رساند که نصب پایان یافت."""


def document(
    text: str, *blocks: tuple[BlockKind, str], properties: dict[str, str] | None = None
) -> ParsedDocument:
    made = []
    for kind, content in blocks:
        start = text.index(content)
        made.append(Block(kind, 1, Span(start, start + len(content)), int(kind is HEADING)))
    return ParsedDocument((Page(1, text),), tuple(made), properties or {})


def described(text: str, file: str = "scan-0001.pdf") -> Description:
    return describe(document(text), file)


def test_a_guideline_is_described_by_its_first_page():
    title = "دستورالعمل پشتیبان‌گیری و بازیابی داده‌ها (ویرایش دوم)"
    assert describe(document(GUIDELINE, (TITLE, title)), "scan.pdf") == Description(
        title=title,
        kind=DocumentKind.GUIDELINE,
        number="۱۴۰۳/ص/۱۲۷",
        issued=date(2024, 9, 8),
        unit="سازمان فناوری اطلاعات",
        language="fa",
        edition=2,
        replaces="۱۴۰۰/ص/۴۲",
    )


def test_a_letter_is_told_by_its_marks_and_not_by_its_subject():
    assert described(LETTER) == Description(
        title="نامه دربارهٔ گزارش پیشرفت نصب حسگرها",
        kind=DocumentKind.LETTER,
        number="۱۴۰۴/ن/۶۳",
        issued=date(2025, 8, 11),
        unit="معاونت خدمات شهری",
    )


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("شیوه‌نامهٔ نصب دوربین", "guideline"),
        ("آیین نامه مالی", "guideline"),
        ("دستورالعمل‌های ایمنی", "guideline"),
        ("دستورالعمل تنظیم صورت‌جلسه", "guideline"),
        ("صورتجلسه هشتم کارگروه", "minutes"),
        ("صورت‌جلسهٔ بررسی گزارش سالانه", "minutes"),
        ("بخشنامهٔ گزارش فوری رخدادها", "circular"),
        ("گزارش روندهای فناوری ۱۴۰۳", "trend"),
        ("گزارش پایش فناوری", "trend"),
        ("روندپژوهی شهر هوشمند", "trend"),
        ("گزارش اجرای دستورالعمل", "report"),
        ("گزارش عملکرد", "report"),
        ("تقویم دوره‌های زمستان", "report"),
        ("سیاههٔ حسگرهای شهر", "report"),
        ("جزوهٔ امنیت اطلاعات", "course"),
        ("کارگاه GIS", "course"),
        ("نامه دربارهٔ تابلوها", "letter"),
        ("روزنامهٔ دیواری", "other"),
        ("خبرنامهٔ شهر", "other"),
    ],
)
def test_the_kind_is_what_the_title_names_first(title, kind):
    assert describe(document(title, (TITLE, title)), "a.pdf").kind == kind


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("صورتجلسه_۱۲.pdf", "minutes"),
        ("بايگاني/گزارش‌ها/1403.pdf", "report"),
        ("نامه‌ها/۱۲.pdf", "letter"),
        ("guidelines/a.pdf", "guideline"),
        ("a.pdf", "other"),
    ],
)
def test_a_page_that_names_no_kind_leaves_it_to_the_file_name_and_folder(file, kind):
    assert described("بدون عنوان و نشانه.", file).kind == kind


@pytest.mark.parametrize(
    ("parsed", "title"),
    [
        (document("گزارش سالانه\nمتن.", (TITLE, "گزارش سالانه"), (HEADING, "متن.")), "گزارش سالانه"),
        (document("گزارش سالانه\nمتن.", (HEADING, "گزارش سالانه")), "گزارش سالانه"),
        (document("بسمه تعالی\nطرح آب‌سنج", (TITLE, "بسمه تعالی"), (HEADING, "طرح آب‌سنج")), "طرح آب‌سنج"),
        (document("۱. مقدمه\nمتن.", (HEADING, "۱. مقدمه"), properties={"title": "طرح آب‌سنج"}), "طرح آب‌سنج"),
        (
            document(
                "داده‌ها\nسیاههٔ حسگرهای شهر\nکد", (HEADING, "داده‌ها"), properties={"title": "سیاههٔ حسگرهای شهر"}
            ),
            "سیاههٔ حسگرهای شهر",
        ),
        (document("فهرست مطالب ۱\nطرح", (HEADING, "فهرست مطالب ۱"), (HEADING, "طرح")), "نقشهٔ راه ۱۴۰۳"),
        (document("گردآورنده:\nطرح آب‌سنج", (HEADING, "گردآورنده:"), (HEADING, "طرح آب‌سنج")), "طرح آب‌سنج"),
        (
            document(
                "ترجمه:\nنگار پاک‌نهاد\nآیین نگهداری چاه‌های کهن و قنات‌ها\nمتن.",
                (HEADING, "ترجمه:"),
                (HEADING, "نگار پاک‌نهاد"),
                (HEADING, "آیین نگهداری چاه‌های کهن و قنات‌ها"),
            ),
            "آیین نگهداری چاه‌های کهن و قنات‌ها",
        ),
        (
            document(
                "مهر ۱۴۰۲\nقانون حریم شهر،\nروستا و\nشهرک\nمتن.",
                (BlockKind.PARAGRAPH, "مهر ۱۴۰۲"),
                (BlockKind.PARAGRAPH, "قانون حریم شهر،"),
                (HEADING, "روستا و"),
                (HEADING, "شهرک"),
            ),
            "قانون حریم شهر، روستا و شهرک",
        ),
        (
            document(
                "قانون حریم شهر،\nروستا و شهرک و بازار\nمتن.",
                (BlockKind.PARAGRAPH, "قانون حریم شهر،"),
                (HEADING, "روستا و شهرک و بازار"),
                properties={"title": "روستا و شهرک و بازار"},
            ),
            "قانون حریم شهر، روستا و شهرک و بازار",
        ),
        (document("Sheet1\nطرح", (HEADING, "Sheet1"), properties={"title": "طرح آب‌سنج"}), "طرح آب‌سنج"),
        (
            document(
                "طرح آب‌سنج\nشهرداری آوندشهر", (HEADING, "طرح آب‌سنج"), properties={"title": "شهرداری آوندشهر"}
            ),
            "طرح آب‌سنج",
        ),
        (document("موضوع: طرح آب‌سنج", (TITLE, "موضوع: طرح آب‌سنج")), "طرح آب‌سنج"),
        (document("متن.\nموضوع: طرح آب‌سنج"), "طرح آب‌سنج"),
        (document("صورت‌جلسهٔ هشتم\nمتن.", properties={"title": "طرح"}), "صورت‌جلسهٔ هشتم"),
        (document("متن.", properties={"title": "Microsoft Word - a.docx"}), "نقشهٔ راه ۱۴۰۳"),
        (document("متن."), "نقشهٔ راه ۱۴۰۳"),
        (
            document("طرحآبسنج شهر", (TITLE, "طرحآبسنج شهر"), properties={"title": "طرح آب‌سنج شهر"}),
            "طرح آب‌سنج شهر",
        ),
    ],
)
def test_the_title_stands_on_the_page_or_else_in_the_properties_or_the_file_name(parsed, title):
    assert describe(parsed, "پوشه/نقشهٔ_راه_۱۴۰۳.pdf").title == title


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("شماره: ۱۴۰۳/ص/۱۲۷", "۱۴۰۳/ص/۱۲۷"),
        ("شمارهٔ ثبت: ۱۲۳/۴۵-ب، پیوست: ۲ برگ", "۱۲۳/۴۵-ب"),
        ("شماره نامه\t1403/127", "1403/127"),
        ("شماره : ١٤٠٣ / ص / ١٢٧", "١٤٠٣ / ص / ١٢٧"),
        ("شماره ۱۴۰۳/ص/۱۲۷", "۱۴۰۳/ص/۱۲۷"),
        ("شماره: ۸ - تاریخ: ۱۴۰۱/۰۲/۱۸", "۸"),
        ("شماره: جلسهٔ شمارهٔ ۸", "جلسهٔ شمارهٔ ۸"),
        ("شماره: ..........", None),
        ("شماره تماس: ۸۸۷۷۶۶۵۵", None),
    ],
)
def test_the_number_is_taken_as_it_stands(line, number):
    assert described(f"گزارش\n{line}").number == number


@pytest.mark.parametrize(
    ("text", "issued"),
    [
        ("نشست ۱۴۰۲/۰۱/۱۵ برگزار شد.\nتاريخ: ۱۴۰۳/۰۲/۱۲", date(2024, 5, 1)),
        ("تاریخ ابلاغ: دوازدهم اردیبهشت ماه ۱۴۰۳", date(2024, 5, 1)),
        ("تاریخ\t۱۴۰۳/۰۲/۱۲", date(2024, 5, 1)),
        ("تاریخ اجرا: ۱۴۰۳/۰۷/۰۱\nتاریخ: ۱۴۰۳/۰۲/۱۲", date(2024, 5, 1)),
        ("عطف به نامهٔ مورخ ۱۴۰۲/۰۱/۱۵\nدر نشست مورخ ۱۴۰۳/۰۲/۱۲", date(2024, 5, 1)),
        ("این سند ۱۲ اردیبهشت ۱۴۰۳ نوشته شد و تا ۱۴۰۴/۰۱/۰۱ معتبر است.", date(2024, 5, 1)),
        ("Date: 2024-05-01\nSmart city report", date(2024, 5, 1)),
        ("تاریخ: ۱۴۰۲/۱۲/۳۰", None),
        ("بی‌تاریخ", None),
    ],
)
def test_a_labelled_date_comes_before_one_that_only_stands_there(text, issued):
    assert described(text).issued == issued


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("واحد صادركننده: دبيرخانهٔ شهر هوشمند", "دبیرخانهٔ شهر هوشمند"),
        ("تهیه‌کننده: دبیرخانهٔ شهر هوشمند، گروه آینده‌پژوهی", "دبیرخانهٔ شهر هوشمند"),
        ("از: معاونت حمل‌ونقل و ترافیک\nبه: سازمان فناوری اطلاعات", "معاونت حمل‌ونقل و ترافیک"),
        ("به: سازمان فناوری اطلاعات\nادارهٔ کل حقوقی – شمارهٔ ۷", "ادارهٔ کل حقوقی"),
        ("به: سازمان فناوری اطلاعات", None),
        ("از: ۱۴۰۳ تا ۱۴۰۴", None),
    ],
)
def test_the_unit_is_who_issued_it_and_never_who_received_it(text, unit):
    assert described(text).unit == unit


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("ویرایش: نخست", 1),
        ("راهنمای حسگرها (ویرایش ۲)", 2),
        ("بازنگری سوم", 3),
        ("نسخهٔ ۲٫۱", 2),
        ("در این گزارش می‌خوانید که ویرایش دوم آن نرم‌افزار چرا در بسیاری از واحدها کنار گذاشته شد", None),
    ],
)
def test_the_edition_is_that_of_the_document(text, edition):
    assert described(text).edition == edition


@pytest.mark.parametrize(
    ("text", "replaces"),
    [
        ("جایگزین: سیاست‌نامهٔ شمارهٔ ۱۴۰۱/ص/۱۸", "۱۴۰۱/ص/۱۸"),
        ("این سند جایگزین آیین‌نامهٔ شمارهٔ ۱۴۰۱-ص-۱۸ است.", "۱۴۰۱-ص-۱۸"),
        ("این سند جایگزین شیوه‌نامهٔ مرخصی می‌شود.", "شیوه‌نامهٔ مرخصی"),
        ("ماده ۹.\n" * 40 + "این سند جایگزین آیین‌نامهٔ ۱۴۰۱/ص/۱۸ می‌شود.", "۱۴۰۱/ص/۱۸"),
        ("راه‌های جایگزین بررسی شده است.", None),
        ("۲۸۴۰ چراغ جایگزین خواهد شد.", None),
    ],
)
def test_what_is_replaced_is_a_number_or_a_named_document(text, replaces):
    assert described(text).replaces == replaces


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("مرخصی استحقاقی کارکنان سالانه سی روز است.", "fa"),
        ("مرخصي استحقاقي كاركنان با تأييد مدير است.", "fa"),
        ("قرر مجلس البلدية في هذه الجلسة على التقرير الذي قدم إلى اللجنة", "ar"),
        ("The smart city report of 1403", "en"),
        ("گزارش GIS و IoT در شهر", "fa"),
        ("", "fa"),
    ],
)
def test_the_language_is_that_of_the_text(text, language):
    assert described(text).language == language


def test_a_document_without_text_is_described_by_its_file_name():
    empty = ParsedDocument((Page(1, "", needs_ocr=True),), ())
    assert describe(empty, "letters/نامه آب‌سنج.pdf") == Description("نامه آب‌سنج", DocumentKind.LETTER)
    assert describe(ParsedDocument((), ()), "a_b.pdf") == Description("a b")


def test_a_very_long_heading_is_cut():
    assert len(describe(document("واژه " * 99, (TITLE, "واژه " * 99)), "a.pdf").title) <= 200
