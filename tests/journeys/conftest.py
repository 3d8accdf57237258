"""Programs over data folders of the tests' own, with every way out to a network shut."""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

# Modules and not fixtures: tests use their functions by name.
sys.path.insert(0, str(Path(__file__).parent))

from journey_helpers import Program, Result
from office_files import write_all, write_texts
from shut_in import SITE


@dataclass(frozen=True)
class ShutIn:
    """What a program gets so that it has no way out; `tried` names what it tried, `started` its processes."""

    environment: dict[str, str]
    tried: Path

    @property
    def started(self) -> list[tuple[str, str]]:
        """Numbers of parents and of their processes."""
        lines = self.tried.with_name("tried.started").read_text().splitlines()
        return [(parent, process) for parent, process in (line.split() for line in lines)]

    def nothing_tried(self) -> None:
        assert not self.tried.exists(), self.tried.read_text()


def shut_in_at(folder: Path) -> ShutIn:
    hook = folder / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(SITE, "utf-8")
    (folder / "home").mkdir()
    environment = {
        "PYTHONPATH": str(hook),
        "WAYS_OUT_LOG": str(folder / "tried"),
        "HOME": str(folder / "home"),  # no cache of the person who runs the tests may help
    }
    return ShutIn(environment, folder / "tried")


@pytest.fixture
def shut_in(tmp_path: Path) -> ShutIn:
    return shut_in_at(tmp_path)


@pytest.fixture
def program(tmp_path: Path, shut_in: ShutIn) -> Iterator[Program]:
    """The program over an empty data folder."""
    made = Program(tmp_path / "data", shut_in.environment.copy())
    yield made
    made.stop()
    shut_in.nothing_tried()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three small documents of an office."""
    write_texts(tmp_path / "files")
    return tmp_path / "files"


@dataclass(frozen=True)
class Held:
    """What an ingestion of all the office's files left behind. Not to be changed: work on a `copy`."""

    data: Path
    files: Path
    taken: Result
    shut_in: ShutIn

    def copy(self, to: Path) -> Program:
        shutil.copytree(self.data, to)
        return Program(to, self.shut_in.environment.copy())


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """Files of every common format, read and embedded by one command with the real model."""
    place = tmp_path_factory.mktemp("office")
    write_all(place / "files")
    shut = shut_in_at(place)
    program = Program(place / "data", shut.environment.copy())
    taken = program.run("--json", "ingest", str(place / "files"))
    shut.nothing_tried()
    return Held(place / "data", place / "files", taken, shut)


@pytest.fixture(scope="session")
def office(held: Held, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A server over those documents. Tests may add documents of their own, and change no others."""
    program = held.copy(tmp_path_factory.mktemp("served") / "data")
    program.serve()
    yield program
    program.stop()
    held.shut_in.nothing_tried()
