"""The parser of old Office files (doc, xls, ppt): LibreOffice turns them into new ones, out of sight."""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from corpus.errors import DamagedFile, ReaderMissing, ReadingTimedOut
from ingest.parsing import ParsedDocument, Parser

PROGRAM = "soffice"
SECONDS = 60
PACKAGES = {"docx": "libreoffice-writer", "xlsx": "libreoffice-calc", "pptx": "libreoffice-impress"}
LIMITER = "timeout"  # of coreutils: ends the program even where this process was killed meanwhile
ORIGINS = {"docx": "doc", "xlsx": "xls", "pptx": "ppt"}
# No macros run, and nothing that a document links to is fetched: every request goes to a port that is shut.
SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    *(("Inet/Settings", f"ooInet{scheme}ProxyName", "127.0.0.1") for scheme in ("HTTP", "HTTPS", "FTP")),
    *(("Inet/Settings", f"ooInet{scheme}ProxyPort", "9") for scheme in ("HTTP", "HTTPS", "FTP")),
    ("Inet/Settings", "ooInetNoProxy", ""),
)
SHUT = "http://127.0.0.1:9"
PROXIES = {f"{scheme}_proxy": SHUT for scheme in ("http", "https", "ftp", "all")} | {"no_proxy": ""}


class LegacyOfficeParser:
    """Reads old files through `reader`, the parser of the format `target` that they are turned into.

    Raises `ReaderMissing` where LibreOffice is not installed, `ReadingTimedOut`, `DamagedFile` and what
    `reader` raises.
    """

    def __init__(self, target: str, reader: Parser) -> None:
        self._target = target
        self._reader = reader

    def parse(self, path: Path, file: str) -> ParsedDocument:
        program = shutil.which(PROGRAM)
        if program is None:
            raise ReaderMissing(file=file, program=PROGRAM, package=PACKAGES[self._target])
        with tempfile.TemporaryDirectory(prefix="sanadyar-office-", ignore_cleanup_errors=True) as folder:
            converted = self._converted(program, path, Path(folder), file)
            return self._reader.parse(converted, file)

    def _converted(self, program: str, path: Path, folder: Path, file: str) -> Path:
        original = folder / f"original.{ORIGINS[self._target]}"
        shutil.copyfile(path, original)  # the program locks files beside them, and believes their names
        said = _run(_command(program, original, self._target, folder), folder, file)
        made = folder / "made" / f"original.{self._target}"
        if not made.is_file() or not made.stat().st_size:
            raise DamagedFile(file=file, detail=f"{PROGRAM} could not read it: {said}")
        return made


def _command(program: str, original: Path, target: str, folder: Path) -> list[str]:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_profile(), "utf-8")
    limiter = shutil.which(LIMITER)
    return [
        *([limiter, "--kill-after=5", str(SECONDS + 5)] if limiter else []),
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *("--convert-to", target, "--outdir", str(folder / "made"), str(original)),
    ]


def _profile() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>"
    )


def _run(command: list[str], folder: Path, file: str) -> str:
    """Run a command in a session of its own and end all of that session; return what it said last."""
    environment = (
        os.environ | PROXIES | {"HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    )
    log = folder / "said"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=folder,
            start_new_session=True,
        )
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired as error:
            raise ReadingTimedOut(file=file, seconds=SECONDS) from error
        finally:
            _kill_group(process)
    lines = log.read_text("utf-8", "replace").split("\n")
    return next((line.strip()[:200] for line in reversed(lines) if line.strip()), "no word")


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):  # all of them have ended
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
