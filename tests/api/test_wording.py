"""Words stand in one file per language, and every page finds the words it asks for."""

import json
import re
from pathlib import Path

import pytest

from api.leaf_words import say_leaf
from api.wording import ui_folder, wording

TEMPLATES = sorted((ui_folder() / "templates").glob("*.html"))
PREFIXES = (
    "kind.",
    "explain.",
    "suggest.",
    "state.",
    "mode.",
    "sort.",
    "confidentiality.",
    "newer.",
    "attribute.",
    "certainty.",
    "unsure.",
    "care_reason.",
    "care_source.",
    "care_corrected.",
)


def keys(language: str) -> dict[str, str]:
    words = json.loads((ui_folder() / f"words.{language}.json").read_text("utf-8"))
    flat: dict[str, str] = {}
    for name, value in words.items():
        flat |= (
            {name: value} if isinstance(value, str) else {f"{name}.{key}": text for key, text in value.items()}
        )
    return flat


def test_both_languages_have_the_same_words() -> None:
    assert keys("fa").keys() == keys("en").keys()


def test_both_languages_take_the_same_facts() -> None:
    facts = {name: set(re.findall(r"{(\w+)}", text)) for name, text in keys("fa").items()}
    assert facts == {name: set(re.findall(r"{(\w+)}", text)) for name, text in keys("en").items()}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_word_that_a_template_asks_for_exists(template: Path) -> None:
    asked = set(re.findall(r"""say\(["']([\w.]+)["']""", template.read_text("utf-8")))
    assert {name for name in asked if name not in PREFIXES} <= keys("fa").keys()
    of_leaves = set(re.findall(r"""say_leaf\([\w.]+, ["'](\w+)["']""", template.read_text("utf-8")))
    assert {f"{leaf}.{name}" for leaf in ("page", "slide", "sheet") for name in of_leaves} <= keys("fa").keys()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_persian_of_their_own_and_trust_no_text(template: Path) -> None:
    text = template.read_text("utf-8")
    assert not re.search("[آ-ی]", text)
    assert "safe }}" not in text.replace("safe_name }}", "")
    assert "style=" not in text
    assert not re.search(r"<script(?![^>]*src=)", text)
    assert not re.search(r"\son\w+=", text)


def test_numbers_are_written_in_persian_with_their_own_marks() -> None:
    words = wording("fa")
    assert words.number(1238) == "۱٬۲۳۸"
    assert words.size(13_107_200) == "۱۲٫۵ مگابایت"
    assert words.duration(310) == "۵ دقیقه"


def test_a_share_that_is_not_whole_is_never_shown_as_hundred_percent() -> None:
    words = wording("fa")
    assert words.percent(0.9999) == "۹۹٪"
    assert words.percent(1.0) == "۱۰۰٪"


@pytest.mark.parametrize(
    ("format_name", "said"),
    [("pdf", "صفحهٔ ۳"), ("docx", "صفحهٔ ۳"), ("pptx", "اسلاید ۳"), ("odp", "اسلاید ۳"), ("xlsx", "برگهٔ ۳")],
)
def test_a_page_is_called_what_it_is(format_name: str, said: str) -> None:
    assert say_leaf(wording("fa"), format_name, "number", page=3) == said
