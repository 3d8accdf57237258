"""The report of `bench/speed` as a table."""

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["table"]

MEGABYTE = 1_000_000


def table(report: Mapping[str, Any]) -> str:
    return "\n".join(_lines(report))


def _lines(report: Mapping[str, Any]) -> Iterator[str]:
    yield f"{report['processors']} processors, load {report['load']} before the run, Python {report['python']}"
    yield f"vectors of passages: {report['vectors_of_passages']}; sentences of {report['text']}"
    for name, seconds in report["startup"].items():
        yield f"{name.removesuffix('_s')}: {'not installed' if seconds is None else f'{seconds:.3f} s'}"
    yield ""
    yield from _ingestion(report["ingestion"])
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


def _size(size: Mapping[str, Any]) -> Iterator[str]:
    filled = size["filled"]
    yield f"{filled['passages']:,} passages in {filled['documents']:,} documents"
    yield f"  {'':<24}{'p50 ms':>10}{'p95 ms':>10}{'p99 ms':>10}{'CPU ms':>10}"
    for name, row in size["latencies"].items():
        yield f"  {name:<24}" + "".join(f"{value:>10.2f}" for value in row.values())
    yield "  cold: " + _listed(size["cold"], "_s", "s")
    yield "  resident: " + _listed(size["memory"], "_mb", "MB")
    disk = {name.removesuffix("_bytes"): filled[name] / MEGABYTE for name in ("index_bytes", "catalogue_bytes")}
    yield "  on disk: " + ", ".join(f"{name} {value:.1f} MB" for name, value in disk.items())
    yield "  filling: " + _listed({name: filled[name] for name in filled if name.endswith("_s")}, "_s", "s")


def _listed(figures: Mapping[str, float], suffix: str, unit: str) -> str:
    return ", ".join(f"{name.removesuffix(suffix)} {value:g} {unit}" for name, value in figures.items())
