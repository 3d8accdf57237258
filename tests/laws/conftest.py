"""Laws over offices at random. `LAW_CASES` says how many cases of each law are tried."""

import sys
from pathlib import Path

# What these tests share is a module of their own and the client that stands for a server in tests/index.
for folder in (Path(__file__).parent, Path(__file__).parent.parent / "index"):
    sys.path.insert(0, str(folder))
