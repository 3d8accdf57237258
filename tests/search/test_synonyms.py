"""The office's own table of equal words widens a question, says so, and can be undone."""

import pytest

from corpus.access import principal
from corpus.errors import InvalidSynonyms
from search.query import Mode
from search.service import Searcher
from search.synonym_source import DEFAULT, SynonymFile
from search.synonyms import Synonyms, expansions_of, read_table

FAVA = "فاوا = فناوری اطلاعات و ارتباطات = ICT"


def table(text: str) -> Synonyms:
    synonyms, faults = read_table(text)
    assert not faults
    return synonyms


def equals(text: str, synonyms: Synonyms, **options: object) -> list[tuple[str, list[str]]]:
    found = expansions_of(text, synonyms, **options)
    return [(one.written.of(text), [other.text for other in one.alternatives]) for one in found]


@pytest.fixture
def source(tmp_path):
    return SynonymFile(tmp_path / "synonyms.txt")


@pytest.fixture
def filled(office, source):
    """An office whose documents have the long name, the short one, half of the long one, or nothing of it."""
    office.add("برنامهٔ سالانه", "سازمان فناوری اطلاعات و ارتباطات شهرداری برنامهٔ سال را داد.")
    office.add("نامهٔ فاوا", "فاوا زیرساخت شبکه را گسترش می‌دهد.")
    office.add("اطلاعیه", "اطلاعات مسیر پیاده‌روی بوستان در تابلو آمده است.")
    office.add("ارتباطات", "ارتباطات مردمی شهرداری منطقهٔ سه.")
    office.add("بی‌ربط", "نوبت آبیاری فضای سبز.")
    source.replace(FAVA)
    office.searcher = Searcher(office.index, office.catalogue, office.encoder, office.settings, source)
    return office


def test_a_written_member_is_found_however_it_is_spelt():
    synonyms = table("فاوا = فناوری اطلاعات و ارتباطات\nصورت‌جلسه = صورت‌مجلس")
    assert equals("بودجهٔ فناوري اطلاعات و ارتباطات", synonyms) == [("فناوري اطلاعات و ارتباطات", ["فاوا"])]
    for written in ("صورت جلسه", "صورتجلسه", "صورت‌جلسه‌های", "صورتجلسهٔ"):
        ((place, others),) = equals(written, synonyms)
        assert (place, others[-1]) == (written, "صورت‌مجلس"), written


def test_the_longest_reading_wins_and_exact_places_are_left_alone():
    synonyms = table("سازمان فاوا = اداره فناوری\nفاوا = فناوری اطلاعات")
    assert equals("سازمان فاوا", synonyms) == [("سازمان فاوا", ["اداره فناوری"])]
    assert equals("سازمان فاوا", synonyms, as_written=["سازمان فاوا"]) == [("فاوا", ["فناوری اطلاعات"])]
    assert equals("سازمان فاوا", synonyms, as_written=["سازمان فاوا", "فاوا"]) == []


def test_few_letters_must_stand_as_the_table_has_them():
    synonyms = table("GIS = سامانه مکانی")
    assert equals("G I S", synonyms) == []
    assert equals("gis", synonyms) == [("gis", ["سامانه مکانی"])]


def test_a_question_asks_for_few_equal_words_only():
    many = table("\n".join(f"واژه{number} = هم ارز {number} بلند" for number in range(30)))
    text = " ".join(f"واژه{number}" for number in range(30))
    assert 0 < len(expansions_of(text, many)) <= 6


@pytest.mark.parametrize("line", ["فاوا", "فاوا =", "= فاوا", "فاوا = فاوا", "از = به", f"فاوا = {'ا' * 101}"])
def test_a_line_that_is_no_group_is_named_and_the_others_hold(line):
    synonyms, faults = read_table(f"# جدول\n{FAVA}\n{line}  # توضیح\nمترو = قطار شهری")
    assert [fault.facts["line"] for fault in faults] == [3]
    assert len(synonyms.groups) == 2


def test_the_table_that_comes_with_the_program_is_sound(source):
    assert not source.is_own
    assert not source.faults()
    assert ("فاوا", ["فناوری اطلاعات و ارتباطات", "ICT"]) in equals("فاوا", source.current())
    assert read_table(DEFAULT.read_text("utf-8"))[0].groups == source.current().groups


def test_an_abbreviation_finds_the_full_name_and_not_half_of_it(filled):
    found = filled.titles("فاوا", mode=Mode.WORDS)
    assert found[0] == "نامهٔ فاوا"
    assert set(found) == {"نامهٔ فاوا", "برنامهٔ سالانه"}


def test_the_full_name_finds_the_abbreviation(filled):
    ranking = filled.search("فناوری اطلاعات و ارتباطات", mode=Mode.WORDS)
    titles = [hit.document.description.title for hit in ranking.hits]
    assert titles[0] == "برنامهٔ سالانه"
    assert "نامهٔ فاوا" in titles
    assert [[other.text for other in one.alternatives] for one in ranking.expansions] == [["فاوا", "ICT"]]


