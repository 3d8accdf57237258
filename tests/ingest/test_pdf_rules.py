"""The rules of reading, one by one: order of a line, character maps, legibility, measures."""

import pytest

from bench.reading_measures import edit_distance, score
from ingest.parsers.pdf.brackets import inverted_brackets, with_paired_brackets
from ingest.parsers.pdf.columns import in_column_order
from ingest.parsers.pdf.font_maps import corrected, read_map, write_map
from ingest.parsers.pdf.glyphs import glyph_text
from ingest.parsers.pdf.legibility import is_legible
from ingest.parsers.pdf.lines import forget_kashida, glyph_lines
from ingest.parsers.pdf.mirroring import unmirrored
from ingest.parsers.pdf.order import logical_tokens
from ingest.parsers.pdf.shadows import without_shadows
from ingest.parsers.pdf.signs import Glyph
from ingest.parsers.pdf.spacing import Token, visual_tokens
from ingest.parsers.pdf.text import canonical


def logical(visual: str, mirror: bool = True) -> str:
    """Read a line given as it looks, left to right."""
    return "".join(token.text for token in logical_tokens([Token(c) for c in visual], True, mirror))


@pytest.mark.parametrize(
    ("visual", "meant"),
    [
        ("۱۴۰۳/۰۵/۱۲ خروم", "مورخ ۱۴۰۳/۰۵/۱۲"),
        ("۱۶:۴۵ ات ۱۴:۳۰ تعاس", "ساعت ۱۴:۳۰ تا ۱۶:۴۵"),
        ("٪۷۲٫۷ هب", "به ۷۲٫۷٪"),
        ("لایر ۱۸٬۵۰۰٬۰۰۰", "۱۸٬۵۰۰٬۰۰۰ ریال"),
        ("ب-۱۲۳/۴۵ هرامش", "شماره ۱۲۳/۴۵-ب"),
        ("تسا 868 MHz رد", "در 868 MHz است"),
        ("ربارب رد WGS 84 هناماس", "سامانه WGS 84 در برابر"),
        ("(OCR) ناوخ", "خوان (OCR)"),
        ("«ریثات» هژاو", "واژه «تاثیر»"),
        ("5G، NB-IoT لثم", "مثل 5G، NB-IoT"),
        ("5G ،NB-IoT لثم", "مثل NB-IoT، 5G"),
        ("Unicode (UTF-8) هب", "به Unicode (UTF-8)"),
        ("تسا IEC 62443-3-3 هب", "به IEC 62443-3-3 است"),
        ("88776655-021 نفلت", "تلفن 021-88776655"),
        ("www.shahr.ir/news? هب", "به www.shahr.ir/news?"),
        ("https://shahr.ir/ هب", "به https://shahr.ir/"),
        (".See the annex", "See the annex."),
        ("Smith, J. (2021) •", "• Smith, J. (2021)"),
    ],
)
def test_a_line_is_turned_into_logical_order(visual, meant):
    assert canonical(logical(visual).replace(" ", "\n")).split() == meant.split()


def test_the_glyph_of_lam_alef_stays_whole():
    tokens = [Token(text) for text in ("ت", "ا", "ع", "لا", "ط", "ا")]
    assert "".join(token.text for token in logical_tokens(tokens, True, False)) == "اطلاعات"


def test_brackets_that_all_stand_the_wrong_way_are_turned():
    turned = with_paired_brackets([Token(c) for c in ")نسخه("])
    assert "".join(token.text for token in turned) == "(نسخه)"
    assert inverted_brackets(")نسخه(") > inverted_brackets("(نسخه)") == 0


