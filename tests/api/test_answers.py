"""An answer's sentences share the number of the page that they stand on."""

from typing import Any

from api.answers import answer_card
from corpus.records import Span
from search.results import Answer, Citation


def cited(town: Any, name: str, page: int, start: int) -> Citation:
    return Citation(town.documents[name], page, town.id(name), "", Span(start, start + 5))


def test_sentences_of_one_page_share_a_source_and_keep_their_own_places(town: Any) -> None:
    citations = (cited(town, "minutes", 1, 0), cited(town, "circular", 1, 0), cited(town, "minutes", 1, 50))
    answer = Answer("• نخست.", ("• نخست.", "دوم\nدر دو سطر.", "سوم."), citations, 0.9)
    card = answer_card(answer, "پرسش")
    assert card is not None
    assert [(sentence.text, sentence.number) for sentence in card.sentences] == [
        ("نخست.", 1),
        ("دوم در دو سطر.", 2),
        ("سوم.", 1),
    ]
    assert len(card.sources) == 2
    assert card.sentences[0].href.endswith("s=0-5")
    assert card.sentences[2].href.endswith("s=50-55")
    assert card.plain == "نخست. [1] دوم در دو سطر. [2] سوم. [1]"
    assert card.source_lines.count("\n") == 1


def test_no_answer_has_no_card() -> None:
    assert answer_card(Answer(None), "پرسش") is None
