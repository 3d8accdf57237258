"""Untrusted text is cut at spans, never put together as markup."""

from api.marking import Piece, excerpt, flowing, joined, pieces, safe_name
from language.spans import Span

TEXT = "مقرر شد گزارش پیشرفت خط ۳ مترو ارسال شود."


def span_of(part: str, text: str = TEXT) -> Span:
    start = text.index(part)
    return Span(start, start + len(part))


def test_text_is_cut_into_marked_and_unmarked_pieces_without_losing_a_letter() -> None:
    cut = pieces(TEXT, [span_of("ارسال"), span_of("گزارش")])
    assert "".join(piece.text for piece in cut) == TEXT
    assert [piece.text for piece in cut if piece.marked] == ["گزارش", "ارسال"]


def test_neighbouring_words_become_one_mark() -> None:
    assert [span.of(TEXT) for span in joined(TEXT, [span_of("خط"), span_of("پیشرفت"), span_of("۳")])] == [
        "پیشرفت خط ۳"
    ]


def test_a_window_cuts_spans_at_its_edges() -> None:
    window = Span(span_of("پیشرفت").start + 3, len(TEXT))
    cut = pieces(TEXT, [span_of("پیشرفت")], window)
    assert cut[0] == Piece("رفت", marked=True)


def test_an_excerpt_begins_at_the_best_sentence_and_says_that_it_was_cut() -> None:
    text = "جملهٔ نخست دربارهٔ بودجه است. " * 20 + TEXT + " " + "پایان سند است. " * 40
    best = span_of(TEXT, text)
    cut = excerpt(text, [span_of("مترو", text)], best, 120)
    assert cut[0].text == "… "
    assert "".join(piece.text for piece in cut)[2:].startswith("مقرر شد")
    assert [piece.text for piece in cut if piece.marked] == ["مترو"]
    assert cut[-1].text == " …"


def test_an_excerpt_without_a_best_sentence_still_shows_what_was_found() -> None:
    text = "آغاز سند است. " * 30 + TEXT
    assert any(piece.marked for piece in excerpt(text, [span_of("مترو", text)], None, 110))


def test_direction_overrides_and_controls_leave_file_names() -> None:
    assert safe_name("صورت\u202efdp.html") == "صورتfdp.html"
    assert safe_name("a\r\nSet-Cookie: x\x00.pdf") == "aSet-Cookie: x.pdf"
    assert safe_name("نیم\u200cفاصله.pdf") == "نیم\u200cفاصله.pdf"


def test_cells_and_rows_of_a_table_stay_apart_in_an_excerpt() -> None:
    text = "نارون\t۳ هکتار\nسپیدار\t۵ هکتار"
    cut = excerpt(text, [span_of("سپیدار", text)], None, 100)
    assert "".join(piece.text for piece in cut) == "نارون | ۳ هکتار ؛ سپیدار | ۵ هکتار"
    assert [piece.text for piece in cut if piece.marked] == ["سپیدار"]


def test_a_quote_becomes_one_line() -> None:
    assert flowing("سطر نخست\nسطر دوم") == "سطر نخست سطر دوم"
    assert flowing("نارون\t۳") == "نارون | ۳"


def test_the_best_sentence_is_told_apart_with_its_marks() -> None:
    text = "آغاز سخن. بودجهٔ شهر تصویب شد. پایان."
    best = Span(text.index("بودجه"), text.index(" پایان"))
    marks = [Span(0, 4), Span(best.start, best.start + 6), Span(best.end - 3, best.end + 4)]
    cut = excerpt(text, marks, best, 300)
    assert "".join(piece.text for piece in cut) == text
    assert "".join(piece.text for piece in cut if piece.best) == best.of(text)
    assert "".join(piece.text for piece in cut if piece.marked) == "".join(span.of(text) for span in marks)
    long = "کلمه " * 200 + text + " کلمه" * 200
    moved = Span(best.start + 1000, best.end + 1000)
    shown = excerpt(long, [], moved, 120)
    assert "".join(piece.text for piece in shown if piece.best) == best.of(text)