@pytest.mark.parametrize(
    ("drawn", "word"),
    [
        ("ﺷـــﻬﺮ", "شهر"),
        ("ﻃﺒﻘۀ", "طبقهٔ"),
        ("ﻻﯾﻪ", "لایه"),
        ("٪۷۲٫۷", "۷۲٫۷٪"),
        ("۱۰٪±", "±۱۰٪"),
        ("۱۲۳۴۵۶۷۸-۰۲۱", "۰۲۱-۱۲۳۴۵۶۷۸"),
    ],
)
def test_words_are_spelled_canonically(drawn, word):
    assert canonical(drawn) == word


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("سامانه )نسخه( است", "سامانه (نسخه) است"),
        (")DDoS( خدمت", ")DDoS( خدمت"),  # as many stretches of either kind: PDFium turns nothing
        ("داوری \u186f» شهر «", "داوری \u186f» شهر »"),  # a nameless glyph counts as what its number says
        ("سال ۱۴۰۳ )عادی(\r\n(OCR)", "سال ۱۴۰۳ (عادی)\r\n(OCR)"),
    ],
)
def test_brackets_that_pdfium_turned_are_turned_back(told, meant):
    made = [character in "\r\n" for character in told]
    assert "".join(unmirrored([ord(character) for character in told], made)) == meant


def glyph(text: str, left: float, width: float = 6.0, baseline: float = 100.0) -> Glyph:
    return Glyph(text, left, left + width, baseline, 12.0, (left, baseline, left + width, baseline + 9))


def spelled(line: list[Glyph]) -> str:
    return "".join(token.text for token in visual_tokens(line, own_blanks=True))[::-1]


def stretched(sign: str, times: int) -> list[Glyph]:
    """«شهر» with a sign between its letters, several times over."""
    line: list[Glyph] = []
    for number in range(times):
        start = 40.0 * number
        line += [glyph("ر", start), glyph("ه", start + 6), glyph(sign, start + 12), glyph("ش", start + 18)]
    return line


@pytest.mark.parametrize(("sign", "times", "kept"), [("(", 3, 0), ("*", 1, 0), ("/", 4, 4), ("-", 4, 4)])
def test_a_sign_inside_joined_letters_is_kashida_with_a_wrong_code(sign, times, kept):
    line = stretched(sign, times)
    forget_kashida([line])
    assert [one.text for one in line].count(sign) == kept


def test_brackets_in_pairs_inside_a_word_are_kept():
    line = [glyph(text, 6.0 * index) for index, text in enumerate(")اه(دنب" * 4)]
    forget_kashida([line])
    assert "".join(one.text for one in line) == ")اه(دنب" * 4


def test_kashida_drawn_under_its_neighbours_hides_no_blank():
    line = [glyph("ب", 0), glyph(" ", 6, 4), glyph("ن", 10), glyph("\ufffd", 0, 10), glyph("\ufffd", 9.8, 9)]
    line += [glyph("م", 16)]
    assert spelled(line) == "من ب"


def test_a_blank_without_advance_is_zwnj():
    line = [glyph("ا", 0), glyph("ه", 6), glyph(" ", 12, 3.5), glyph("ن", 12), glyph("آ", 18)]
    assert spelled(line) == "آن\u200cها"


def test_a_mark_joins_the_letter_that_it_stands_over():
    letters = [glyph("ه", 474.8, 5.6), glyph("س", 479.8, 8.6), glyph("ل", 487.5, 3.4), glyph("ج", 490.8, 8.5)]
    (line,) = glyph_lines([*letters, glyph("\u0654", 477.5, 1.6, 101.0)])
    assert {one.text for one in line} == {"هٔ", "س", "ل", "ج"}


def column(text: str, left: float, letters: int) -> list[Glyph]:
    return [glyph(text, left + 6 * n, 6, 100.0 - 15 * row) for row in range(3) for n in range(letters)]


@pytest.mark.parametrize(("letters", "read"), [(40, ["ر", "چ"]), (10, ["رچ"])])
def test_the_last_lines_of_two_columns_are_columns_and_narrow_cells_are_not(letters, read):
    lines = glyph_lines(column("چ", 0, letters) + column("ر", 300, letters))
    groups = in_column_order(lines, right_to_left=True)
    assert ["".join(sorted({one.text for line in group for one in line})) for group in groups] == read


def test_a_character_map_survives_writing_and_reading():
    mapping = {3: "ب", 17: "لا", 500: "\uef0c"}
    assert read_map(write_map(mapping, code_bytes=2)) == mapping


