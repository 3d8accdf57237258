"""The styles of an OpenDocument file: what a paragraph's or a span's style means for reading."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from lxml import etree

from ingest.parsers.open_package import FO, STYLE

HEADING_NAME = re.compile(r"Heading_20_(\d)")
TITLE_NAME = "Title"
MOST_PARENTS = 20


@dataclass(frozen=True, slots=True)
class OpenStyle:
    """`bold` is None where nothing says whether it is."""

    is_title: bool = False
    heading_level: int = 0
    bold: bool | None = None
    list_style: str = ""
    new_page: bool = False
    ends_page: bool = False


class OpenStyles:
    """Finds styles by family ("paragraph" or "text") and name."""

    def __init__(self, *roots: etree._Element | None) -> None:
        self._elements = {
            (element.get(f"{STYLE}family", ""), element.get(f"{STYLE}name", "")): element
            for root in roots
            if root is not None
            for element in root.iter(f"{STYLE}style")
        }
        self.style = cache(self._style)

    def _style(self, family: str, name: str) -> OpenStyle:
        """Return what a style says, and its parents where it says nothing."""
        found = OpenStyle()
        for own_name, element in self._chain(family, name):
            found = _filled(found, own_name, element)
        element = self._elements.get((family, name))
        if element is None:
            return found
        # Only the paragraph's own style starts a page: a named style's page layout is the default one.
        starts = _breaks(element, "break-before") or bool(element.get(f"{STYLE}master-page-name"))
        return replace(found, new_page=starts, ends_page=_breaks(element, "break-after"))

    def _chain(self, family: str, name: str) -> Iterator[tuple[str, etree._Element | None]]:
        for _ in range(MOST_PARENTS):
            element = self._elements.get((family, name))
            yield name, element
            if element is None:
                return
            name = element.get(f"{STYLE}parent-style-name", "")


def _filled(style: OpenStyle, name: str, element: etree._Element | None) -> OpenStyle:
    heading = HEADING_NAME.fullmatch(name)
    return replace(
        style,
        is_title=style.is_title or name == TITLE_NAME,
        heading_level=style.heading_level or (int(heading[1]) if heading else 0),
        bold=_bold(element) if style.bold is None else style.bold,
        list_style=style.list_style or ("" if element is None else element.get(f"{STYLE}list-style-name", "")),
    )


def _bold(element: etree._Element | None) -> bool | None:
    """Persian takes the weight of «complex» scripts, where one is set."""
    properties = None if element is None else element.find(f"{STYLE}text-properties")
    if properties is None:
        return None
    weight = properties.get(f"{STYLE}font-weight-complex") or properties.get(f"{FO}font-weight")
    return None if weight is None else weight in ("bold", "600", "700", "800", "900")


def _breaks(element: etree._Element, place: str) -> bool:
    properties = element.find(f"{STYLE}paragraph-properties")
    return properties is not None and properties.get(f"{FO}{place}") == "page"
