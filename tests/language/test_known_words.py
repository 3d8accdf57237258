from language.known_words import is_known_word, is_listed_word


def test_a_listed_word_stands_in_the_list_itself_or_with_a_plural_ending() -> None:
    assert is_listed_word("قبل")
    assert is_listed_word("کتابها")
    assert is_known_word("کتابم")
    assert not is_listed_word("کتابم")
