import re
from dataclasses import fields
from pathlib import Path

from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


def headings(page: str) -> list[str]:
    return re.findall(r"^## (.+)$", (ROOT / page).read_text("utf-8"), re.M)


def test_each_folder_has_one_heading_in_the_architecture_and_no_heading_lacks_its_folder() -> None:
    tracked = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "_"))}
    folders = {name for name in tracked if name not in ("data", "dist", "build", "sanadyar.egg-info")}
    assert sorted(headings("docs/architecture.md")) == sorted(folders)


def test_each_setting_has_one_heading() -> None:
    assert headings("docs/settings.md") == [field.name for field in fields(Settings) if field.name != "data"]
