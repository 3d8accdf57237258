"""Print sources as HTML, and through it as PDF by Chromium or WeasyPrint."""

import subprocess
import zlib
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from corpus.samples.maker.fonts import Fonts
from corpus.samples.maker.sources import PERSIAN_DIGITS, Block, BlockKind, Source

CHROMIUM = [
    "/usr/bin/chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
]
STYLE = """
@font-face {{ font-family: Vazirmatn; src: url("{regular}"); font-weight: 400; }}
@font-face {{ font-family: Vazirmatn; src: url("{bold}"); font-weight: 700; }}
@page {{ size: A4; margin: 24mm 22mm 22mm; @bottom-center {{ content: {foot}; font: 9pt Vazirmatn; }}
  @top-center {{ content: {head}; font: 9pt Vazirmatn; color: #555; }} }}
"""
LAYOUT = """
body { font-family: FAMILY, Vazirmatn, sans-serif; font-size: SIZEpt; line-height: 1.75; margin: 0; }
p, li { text-align: justify; margin: 0 0 .45em; }
h1 { font-size: 1.45em; text-align: center; margin: 0 0 .5em; line-height: 1.5; }
h2 { font-size: 1.18em; margin: 1em 0 .35em; break-after: avoid; }
h3 { font-size: 1.05em; margin: .8em 0 .3em; break-after: avoid; }
.letterhead p { margin: 0; text-align: start; }
.letterhead { border-bottom: 1px solid #888; padding-bottom: .5em; margin-bottom: .9em; }
table { border-collapse: collapse; width: 100%; margin: .5em 0 .9em; font-size: .9em; line-height: 1.5; }
th, td { border: 1px solid #777; padding: .2em .5em; vertical-align: top; text-align: start; }
th { background: #ececec; }
tr { break-inside: avoid; }
.note { color: #333; font-size: .93em; border-inline-start: 3px solid #999; padding-inline-start: .6em; }
.columns { column-count: 2; column-gap: 9mm; }
.columns table { font-size: .8em; }
.page { break-before: page; }
"""


def choice(source: Source) -> int:
    """Return a number that is the same at every making and differs from source to source."""
    return zlib.crc32(source.slug.encode())


def page_of(source: Source, style: str) -> str:
    """Return a whole HTML page for the source."""
    return (
        f'<!DOCTYPE html>\n<html lang="fa" dir="rtl">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(source.title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"{''.join(_body(source))}</body>\n</html>\n"
    )


def make_html(source: Source, target: Path) -> None:
    """Write a page as a web site would publish it, with navigation around the text."""
    style = LAYOUT.replace("FAMILY", "Tahoma").replace("SIZE", "12")
    page = page_of(source, style + "main { max-width: 48em; margin: auto; }")
    links = "<nav><a href='#'>صفحهٔ نخست</a> | <a href='#'>اخبار</a> | <a href='#'>تماس با ما</a></nav>\n"
    page = page.replace("<body>\n", f"<body>\n<header>{links}</header>\n<main>\n")
    target.write_text(
        page.replace("</body>", "</main>\n<footer>پرتال شهرداری آوندشهر</footer>\n</body>"), encoding="utf-8"
    )


def make_with_chromium(source: Source, target: Path, fonts: Fonts, workplace: Path) -> None:
    page = workplace / f"{source.slug}.html"
    page.write_text(page_of(source, _style(source, fonts)), encoding="utf-8")
    profile = workplace / "chromium"
    command = [*CHROMIUM, f"--user-data-dir={profile}", f"--print-to-pdf={target}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def make_with_weasyprint(source: Source, target: Path, fonts: Fonts) -> None:
    # Deferred: the native libraries of WeasyPrint load slowly and other producers do without them.
    from weasyprint import HTML

    HTML(string=page_of(source, _style(source, fonts))).write_pdf(target, pdf_identifier=source.slug.encode())


def _style(source: Source, fonts: Fonts) -> str:
    head = f'"{source.title}"' if choice(source) % 2 else "none"
    foot = '"صفحهٔ " counter(page, persian) " از " counter(pages, persian)'
    face = STYLE.format(regular=fonts.regular.as_uri(), bold=fonts.bold.as_uri(), head=head, foot=foot)
    family = fonts.family(choice(source) // 2)
    size = {"Nazli": "15", "Amiri": "14"}.get(family, "12.5")
    size = "11" if "two_columns" in source.damage else size
    return face + LAYOUT.replace("FAMILY", family).replace("SIZE", size)


def _body(source: Source) -> Iterator[str]:
    opening = source.opening()
    yield '<div class="letterhead">\n'
    yield from _elements(source.blocks[:opening])
    yield "</div>\n"
    layout = "columns" if "two_columns" in source.damage else "text"
    for number, page in enumerate(_pages(source.blocks[opening:])):
        yield f'<div class="{layout}{" page" if number else ""}">\n'
        yield from _elements(page)
        yield "</div>\n"


def _pages(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, ...]]:
    for is_break, group in groupby(blocks, key=lambda block: block.kind is BlockKind.PAGE_BREAK):
        if not is_break:
            yield tuple(group)


def _elements(blocks: tuple[Block, ...]) -> Iterator[str]:
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        members = tuple(group)
        if kind is BlockKind.BULLET:
            yield "<ul>\n"
            yield from (f"<li>{escape(item.text)}</li>\n" for item in members)
            yield "</ul>\n"
        elif kind is BlockKind.NUMBERED:
            # Numbers stand in the text, as offices type them: list markers are lost in most files.
            yield from (
                f"<p>{str(item.level).translate(PERSIAN_DIGITS)}. {escape(item.text)}</p>\n" for item in members
            )
        else:
            yield from (_element(block) for block in members)


def _element(block: Block) -> str:
    if block.kind is BlockKind.HEADING:
        return f"<h{block.level}>{escape(block.text)}</h{block.level}>\n"
    if block.kind is BlockKind.TABLE:
        return _table(block)
    if block.kind is BlockKind.NOTE:
        return f'<p class="note">{escape(block.text)}</p>\n'
    return f"<p>{escape(block.text)}</p>\n"


def _table(block: Block) -> str:
    head, *rows = block.rows
    heads = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    lines = "".join(f"<tr>{_cells(row)}</tr>\n" for row in rows)
    return f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{lines}</tbody>\n</table>\n"


def _cells(row: tuple[str, ...]) -> str:
    return "".join(f"<td>{escape(cell)}</td>" for cell in row)
