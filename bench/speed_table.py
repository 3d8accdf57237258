"""The report of `bench/speed` as a table."""

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["table"]

MEGABYTE = 1_000_000
BARE = ("embed the question", "words, bare engine", "meaning, bare engine")
MEMORY_MB = {10_000: 700, 100_000: 1300}  # up to so many passages; 4 GB beyond


def table(report: Mapping[str, Any]) -> str:
    return "\n".join(_lines(report))


def _lines(report: Mapping[str, Any]) -> Iterator[str]:
    yield f"{report['processors']} processors, load {report['load']} before the run, Python {report['python']}"
    yield f"vectors of passages: {report['vectors_of_passages']}; sentences of {report['text']}"
    for name, seconds in report["startup"].items():
        yield f"{name.removesuffix('_s')}: {'not installed' if seconds is None else f'{seconds:.3f} s'}"
    yield ""
    if "ingestion" in report:
        yield from _ingestion(report["ingestion"])
    if "embedding" in report:
        yield from _embedding(report["embedding"])
    for name, terms in report.get("terms", {}).items():
        figures = ", ".join(f"{what.replace('_', ' ')} {value:g}" for what, value in terms.items())
        yield f"terms of {name} passages: {figures}"
    for size in report["sizes"]:
        yield ""
        yield from _size(size)


def _ingestion(report: Mapping[str, Any]) -> Iterator[str]:
    counts = f"{report['files']} files, {report['pages']} pages, {report['passages']} passages"
    yield f"ingestion: {counts}, {len(report['failed'])} failed"
    yield f"  {'stage':<46}{'seconds':>10}{'pages/s':>10}{'ms/page':>10}"
    wholes = {name: row for name, row in report.items() if name.startswith("until")}
    for name, row in (report["stages"] | wholes).items():
        yield f"  {name:<46}{row['seconds']:>10.3f}{row['pages_per_second']:>10.1f}{row['ms_a_page']:>10.3f}"
    yield f"  embedding model loaded in {report['embedding model loaded_s']} s"


def _embedding(report: Mapping[str, float]) -> Iterator[str]:
    yield (
        f"dense leg: {report['passages']} passages, stopped half-way and begun anew,"
        f" {report['passages_per_second']:g} passages/s, {report['embedded_twice']} embedded twice,"
        f" progress told {report['told']} times"
    )
    yield _target(
        "share of the embedder's bare rate, at least", report["share_of_bare_rate"], 0.9, at_least=True
    )


def _size(size: Mapping[str, Any]) -> Iterator[str]:
    filled = size["filled"]
    load = f"; load {size['load']}" if "load" in size else ""
    yield f"{filled['passages']:,} passages in {filled['documents']:,} documents{load}"
    yield f"  {'':<24}{'p50 ms':>10}{'p95 ms':>10}{'p99 ms':>10}{'CPU ms':>10}"
    for name, row in size["latencies"].items():
        yield f"  {name:<24}" + "".join(f"{value:>10.2f}" for value in row.values())
    yield "  cold: " + _listed(size["cold"], "_s", "s")
    yield "  resident: " + _listed(size["memory"], "_mb", "MB")
    disk = {name.removesuffix("_bytes"): filled[name] / MEGABYTE for name in ("index_bytes", "catalogue_bytes")}
    yield "  on disk: " + ", ".join(f"{name} {value:.1f} MB" for name, value in disk.items())
    yield "  filling: " + _listed({name: filled[name] for name in filled if name.endswith("_s")}, "_s", "s")
    yield from _targets(size)


def _targets(size: Mapping[str, Any]) -> Iterator[str]:
    """Each figure beside what it should be at most, or at least."""
    filled, latencies, memory = size["filled"], size["latencies"], size["memory"]
    passages = filled["passages"]
    bare = sum(latencies[leg]["p95_ms"] for leg in BARE)
    idle = latencies["search, end to end"]
    yield _target("search, end to end p95, ms", idle["p95_ms"], 2 * bare + 15)
    if "search, while embedding" in latencies:
        embedding = latencies["search, while embedding"]["p50_ms"]
        yield _target("search, while embedding p50, beside idle", embedding / idle["p50_ms"], 1.5)
    yield _target("longest analysis of noise, ms", latencies["analysis of noise"]["p99_ms"], 200)
    yield _target("suggestions p95, ms", latencies["suggestions"]["p95_ms"], 20)
    yield _target("terms, idf, repair p50, ms", latencies["terms, idf, repair"]["p50_ms"], 1)
    memory_mb = next((most for up_to, most in MEMORY_MB.items() if passages <= up_to), 4000)
    yield _target("resident after all questions, MB", memory["after all questions_mb"], memory_mb)
    on_disk = (filled["index_bytes"] + filled["catalogue_bytes"]) / passages
    yield _target("bytes on disk a passage", on_disk, 6000)
    seconds = filled["catalogue_s"] + filled["encode_s"] + filled["index_s"]
    yield _target("passages a second until words find them, at least", passages / seconds, 400, at_least=True)


def _target(name: str, value: float, bound: float, *, at_least: bool = False) -> str:
    kept = "kept  " if (value >= bound if at_least else value <= bound) else "MISSED"
    return f"  {kept} {name}: {_figure(value)} ({'≥' if at_least else '≤'} {_figure(bound)})"


def _figure(value: float) -> str:
    return f"{value:,.1f}" if value >= 10 else f"{value:.2f}"


def _listed(figures: Mapping[str, float], suffix: str, unit: str) -> str:
    return ", ".join(f"{name.removesuffix(suffix)} {value:g} {unit}" for name, value in figures.items())
