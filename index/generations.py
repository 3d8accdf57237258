"""Where index folders lie: a rebuild fills a new generation beside the one in use, and then switches.

<root>/current          names the generation in use
<root>/generation-7/    an index folder with its own lock and stamp
"""

import shutil
from pathlib import Path

from index.folders import disk_errors, is_held, next_name, point_to, pointed

PREFIX = "generation"


class Generations:
    """The generations below one folder. The caller owns the data folder; nobody else switches."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def current(self) -> Path | None:
        """The generation in use, None before the first switch or if its folder is gone."""
        name = pointed(self._root)
        folder = self._root / name
        return folder if name and folder.is_dir() else None

    def begin(self) -> Path:
        """Make an empty folder for a new generation. Raises `StorageFull`, `InaccessiblePath`."""
        with disk_errors(self._root):
            self._root.mkdir(parents=True, exist_ok=True)
            folder = self._root / next_name(self._root, PREFIX)
            folder.mkdir()
        return folder

    def switch(self, generation: Path) -> None:
        """Use this generation from now on; a crash leaves the old one in use or the new one.

        Raises ValueError for a folder that is none of ours, `StorageFull`, `InaccessiblePath`.
        """
        if generation.parent != self._root or not generation.is_dir():
            raise ValueError(f"{generation} is no generation of {self._root}")
        with disk_errors(self._root):
            point_to(self._root, generation.name)

    def remove_leftovers(self) -> None:
        """Remove replaced and unfinished generations, except those that a process has open."""
        current = self.current()
        for folder in self._root.glob(f"{PREFIX}-*"):
            if folder != current and not is_held(folder):
                shutil.rmtree(folder, ignore_errors=True)
