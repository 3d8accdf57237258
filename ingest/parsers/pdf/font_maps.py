"""Mend what a PDF says of its characters before PDFium reads it: wrong ToUnicode maps and hidden ZWNJ.

Some Word versions write a ToUnicode map that disagrees with the embedded font: the page looks right and
every reader returns the same wrong letters. The cmap inside the font knows better. And PDFium drops
U+200C, so ZWNJ gets a private-use stand-in that `glyphs` turns back.
"""

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
from fontTools.ttLib import TTFont, TTLibError

from ingest.parsers.pdf.characters import KASHIDA, ZWNJ, ZWNJ_STAND_IN
from ingest.parsers.pdf.filled_forms import FilledField, filled_fields

LEAST_CODES_CHECKED = 10
LEAST_LETTER_CONFUSIONS = 3
LEAST_SHARE_WRONG = 1 / 3
BRACKETS = frozenset("()[]{}«»<>")
FOLD = str.maketrans("يكى", "یکی")

BFCHAR = re.compile(rb"beginbfchar(.*?)endbfchar", re.S)
BFRANGE = re.compile(rb"beginbfrange(.*?)endbfrange", re.S)
PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]+)>")
TRIPLE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]+)>")
ARRAY = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*\[(.*?)\]", re.S)
HEXADECIMAL = re.compile(rb"<([0-9A-Fa-f\s]+)>")
LARGEST_RANGE = 0x10000

CharacterMap = dict[int, str]


@dataclass(frozen=True, slots=True)
class MendedFile:
    """`content` is None where nothing had to be mended; `maps_non_joiner`: some glyph means ZWNJ.

    `fields` are the filled form fields by page, from 0.
    """

    content: bytes | None
    maps_non_joiner: bool = False
    fields: Mapping[int, Sequence[FilledField]] = field(default_factory=dict)