def test_an_equal_word_weighs_less_and_is_highlighted(filled):
    filled.add("نامهٔ آی‌سی‌تی", "ICT زیرساخت شبکه را گسترش می‌دهد.")
    hits = {hit.document.description.title: hit for hit in filled.search("فاوا شبکه", mode=Mode.WORDS).hits}
    written, equal = hits["نامهٔ فاوا"], hits["نامهٔ آی‌سی‌تی"]
    assert written.words.score > equal.words.score > 0
    assert [span.of(equal.passage.text) for span in equal.highlights] == ["ICT", "شبکه"]
    assert hits["برنامهٔ سالانه"].highlights


def test_what_a_passage_has_twice_counts_once(filled):
    filled.add("هر دو", "فاوا یا همان فناوری اطلاعات و ارتباطات در بودجه آمد.")
    plain = {
        hit.document.description.title: hit.words.score
        for hit in filled.search("فاوا", mode=Mode.WORDS, synonyms=False).hits
    }
    wide = {
        hit.document.description.title: hit.words.score for hit in filled.search("فاوا", mode=Mode.WORDS).hits
    }
    assert wide["نامهٔ فاوا"] == pytest.approx(plain["نامهٔ فاوا"])
    assert wide["هر دو"] >= plain["هر دو"]


def test_it_can_be_undone_for_a_word_or_for_all(filled):
    for bounds in ({"synonyms": False}, {"as_written": ("فاوا",)}):
        ranking = filled.search("فاوا", mode=Mode.WORDS, **bounds)
        assert ranking.expansions == ()
        assert [hit.document.description.title for hit in ranking.hits] == ["نامهٔ فاوا"]


def test_a_phrase_is_asked_as_it_is_written(filled):
    ranking = filled.search("«فاوا» شبکه", mode=Mode.WORDS)
    assert ranking.expansions == ()
    assert [hit.document.description.title for hit in ranking.hits] == ["نامهٔ فاوا"]


def test_a_known_abbreviation_is_not_mended_though_no_document_has_it(filled, source):
    source.replace("بودجا = برنامهٔ سال")
    ranking = filled.search("بودجا", mode=Mode.WORDS)
    assert ranking.replacements == ()
    assert ranking.hits[0].document.description.title == "برنامهٔ سالانه"


def test_a_mended_word_can_be_undone_alone(filled):
    assert [one.text for one in filled.search("زیرساحت آبیاری").replacements] == ["زیرساخت"]
    assert filled.search("زیرساحت آبیاری", as_written=("زیرساحت",)).replacements == ()


def test_equal_words_open_no_document(filled):
    filled.add("پنهان", "فناوری اطلاعات و ارتباطات حراست", readers=frozenset({"حراست"}))
    assert "پنهان" not in filled.titles("فاوا", principal=principal("مهمان"))
    assert "پنهان" in filled.titles("فاوا")


def test_an_answer_may_say_it_in_equal_words(filled):
    answer = filled.answer("فاوا برنامهٔ سال شهرداری را داد؟")
    assert answer.text == "سازمان فناوری اطلاعات و ارتباطات شهرداری برنامهٔ سال را داد."


def test_a_saved_table_is_in_force_at_once_and_a_bad_one_changes_nothing(filled, source):
    source.replace("برنامه سال = طرح دوازده ماهه")
    assert filled.titles("طرح دوازده ماهه", mode=Mode.WORDS) == ["برنامهٔ سالانه"]
    with pytest.raises(InvalidSynonyms) as refused:
        source.replace("الف = ب پ\nتنها یکی")
    assert refused.value.facts["line"] == 2
    assert filled.titles("طرح دوازده ماهه", mode=Mode.WORDS) == ["برنامهٔ سالانه"]
    source.path.write_text("این سطر گروه نیست\nطرح ده ماهه = آبیاری\n", "utf-8")  # edited by hand
    assert filled.titles("طرح ده ماهه", mode=Mode.WORDS) == ["بی‌ربط"]
    assert [fault.facts["line"] for fault in source.faults()] == [1]
    source.reset()
    assert not source.is_own


def test_a_unit_is_found_by_another_name_that_the_table_has_for_it(office, tmp_path):
    office.add("نامه", "بودجهٔ شبکه.", unit="سازمان فناوری اطلاعات و ارتباطات")
    office.add("دیگر", "بودجهٔ شبکه.", unit="امور مالی")
    table = SynonymFile(tmp_path / "synonyms.txt")
    table.replace("دفتر انفورماتیک = سازمان فناوری اطلاعات و ارتباطات")
    office.searcher = Searcher(office.index, office.catalogue, office.encoder, office.settings, table)
    found = office.search("بودجه واحد: دفتر انفورماتیک")
    assert [hit.document.description.title for hit in found.hits] == ["نامه"]
    assert [one.value for one in found.conditions] == ["سازمان فناوری اطلاعات و ارتباطات"]
    assert not office.search("بودجه واحد: دفتر انفورماتیک", synonyms=False).conditions
