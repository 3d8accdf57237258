"""The source of an RTF file made ready for striprtf, with marks for the structure that it would drop."""

import re

from ingest.parsers.text_encoding import LEAST_LIKELY, detect, persian_score

# Marks are letters of a private area; the text itself is cleared of them first.
HEADING, PAGE, CELL, ROW, ROW_START, NOTE, NOTE_END = (chr(0xF700 + 16 * number) for number in range(7))
TITLE = chr(ord(HEADING) + 15)  # other headings are counted up from the first
MARKS = re.compile(f"[{HEADING}-{NOTE_END}]")
HEX = re.compile(rb"[0-9a-fA-F\s]{64,}")
LONGEST_HEX = 4096  # letters: above it, they are a picture or an embedded file
BINARY = re.compile(rb"\\bin(\d{1,9}) ?")
ESCAPED = re.compile(rb"\\'([0-9a-fA-F]{2})")
CODE_PAGE = re.compile(rb"\\ansicpg(\d+)")
CODE_PAGE_1256 = rb"\\ansicpg1256"
HEAD = 65_536  # letters, in which a file tells what it is

# striprtf looks for links line by line, to write out where they lead, in a time that grows faster than
# the line. Ends of lines mean nothing in RTF: they keep it from finding any.
LINKS = re.compile(r"\{\\field|HYPERLINK", re.I)

BRACE = re.compile(r"\\.|[{}]", re.S)
FOOTNOTE = re.compile(r"\{\s*(?:\\\*)?\\footnote(?![a-z])")
FONTS = re.compile(r"\{[^{}]{0,200}\\fonttbl")
LONGEST_FONT = 2000  # letters
STYLESHEET = re.compile(r"\{\s*\\stylesheet(?![a-z])")
STYLE = re.compile(r"\{\s*(?:\\s(\d+))?(?!\d)[^{};]*?(?:heading (\d)|(?<![a-z])(title));\s*\}", re.I)
STYLED = re.compile(r"(?<!\\)\\s(\d{1,5})(?!\d) ?")
OUTLINE = re.compile(r"(?<!\\)\\outlinelevel([0-8])(?!\d) ?")
TITLES = re.compile(r"\{\s*(?:\\\*\s*)?\\title(?![a-z])")
AUTHORS = re.compile(r"\{\s*(?:\\\*\s*)?\\author(?![a-z])")
WORDS = (
    (re.compile(r"(?<!\\)\\page(?:bb)?(?![a-z0-9]) ?"), PAGE, ""),
    (re.compile(r"(?<!\\)\\(?:nest)?cell(?![a-z]) ?"), CELL, ""),
    (re.compile(r"(?<!\\)\\(?:nest)?row(?![a-z]) ?"), ROW, ""),
    (re.compile(r"(?<!\\)\\trowd(?![a-z])"), ROW_START, r"\trowd"),
)


def source_of(content: bytes) -> str:
    """Return the source without pictures and with a code page for escaped Persian."""
    content = HEX.sub(lambda run: run[0] if len(run[0]) < LONGEST_HEX else b" ", _without_binary(content))
    escaped = bytes.fromhex(b"".join(ESCAPED.findall(content)).decode("ascii"))
    if persian_score(escaped.decode("cp1256")) >= LEAST_LIKELY:
        # Simple programs name Western fonts, or no code page at all, over Persian bytes.
        content = re.sub(rb"\\fcharset0(?!\d)", rb"\\fcharset178", content)
        content = CODE_PAGE.sub(CODE_PAGE_1256, content, count=1)
        if not CODE_PAGE.search(content):
            content = re.sub(rb"\{\\rtf1?", rb"\g<0>" + CODE_PAGE_1256, content, count=1)
    text = content.decode(detect(content) or "cp1252", errors="replace").removeprefix("\ufeff")
    return LINKS.sub(r"\n\g<0>", MARKS.sub(" ", text))


def _without_binary(content: bytes) -> bytes:
    parts, place = [], 0
    for match in BINARY.finditer(content):
        if match.start() >= place:
            parts.append(content[place : match.start()])
            place = match.end() + int(match[1])
    return b"".join([*parts, content[place:]])


def marked(source: str) -> str:
    """Return the source with marks that become letters of the text."""
    levels = _heading_styles(source)
    source = STYLED.sub(lambda style: _mark(levels[style[1]]) if style[1] in levels else style[0], source)
    source = OUTLINE.sub(lambda outline: _mark(chr(ord(HEADING) + int(outline[1]))), source)
    for pattern, mark, kept in WORDS:
        source = pattern.sub((_mark(mark) + kept).replace("\\", r"\\"), source)
    return _with_notes(source)


def has_sound_fonts(source: str) -> bool:
    """Whether the table of fonts has an end and short entries: over others striprtf never ends."""
    start = FONTS.search(source)
    if start is None:
        return True
    end = _group_end(source, start.end())
    fonts = source[start.end() : end]
    return end < len(source) and all(len(font) <= LONGEST_FONT for font in fonts.split(";"))


def properties_source(source: str) -> dict[str, str]:
    """Return the source of the title and of the author, each the last one given: that is in Unicode."""
    found: dict[str, str] = {}
    source = source[:HEAD]
    for name, pattern in (("title", TITLES), ("author", AUTHORS)):
        for start in pattern.finditer(source):
            found[name] = source[start.end() : _group_end(source, start.end())]
    return found


def _mark(mark: str) -> str:
    # In a group of its own: the number of letters to skip behind \u is then restored.
    return f"{{\\uc0\\u{ord(mark)} }}"


def _heading_styles(source: str) -> dict[str, str]:
    """Return the marks of the styles that are headings, by number."""
    sheet = STYLESHEET.search(source)
    if sheet is None:
        return {}
    styles = source[sheet.end() : _group_end(source, sheet.end())]
    return {
        number: TITLE if title else chr(ord(HEADING) + int(level) - 1)
        for number, level, title in STYLE.findall(styles)
        if number and level != "0"
    }


def _group_end(source: str, start: int) -> int:
    """Return where the group closes that is open at `start`."""
    depth = 1
    for brace in BRACE.finditer(source, start):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return brace.start()
    return len(source)


def _with_notes(source: str) -> str:
    """Open the groups of footnotes, which striprtf drops, and mark where each begins and ends."""
    parts, place = [], 0
    while (start := FOOTNOTE.search(source, place)) is not None:
        end = _group_end(source, start.end())
        note = source[start.end() : end]
        parts += [source[place : start.start()], _mark(NOTE), "{", note, "}", _mark(NOTE_END)]
        place = end + 1
    return "".join([*parts, source[place:]])
