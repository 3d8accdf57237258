"""Programs over data folders of the tests' own, with every way out to a network shut."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
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


def shut_in_at(folder: Path, bytecode: Path) -> ShutIn:
    hook = folder / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(SITE, "utf-8")
    (folder / "home").mkdir()
    environment = {
        # Behind the hook what is there: the code under test may be imported from where it stands.
        "PYTHONPATH": os.pathsep.join(filter(None, (str(hook), os.environ.get("PYTHONPATH", "")))),
        "WAYS_OUT_LOG": str(folder / "tried"),
        "HOME": str(folder / "home"),  # no cache of the person who runs the tests may help
        "PYTHONPYCACHEPREFIX": str(bytecode),  # as installed: without it each start compiles all anew
    }
    return ShutIn(environment, folder / "tried")


@pytest.fixture(scope="session")
def bytecode(pytestconfig: pytest.Config) -> Path:
    return pytestconfig.cache.mkdir("bytecode")


@pytest.fixture(scope="session")
def shut_in_for(bytecode: Path) -> Callable[[Path], ShutIn]:
    """For fixtures of a module: makes it in a folder of theirs."""
    return lambda folder: shut_in_at(folder, bytecode)


@pytest.fixture
def shut_in(tmp_path: Path, bytecode: Path) -> ShutIn:
    return shut_in_at(tmp_path, bytecode)


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
    """What an ingestion of all the office's files left behind. Not to be changed: there is `filled`."""

    data: Path
    files: Path
    taken: Result
    shut_in: ShutIn


@pytest.fixture
def filled(held: Held, tmp_path: Path, shut_in: ShutIn) -> Iterator[Program]:
    """The program over a copy of those documents, to do with what one likes."""
    shutil.copytree(held.data, tmp_path / "filled")
    made = Program(tmp_path / "filled", shut_in.environment.copy())
    yield made
    made.stop()
    shut_in.nothing_tried()


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory, bytecode: Path) -> Held:
    """Files of every common format, read and embedded by one command with the real model."""
    place = tmp_path_factory.mktemp("office")
    write_all(place / "files")
    shut = shut_in_at(place, bytecode)
    program = Program(place / "data", shut.environment.copy())
    taken = program.run("--json", "ingest", str(place / "files"))
    shut.nothing_tried()
    return Held(place / "data", place / "files", taken, shut)


@pytest.fixture(scope="session")
def office(held: Held, tmp_path_factory: pytest.TempPathFactory, bytecode: Path) -> Iterator[Program]:
    """A server over those documents. Tests may add documents of their own, and change no others."""
    place = tmp_path_factory.mktemp("served")
    shut = shut_in_at(place, bytecode)
    shutil.copytree(held.data, place / "data")
    program = Program(place / "data", shut.environment | {"SANADYAR_UPLOAD_LIMIT_MB": "2"})
    program.serve()
    yield program
    program.stop()
    shut.nothing_tried()
