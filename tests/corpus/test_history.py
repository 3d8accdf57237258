"""What a person searched for is kept for that account alone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from corpus.history import MOST_KEPT
from corpus.sql_accounts import SqlAccounts
from corpus.sql_catalogue import SqlCatalogue
from corpus.sql_history import SqlSearchHistory


@pytest.fixture
def history(catalogue: SqlCatalogue) -> SqlSearchHistory:
    accounts = SqlAccounts(catalogue.database)
    for name in ("نرگس", "رضا"):
        accounts.add(name, "گذرواژهٔ آزمایشی")
    return SqlSearchHistory(catalogue.database, ticking())


def ticking() -> Callable[[], datetime]:
    seconds = count()
    return lambda: datetime(2024, 6, 1, tzinfo=UTC) + timedelta(seconds=next(seconds))


def test_the_latest_come_first_and_nobody_else_sees_them(history: SqlSearchHistory) -> None:
    for text in ("بودجه", "مترو", "بودجه"):
        history.remember("نرگس", text)
    history.remember("رضا", "پارک")
    assert history.recent("نرگس") == ["بودجه", "مترو"]
    assert history.recent("رضا") == ["پارک"]
    history.forget("نرگس")
    assert history.recent("نرگس") == []
    assert history.recent("رضا") == ["پارک"]


def test_what_was_typed_is_found_however_it_is_written(history: SqlSearchHistory) -> None:
    history.remember("نرگس", "صورت‌جلسهٔ کارگروه")
    history.remember("نرگس", "صورت جلسه كارگروه")  # the same in other letters: kept once, as written last
    assert history.recent("نرگس", "صورتجل") == ["صورت جلسه كارگروه"]
    assert history.recent("نرگس", "%") == []


def test_only_so_many_are_kept_and_who_is_not_there_has_none(history: SqlSearchHistory) -> None:
    for number in range(MOST_KEPT + 5):
        history.remember("نرگس", f"پرسش شمارهٔ {number}")
    assert len(history.recent("نرگس", limit=1000)) == MOST_KEPT
    history.remember("ناشناس", "مترو")
    history.remember("نرگس", " \u200c ")
    assert history.recent("ناشناس") == []
    assert len(history.recent("نرگس", limit=1000)) == MOST_KEPT


def test_with_the_account_its_history_goes(history: SqlSearchHistory, catalogue: SqlCatalogue) -> None:
    history.remember("رضا", "مترو")
    accounts = SqlAccounts(catalogue.database)
    accounts.add("مدیر", "گذرواژهٔ آزمایشی", administrator=True)
    accounts.remove("رضا")
    accounts.add("رضا", "گذرواژهٔ آزمایشی")
    assert history.recent("رضا") == []
