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
