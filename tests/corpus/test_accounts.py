"""The law of `corpus.accounts.Accounts`."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from corpus.access import ADMINISTRATORS, EVERYONE, Confidentiality
from corpus.database import Database
from corpus.errors import InvalidQuery, NotAllowed, NotFound, TooManyAttempts, WrongPassword
from corpus.passwords import Passwords
from corpus.sql_accounts import SqlAccounts

PASSWORD = "گذرواژه‌ای بلند"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2024, 3, 20, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def cheap_passwords() -> Passwords:
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def database(catalogue_url: str) -> Iterator[Database]:
    opened = Database(catalogue_url)
    yield opened
    opened.close()


@pytest.fixture
def accounts(database: Database, cheap_passwords: Passwords, clock: Clock) -> SqlAccounts:
    return SqlAccounts(database, cheap_passwords, clock)


def test_a_name_of_letters_that_a_database_refuses_is_nobodys(accounts: SqlAccounts) -> None:
    accounts.create_first_administrator()
    for name in ("admin\0", "\0", "\udc8d"):
        with pytest.raises(WrongPassword):
            accounts.sign_in(name, PASSWORD)


def test_the_first_administrator_gets_a_password_once_and_must_change_it(accounts: SqlAccounts) -> None:
    password = accounts.create_first_administrator()
    assert password is not None
    assert accounts.create_first_administrator() is None
    account = accounts.account_of_session(accounts.sign_in("admin", password))
    assert account is not None
    assert account.must_change_password
    assert account.principal.is_administrator
    assert account.principal.clearance is Confidentiality.SECRET

    accounts.change_password("admin", password, PASSWORD)
    assert not accounts.account("admin").must_change_password
    with pytest.raises(WrongPassword):
        accounts.sign_in("admin", password)


def test_a_session_is_its_accounts_principal_until_signed_out(accounts: SqlAccounts) -> None:
    accounts.add("سارا", PASSWORD, {"مالی"}, Confidentiality.CONFIDENTIAL)
    token = accounts.sign_in("سارا", PASSWORD)
    principal = accounts.principal_of_session(token)
    assert principal is not None
    assert (principal.name, principal.groups, principal.clearance) == (
        "سارا",
        {"مالی", EVERYONE},
        Confidentiality.CONFIDENTIAL,
    )
    accounts.sign_out(token)
    assert accounts.principal_of_session(token) is None
    assert accounts.principal_of_session("ساختگی") is None


def test_a_session_ends_after_twelve_idle_hours_and_use_puts_that_off(
    accounts: SqlAccounts, clock: Clock
) -> None:
    accounts.add("سارا", PASSWORD)
    token = accounts.sign_in("سارا", PASSWORD)
    for _ in range(3):
        clock.pass_by(hours=11)
        assert accounts.principal_of_session(token) is not None
    clock.pass_by(hours=13)
    assert accounts.principal_of_session(token) is None


def test_names_are_one_however_they_are_typed(accounts: SqlAccounts) -> None:
    accounts.add(" Ali کریمی ", PASSWORD)
    assert accounts.principal_of_session(accounts.sign_in("ALI كريمي", PASSWORD)) is not None
    with pytest.raises(InvalidQuery, match="free"):
        accounts.add("ali کریمی", PASSWORD)


@pytest.mark.parametrize("name", ["", "  ", "ا" * 101, "دو\nسطر"])
def test_names_that_cannot_be_shown_are_refused(accounts: SqlAccounts, name: str) -> None:
    with pytest.raises(InvalidQuery):
        accounts.add(name, PASSWORD)


def test_short_passwords_are_refused(accounts: SqlAccounts) -> None:
    with pytest.raises(InvalidQuery, match="password"):
        accounts.add("سارا", "کوتاه")
    accounts.add("سارا", PASSWORD)
    with pytest.raises(InvalidQuery, match="password"):
        accounts.change_password("سارا", PASSWORD, "کوتاه")
    assert accounts.sign_in("سارا", PASSWORD)


def test_unknown_names_and_wrong_passwords_are_answered_alike(accounts: SqlAccounts) -> None:
    accounts.add("سارا", PASSWORD)
    for name in ("سارا", "نیست"):
        failures: list[tuple[type[Exception], str]] = []
        for _ in range(5):
            with pytest.raises((WrongPassword, TooManyAttempts)) as error:
                accounts.sign_in(name, "نادرست نادرست")
            failures.append((error.type, str(error.value)))
        assert failures == [(WrongPassword, "")] * 3 + [(TooManyAttempts, "seconds=1")] * 2


def test_the_delay_grows_outlives_a_restart_and_ends(
    database: Database, cheap_passwords: Passwords, clock: Clock
) -> None:
    accounts = SqlAccounts(database, cheap_passwords, clock)
    accounts.add("سارا", PASSWORD)
    waits = []
    for _ in range(14):
        with pytest.raises(WrongPassword):
            accounts.sign_in("سارا", "نادرست نادرست")
        try:
            SqlAccounts(database, cheap_passwords, clock).sign_in("سارا", "نادرست نادرست")
        except TooManyAttempts as error:
            waits.append(error.facts["seconds"])
            clock.pass_by(seconds=float(error.facts["seconds"]))
        except WrongPassword:
            waits.append(0)
    assert waits == [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]
    assert accounts.sign_in("سارا", PASSWORD)
    with pytest.raises(WrongPassword):  # a right password clears the count
        accounts.sign_in("سارا", "نادرست نادرست")


def test_a_right_password_is_not_heard_during_the_delay(accounts: SqlAccounts) -> None:
    accounts.add("سارا", PASSWORD)
    for _ in range(3):
        with pytest.raises(WrongPassword):
            accounts.sign_in("سارا", "نادرست نادرست")
    with pytest.raises(TooManyAttempts):
        accounts.sign_in("سارا", PASSWORD)
    new = accounts.reset_password("سارا")
    assert accounts.sign_in("سارا", new)


def test_many_guesses_at_once_do_not_outrun_the_delay(accounts: SqlAccounts) -> None:
    accounts.add("سارا", PASSWORD)
    heard: list[bool] = []

    def guess() -> None:
        try:
            accounts.sign_in("سارا", "نادرست نادرست")
        except WrongPassword:
            heard.append(True)
        except TooManyAttempts:
            heard.append(False)

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (heard.count(True), len(heard)) == (3, 12)


def test_a_changed_password_a_reset_and_a_removal_sign_out_everywhere(accounts: SqlAccounts) -> None:
    accounts.add("سارا", PASSWORD)
    token = accounts.sign_in("سارا", PASSWORD)
    accounts.change_password("سارا", PASSWORD, "گذرواژه‌ای دیگر")
    assert accounts.principal_of_session(token) is None
    token = accounts.sign_in("سارا", "گذرواژه‌ای دیگر")
    new = accounts.reset_password("سارا")
    assert accounts.principal_of_session(token) is None
    assert accounts.account("سارا").must_change_password
    token = accounts.sign_in("سارا", new)
    key = accounts.add_api_key("سارا", "گزارش شبانه")
    accounts.remove("سارا")
    assert accounts.principal_of_session(token) is None
    assert accounts.principal_of_key(key) is None


def test_changed_rights_hold_in_open_sessions(accounts: SqlAccounts) -> None:
    accounts.create_first_administrator()
    accounts.add("سارا", PASSWORD, {"مالی"}, Confidentiality.SECRET)
    token = accounts.sign_in("سارا", PASSWORD)
    accounts.change("سارا", {"آموزش"}, Confidentiality.NORMAL, administrator=False)
    principal = accounts.principal_of_session(token)
    assert principal is not None
    assert (principal.groups, principal.clearance) == ({"آموزش", EVERYONE}, Confidentiality.NORMAL)


def test_the_administrators_group_cannot_be_given_by_its_name(accounts: SqlAccounts) -> None:
    accounts.add("سارا", PASSWORD, {ADMINISTRATORS, EVERYONE, "مالی"})
    account = accounts.account("سارا")
    assert account.groups == {"مالی"}
    assert not account.principal.is_administrator


def test_the_last_administrator_stays(accounts: SqlAccounts) -> None:
    accounts.create_first_administrator()
    with pytest.raises(NotAllowed):
        accounts.remove("admin")
    with pytest.raises(NotAllowed):
        accounts.change("admin", (), Confidentiality.NORMAL, administrator=False)
    accounts.add("مدیر", administrator=True)
    accounts.remove("admin")
    assert [account.name for account in accounts.accounts()] == ["مدیر"]


def test_an_account_without_a_given_password_gets_a_one_time_one(accounts: SqlAccounts) -> None:
    password = accounts.add("سارا")
    assert accounts.sign_in("سارا", password)
    assert accounts.account("سارا").must_change_password
    assert password != accounts.add("نیما")


def test_an_api_key_speaks_for_its_account_until_it_is_removed(accounts: SqlAccounts, clock: Clock) -> None:
    accounts.add("سامانه", PASSWORD, {"مالی"})
    accounts.add("سارا", PASSWORD)
    key = accounts.add_api_key("سامانه", "گزارش شبانه")
    assert key.startswith("sk_")
    [listed] = accounts.api_keys("سامانه")
    assert (listed.label, listed.last_used) == ("گزارش شبانه", None)
    principal = accounts.principal_of_key(key)
    assert principal is not None
    assert principal.groups == {"مالی", EVERYONE}
    assert accounts.api_keys("سامانه")[0].last_used == clock.now
    with pytest.raises(NotFound):
        accounts.remove_api_key("سارا", listed.id)
    accounts.remove_api_key("سامانه", listed.id)
    assert accounts.principal_of_key(key) is None


def test_nothing_that_opens_an_account_is_stored(accounts: SqlAccounts, database: Database) -> None:
    accounts.add("سارا", PASSWORD)
    secrets = [PASSWORD, accounts.sign_in("سارا", PASSWORD), accounts.add_api_key("سارا", "کلید")]
    with database.reading() as session:
        stored = " ".join(
            str(row)
            for table in ("accounts", "sessions", "api_keys", "sign_in_attempts")
            for row in session.execute(text(f"SELECT * FROM {table}"))
        )
    assert "argon2id" in stored
    assert [secret for secret in secrets if secret in stored] == []


def test_what_is_not_there_is_not_found(accounts: SqlAccounts) -> None:
    for ask in (accounts.account, accounts.remove, accounts.reset_password):
        with pytest.raises(NotFound):
            ask("نیست")
    with pytest.raises(NotFound):
        accounts.add_api_key("نیست", "کلید")
    with pytest.raises(NotFound):
        accounts.change("نیست", (), Confidentiality.NORMAL, administrator=False)


def test_long_inputs_are_refused_before_they_cost_anything(accounts: SqlAccounts, database: Database) -> None:
    for name, password in (("ن" * 5_000, PASSWORD), ("سارا", "گ" * 5_000)):
        with pytest.raises(WrongPassword):
            accounts.sign_in(name, password)
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM sign_in_attempts")).scalar_one() == 0


def test_a_password_is_the_same_from_every_keyboard(accounts: SqlAccounts) -> None:
    accounts.add("سارا", "شمارهٔ ۱۲ و é")
    assert accounts.sign_in("سارا", "شمارهٔ ۱۲ و é")
