"""Numbers, dates, sessions, people, relations and OCR, as offices write them."""

from datetime import date

import pytest

from corpus.described import Attribute, Certainty, How
from corpus.records import Description, DocumentKind, Page
from ingest.description import describe
from ingest.parsing import ParsedDocument

MINUTES = "صورت‌جلسهٔ کمیتهٔ فنی\n"


def described(text: str, *, recognized: float | None = None) -> Description:
    return describe(ParsedDocument((Page(1, text, recognized=recognized),), ()), "scan-0001.pdf")


def texts(found: Description, attribute: Attribute) -> list[str]:
    assert found.details is not None
    return [value.text for value in found.details.values if value.attribute is attribute]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("شماره: ........ ۱۲۳/۴۵ ........\nبا سلام", "۱۲۳/۴۵"),
        ("شماره:\n۱۲/۹۹۱/د\nتاریخ:\n۱۴۰۲/۰۸/۰۹", "۱۲/۹۹۱/د"),
        ("شماره\t۵۵/ب\nتاریخ\t۱۴۰۲/۰۱/۰۱", "۵۵/ب"),
        ("تاریخ: ۱۴۰۲/۰۱/۰۱ شماره: ۹۰۱/م ز پیوست: ندارد", "۹۰۱/م ز"),
        ("بخشنامه شماره ۴۵/ب/۱۴۰۳\nبه واحدها", "۴۵/ب/۱۴۰۳"),
        ("سلام علیکم، عطف به شماره: ۵۵۵/الف", None),
        ("بازگشت به نامهٔ شماره: ۵۵۵/الف", None),
        ("شماره: ۰۹۱۲۱۲۳۴۵۶۷", None),
    ],
)
def test_a_number_is_the_documents_own(text: str, number: str | None) -> None:
    assert described(text).number == number


@pytest.mark.parametrize(
    ("text", "issued"),
    [
        ("تاریخ: ۹۹/۰۸/۱۷", date(2020, 11, 7)),
        ("تاریخ: ۲۷ محرم ۱۴۴۶", date(2024, 8, 2)),
        ("تاریخ: 12/05/1403", date(2024, 8, 2)),
        ("Date: August 2, 2024", date(2024, 8, 2)),
        ("تاریخ: دوازدهم مرداد یک هزار و چهارصد و سه", date(2024, 8, 2)),
        ("تاریخ انقضا: ۱۴۰۳/۰۵/۱۲", None),
        ("با سلام\nقرارداد شمارهٔ ۱۲ مورخ ۱۴۰۳/۰۵/۱۲ پایان یافت.", None),
        ("جلسه روز یکشنبه مورخ ۱۴۰۳/۰۵/۱۲ ساعت ۹ صبح در دفتر مدیر با حضور همگان تشکیل شد.", date(2024, 8, 2)),
        ("نامهٔ شمارهٔ ۷۷۱/ش مورخ ۱۴۰۲/۰۳/۲۲ بررسی شد.\nتاریخ: ۱۴۰۳/۰۵/۱۲", date(2024, 8, 2)),
    ],
)
def test_a_date_is_the_documents_own_in_any_calendar(text: str, issued: date | None) -> None:
    assert described("نامه\n" + text).issued == issued


@pytest.mark.parametrize(
    ("text", "session"),
    [
        ("شماره جلسه: ۱۷", 17),
        ("نوبت جلسه: چهاردهم", 14),
        ("بیست و سومین جلسهٔ کمیته برگزار شد.", 23),
        ("جلسهٔ سی‌ویکم", 31),
        ("پیگیری مصوبات جلسهٔ ۱۲", None),
    ],
)
def test_sessions_are_numbered_in_words_and_digits(text: str, session: int | None) -> None:
    assert described(MINUTES + text).session == session