def test_ranges_of_a_character_map_are_read():
    stream = b"1 beginbfrange <0001> <0003> <06F0> endbfrange "
    stream += b"1 beginbfrange <0010> <0011> [<0627> <06440627>] endbfrange"
    assert read_map(stream) == {1: "۰", 2: "۱", 3: "۲", 16: "ا", 17: "لا"}


LETTERS = "ابپتثجچحخدذرز"


def test_a_map_with_confused_letters_is_corrected_from_the_font():
    by_font = {code: [letter] for code, letter in enumerate(LETTERS)} | {90: ["("]}
    stated = dict(enumerate("باتپ" + LETTERS[4:])) | {90: ")"}
    assert corrected(stated, by_font) == dict(enumerate(LETTERS)) | {90: ")"}


def test_a_map_that_agrees_with_the_font_is_left_alone():
    by_font = {code: [letter] for code, letter in enumerate(LETTERS)}
    assert corrected(dict(enumerate(LETTERS)), by_font) is None


def test_persian_english_and_figures_are_legible_and_codes_are_not():
    persian = (
        "نمایندهٔ سازمان فناوری اطلاعات توضیح داد که تاکنون چراغ خیابانی به کنترل‌گر متصل شده‌اند و داده‌ها می‌رسد"
    )
    english = (
        "The gateway forwards messages of the nodes to the network server within fifteen minutes of every hour "
        * 2
    )
    figures = "۱۴۰۳/۰۵/۱۲ 12,500 3.14 ۲۵٪ " * 10
    codes = "!\"#$%&'()*+, -./0*1234 -;<= !>789: 562/ 1;<?2@,A-BCD@30-E@4 OP1QM*RS@Q-Q9TUBQ9L0/ =G,_*62/#$%" * 4
    verdicts = [is_legible(text.split()) for text in (persian, english, figures, codes)]
    assert verdicts == [True, True, True, False]
    assert is_legible(["کوتاه"]) is None


@pytest.mark.parametrize(
    ("one", "other", "distance"), [("", "ab", 2), ("کتاب", "کتاب", 0), ("سطر", "شهر", 2), ("abc", "", 3)]
)
def test_edit_distance_counts_the_least_changes(one, other, distance):
    assert edit_distance(one, other) == distance


def test_the_score_tells_reversed_dates_and_split_words():
    truth = "جلسهٔ ۱۴۰۳/۰۵/۱۲ (عادی) برگزار شد."
    good, poor = (
        score(truth, truth.replace("برگزار", "بر گزار")),
        score(truth, "جلسهٔ ۱۲/۰۵/۱۴۰۳ )عادی( برگزار شد."),
    )
    assert (good.dates_right, good.brackets_intact, good.loose_word_f1) == (1.0, 1.0, 1.0)
    assert good.word_f1 < 1.0
    assert (poor.dates_right, poor.brackets_intact) == (0.0, 0.0)


def glyph_at(text: str, left: float, baseline: float, size: float = 12.0) -> Glyph:
    return Glyph(text, left, left + 0.4 * size, baseline, size, (left, baseline, left + 0.4 * size, baseline))


@pytest.mark.parametrize("size", [6.0, 12.0, 90.0])
def test_a_sign_drawn_again_with_a_tiny_offset_is_dropped_and_its_neighbours_stay(size):
    word = [glyph_at("ل", 100 + 0.2 * size * place, 500, size) for place in range(4)]
    below = [glyph_at("ل", glyph.left, 500 - size, size) for glyph in word]
    shadows = [glyph_at("ل", glyph.left + 0.05 * size, glyph.baseline - 0.05 * size, size) for glyph in word]
    assert without_shadows([*word, *below, *shadows]) == [*word, *below]


@pytest.mark.parametrize("mark", ["\uf0b7", "\uf0a7", "\uf0d8", "\uf0fc"])
def test_list_marks_of_symbol_types_are_bullets(mark):
    assert glyph_text(mark, False) == "•"
    assert glyph_text("\uf041", False) == "\ufffd"
