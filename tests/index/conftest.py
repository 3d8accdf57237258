"""Every adapter of `PassageIndex` under one fixture, and the packaged model made once for all tests."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from index.memory import MemoryPassageIndex
from index.ports import PassageIndex
from index.qdrant_embedded import EmbeddedQdrantIndex
from index.qdrant_server import QdrantServerIndex
from index.weights import prepare_model

# A module and not fixtures, because processes that the tests start import it too.
sys.path.insert(0, str(Path(__file__).parent))

from index_entries import DIMENSION, LocalClient

Opening = Callable[[], PassageIndex]


def _memory(_: Path) -> PassageIndex:
    return MemoryPassageIndex(DIMENSION)


def _embedded(folder: Path) -> PassageIndex:
    return EmbeddedQdrantIndex(folder / "index", DIMENSION, "تحلیل ۱")


def _local(_: Path) -> PassageIndex:
    return QdrantServerIndex("http://here", "sanadyar", "", DIMENSION, LocalClient(), "تحلیل ۱")


def _server(_: Path) -> PassageIndex:
    url = os.environ.get("QDRANT_URL")
    if not url:
        pytest.skip("QDRANT_URL is not set: NOTHING was tried against a real Qdrant server")
    key = os.environ.get("QDRANT_API_KEY", "")
    return QdrantServerIndex(url, f"sanadyar-test-{uuid4().hex}", key, DIMENSION, fingerprint="تحلیل ۱")


ADAPTERS = [
    pytest.param(_memory, id="memory"),
    pytest.param(_embedded, id="embedded"),
    pytest.param(_local, id="server code over the client's local mode"),
    pytest.param(_server, id="server", marks=pytest.mark.server),
]


@pytest.fixture(params=ADAPTERS)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PassageIndex]:
    opened: PassageIndex = request.param(tmp_path)
    yield opened
    if request.param is _server:
        opened._engine._client.delete_collection(opened._engine._collection)
    opened.close()


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[EmbeddedQdrantIndex]:
    opened = EmbeddedQdrantIndex(tmp_path / "index", DIMENSION)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packaged model; the one beside the interpreter if setup has made it."""
    installed = Path(sys.prefix) / "share" / "sanadyar" / "model"
    from index.weights import is_ready

    return installed if is_ready(installed) else prepare_model(tmp_path_factory.getbasetemp() / "model")
