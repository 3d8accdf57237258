"""The town behind the application, and clients that are signed in."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from starlette.testclient import TestClient

from api.application import create_app
from api.sessions import COOKIE, csrf_token
from api.wording import ui_folder

sys.path.insert(0, str(Path(__file__).parent))

from town import PASSWORD, Town, found_town, open_town


@pytest.fixture(scope="session")
def typeface(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages' own typeface, unpacked for the PDF writer."""
    path = tmp_path_factory.mktemp("typeface") / "vazirmatn.ttf"
    font = TTFont(ui_folder() / "static" / "fonts" / "vazirmatn.woff2")
    font.flavor = None
    font.save(path)
    return path


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory, typeface: Path) -> Path:
    """A town founded once; tests work on copies."""
    folder = tmp_path_factory.mktemp("town")
    found_town(folder, typeface)
    return folder


@pytest.fixture
def town(tmp_path: Path, founded: Path) -> Iterator[Town]:
    built = open_town(Path(shutil.copytree(founded, tmp_path / "town")))
    yield built
    built.catalogue.close()


SignIn = Callable[[str], TestClient]


@pytest.fixture
def sign_in(town: Town) -> Iterator[SignIn]:
    """A client that has signed in as the named account and sends its CSRF token by itself."""
    app = create_app(town.services)
    opened: list[TestClient] = []

    def enter(name: str = "") -> TestClient:
        client = TestClient(app, base_url="http://sanadyar.example", follow_redirects=False)
        opened.append(client)
        if name:
            token = town.services.accounts.sign_in(name, PASSWORD)
            client.cookies.set(COOKIE, token)
            client.headers["X-CSRF-Token"] = csrf_token(token)
        return client

    yield enter
    for client in opened:
        client.close()
