"""A PostgreSQL server of the tests' own, where the machine has PostgreSQL's programs."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

OWNERS = ("postgres", "nobody")  # PostgreSQL refuses to be run by root
CLUSTER = ("-A", "trust", "-U", "sanadyar", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
# As an Iranian office's server would sort: neither as SQLite nor as Python does.
PERSIAN = ("--locale-provider=icu", "--icu-locale=fa-IR")
SETTINGS = {
    "listen_addresses": "",  # reached through a socket in its own folder alone
    "fsync": "off",  # nothing of it outlives the tests
    "shared_buffers": "16MB",
    "max_connections": "40",
}


def postgres_programs() -> Path | None:
    """Return the folder with `initdb` and `pg_ctl`; Debian keeps them outside of PATH, a folder a version."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    return max(versions, key=lambda path: int(path.parent.name), default=None)


@contextmanager
def postgres_server(programs: Path) -> Iterator[str]:
    """Yield the URL of a new server's database; the server ends and its files go with the context."""
    # Not below pytest's folder: only its owner may enter that one, and a socket's path has 107 bytes at most.
    home = Path(tempfile.mkdtemp(prefix="sanadyar-postgres-"))
    run, data = _runner(home), home / "data"
    try:
        sorting = PERSIAN if b"--icu-locale" in run([programs / "initdb", "--help"]).stdout else ()
        run([programs / "initdb", "-D", data, *CLUSTER, *sorting])
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        # Without a log of its own the server would hold the pipes that `run` reads to their end.
        run([programs / "pg_ctl", "start", "-w", "-D", data, "-l", home / "log", "-o", f"{options} -k {home}"])
        yield f"postgresql://sanadyar@/postgres?host={home}"
    finally:
        if (data / "postmaster.pid").exists():
            run([programs / "pg_ctl", "stop", "-w", "-D", data, "-m", "immediate"])
        shutil.rmtree(home, ignore_errors=True)


def _runner(home: Path) -> Callable[[list[str | Path]], subprocess.CompletedProcess[bytes]]:
    """Return what runs a program as somebody who is not root, to whom the folder is given."""
    rights: dict[str, Any] = {}
    if os.geteuid() == 0:
        accounts = {account.pw_name: account for account in pwd.getpwall()}
        owner = next(accounts[name] for name in OWNERS if name in accounts)
        os.chown(home, owner.pw_uid, owner.pw_gid)
        rights = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    return partial(subprocess.run, check=True, capture_output=True, cwd=home, **rights)
