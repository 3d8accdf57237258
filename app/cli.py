"""The command line: what each command takes. The commands themselves are imported when they run,

so that `--help` and a search on a running server answer at once.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

VERSION = "0.1.0"
ASK = "\0ask"  # a value that nobody can give on a command line
LEVELS = ("normal", "confidential", "highly_confidential", "secret")  # as `corpus.access.Confidentiality`
SUCCESS, INCOMPLETE, USAGE, REFUSED, INTERRUPTED = 0, 1, 2, 3, 130

AddCommand = Callable[[str, str], argparse.ArgumentParser]

DESCRIPTION = "Sanadyar (سندیار): search and cited answers over an office's Persian documents."
EPILOGUE = """exit codes: 0 done; 1 done in part (a file could not be read, nothing was found); 2 wrong usage;
3 refused with a reason; 130 interrupted. With --json the result is JSON, one value a line, on standard output;
everything else goes to standard error."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")
    common.add_argument(
        "--lang", choices=("fa", "en"), default=argparse.SUPPRESS, help="language of messages (default: en)"
    )
    root = argparse.ArgumentParser(
        prog="sanadyar",
        description=DESCRIPTION,
        epilog=EPILOGUE,
        parents=[common],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    root.add_argument("--version", action="version", version=f"sanadyar {VERSION}")
    root.add_argument("--data", type=Path, metavar="DIR", help="data folder (default: ~/.local/share/sanadyar)")
    commands = root.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, help_: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help_, description=help_, parents=[common])

    _taking_commands(command)
    _page_commands(command)
    _description_commands(command)
    _held_commands(command)
    _question_commands(command)
    _service_commands(command)
    return root


def _taking_commands(command: AddCommand) -> None:
    ingest = command("ingest", "read files and folders into the index")
    ingest.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    ingest.add_argument("--confidentiality", choices=LEVELS, default="normal")
    ingest.add_argument(
        "--readers", default="everyone", help="groups that may read, with commas (default: everyone)"
    )
    ingest.add_argument("--words-only", action="store_true", help="do not wait for the search in meaning")
    _password_of(ingest)

    watch = command("watch", "follow folders: what is new, changed, renamed or gone there is so in search")
    watch.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    watch.add_argument("--confidentiality", choices=LEVELS, default="normal")
    watch.add_argument("--readers", default="everyone", help="groups that may read, with commas")


def _page_commands(command: AddCommand) -> None:
    inspect = command("inspect", "show how files are read, without keeping them")
    inspect.add_argument("files", nargs="+", type=Path, metavar="FILE")
    inspect.add_argument(
        "--page", action="append", default=[], metavar="N", help="only page N, or pages 5-7; may be repeated"
    )
    inspect.add_argument(
        "--picture", type=Path, metavar="OUT", help="draw word boxes on the pages: a .png, or a folder"
    )
    inspect.add_argument("--no-ocr", action="store_true", help="leave scanned pages unread")

    pages = command("pages", "list pages whose text is worth a look, worst first")
    pages.add_argument("documents", nargs="*", metavar="DOCUMENT", help="only of these, by id or file name")
    pages.add_argument("--low", dest="below", action="store_const", const=0.8, default=0.8, help="the default")
    pages.add_argument("--below", type=float, metavar="SCORE", help="pages below this score (1.01: all)")

    page = command("page", "show a page's text; read it again with OCR, correct it, or take that back")
    page.add_argument("document", metavar="DOCUMENT", help="id or file name")
    page.add_argument("number", type=int, metavar="N")
    change = page.add_mutually_exclusive_group()
    change.add_argument("--reread", action="store_true", help="read it with OCR and keep the better text")
    change.add_argument("--even-if-worse", action="store_true", help="read it with OCR and keep that")
    change.add_argument("--correct", type=Path, metavar="FILE", help="its text is now in FILE (- for input)")
    change.add_argument("--undo", action="store_true", help="take the newest correction back")
    page.add_argument("--history", action="store_true", help="also show who corrected it and when")


def _description_commands(command: AddCommand) -> None:
    show = command("show", "show what documents say of themselves, where, and how sure that is")
    show.add_argument("documents", nargs="+", metavar="DOCUMENT", help="id or file name")

    correct = command("correct", "put a described value right, or take that back")
    correct.add_argument("document", metavar="DOCUMENT", help="id or file name")
    correct.add_argument(
        "attribute", metavar="ATTRIBUTE", help="title, kind, number, issued, unit, …, owner, due"
    )
    correct.add_argument("value", nargs="?", metavar="VALUE", help='lists have one value a line; "" for none')
    correct.add_argument("--resolution", type=int, metavar="N", help="owner or due of the Nth resolution")
    correct.add_argument("--undo", action="store_true", help="what was read is in force again")

    resolutions = command("resolutions", "list resolutions with owner and deadline")
    resolutions.add_argument("text", nargs="*", metavar="WORD", help="part of the text")
    resolutions.add_argument("--owner", default="", help="part of the name of a unit or a person")
    resolutions.add_argument(
        "--from", dest="first", default="", help="due on or after: Jalali day, month, year"
    )
    resolutions.add_argument("--to", dest="last", default="", help="due on or before")
    resolutions.add_argument("--document", action="append", default=[], help="id or file name; may be repeated")
    resolutions.add_argument("--without-due", action="store_true", help="only those without a day")


