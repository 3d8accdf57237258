"""The source of a web page made ready: what frames the content set apart, what hides it undone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lxml import etree, html

RUNNING = (
    "//nav | //aside | //*[@role='navigation' or @role='banner' or @role='contentinfo' or @role='search'"
    " or @role='menu' or @role='menubar' or @role='complementary']"
    " | //header[not(ancestor::article or ancestor::main or ancestor::section)]"
    " | //footer[not(ancestor::article or ancestor::main or ancestor::section)]"
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
# unstructured drops these with all that is in them; whole pages of some servers are one form.
TRANSPARENT = {
    "details": "div",
    "summary": "p",
    "figure": "div",
    "figcaption": "p",
    "fieldset": "div",
    "legend": "p",
}
BLOCKS = "descendant::*[self::p or self::table or self::ul or self::ol or self::main or self::h1 or self::h2]"
# A table around such things lays the page out and holds no data.
LAYOUT = "descendant::*[self::table or self::h1 or self::h2 or self::h3 or self::main or self::article]"
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ARABIC_SCRIPT = re.compile(r"[\u0600-\u06ff]")
META_NAMES = {
    "author": "author",
    "generator": "producer",
    "dc.creator": "author",
    "article:modified_time": "modified",
}


@dataclass(frozen=True, slots=True)
class PageSource:
    """The content of a page and what stands before and after it, each as HTML."""

    content: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    properties: dict[str, str]


def prepare(text: str) -> PageSource:
    """Return the parts of a page; raises `lxml.etree.ParserError` where there is no element at all."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    root = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    properties = _properties(root)
    etree.strip_elements(root, "script", "style", "noscript", "template", with_tail=False)
    for element in [e for e in root.iter() if "hidden" in e.attrib or HIDDEN.search(e.get("style", ""))]:
        _take_out(element)
    before, after = _set_apart(root)
    _uncover(root)
    return PageSource(_source(root), before, after, properties)


def _properties(root: Any) -> dict[str, str]:
    found = {"title": root.findtext(".//title") or "", "language": root.get("lang") or ""}
    for meta in root.iter("meta"):
        name = META_NAMES.get((meta.get("name") or meta.get("property") or "").lower())
        if name:
            found.setdefault(name, meta.get("content") or "")
    return found


def _set_apart(root: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Take menus, headers and footers out of the page, and whatever stands beside its main part."""
    before: list[str] = []
    after: list[str] = []
    taken: set[Any] = set()
    for element in root.xpath(RUNNING):
        if taken.isdisjoint(element.iterancestors()) and not _holds_content(root, element):
            taken.add(element)
            (after if element.tag == "footer" or element.get("role") == "contentinfo" else before).append(
                _source(_uncovered(element))
            )
    for element in taken:
        _take_out(element)
    main = root.find(".//main")
    if main is None and (roles := root.xpath("//*[@role='main']")):
        main = roles[0]
        main.tag = "main"
    if main is not None:
        before += _beside(root, main)
    return tuple(before), tuple(after)


def _holds_content(root: Any, element: Any) -> bool:
    """Tell whether an element is the content after all: it holds the main part or the only title."""
    if element.xpath("descendant::main or descendant::article or descendant-or-self::*[@role='main']"):
        return True
    titles = root.xpath("//h1")
    return (
        element.tag == "header" and bool(titles) and all(element in title.iterancestors() for title in titles)
    )


def _beside(root: Any, main: Any) -> list[str]:
    """Take what is neither in the main part nor around it out of the page."""
    path = {main, *main.iterancestors()}
    body = root.find(".//body")
    outside = [
        child for step in path if step is not main for child in step if child not in path and step is not root
    ]
    found = [
        _source(_uncovered(child)) for child in outside if body is not None and body in child.iterancestors()
    ]
    for child in outside:
        _take_out(child)
    return found


def _uncovered(element: Any) -> Any:
    """Give a set-apart element a tag that unstructured reads."""
    element.tag = "div"
    for inner in element.iter("nav"):
        inner.tag = "div"
    return element


def _uncover(root: Any) -> None:
    """Undo what makes unstructured drop or mix up content, and write the numbers that browsers show."""
    for element in list(root.iter(*TRANSPARENT)):
        element.tag = TRANSPARENT[element.tag]
    for form in root.xpath(f"//form[{BLOCKS}]"):
        form.tag = "div"
    for label in root.iter("label"):
        label.tag = "span"
    for table in root.xpath(f"//table[{LAYOUT}]"):
        _unfold(table)
    for ordered in root.iter("ol"):
        _number(ordered)


def _unfold(table: Any) -> None:
    for part in [table, *_own(table)]:
        part.tag = "div"


def _own(table: Any) -> Iterable[Any]:
    """Return the rows and cells of a table, not of those within it."""
    parts = table.iter("tbody", "thead", "tfoot", "tr", "td", "th", "caption")
    return [part for part in parts if next(part.iterancestors("table"), None) is table]


def _number(ordered: Any) -> None:
    start = ordered.get("start", "1")
    number = int(start) if start.isdecimal() else 1
    for item in ordered.iterchildren("li"):
        value = item.get("value", "")
        number = int(value) if value.isdecimal() else number
        label = f"{number}."
        if ARABIC_SCRIPT.search("".join(item.itertext())):
            label = label.translate(PERSIAN_DIGITS)
        _prefix(item, label)
        number += 1


def _prefix(item: Any, label: str) -> None:
    """Write a label before the first text of an item, inside the block that holds it."""
    while not (item.text or "").strip() and len(item) and item[0].tag in ("div", "p"):
        item = item[0]
    item.text = f"{label} {item.text or ''}"


def _take_out(element: Any) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _source(element: Any) -> str:
    return str(html.tostring(element, encoding="unicode", with_tail=False))
