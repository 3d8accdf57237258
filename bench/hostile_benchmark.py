"""Break files in many ways and read them as ingestion does: nothing may crash, hang or go without reason.

Each file goes through the same reading processes, then through description, splitting and analysis, which run
in the program itself. Counted are crashes of the program, hangs, and refusals without a clear sentence; reading
processes that died are counted too: each cost its own file alone.
"""

import argparse
import json
import random
import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from uuid import UUID

from api.problems import sentence
from bench.hostile_mutations import mutation_of
from bench.hostile_seeds import FAMILIES, Seed, seeds
from bench.reports import RESULTS, circumstances, save
from corpus.errors import ReadingProcessDied, ReadingTimedOut, SanadyarError, UnreadableDocument
from ingest.description import describe
from ingest.parsers.registry import CONTAINERS
from ingest.parsing import ParsedDocument
from ingest.splitting import split
from ingest.worker import IsolatedReader
from language.analysis import analyze

__all__ = ["Outcome", "attack", "broken"]

DOCUMENT = UUID(int=1)
SECONDS = 60.0  # a file, of a reading process; LibreOffice has its own bound inside
MEMORY = 2048 * 2**20  # bytes, the default of the setting
SLOW_SECONDS = 10.0  # of processor time, in the program itself, after reading
# What no parser foresaw arrives as the bare name of a Python error: a reason, but not one for a reader.
UNFORESEEN = re.compile(
    r"(?:AttributeError|KeyError|IndexError|TypeError|NameError|RecursionError|AssertionError)\b"
)
OLD_OFFICE = ("doc", "xls", "ppt")
EACH_OLD_OFFICE = 40  # LibreOffice takes seconds a file


@dataclass(slots=True)
class Outcome:
    """What became of the broken files of one family; `reasons` counts refusals by their code."""

    family: str
    files: int = 0
    read: int = 0
    crashes: int = 0
    hangs: int = 0
    unclear: int = 0
    died: int = 0
    unforeseen: int = 0
    slowest_reading: float = 0.0  # seconds by the clock
    slowest_after: float = 0.0  # seconds of processor time
    reasons: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)  # file and what happened

    @property
    def is_sound(self) -> bool:
        return not (self.crashes or self.hangs or self.unclear)

    def report(self) -> dict[str, object]:
        return {one.name: getattr(self, one.name) for one in fields(self)} | {"reasons": dict(self.reasons)}


def broken(family: str, each: int, seed: int) -> Iterator[Seed]:
    """Yield sound files first, then `each` broken ones; the same for the same seed."""
    sound = seeds(family)
    yield from sound
    if not sound:
        return
    mutation = mutation_of(family)
    for number in range(each):
        chance = random.Random(f"{family}-{seed}-{number}")
        name, content = chance.choice(sound)
        for _ in range(chance.choice((1, 1, 1, 2))):
            content = mutation(content, chance)
        yield f"{number}-{name}", content


def attack(family: str, each: int, seed: int, reader: IsolatedReader, kept: Path | None = None) -> Outcome:
    """Read the files of one family; those with a fault are written into the folder `kept`."""
    outcome = Outcome(family)
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        path = Path(folder) / "original"
        for name, content in broken(family, each, seed):
            path.write_bytes(content)
            outcome.files += 1
            if (fault := _fault(outcome, reader, path, name)) is not None:
                outcome.faults.append(f"{name}: {fault}")
                if kept is not None:
                    kept.mkdir(parents=True, exist_ok=True)
                    (kept / f"{family}-{seed}-{name}").write_bytes(content)
    return outcome


