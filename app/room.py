"""Room on the disk: looked for before writing, because the index engine cannot say that there is none.

Its files are mapped and have holes. Where a hole cannot be filled, the kernel kills the process (SIGBUS),
a server with all its readers too.
"""

import shutil
from pathlib import Path

from corpus.errors import StorageFull

LEAST_BYTES = 256 * 2**20  # an empty index has 190 MB of holes, of which opening it fills 70 MB


def require_room(folder: Path, more_bytes: int = 0) -> None:
    """Raise `StorageFull` unless `more_bytes` fit on the disk of `folder`, with room for the index left."""
    if shutil.disk_usage(folder).free < LEAST_BYTES + more_bytes:
        raise StorageFull(path=str(folder))
