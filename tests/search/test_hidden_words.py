"""A word that stands in hidden documents alone is to its asker like one that nobody ever wrote."""

import pytest

from corpus.access import principal
from language.keyboard import to_latin
from search.query import Mode

GUEST = principal("مهمان")
SECRETLY = frozenset({"حراست"})
NOWHERE = "کژپلغزنده"
HIDDEN = "کژپلغزیده"


@pytest.fixture
def filled(office):
    for number in range(4):
        office.add(f"گزارش مترو {number}", f"پیشرفت خط {number} مترو و نوسازی ناوگان تالار.")
    for number in range(3):
        office.add(f"پرونده {number}", f"{HIDDEN} و خط {number} مترو", readers=SECRETLY)
    return office


@pytest.mark.parametrize("mode", [Mode.WORDS, Mode.HYBRID])
@pytest.mark.parametrize("question", ["{} مترو", "مترو {} خط تالار", "{} {} پیشرفت"])
def test_scores_and_certainty_do_not_tell_of_it(filled, office_with, question, mode):
    # Vectors tell of words too; those of the two questions are made the same.
    ours = office_with(embedder=Deaf(filled.embedder))
    told = []
    for word in (HIDDEN, NOWHERE):
        asked = {"principal": GUEST, "mode": mode, "repair": False}
        found = ours.search(question.replace("{}", word), **asked)
        answer = ours.answer(question.replace("{}", word), **asked)
        told.append(
            (
                [(hit.document.id, hit.score, hit.words) for hit in found.hits],
                (found.total_documents, found.facets, found.confidence),
                (answer.text, answer.score, answer.reason),
            )
        )
    assert told[0] == told[1]
    assert told[0][0]


def test_the_other_keyboard_layout_is_offered_as_if_nobody_had_written_it(filled):
    typed = to_latin("تالار")
    filled.add("محرمانه", f"{typed} مترو", readers=SECRETLY)
    assert filled.search(typed, as_written=[typed]).offer == "تالار"
    assert filled.search(typed, as_written=[typed], principal=GUEST).offer == ""


def test_a_hidden_copy_makes_no_document_less_like_the_others(filled):
    """By words alone: what only the hidden copy shares is no part of what the document is measured by."""
    rare = "لایروبی ایستایی دیواره شمالی بیل مکانیکی سنگدانه ملات تراز قالب آرماتور بتن شمع زهکش ژئوتکستایل"
    document = filled.add("مسیل یک", f"آبراهه و {rare}", embed=False)
    alike = filled.add("مسیل دو", "آبراهه و کانال", embed=False)
    before = filled.searcher.similar(document.id, GUEST)
    filled.add("مسیل محرمانه", f"آبراهه و {rare}", readers=SECRETLY, embed=False)
    after = filled.searcher.similar(document.id, GUEST)
    assert [one.document.id for one in before] == [one.document.id for one in after] == [alike.id]
    assert after[0].score == pytest.approx(before[0].score, abs=0.05)  # common words weigh by all documents


class Deaf:
    """An embedder to which the two words are the same."""

    def __init__(self, inner):
        self._inner = inner
        self.fingerprint, self.dimension = inner.fingerprint, inner.dimension

    def embed_queries(self, texts):
        return self._inner.embed_queries([text.replace(HIDDEN, NOWHERE) for text in texts])

    def embed_passages(self, texts):
        return self._inner.embed_passages(texts)