def _fault(outcome: Outcome, reader: IsolatedReader, path: Path, name: str) -> str | None:
    """Read one file and count what came of it; return what is wrong, or None."""
    began = time.monotonic()
    try:
        found, parsed = reader.read(path, name)
        if found in CONTAINERS:
            with tempfile.TemporaryDirectory(prefix="hostile-unpacked-") as folder:
                reader.unpack(path, name, found, Path(folder))
    except SanadyarError as error:
        return _refused(outcome, error, name)
    except Exception:  # the very thing that is looked for
        outcome.crashes += 1
        return traceback.format_exc(limit=-3)
    finally:
        outcome.slowest_reading = max(outcome.slowest_reading, time.monotonic() - began)
    outcome.read += 1
    return _used(outcome, parsed, name)


def _refused(outcome: Outcome, error: SanadyarError, name: str) -> str | None:
    outcome.reasons[error.code] += 1
    if isinstance(error, ReadingTimedOut):
        outcome.hangs += 1
        return f"no end in {SECONDS:g} seconds"
    said = sentence(error, "fa")
    if not isinstance(error, UnreadableDocument) or error.code == UnreadableDocument.code or name not in said:
        outcome.unclear += 1
        return f"no clear reason: {error!r}"
    if isinstance(error, ReadingProcessDied):
        outcome.died += 1
        return f"the reading process died: {error}"
    if UNFORESEEN.match(str(error.facts.get("detail", ""))):
        outcome.unforeseen += 1
        return f"not foreseen: {error.facts['detail']}"
    return None


def _used(outcome: Outcome, parsed: ParsedDocument, name: str) -> str | None:
    """Do with a read file what the program itself does with it, outside of the reading process."""
    began = time.process_time()
    try:
        for page in parsed.pages:
            page.text.encode()
        for block in parsed.blocks:
            if block.span.end > len(parsed.pages[block.page - 1].text):
                raise ValueError(f"a block ends behind its page: {block}")
        description = describe(parsed, name)
        for passage in split(DOCUMENT, parsed, description.title):
            analyze(passage.text)
    except Exception:  # the very thing that is looked for
        outcome.crashes += 1
        return traceback.format_exc(limit=-3)
    taken = time.process_time() - began
    outcome.slowest_after = max(outcome.slowest_after, taken)
    if taken > SLOW_SECONDS:
        outcome.hangs += 1
        return f"{taken:.1f} seconds of description, splitting and analysis"
    return None


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench/hostile", description=__doc__)
    parser.add_argument("--each", type=int, default=2000, help="broken files of each family")
    parser.add_argument("--family", action="append", choices=FAMILIES, help="may be repeated; default: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args(arguments)
    outcomes = []
    kept = options.results / "hostile"
    with IsolatedReader(SECONDS, MEMORY, 1) as reader:
        for family in options.family or FAMILIES:
            each = min(options.each, EACH_OLD_OFFICE) if family in OLD_OFFICE else options.each
            outcomes.append(attack(family, each, options.seed, reader, kept))
            if not options.json:
                print(_line(outcomes[-1]), flush=True)
    report = {**circumstances(), "seed": options.seed, "families": [one.report() for one in outcomes]}
    path = save(report, options.results, "hostile")
    if options.json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        total = Counter(
            {name: sum(getattr(one, name) for one in outcomes) for name in ("files", "crashes", "hangs")}
        )
        print(f"{total['files']} files, {total['crashes']} crashes, {total['hangs']} hangs ({path})")
    return 0 if all(one.is_sound for one in outcomes) else 1


def _line(one: Outcome) -> str:
    reasons = ", ".join(f"{code} {count}" for code, count in one.reasons.most_common())
    counts = f"{one.files:6} files {one.read:6} read {one.crashes:3} crashes {one.hangs:3} hangs"
    others = f"{one.unclear} unclear {one.died} died {one.unforeseen} unforeseen"
    slow = f"slowest {one.slowest_reading:.1f} s read, {one.slowest_after:.1f} s after"
    faults = "".join(f"\n    {fault}" for fault in one.faults[:20])
    return f"{one.family:8}{counts}  {others}; {slow}; {reasons}{faults}"


if __name__ == "__main__":
    sys.exit(main())
