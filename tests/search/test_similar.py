"""Documents like one document, among what the asker may read."""

import pytest

from corpus.access import principal
from corpus.errors import NotFound
from index.memory import MemoryPassageIndex


@pytest.fixture
def filled(office):
    for number in (1, 2, 3):
        office.add(
            f"مترو {number}",
            f"پیشرفت ریل‌گذاری خط {number} مترو و تأمین ناوگان واگن.",
            "ایستگاه‌ها به آسانسور و پله‌برقی نیاز دارند.",
            readers=frozenset({"فنی"}) if number == 3 else frozenset({"everyone"}),
        )
    for number in range(6):
        office.add(f"بودجه {number}", f"سقف اعتبار بند {number} دفتر مالی برای سال آینده تعیین شد.")
    return office


def titles(office, title, asker=None):
    document = next(one for one in office.catalogue.all_documents() if one.description.title == title)
    found = office.searcher.similar(document.id, asker or office.asker)
    return [one.document.description.title for one in found]


def test_the_nearest_come_first_and_the_document_itself_never(filled):
    assert set(titles(filled, "مترو 1")[:2]) == {"مترو 2", "مترو 3"}
    assert "مترو 1" not in titles(filled, "مترو 1")
    assert all(title.startswith("بودجه") for title in titles(filled, "بودجه 1")[:4])


def test_what_may_not_be_read_is_not_similar_and_has_none(filled):
    guest = principal("مهمان")
    assert "مترو 3" not in titles(filled, "مترو 1", guest)
    assert "مترو 2" in titles(filled, "مترو 1", guest)
    with pytest.raises(NotFound):
        titles(filled, "مترو 3", guest)


def test_without_vectors_the_terms_decide(office, office_with):
    plain = office_with(index=MemoryPassageIndex())
    first, _ = (plain.add(title, "ریل‌گذاری خط مترو و واگن.", embed=False) for title in ("الف", "ب"))
    plain.add("پ", "آبیاری بوستان.", embed=False)
    assert titles(plain, "الف") == ["ب"]
    shared = plain.searcher.similar(first.id, plain.asker)[0].terms
    assert "مترو" in shared


def test_a_document_alone_has_nothing_like_it(office):
    office.add("تنها", "متن یگانه.")
    assert titles(office, "تنها") == []
