"""Settings: the only place that reads the environment and the settings file.

Precedence: command line, then environment (`SANADYAR_…`), then `settings.toml` in the data folder,
then the defaults here. A key that is not known is an error, so that a misspelt one is not ignored.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from corpus.errors import InaccessiblePath, InvalidSetting, UnknownSetting

PREFIX = "SANADYAR_"
FILE_NAME = "settings.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """One field a setting; docs/settings.md has a heading for each."""

    data: Path
    catalogue_url: str = ""
    qdrant_url: str = ""
    qdrant_api_key: str = ""
    qdrant_collection: str = "sanadyar"
    embedder: str = "packaged"
    meaning_weight: float = 0.5
    reranker: str = ""
    reranker_top: int = 20
    reranker_milliseconds: int = 300
    reranker_weight: float = 0.5
    host: str = "127.0.0.1"
    port: int = 8620
    reading_processes: int = 2
    reading_seconds: int = 180
    reading_memory_mb: int = 2048
    ocr_engine: str = "tesseract"
    ocr_python: str = ""
    query_threads: int = 2
    upload_limit_mb: int = 200
    watched_folders: str = ""
    watched_confidentiality: str = "normal"
    watched_readers: str = "everyone"
    organisation: str = ""
    secure_cookies: bool = False
    language: str = "en"
    terminal: str = "auto"
    log_level: str = "info"

    @property
    def catalogue(self) -> str:
        """The catalogue's database URL, SQLAlchemy's form."""
        return self.catalogue_url or f"sqlite:///{self.data / 'catalogue.sqlite'}"

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}"


KNOWN = frozenset(field.name for field in fields(Settings))
CHOICES: Mapping[str, tuple[str, ...]] = {
    "watched_confidentiality": ("normal", "confidential", "highly_confidential", "secret"),
    "language": ("fa", "en"),
    "terminal": ("auto", "logical", "visual"),
    "ocr_engine": ("tesseract", "parisaocr", "both"),
    "log_level": ("debug", "info", "warning", "error"),
}
LEAST: Mapping[str, float] = {
    "meaning_weight": 0.0,
    "reranker_top": 2,
    "reranker_milliseconds": 1,
    "reranker_weight": 0.0,
    "port": 1,
    "reading_processes": 1,
    "reading_seconds": 1,
    "reading_memory_mb": 256,
    "query_threads": 1,
    "upload_limit_mb": 1,
}
MOST: Mapping[str, float] = {"meaning_weight": 1.0, "port": 65535, "reranker_weight": 1.0, "reranker_top": 100}


def default_data_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder that the XDG base directory specification names for a user's data."""
    base = environment.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "sanadyar"


def load(
    data: Path | None = None,
    overrides: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """Read the settings. Raises `UnknownSetting`, `InvalidSetting` or `InaccessiblePath`."""
    environment = os.environ if environment is None else environment
    from_environment = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and name != PREFIX + "DEMO_DATA"
    }
    named = from_environment.pop("data", "")
    folder = data or (Path(named) if named else default_data_folder(environment))
    settings = Settings(data=folder.expanduser().absolute())
    file = settings.data / FILE_NAME
    for source, values in (
        (str(file), _read(file)),
        ("environment", from_environment),
        ("command line", dict(overrides or {})),
    ):
        settings = _apply(settings, values, source)
    return settings


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidSetting(key=FILE_NAME, value="", source=str(file), expected=f"TOML ({error})") from error
    except OSError as error:
        raise InaccessiblePath(path=str(file), detail=error.strerror or str(error)) from error


def _apply(settings: Settings, values: Mapping[str, Any], source: str) -> Settings:
    for key, value in values.items():
        if key not in KNOWN or key == "data":
            raise UnknownSetting(key=key, source=source, known=", ".join(sorted(KNOWN - {"data"})))
        settings = replace(settings, **{key: _converted(key, value, getattr(settings, key), source)})
    return settings


def _converted(key: str, value: Any, default: Any, source: str) -> Any:
    kind = type(default)
    if kind is bool:
        return _switch(key, value, source)
    expected = {int: "a whole number", float: "a number", str: "a text"}[kind]
    if key in CHOICES:
        expected = " or ".join(CHOICES[key])
    if key in LEAST:
        most = f" to {MOST[key]:g}" if key in MOST else " or more"
        expected += f", {LEAST[key]:g}{most}"
    invalid = InvalidSetting(key=key, value=str(value), source=source, expected=expected)
    wrong_type = (kind is str and not isinstance(value, str)) or (kind is int and isinstance(value, float))
    if wrong_type or isinstance(value, bool):
        raise invalid
    try:
        result = kind(value)
    except (TypeError, ValueError) as error:
        raise invalid from error
    if key in CHOICES and result not in CHOICES[key]:
        raise invalid
    if key in LEAST and not LEAST[key] <= result <= MOST.get(key, float("inf")):
        raise invalid
    return result


def _switch(key: str, value: Any, source: str) -> bool:
    """Read true or false, as TOML has them or as a word of the environment."""
    if isinstance(value, bool):
        return value
    if str(value).lower() in ("true", "false"):
        return str(value).lower() == "true"
    raise InvalidSetting(key=key, value=str(value), source=source, expected="true or false")
