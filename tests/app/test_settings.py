from dataclasses import fields
from pathlib import Path

import pytest

from app.settings import Settings, load
from corpus.errors import InaccessiblePath, InvalidSetting, UnknownSetting


def test_without_any_source_the_defaults_hold(tmp_path: Path) -> None:
    assert load(tmp_path, environment={}) == Settings(data=tmp_path)


def test_the_command_line_beats_the_environment_and_that_beats_the_file(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("port = 1000\nhost = '10.0.0.1'\nlanguage = 'fa'\n")
    settings = load(tmp_path, {"port": "3000"}, {"SANADYAR_PORT": "2000", "SANADYAR_HOST": "10.0.0.2"})
    assert (settings.port, settings.host, settings.language) == (3000, "10.0.0.2", "fa")


def test_the_data_folder_comes_from_the_environment_when_none_is_named(tmp_path: Path) -> None:
    assert load(environment={"SANADYAR_DATA": str(tmp_path / "سند")}).data == tmp_path / "سند"
    assert load(environment={"XDG_DATA_HOME": str(tmp_path)}).data == tmp_path / "sanadyar"


def test_an_unknown_key_is_an_error_that_names_it_and_its_source(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("prot = 1000\n")
    with pytest.raises(UnknownSetting) as caught:
        load(tmp_path, environment={})
    assert caught.value.facts["key"] == "prot"
    assert caught.value.facts["source"] == str(tmp_path / "settings.toml")
    with pytest.raises(UnknownSetting):
        load(tmp_path, environment={"SANADYAR_PROT": "1"})


@pytest.mark.parametrize(
    ("key", "value"),
    [("port", "0"), ("port", "65536"), ("port", "x"), ("meaning_weight", "1.5"), ("language", "de"),
     ("reading_processes", "0"), ("upload_limit_mb", "-1")],
)  # fmt: skip
def test_a_value_out_of_range_is_an_error(tmp_path: Path, key: str, value: str) -> None:
    with pytest.raises(InvalidSetting) as caught:
        load(tmp_path, {key: value}, {})
    assert caught.value.facts["key"] == key


@pytest.mark.parametrize("text", ["port = true", "port = 3.5", "host = 5", "port ="])
def test_a_file_with_a_wrong_type_or_broken_syntax_is_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.toml").write_text(text)
    with pytest.raises(InvalidSetting):
        load(tmp_path, environment={})


def test_a_settings_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").mkdir()
    with pytest.raises(InaccessiblePath):
        load(tmp_path, environment={})


@pytest.mark.parametrize(("written", "read"), [("true", True), ("False", False), ("TRUE", True)])
def test_a_switch_is_true_or_false_in_file_and_environment(tmp_path: Path, written: str, read: bool) -> None:
    assert load(tmp_path, environment={"SANADYAR_SECURE_COOKIES": written}).secure_cookies is read
    (tmp_path / "settings.toml").write_text(f"secure_cookies = {written.lower()}\n")
    assert load(tmp_path, environment={}).secure_cookies is read


@pytest.mark.parametrize("text", ["secure_cookies = 1", "secure_cookies = 'yes'", "secure_cookies = []"])
def test_a_switch_that_is_neither_is_an_error_that_says_what_it_may_be(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.toml").write_text(text)
    with pytest.raises(InvalidSetting) as caught:
        load(tmp_path, environment={})
    assert caught.value.facts["expected"] == "true or false"


def test_an_unknown_key_comes_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UnknownSetting) as caught:
        load(tmp_path, environment={"SANADYAR_MEANING_WIEGHT": "0.4"})
    assert caught.value.facts["source"] == "environment"
    known = str(caught.value.facts["known"]).split(", ")
    assert known == sorted(field.name for field in fields(Settings) if field.name != "data")


def test_the_data_folder_is_no_key_of_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("data = '/elsewhere'\n")
    with pytest.raises(UnknownSetting):
        load(tmp_path, environment={})


def test_only_variables_with_the_prefix_are_settings(tmp_path: Path) -> None:
    environment = {"PORT": "1", "HOST": "0.0.0.0", "XSANADYAR_PORT": "2", "sanadyar_port": "3"}
    assert load(tmp_path, environment=environment) == Settings(data=tmp_path)


def test_numbers_and_texts_have_their_kinds_in_each_source(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("meaning_weight = 1\nport = 9000\norganisation = 'شهرداری'\n")
    settings = load(tmp_path, {"reading_seconds": "60"}, {"SANADYAR_QUERY_THREADS": "4"})
    assert (settings.meaning_weight, settings.port, settings.organisation) == (1.0, 9000, "شهرداری")
    assert isinstance(settings.meaning_weight, float)
    assert (settings.reading_seconds, settings.query_threads) == (60, 4)


def test_the_catalogue_lies_in_the_data_folder_unless_it_is_named(tmp_path: Path) -> None:
    assert load(tmp_path, environment={}).catalogue == f"sqlite:///{tmp_path}/catalogue.sqlite"
    named = "postgresql+psycopg://db/sanadyar"
    assert load(tmp_path, environment={"SANADYAR_CATALOGUE_URL": named}).catalogue == named