@pytest.mark.parametrize(
    ("text", "present", "absent"),
    [
        (
            "حاضران: سارا پرتو (دبیر)، نیما دادگر و آذر مهر\nغایبان: بیژن کوشا",
            ["سارا پرتو", "نیما دادگر", "آذر مهر"],
            ["بیژن کوشا"],
        ),
        ("حاضران:\n۱- سارا پرتو، دبیر\n۲- نیما دادگر\nدستور جلسه:\nبودجه", ["سارا پرتو", "نیما دادگر"], []),
        ("نام\tسمت\nسارا پرتو\tدبیر\nنیما دادگر\tغایب", ["سارا پرتو"], ["نیما دادگر"]),
        ("حاضران: معاون مالی و اقتصادی، مدیر حراست", ["معاون مالی و اقتصادی", "مدیر حراست"], []),
        ("حاضران: یازده نفر از دوازده عضو", [], []),
    ],
)  # fmt: skip
def test_people_are_told_apart_from_roles_and_absentees(
    text: str, present: list[str], absent: list[str]
) -> None:
    found = described(MINUTES + text)
    assert texts(found, Attribute.PRESENT) == present
    assert texts(found, Attribute.ABSENT) == absent


@pytest.mark.parametrize(
    ("text", "how", "named"),
    [
        ("این بخشنامه جایگزین بخشنامهٔ شمارهٔ ۱۳۹۹/ب/۱۲ می‌شود.", How.REPLACES, "۱۳۹۹/ب/۱۲"),
        ("با صدور این بخشنامه، بخشنامهٔ شمارهٔ ب/۱۳۹۸/۱۲ لغو می‌گردد.", How.REPEALS, "ب/۱۳۹۸/۱۲"),
        ("اصلاحیهٔ دستورالعمل شمارهٔ ۱۴۰۰/ص/۴۲ ابلاغ می‌شود.", How.AMENDS, "۱۴۰۰/ص/۴۲"),
        ("بخشنامهٔ ۷۱۰۰/م به قوت خود باقی است.", None, ""),
        ("چراغ‌های تازه جایگزین چراغ‌های کهنه شد.", None, ""),
    ],
)
def test_what_a_document_does_to_older_ones(text: str, how: How | None, named: str) -> None:
    details = described("بخشنامهٔ دورکاری\n" + text).details
    assert details is not None
    assert [(one.how, one.named) for one in details.relations] == ([(how, named)] if how else [])


def test_each_value_has_its_place() -> None:
    text = "صورتجلسه كميته فني\nشماره: ۱۲/د\nتاریخ: ۱۴۰۳/۰۵/۱۲"
    details = described(text).details
    assert details is not None
    placed = {value.attribute: value.place.span.of(text) for value in details.values if value.place}
    assert placed[Attribute.NUMBER] == "۱۲/د"
    assert placed[Attribute.ISSUED] == "۱۴۰۳/۰۵/۱۲"
    assert placed[Attribute.TITLE] == "صورتجلسه كميته فني"


def test_digits_from_ocr_are_offered_and_never_taken() -> None:
    text = MINUTES + "شماره: ۱۲/د\nتاریخ: ۱۴۰۳/۰۵/۱۲\nشماره جلسه: ۷\nمقرر شد واحد مالی تا ۱۴۰۳/۰۶/۰۱ گزارش دهد."
    found = described(text, recognized=0.8)
    assert (found.number, found.issued, found.session) == (None, None, None)
    assert texts(found, Attribute.NUMBER) == ["۱۲/د"]
    assert texts(found, Attribute.ISSUED) == ["2024-08-02"]
    assert found.details is not None
    assert {value.certainty for value in found.details.values if value.place} == {Certainty.UNSURE}
    assert [(one.due, one.due_text) for one in found.details.resolutions] == [(None, "۱۴۰۳/۰۶/۰۱")]


def test_keywords_are_terms_that_come_again() -> None:
    text = "گزارش حسگرهای هوا\n" + "حسگرهای هوا در بازار نصب شد و حسگرهای هوا واسنجی شد.\n" * 3
    assert texts(described(text), Attribute.KEYWORD)[0] == "حسگرهای هوا"


def test_minutes_are_known_by_what_stands_in_them() -> None:
    text = "جلسهٔ کارگروه آب\nدر تاریخ ۱۴۰۳/۰۲/۱۵ جلسه تشکیل شد.\nحاضران: سارا پرتو، نیما دادگر"
    assert described(text).kind is DocumentKind.MINUTES
