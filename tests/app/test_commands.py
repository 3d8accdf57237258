import argparse
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from app.cli import MODULES, VERSION, main, parser
from app.client import Parameters, target_of
from app.commands.documents import named
from app.commands.leaves import leaf_line
from app.commands.questions import _of_a_list, _parameters
from app.terminal import Terminal
from app.trees import files_below
from corpus.errors import NotFound

LEAST = {
    "watch": ["a"],
    "ingest": ["پوشه"],
    "inspect": ["نامه.docx"],
    "pages": [],
    "page": ["نامه.docx", "1"],
    "remove": ["نامه.docx"],
    "retry": [],
    "access": ["نامه.docx", "--confidentiality", "secret", "--readers", "مالی"],
    "search": ["آب", "و", "برق"],
    "ask": ["بودجه", "چقدر", "است؟"],
    "serve": [],
    "demo": [],
    "status": [],
    "rebuild": [],
    "doctor": [],
    "account": ["list"],
    "synonyms": ["show"],
    "similar": ["نامه.docx"],
    "show": ["نامه.docx"],
    "correct": ["نامه.docx", "number", "۱۲/۳"],
    "resolutions": [],
}


def commands() -> set[str]:
    for action in parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return set(action.choices)
    raise AssertionError


def test_the_parser_knows_every_command_and_no_other() -> None:
    assert commands() == MODULES.keys() == LEAST.keys()


@pytest.mark.parametrize("command", sorted(LEAST))
def test_every_command_can_be_told_and_run(command: str) -> None:
    options = parser().parse_args([command, *LEAST[command]])
    assert options.command == command
    assert callable(getattr(import_module(MODULES[command]), command))


@pytest.mark.parametrize("command", sorted(LEAST))
def test_output_and_language_may_stand_before_and_after_a_command(command: str) -> None:
    before = parser().parse_args(["--json", "--lang", "fa", command, *LEAST[command]])
    after = parser().parse_args([command, *LEAST[command], "--lang", "fa", "--json"])
    assert before.json is after.json is True
    assert before.lang == after.lang == "fa"


def test_wrong_usage_is_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["serach", "آب"])
    assert caught.value.code == 2
    assert "serach" in capsys.readouterr().err


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"sanadyar {VERSION}\n"
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8")
    assert f'version = "{VERSION}"' in project


def imported_by(statement: str) -> set[str]:
    """The packages that a fresh Python holds after `statement`."""
    tell = "import json, sys; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    program = f"try:\n    {statement}\nexcept SystemExit:\n    pass\n{tell}"
    done = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_help_imports_nothing_heavy() -> None:
    held = imported_by("from app.cli import main; main(['--help'])")
    assert "argparse" in held
    assert not held & {"rich", "fastapi", "numpy", "haystack", "torch", "httpx", "sqlalchemy", "api", "corpus"}


def test_a_search_on_a_running_server_imports_nothing_heavy() -> None:
    held = imported_by("import app.running, app.commands.questions")
    assert not held & {"rich", "fastapi", "numpy", "haystack", "torch", "httpx", "sqlalchemy", "onnxruntime"}


def test_a_query_of_bytes_that_are_no_letters_can_be_sent() -> None:
    options = parser().parse_args(["search", "نامه", "\udcff\udc80", "--unit", "\udcff"])
    assert target_of("/api/search", _parameters(options)) == target_of(
        "/api/search", {"q": "نامه ??", "unit": ["?"], "mode": _parameters(options)["mode"]}
    )


def test_a_search_may_choose_among_what_is_found() -> None:
    line = [
        "search",
        "آب",
        "--only-kind",
        "letter",
        "--only-year",
        "۱۴۰۲",
        "--only-year",
        "1403",
        "--offset",
        "20",
    ]
    asked = _of_a_list(parser().parse_args(line))
    assert (asked["only_kind"], asked["only_unit"], asked["only_year"]) == (["letter"], [], ["۱۴۰۲", "1403"])
    assert asked["offset"] == 20


def test_slides_and_sheets_are_called_so_in_a_terminal() -> None:
    terminal = Terminal(as_json=False, order="logical", language="fa")
    said = [leaf_line(terminal, name, 3) for name in ("pdf", "pptx", "ods")]
    assert said == ["صفحهٔ 3", "اسلاید 3", "برگهٔ 3"]


def test_files_below_a_folder_come_in_order_without_hidden_files_locks_and_links(tmp_path: Path) -> None:
    folder = tmp_path / "اسناد"
    for name in ("ب/۲.txt", "الف.txt", ".پنهان/۳.txt", ".پنهان.txt", "~$الف.docx", "ب/۱.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("متن", "utf-8")
    (folder / "پیوند.txt").symlink_to(folder / "الف.txt")
    (folder / "حلقه").symlink_to(folder, target_is_directory=True)
    found = list(files_below([folder, tmp_path / "نیست", folder / "ب" / "۱.txt"]))
    assert [one.name for one in found] == ["الف.txt", "ب/۱.txt", "ب/۲.txt", "نیست", "۱.txt"]
    assert [one.name for one in found if one.error] == ["نیست"]


class Listing:
    """A `Client` that holds documents and answers page by page."""

    def __init__(self, *files: str) -> None:
        self._documents = [{"id": f"id-{number}", "file": file} for number, file in enumerate(files)]

    def call(self, method: str, path: str, parameters: Parameters | None = None, body: object = None) -> object:
        assert parameters is not None
        first, most = int(str(parameters["offset"])), int(str(parameters["limit"]))
        return {"total": len(self._documents), "documents": self._documents[first : first + most]}


def test_documents_are_named_by_id_by_path_or_by_file_name_over_all_pages() -> None:
    client = Listing(*(f"بایگانی/{number}.txt" for number in range(450)), "الف/نامه.txt", "ب/نامه.txt")
    chosen = named(client, ["id-3", "بایگانی/449.txt", "نامه.txt"])
    assert [one["file"] for one in chosen] == [
        *("بایگانی/3.txt", "بایگانی/449.txt"),
        *("الف/نامه.txt", "ب/نامه.txt"),
    ]
    assert len(named(client, [])) == 452


def test_a_document_that_is_not_there_is_named() -> None:
    with pytest.raises(NotFound) as caught:
        named(Listing("نامه.txt"), ["نامه.txt", "نیست.txt"])
    assert caught.value.facts["id"] == "نیست.txt"
