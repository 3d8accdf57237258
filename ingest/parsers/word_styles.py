"""What a Word paragraph is, by its style and its own properties."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADING_NAME = re.compile(r"heading (\d)$")
CONTENTS_NAME = re.compile(r"(?:toc|table of figures|index) ?\d?$")
BODY_LEVEL = 9  # the outline level that Word gives to text


@dataclass(frozen=True, slots=True)
class ListPlace:
    """The list of `numbering.xml` that a paragraph belongs to, and how deep; levels count from 0."""

    list_id: str
    level: int


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style with all that it inherits."""

    name: str = ""
    heading_level: int = 0
    is_title: bool = False
    is_contents: bool = False
    bold: bool = False
    new_page: bool = False
    place: ListPlace | None = None


class Styles:
    """The paragraph styles of a document."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: Mapping[str, etree._Element] = (
            {} if root is None else {style.get(f"{W}styleId", ""): style for style in root.iter(f"{W}style")}
        )
        self._known: dict[str, Style] = {}
        self._default = next(
            (key for key, style in self._elements.items() if _is_default_paragraph(style)), "Normal"
        )

    def style_of(self, properties: etree._Element | None) -> Style:
        """Return the style of a paragraph with these properties, its own outline and list included."""
        named = None if properties is None else properties.find(f"{W}pStyle")
        style = self._style(self._default if named is None else named.get(f"{W}val", ""), frozenset())
        return style if properties is None else _refined(style, properties)

    def _style(self, key: str, below: frozenset[str]) -> Style:
        if key in self._known:
            return self._known[key]
        element = self._elements.get(key)
        if element is None or key in below:  # a style based on itself
            return Style()
        base = element.find(f"{W}basedOn")
        style = Style() if base is None else self._style(base.get(f"{W}val", ""), below | {key})
        style = _named(replace(style, is_title=False, is_contents=False), element)
        if (properties := element.find(f"{W}pPr")) is not None:
            style = _refined(style, properties)
        if (marks := element.find(f"{W}rPr")) is not None:
            style = replace(style, bold=is_bold(marks, style.bold))
        self._known[key] = style
        return style


def _is_default_paragraph(style: etree._Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true")


def _named(style: Style, element: etree._Element) -> Style:
    """Take over what the name tells: Word keeps English names for its own styles in every language."""
    label = element.find(f"{W}name")
    name = "" if label is None else label.get(f"{W}val", "").lower()
    heading = HEADING_NAME.match(name)
    return replace(
        style,
        name=name,
        heading_level=int(heading[1]) if heading else style.heading_level,
        is_title=name == "title",
        is_contents=CONTENTS_NAME.match(name) is not None,
    )


def _refined(style: Style, properties: etree._Element) -> Style:
    outline = properties.find(f"{W}outlineLvl")
    if outline is not None and (level := outline.get(f"{W}val", "")).isdecimal():
        style = replace(style, heading_level=int(level) + 1 if int(level) < BODY_LEVEL else 0)
    numbering = properties.find(f"{W}numPr")
    if numbering is not None:
        style = replace(style, place=_place(numbering, style.place))
    new_page = properties.find(f"{W}pageBreakBefore")
    return style if new_page is None else replace(style, new_page=is_on(new_page))


def _place(numbering: etree._Element, inherited: ListPlace | None) -> ListPlace | None:
    key, depth = numbering.find(f"{W}numId"), numbering.find(f"{W}ilvl")
    list_id = (inherited.list_id if inherited else "0") if key is None else key.get(f"{W}val", "0")
    level = "0" if depth is None else depth.get(f"{W}val", "0")
    if list_id == "0":
        return None  # 0 takes a paragraph out of the list of its style
    return ListPlace(list_id, int(level) if level.isdecimal() else 0)


def is_on(toggle: etree._Element) -> bool:
    return toggle.get(f"{W}val", "1") not in ("0", "false", "off")


def is_bold(marks: etree._Element | None, inherited: bool) -> bool:
    """Tell whether a run is bold: Persian letters obey `bCs`, others `b`, and editors often set only one."""
    toggles = [] if marks is None else [toggle for toggle in marks if toggle.tag in (f"{W}b", f"{W}bCs")]
    return any(is_on(toggle) for toggle in toggles) if toggles else inherited
