"""Make the files, the benchmark and the manifest of the sample corpus from its sources."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

# The sample corpus is not part of the installed program: find the rooms beside this file.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from corpus.samples.maker.benchmark import write_benchmark, write_manifest
from corpus.samples.maker.checking import complaints, counts, shortages
from corpus.samples.maker.fonts import prepare_fonts
from corpus.samples.maker.judging import misplaced, read_queries, read_questions
from corpus.samples.maker.producing import produce
from corpus.samples.maker.sources import Source, read_sources


def main() -> int:
    """Make all or some files, or only check what is there; return 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", metavar="SLUG", help="make these files alone")
    parser.add_argument("--check", action="store_true", help="make nothing; say what is wrong")
    arguments = parser.parse_args()
    sources, queries, questions = read_sources(), read_queries(), read_questions()
    if arguments.check:
        numbers = counts(sources, queries, questions)
        wrong = [*complaints(sources, queries, questions), *shortages(numbers)]
        print(", ".join(f"{number} {name}" for name, number in numbers.items()))
        print("\n".join(wrong) or "all is well")
        return int(bool(wrong))
    chosen = [source for source in sources if not arguments.only or source.slug in arguments.only]
    write_manifest(sources, make(chosen))
    write_benchmark(sources, queries, questions)
    wrong = misplaced(queries, questions, sources)
    print("\n".join(wrong) or "all quotes found")
    return int(bool(wrong))


def make(sources: list[Source]) -> dict[str, int]:
    """Make the files of the sources and return their numbers of pages by slug."""
    pages = {}
    with tempfile.TemporaryDirectory() as folder:
        workplace = Path(folder)
        fonts = prepare_fonts(workplace)
        for source in sources:
            start = time.monotonic()
            pages[source.slug] = produce(source, fonts, workplace)
            seconds = time.monotonic() - start
            print(f"{seconds:5.1f} s  {pages[source.slug]:3} pages  {source.folder}/{source.file}")
    return pages


if __name__ == "__main__":
    sys.exit(main())
