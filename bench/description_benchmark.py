"""How well are documents described? On hand-marked documents of our own, and on the sample corpus.

For each attribute: the share of documents for which it is right, "there is none" included. People and
resolutions are counted one by one: a resolution is right if its owner and its day are. CPU time is that of
the rules alone.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bench.described_documents import make_file, read_marked
from bench.reports import RESULTS, circumstances, save
from corpus.described import Attribute
from corpus.records import Description
from corpus.samples.maker.fonts import prepare_fonts
from ingest.description import describe
from ingest.formats import recognize
from ingest.parsers.registry import parser_for
from ingest.parsing import ParsedDocument
from language.jalali import parse
from language.normalization import letters
from language.numerals import number_key

SAMPLES = Path(__file__).resolve().parents[1] / "corpus" / "samples"
SINGLE = ("kind", "number", "date", "title", "unit", "session", "edition", "replaces")
SEVERAL = ("people", "resolutions")


@dataclass
class Scores:
    """Right and asked by attribute; for lists true positives, found and wanted."""

    right: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    asked: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    found: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    wrong: list[str] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    def note(self, name: str, attribute: str, found: object, wanted: object) -> None:
        self.asked[attribute] += 1
        self.right[attribute] += found == wanted
        if found != wanted:
            self.wrong.append(f"{name:10} {attribute:12} found {found!r}  wanted {wanted!r}")

    def note_several(
        self, name: str, attribute: str, found: Sequence[object], wanted: Sequence[object]
    ) -> None:
        missing = list(wanted)
        extra = []
        for one in found:
            if one in missing:
                missing.remove(one)
            else:
                extra.append(one)
        self.asked[attribute] += len(wanted)
        self.found[attribute] += len(found)
        self.right[attribute] += len(wanted) - len(missing)
        if missing or extra:
            self.wrong.append(f"{name:10} {attribute:12} missing {missing}  too much {extra}")

    def with_(self, other: "Scores") -> "Scores":
        """Both together."""
        both = Scores()
        for mine in (self, other):
            for name in ("right", "asked", "found"):
                for attribute, count in getattr(mine, name).items():
                    getattr(both, name)[attribute] += count
            both.milliseconds += mine.milliseconds
        return both

    def figures(self) -> dict[str, float]:
        shares = {one: self.right[one] / self.asked[one] for one in SINGLE if self.asked[one]}
        for one in SEVERAL:
            if self.asked[one]:
                shares[f"{one} F1"] = 2 * self.right[one] / (self.found[one] + self.asked[one])
        shares["documents"] = len(self.milliseconds)
        shares["ms"] = sum(self.milliseconds) / len(self.milliseconds)
        return {name: round(value, 3) for name, value in shares.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    seen, unseen, samples = Scores(), Scores(), Scores()
    with tempfile.TemporaryDirectory() as folder:
        fonts = prepare_fonts(Path(folder))
        for marked in read_marked():
            path = make_file(marked, Path(folder), fonts)
            scores = unseen if marked.unseen else seen
            _judge(scores, marked.name, *_described(path, path.name, scores), marked.truth)
    for entry in json.loads((SAMPLES / "manifest.json").read_text("utf-8")):
        path = SAMPLES / "files" / entry["file"]
        _judge(samples, entry["slug"], *_described(path, entry["file"], samples), entry)
    figures = {
        "own, all": seen.with_(unseen).figures(),
        "own, seen": seen.figures(),
        "own, unseen": unseen.figures(),
        "samples": samples.figures(),
    }
    save({"circumstances": circumstances(), "figures": figures}, options.results, "description")
    print(json.dumps(figures, ensure_ascii=False, indent=1) if options.json else _table(figures))
    if options.wrong:
        shown = (*seen.wrong, *samples.wrong, *(unseen.wrong if options.unseen else ()))
        print("\n".join(shown))
    return 0


def _described(path: Path, file: str, scores: Scores) -> tuple[Description, ParsedDocument]:
    file_format = recognize(path, file)
    parsed = parser_for(file_format).parse(path, file)
    start = time.process_time()
    description = describe(parsed, file)
    scores.milliseconds.append(1000 * (time.process_time() - start))
    return description, parsed


def _judge(
    scores: Scores, name: str, found: Description, parsed: ParsedDocument, truth: Mapping[str, Any]
) -> None:
    details = found.details
    if details is None:
        return
    scanned = bool(parsed.pages) and not any(page.text.strip() for page in parsed.pages)
    if scanned:  # waits for OCR: nothing can be said yet
        return
    scores.note(name, "kind", found.kind.value, truth["kind"])
    scores.note(name, "number", number_key(found.number or ""), number_key(truth["number"]))
    scores.note(name, "date", found.issued, _day(truth["date"]))
    scores.note(name, "title", _bare(found.title), _bare(truth["title"]))
    scores.note(name, "unit", letters(found.unit or ""), letters(truth["unit"]))
    scores.note(name, "edition", found.edition, truth.get("edition"))
    scores.note(name, "replaces", number_key(found.replaces or ""), number_key(truth.get("replaces", "")))
    if truth["kind"] != "minutes" or "slug" in truth:
        if "resolutions" in truth:
            _resolutions(scores, name, found, truth)
        return
    scores.note(name, "session", found.session, truth.get("session"))
    present = [letters(one.text) for one in details.values if one.attribute is Attribute.PRESENT]
    scores.note_several(name, "people", present, [letters(one) for one in truth.get("present", ())])
    _resolutions(scores, name, found, truth)


def _resolutions(scores: Scores, name: str, found: Description, truth: Mapping[str, Any]) -> None:
    details = found.details
    given = [(letters(one.owner or ""), one.due) for one in (details.resolutions if details else ())]
    wanted = [(letters(owner), _day(due)) for owner, due in truth["resolutions"]]
    scores.note_several(name, "resolutions", given, wanted)


def _day(text: str) -> date | None:
    jalali = parse(text) if text else None
    return jalali.to_gregorian() if jalali else None


def _bare(title: str) -> str:
    """The letters of a title; a bracket behind it may be missing."""
    return letters(title.split("(")[0])


def _table(figures: Mapping[str, Mapping[str, float]]) -> str:
    names = list(dict.fromkeys(name for row in figures.values() for name in row))
    lines = ["".join([f"{'':14}", *(f"{name:>16}" for name in figures)])]
    for name in names:
        cells: Iterable[str] = (
            f"{row[name]:>16g}" if name in row else f"{'–':>16}" for row in figures.values()
        )
        lines.append("".join([f"{name:14}", *cells]))
    return "\n".join(lines)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench/description", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--wrong", action="store_true", help="name what is wrong, of the seen documents")
    parser.add_argument("--unseen", action="store_true", help="with --wrong: also of the unseen ones")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the JSON goes")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
