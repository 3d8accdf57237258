"""Where indexes lie: the one in use, and for a rebuild another one beside it."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.settings import Settings
from corpus.catalogue import Catalogue
from corpus.errors import IndexDamaged, IndexOutdated
from index.generations import Generations
from index.ports import PassageIndex

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """An index, and whether another fingerprint made it: then its vectors must not be compared with."""

    index: PassageIndex
    outdated: bool = False


class IndexPlaces(Protocol):
    """Law. `switch` is one step: a crash leaves the old index in use or the new one."""

    def current(self) -> Opened | None:
        """Open the index in use; None if there is none that can be used."""

    def begin(self) -> PassageIndex:
        """Make an empty index, which is not in use before `switch`."""

    def switch(self) -> None:
        """Use what was begun last from now on."""

    def remove_leftovers(self) -> None:
        """Forget replaced and unfinished indexes; call it when the replaced one is closed."""


class FolderPlaces:
    """Generations of the embedded engine below the data folder."""

    def __init__(self, folder: Path, dimension: int, fingerprint: str) -> None:
        self._generations = Generations(folder)
        self._dimension = dimension
        self._fingerprint = fingerprint
        self._begun: Path | None = None

    def current(self) -> Opened | None:
        folder = self._generations.current()
        if folder is None:
            return None
        try:
            try:
                return Opened(self._open(folder, self._fingerprint))
            except IndexOutdated:
                return Opened(self._open(folder, ""), outdated=True)
        except IndexOutdated:  # vectors of another dimension: not even its words can be asked
            return None
        except IndexDamaged as error:
            log.warning("the index is damaged and will be made anew from the catalogue: %s", error)
            return None

    def begin(self) -> PassageIndex:
        self._begun = self._generations.begin()
        return self._open(self._begun, self._fingerprint)

    def switch(self) -> None:
        if self._begun is not None:
            self._generations.switch(self._begun)

    def remove_leftovers(self) -> None:
        self._generations.remove_leftovers()

    def _open(self, folder: Path, fingerprint: str) -> PassageIndex:
        # The engine is imported only where it runs; a server needs its client alone.
        from index.qdrant_embedded import open_embedded

        return open_embedded(folder, self._dimension, fingerprint)


class CollectionPlaces:
    """Collections of a Qdrant server: `NAME-1`, `NAME-2` …; the catalogue notes which one is in use."""

    SETTING = "index_collection"

    def __init__(self, settings: Settings, catalogue: Catalogue, dimension: int, fingerprint: str) -> None:
        self._settings = settings
        self._catalogue = catalogue
        self._dimension = dimension
        self._fingerprint = fingerprint
        self._begun = ""
        self._replaced = ""

    def current(self) -> Opened | None:
        name = self._catalogue.setting(self.SETTING)
        if not name:
            return None
        try:
            try:
                return Opened(self._open(name, self._fingerprint))
            except IndexOutdated:
                return Opened(self._open(name, ""), outdated=True)
        except IndexOutdated:
            return None

    def begin(self) -> PassageIndex:
        self._replaced = self._catalogue.setting(self.SETTING) or ""
        number = int(self._replaced.rpartition("-")[2] or 0) + 1 if self._replaced else 1
        self._begun = f"{self._settings.qdrant_collection}-{number}"
        self._drop(self._begun)  # a rebuild that was killed may have left it half full
        return self._open(self._begun, self._fingerprint)

    def switch(self) -> None:
        self._catalogue.set_setting(self.SETTING, self._begun)

    def remove_leftovers(self) -> None:
        if self._replaced and self._replaced != self._catalogue.setting(self.SETTING):
            self._drop(self._replaced)
            self._replaced = ""

    def _open(self, name: str, fingerprint: str) -> PassageIndex:
        from index.qdrant_server import QdrantServerIndex  # the client takes 1.7 s to import

        return QdrantServerIndex(
            self._settings.qdrant_url,
            name,
            self._settings.qdrant_api_key,
            self._dimension,
            fingerprint=fingerprint,
        )

    def _drop(self, name: str) -> None:
        from index.qdrant_server import drop_collection

        drop_collection(self._settings.qdrant_url, name, self._settings.qdrant_api_key)


def places(settings: Settings, catalogue: Catalogue, dimension: int, fingerprint: str) -> IndexPlaces:
    """The places of the settings: a server if one is named, else the data folder."""
    if settings.qdrant_url:
        return CollectionPlaces(settings, catalogue, dimension, fingerprint)
    return FolderPlaces(settings.data / "index", dimension, fingerprint)


def open_current(chosen: IndexPlaces) -> Opened:
    """Open the index in use, or begin an empty one and use that."""
    found = chosen.current()
    if found is None:
        found = Opened(chosen.begin())
        chosen.switch()
    chosen.remove_leftovers()
    return found
