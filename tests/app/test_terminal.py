import pytest

from app.terminal import Terminal, visual
from language.spans import Span


def test_a_pipe_gets_persian_in_logical_order(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal(as_json=False).line("صورت‌جلسهٔ ۱۴۰۳/۰۵/۱۲ (IoT)")
    assert capsys.readouterr().out == "صورت‌جلسهٔ ۱۴۰۳/۰۵/۱۲ (IoT)\n"


def test_a_visual_terminal_gets_joined_letters_from_right_to_left_and_numbers_as_they_are() -> None:
    line = visual("سلام ۱۴۰۳/۰۵/۱۲ IoT")
    assert line.startswith("IoT ۱۴۰۳/۰۵/۱۲ ")
    assert line.endswith("\ufeb3")  # the initial form of س, now the last character of the line


def test_a_line_without_persian_is_left_alone() -> None:
    assert visual("plain (text) 12") == "plain (text) 12"


def test_found_words_are_set_off(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal(as_json=False)
    terminal.line(terminal.marked("شهر هوشمند\nآوندشهر", [Span(4, 10)]))
    assert capsys.readouterr().out == "شهر [هوشمند] آوندشهر\n"


def test_control_characters_of_a_document_never_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal(as_json=False).line("عنوان\x1b[2J\x07\u202eنام")
    out = capsys.readouterr().out
    assert not set("\x1b\x07\u202e") & set(out)
    assert "عنوان" in out


def test_json_is_one_line_of_readable_persian(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal(as_json=True).result({"title": "گزارش\nدوم"})
    assert capsys.readouterr().out == '{"title": "گزارش\\nدوم"}\n'