def mended(path: Path) -> MendedFile:
    """Return the file with its maps mended.

    Raises `pikepdf.PasswordError` for a file that asks for a password, `pikepdf.PdfError` for a broken one.
    """
    with pikepdf.open(path) as document:
        maps = [mapping for font in _fonts(document) if (mapping := _mend_font(document, font))]
        fields = filled_fields(document)
        if not maps:
            return MendedFile(None, fields=fields)
        saved = io.BytesIO()
        document.save(saved, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
        non_joiner = any(ZWNJ_STAND_IN in text for mapping in maps for text in mapping.values())
        return MendedFile(saved.getvalue(), non_joiner, fields)


def rewritten(path: Path) -> bytes:
    """Return the file with its cross-reference table rebuilt, for files that PDFium refuses."""
    with pikepdf.open(path) as document:
        saved = io.BytesIO()
        document.save(saved)
        return saved.getvalue()


def _resources(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield the resources of all pages and of the forms in them, each once."""
    seen: set[tuple[int, int]] = set()
    waiting: list[pikepdf.Object] = [page.obj for page in document.pages]
    while waiting:
        holder = waiting.pop()
        resources = _inherited(holder, "/Resources")
        if not isinstance(resources, pikepdf.Dictionary):
            continue
        if resources.objgen != (0, 0):
            if resources.objgen in seen:
                continue
            seen.add(resources.objgen)
        yield resources
        for form in _forms(resources):
            if form.objgen not in seen:
                seen.add(form.objgen)
                waiting.append(form)


def _inherited(holder: pikepdf.Object, key: str) -> pikepdf.Object | None:
    for _ in range(50):  # page trees deeper than this are loops
        if key in holder:
            return holder[key]
        if "/Parent" not in holder:
            return None
        holder = holder["/Parent"]
    return None


def _forms(resources: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for _, thing in (resources.get("/XObject") or {}).items():
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form":
            yield thing


def _fonts(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    seen: set[tuple[int, int]] = set()
    for resources in _resources(document):
        for _, font in (resources.get("/Font") or {}).items():
            if not isinstance(font, pikepdf.Dictionary) or not isinstance(
                font.get("/ToUnicode"), pikepdf.Stream
            ):
                continue
            if font.objgen == (0, 0) or font.objgen not in seen:
                seen.add(font.objgen)
                yield font


def _mend_font(document: pikepdf.Pdf, font: pikepdf.Object) -> CharacterMap | None:
    """Mend a font in place and return its new map, None if it needs none."""
    stated = read_map(font.ToUnicode.read_bytes())
    by_font = _map_of_embedded_font(font)
    mapping = (corrected(stated, by_font) if by_font else None) or stated
    mapping = {code: text.replace(ZWNJ, ZWNJ_STAND_IN) for code, text in mapping.items()}
    if mapping == stated:
        return None
    font.ToUnicode = document.make_stream(write_map(mapping, 2 if font.get("/Subtype") == "/Type0" else 1))
    return mapping


def _map_of_embedded_font(font: pikepdf.Object) -> dict[int, list[str]]:
    """Return glyph number → characters, empty where the font is no TrueType font with identity codes."""
    if font.get("/Subtype") != "/Type0" or font.get("/Encoding") not in ("/Identity-H", "/Identity-V"):
        return {}
    descendant = font.DescendantFonts[0]
    program = descendant.get("/FontDescriptor", pikepdf.Dictionary()).get("/FontFile2")
    if program is None or descendant.get("/CIDToGIDMap", "/Identity") != "/Identity":
        return {}
    try:
        face = TTFont(io.BytesIO(program.read_bytes()), lazy=True)
        characters = face["cmap"].getBestCmap() or {}
        by_glyph: dict[int, list[str]] = {}
        for code, name in characters.items():
            by_glyph.setdefault(face.getGlyphID(name), []).append(chr(code))
    except (TTLibError, KeyError, ValueError, AssertionError):
        return {}  # subset fonts often come without a usable cmap: then the stated map is all there is
    return by_glyph


def read_map(stream: bytes) -> CharacterMap:
    """Return code → text of a ToUnicode CMap."""
    mapping: CharacterMap = {}
    for block in BFCHAR.findall(stream):
        for code, value in PAIR.findall(block):
            mapping[int(code, 16)] = _text(value)
    for block in BFRANGE.findall(stream):
        for first, last, value in TRIPLE.findall(block):
            start, text = int(first, 16), _text(value)
            if text and int(last, 16) - start < LARGEST_RANGE:
                for step in range(int(last, 16) - start + 1):
                    mapping[start + step] = text[:-1] + chr(min(ord(text[-1]) + step, 0x10FFFF))
        for first, _, values in ARRAY.findall(block):
            for step, value in enumerate(HEXADECIMAL.findall(values)):
                mapping[int(first, 16) + step] = _text(value)
    return mapping


def _text(digits: bytes) -> str:
    plain = b"".join(digits.split()).decode("ascii")
    return bytes.fromhex(plain if len(plain) % 2 == 0 else plain + "0").decode("utf-16-be", "ignore")


def _encoded(text: str) -> str:
    return text.encode("utf-16-be", "surrogatepass").hex().upper()


def write_map(mapping: CharacterMap, code_bytes: int) -> bytes:
    """Return a ToUnicode CMap for codes of `code_bytes` bytes."""
    entries = [(code, text) for code, text in mapping.items() if text]
    width = 2 * code_bytes
    parts = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Mended def /CMapType 2 def",
        f"1 begincodespacerange <{0:0{width}X}> <{256**code_bytes - 1:0{width}X}> endcodespacerange",
    ]
    for start in range(0, len(entries), 100):  # the format allows 100 entries a block
        rows = entries[start : start + 100]
        parts.append(f"{len(rows)} beginbfchar")
        parts += [f"<{code:0{width}X}> <{_encoded(text)}>" for code, text in rows]
        parts.append("endbfchar")
    parts.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(parts).encode("ascii")


def corrected(stated: CharacterMap, by_font: dict[int, list[str]]) -> CharacterMap | None:
    """Return the map as the font has it, or None if the stated one agrees with the font well enough."""
    new, checked, wrong, confused = dict(stated), 0, 0, 0
    for glyph, characters in by_font.items():
        said = stated.get(glyph, "")
        agrees = bool(said) and any(_folded(character) == _folded(said) for character in characters)
        if len(said) == 1:
            checked += 1
            wrong += not agrees
            confused += not agrees and any(map(_is_letter, characters)) and (said.isspace() or _is_letter(said))
        # The font cannot know which brackets the writer mirrored.
        if not agrees and len(said) <= 1 and characters[0] not in BRACKETS:
            new[glyph] = characters[0]
        if KASHIDA in characters:
            new[glyph] = KASHIDA
    convicted = confused >= LEAST_LETTER_CONFUSIONS or wrong > checked * LEAST_SHARE_WRONG
    return new if checked >= LEAST_CODES_CHECKED and convicted else None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(FOLD)


def _is_letter(text: str) -> bool:
    return "\u0621" <= _folded(text)[:1] <= "\u06cc"