def _held_commands(command: AddCommand) -> None:
    remove = command("remove", "forget documents, by id or by file name")
    remove.add_argument("documents", nargs="+", metavar="DOCUMENT")

    retry = command("retry", "read failed documents again (all, or those named by id or file name)")
    retry.add_argument("documents", nargs="*", metavar="DOCUMENT")
    retry.add_argument("--words-only", action="store_true", help="do not wait for the search in meaning")
    _password_of(retry)

    access = command("access", "set who may read documents, named by id or file name")
    access.add_argument("documents", nargs="+", metavar="DOCUMENT")
    access.add_argument("--confidentiality", choices=LEVELS, required=True)
    access.add_argument("--readers", required=True, help="groups that may read, with commas")


def _password_of(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--password",
        nargs="?",
        const=ASK,
        default="",
        help="of locked PDF or Office files; without a value it is asked for, so that no history has it",
    )


def _question_commands(command: AddCommand) -> None:
    for name, help_ in (("search", "find passages"), ("ask", "answer a question from the documents")):
        question = command(name, help_)
        question.add_argument("text", nargs="+", metavar="WORD")
        question.add_argument(
            "--kind", action="append", default=[], help="guideline, minutes, …; may be repeated"
        )
        question.add_argument("--unit", action="append", default=[], help="issuing unit; may be repeated")
        question.add_argument("--number", action="append", default=[], help="letter or document number")
        question.add_argument("--from", dest="first", default="", help="Jalali date, month, season or year")
        question.add_argument("--to", dest="last", default="", help="Jalali date, month, season or year")
        question.add_argument("--mode", choices=("hybrid", "words", "meaning"), default="hybrid")
        question.add_argument(
            "--as-written", action="append", default=[], metavar="WORD", help="leave it alone"
        )
        question.add_argument("--no-repair", action="store_true", help="mend no word")
        question.add_argument("--no-synonyms", action="store_true", help="without the office's equal words")
        question.add_argument("--limit", type=int, default=10)
        if name == "search":
            question.add_argument(
                "--sort", choices=("relevant", "newest", "oldest", "title"), default="relevant"
            )
            question.add_argument(
                "--offset", type=int, default=0, help="documents to leave out at the beginning"
            )
            for value, of in (("kind", "these kinds"), ("unit", "these units"), ("year", "these Jalali years")):
                question.add_argument(
                    f"--only-{value}", action="append", default=[], help=f"of what is found only {of}"
                )
            question.add_argument("--explain", action="store_true", help="also say why each hit stands there")
    similar = command("similar", "find documents like one, named by id or file name")
    similar.add_argument("document", metavar="DOCUMENT")
    similar.add_argument("--limit", type=int, default=5)


def _service_commands(command: AddCommand) -> None:
    serve = command("serve", "start the server and the page")
    demo = command("demo", "read the sample corpus and start the server")
    for service in (serve, demo):
        service.add_argument("--host", help="address to listen on (default: 127.0.0.1)")
        service.add_argument("--port", help="port to listen on (default: 8620)")
    demo.add_argument("--no-serve", action="store_true", help="stop after reading")
    command("status", "show what is held and how far reading has come")
    command("rebuild", "make the index anew from the catalogue, beside the old one, then switch")
    doctor = command("doctor", "check the set-up and the data and say what to do")
    doctor.add_argument("--prepare-model", action="store_true", help="only make the embedding model ready")
    synonyms = command("synonyms", "show, check or replace the office's table of equal words")
    synonyms.add_argument("action", choices=("show", "check", "set", "reset"))
    synonyms.add_argument("file", nargs="?", type=Path, metavar="FILE", help="for check and set; - is stdin")
    account = command("account", "add accounts, set their passwords, list and remove them")
    account.add_argument("action", choices=("list", "add", "password", "remove"))
    account.add_argument("name", nargs="?", default="")
    account.add_argument("--groups", default="", help="with commas")
    account.add_argument("--clearance", choices=LEVELS, default="normal")
    account.add_argument("--administrator", action="store_true")


MODULES = {
    "ingest": "app.commands.documents",
    "watch": "app.commands.watch",
    "show": "app.commands.descriptions",
    "correct": "app.commands.descriptions",
    "resolutions": "app.commands.descriptions",
    "inspect": "app.commands.inspection",
    "pages": "app.commands.pages",
    "page": "app.commands.pages",
    "remove": "app.commands.documents",
    "retry": "app.commands.documents",
    "access": "app.commands.documents",
    "search": "app.commands.questions",
    "ask": "app.commands.questions",
    "similar": "app.commands.similar",
    "serve": "app.commands.service",
    "demo": "app.commands.service",
    "status": "app.commands.service",
    "rebuild": "app.commands.service",
    "doctor": "app.commands.doctor",
    "account": "app.commands.accounts",
    "synonyms": "app.commands.synonyms",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):  # a C locale must not turn Persian into a crash
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = parser().parse_args(arguments)
    from app.running import run  # after the arguments: help and usage errors need nothing else

    module = import_module(MODULES[options.command])
    return run(getattr(module, options.command), options)
