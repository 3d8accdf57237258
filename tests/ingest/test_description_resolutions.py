"""The register of resolutions: text, owner, deadline and place, from tables and from sentences."""

from datetime import date

import pytest

from corpus.described import Resolution
from corpus.records import Page
from ingest.describing.deadlines import deadline_in
from ingest.description import describe
from ingest.parsing import ParsedDocument
from language.jalali import parse

HEAD = "صورت‌جلسهٔ کمیتهٔ فنی\nتاریخ: ۱۴۰۳/۰۵/۱۲\n"


def resolutions(*pages: str) -> tuple[Resolution, ...]:
    made = tuple(Page(number, text) for number, text in enumerate(pages, 1))
    details = describe(ParsedDocument(made, ()), "a.docx").details
    assert details is not None
    return details.resolutions


def day(text: str) -> date | None:
    jalali = parse(text) if text else None
    return jalali.to_gregorian() if jalali else None


@pytest.mark.parametrize(
    "header",
    [
        "ردیف\tمصوبه\tمسئول اجرا\tمهلت",
        "ردیف\tشرح تصمیم\tاقدام‌کننده\tموعد انجام",
        "ردیف\tمتن مصوبه\tواحد مسئول\tتاریخ سررسید",
        "ردیف\tشرح\tپیگیری کننده\tزمان اجرا",
    ],
)
def test_tables_are_known_by_their_headers(header: str) -> None:
    [one] = resolutions(f"{HEAD}{header}\n۱\tخرید دو دستگاه پمپ\tامور مالی\tظرف دو هفته")
    assert (one.text, one.owner, one.due) == ("خرید دو دستگاه پمپ", "امور مالی", day("۱۴۰۳/۰۵/۲۶"))
    assert one.from_table


@pytest.mark.parametrize(
    "table",
    [
        "سرفصل\tدرخواست\tپذیرفته\nروشنایی\t۱۷۰\t۱۱۵",
        "مصوبهٔ جلسهٔ ۱۴\tمسئول\tوضعیت\nنصب چراغ\tحراست\tباز",
    ],
)
def test_other_tables_are_no_register(table: str) -> None:
    assert resolutions(HEAD + table) == ()


@pytest.mark.parametrize("heading", ["مصوبات و پیگیری", "مصوبات جلسه", "تصمیم‌ها"])
def test_a_heading_of_this_sessions_resolutions_does_not_look_back(heading: str) -> None:
    table = "ردیف\tمصوبه\tمسئول\tمهلت\n۱\tنصب پمپ\tامور فنی\t۱۴۰۳/۰۶/۰۱"
    assert len(resolutions(f"{HEAD}{heading}\n{table}")) == 1
    assert resolutions(f"{HEAD}پیگیری مصوبات جلسهٔ ۱۱\n{table}") == ()


def test_a_row_that_the_end_of_the_page_breaks_is_whole_again() -> None:
    header = "ردیف\tمصوبه\tمسئول\tمهلت"
    first = f"{HEAD}{header}\n۱\tپیشنهاد بودجه\tمعاونت مالی و\t۱۴۰۳/۰۶/۰۱"
    second = f"{header}\n\tبه شورا\tاقتصادی\t\n۲\tنصب پمپ\tامور فنی\t۱۴۰۳/۰۶/۰۲"
    found = resolutions(first, second)
    assert [(one.text, one.owner) for one in found] == [
        ("پیشنهاد بودجه به شورا", "معاونت مالی و اقتصادی"),
        ("نصب پمپ", "امور فنی"),
    ]


@pytest.mark.parametrize(
    ("sentence", "owner", "due"),
    [
        ("مقرر شد مدیریت بافت فرسوده ظرف ده روز فهرست پلاک‌ها را بفرستد.", "مدیریت بافت فرسوده", "۱۴۰۳/۰۵/۲۲"),
        ("مسئولیت بر عهدهٔ سازمان پارک‌ها گذاشته شد و تا پایان شهریور گزارش شود.", "سازمان پارک‌ها", "۱۴۰۳/۰۶/۳۱"),
        ("نام کوچه عوض شد و منطقه سه مکلف است تا ۱۴۰۳/۰۶/۰۱ تابلو را نصب کند.", "منطقه سه", "۱۴۰۳/۰۶/۰۱"),
        ("هزینه پرداخت گردد (اقدام: امور مالی، موعد: ۲ هفته).", "امور مالی", "۱۴۰۳/۰۵/۲۶"),
        ("گزارش توسط دفتر طرح و برنامه حداکثر ظرف ۴۸ ساعت تقدیم شود.", "دفتر طرح و برنامه", "۱۴۰۳/۰۵/۱۴"),
        ("آقای مهندس پورافشار موظف گردید طی مدت یک ماه طرح را تهیه کند.", "پورافشار", "۱۴۰۳/۰۶/۱۲"),
        ("روابط عمومی موظف است به‌صورت مستمر اخبار را منتشر کند.", "روابط عمومی", ""),
        ("مصوب شد اعتبار پروژه به ۳۵ میلیارد ریال افزایش یابد.", None, ""),
    ],
)  # fmt: skip
def test_sentences_say_who_and_until_when(sentence: str, owner: str | None, due: str) -> None:
    [one] = resolutions(f"{HEAD}مصوبات:\n۱. {sentence}")
    assert (one.owner, one.due) == (owner, day(due))
    assert sentence in one.text


@pytest.mark.parametrize(
    "opening",
    ["مصوبات", "تصمیم‌های جلسه", "در این نشست تصمیم‌های زیر گرفته شد:", "موارد زیر به تصویب رسید:", "مقرر شد:"],
)
def test_what_stands_below_an_opening_is_a_register(opening: str) -> None:
    found = resolutions(f"{HEAD}{opening}\nالف- سازمان فرهنگی نمایشگاه را پس از یک ماه برپا نماید.\nامضا")
    assert [(one.owner, one.due) for one in found] == [("سازمان فرهنگی", day("۱۴۰۳/۰۶/۱۲"))]


def test_a_short_resolution_is_no_opening() -> None:
    [one] = resolutions(HEAD + "مقرر شد واحد مالی گزارش دهد.")
    assert one.owner == "واحد مالی"


def test_two_charges_in_one_sentence_are_two_resolutions() -> None:
    text = "مقرر شد امور قراردادها تا ۱۴۰۳/۰۶/۰۱ قرارداد را آماده کند و امور مالی تا ۱۴۰۳/۰۶/۱۰ آن را بپردازد."
    assert [(one.owner, one.due) for one in resolutions(HEAD + text)] == [
        ("امور قراردادها", day("۱۴۰۳/۰۶/۰۱")),
        ("امور مالی", day("۱۴۰۳/۰۶/۱۰")),
    ]


def test_the_place_is_the_row_or_the_sentence() -> None:
    text = HEAD + "چای خورده شد.\nمقرر شد واحد مالی تا ۱۴۰۳/۰۶/۰۱ گزارش دهد."
    [one] = resolutions(text)
    assert one.place.span.of(text) == "مقرر شد واحد مالی تا ۱۴۰۳/۰۶/۰۱ گزارش دهد."


def test_a_letter_charges_its_addressee() -> None:
    text = (
        "شماره: ۱۲/د\nتاریخ: ۱۴۰۳/۰۵/۱۲\nاز: حراست\nبه: سازمان پارک‌ها\nموضوع: نصب دوربین\nبا سلام\n"
        "آن سازمان مکلف است تا ۱۴۰۳/۰۶/۰۱ برق را تأمین کند. این طرح تا ۱۴۰۴/۰۱/۰۱ ادامه دارد."
    )
    assert [(one.owner, one.due) for one in resolutions(text)] == [("سازمان پارک‌ها", day("۱۴۰۳/۰۶/۰۱"))]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("پایان مهر ۱۴۰۳", "۱۴۰۳/۰۷/۳۰"),
        ("پایان فروردین", "۱۴۰۴/۰۱/۳۱"),
        ("پایان سال", "۱۴۰۳/۱۲/۳۰"),
        ("نیمهٔ شهریور ۱۴۰۳", "۱۴۰۳/۰۶/۱۵"),
        ("دههٔ دوم آذر", "۱۴۰۳/۰۹/۲۰"),
        ("پایان ماه جاری", "۱۴۰۳/۰۵/۳۱"),
        ("شهریور", "۱۴۰۳/۰۶/۳۱"),
        ("دو ماهه", "۱۴۰۳/۰۷/۱۲"),
        ("۱۰ روز کاری", "۱۴۰۳/۰۵/۲۴"),
        ("هفتهٔ آینده", "۱۴۰۳/۰۵/۱۹"),
        ("مستمر", ""),
        ("جلسهٔ آینده", ""),
    ],
)
def test_deadlines_are_days_reckoned_from_the_session(text: str, due: str) -> None:
    found = deadline_in(text, day("۱۴۰۳/۰۵/۱۲"), alone=True)
    assert found is not None
    assert (found.day, found.words) == (day(due), text)


def test_the_same_words_are_the_same_resolution_after_every_reading() -> None:
    text = HEAD + "مقرر شد واحد مالی تا ۱۴۰۳/۰۶/۰۱ گزارش دهد."
    assert [one.id for one in resolutions(text)] == [one.id for one in resolutions("سربرگ\n" + text)]
