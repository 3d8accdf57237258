"""Glyphs to lines: one baseline, marks on their letters, strays in their gaps."""

import statistics
from collections import Counter
from collections.abc import Sequence

from ingest.parsers.pdf.characters import (
    MIRRORED,
    NEVER_JOIN_LEFT,
    UNKNOWN,
    ZWNJ,
    is_mark,
    starts_right_to_left,
)
from ingest.parsers.pdf.signs import Glyph

GlyphLine = list[Glyph]
"""Glyphs that share a baseline, in no particular order."""

SAME_BASELINE = 0.35  # of the type size
MOST_STRAYS = 4
HAMZA_ABOVE = "\u0654"
NEVER_KASHIDA = frozenset('/.:-_ـ،؛؟«»"')


def glyph_lines(glyphs: Sequence[Glyph]) -> list[GlyphLine]:
    """Return lines from the top of the page to its bottom."""
    marks = [glyph for glyph in glyphs if is_mark(glyph.text)]
    lines: list[GlyphLine] = []
    for glyph in sorted((g for g in glyphs if not is_mark(g.text)), key=lambda g: -g.baseline):
        if lines:
            first = lines[-1][0]
            down = first.baseline - glyph.baseline
            if down <= SAME_BASELINE * first.size or (
                down <= SAME_BASELINE * glyph.size and not glyph.blank and glyph.text != ZWNJ
            ):
                lines[-1].append(glyph)
                continue
        lines.append([glyph])
    lines = _with_strays(lines)
    _join_marks(marks, lines)
    for line in lines:
        _join_nameless_hamzas(line)
    return lines


def _join_nameless_hamzas(line: GlyphLine) -> None:
    """Read a raised glyph without a name over «ه» as hamza: XeLaTeX draws «هٔ» so and names it not."""
    for mark in [glyph for glyph in line if glyph.text == UNKNOWN]:
        below = [glyph for glyph in line if glyph.text in ("ه", "ﻪ", "ﻩ") and _is_over(mark, glyph)]
        if below:
            # «ماههٔ»: the mark may reach over two letters, and belongs to the one that ends the word.
            letter = min(below, key=lambda glyph: glyph.left)
            letter.text += HAMZA_ABOVE
            line.remove(mark)


def _is_over(mark: Glyph, letter: Glyph) -> bool:
    raised = 0.01 * letter.size < abs(mark.baseline - letter.baseline) < 0.5 * letter.size
    return raised and _covers(letter, mark)


def _covers(letter: Glyph, mark: Glyph) -> bool:
    middle = (mark.left + mark.right) / 2
    return letter.left - 0.15 * letter.size <= middle <= letter.right


def _with_strays(lines: list[GlyphLine]) -> list[GlyphLine]:
    """Put a few glyphs on a line of their own into the gap of a neighbouring line that they fit."""
    kept: list[GlyphLine | None] = [line for line in lines if any(not glyph.blank for glyph in line)]
    for index, line in enumerate(kept):
        if line is None or len(line) > MOST_STRAYS:
            continue
        for neighbour in (index + 1, index - 1):
            host = kept[neighbour] if 0 <= neighbour < len(kept) else None
            if host is not None and len(host) > len(line) and _fits(line, host):
                host.extend(line)
                kept[index] = None
                break
    return [line for line in kept if line]


def _fits(strays: GlyphLine, host: GlyphLine) -> bool:
    baseline = statistics.median(glyph.baseline for glyph in host)
    if abs(strays[0].baseline - baseline) > 0.5 * host[0].size:
        return False
    solid = [glyph for glyph in host if not glyph.blank]
    return not any(_overlap(stray, glyph) for stray in strays if not stray.blank for glyph in solid)


def _overlap(one: Glyph, other: Glyph) -> bool:
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared >= 0.5 * min(one.right - one.left or 1, other.right - other.left or 1)


def _join_marks(marks: list[Glyph], lines: list[GlyphLine]) -> None:
    """Append each mark (tanvin, hamza above …) to the letter that it stands on."""
    if not marks:
        return
    baselines = [statistics.median(glyph.baseline for glyph in line) for line in lines]
    for mark in marks:
        best: tuple[float, Glyph] | None = None
        for line, baseline in zip(lines, baselines, strict=True):
            height, size = mark.baseline - baseline, line[0].size
            if not -0.6 * size <= height <= size:
                continue
            for glyph in line:
                distance = _distance(mark, glyph)
                if distance is None:
                    continue
                badness = distance + 1.5 * max(0.0, abs(height) - 0.35 * size)
                if best is None or badness < best[0]:
                    best = (badness, glyph)
        if best:
            best[1].text += mark.text


def _distance(mark: Glyph, glyph: Glyph) -> float | None:
    """Return how far a mark stands from a letter, None if it cannot belong to it."""
    if not starts_right_to_left(glyph.text):
        return None
    middle = (mark.left + mark.right) / 2
    if mark.right - mark.left > 0.05 * mark.size and glyph.left <= middle <= glyph.right:
        return 0.1 * abs(middle - (glyph.left + glyph.right) / 2)
    distance = abs(mark.left - glyph.left)
    if glyph.left - 0.1 * glyph.size <= mark.left <= glyph.right:
        distance = min(distance, 0.25 * glyph.size + 0.2 * distance)
    return distance if distance <= 0.6 * glyph.size else None


def forget_kashida(lines: Sequence[GlyphLine]) -> None:
    """Make unknown the non-letters that sit gap-free between joined letters: kashida with a wrong code."""
    everywhere: Counter[str] = Counter()
    between: list[Glyph] = []
    for line in lines:
        solid = sorted((g for g in line if not g.blank and g.text != ZWNJ), key=lambda g: (g.left, g.right))
        for index, glyph in enumerate(solid):
            if starts_right_to_left(glyph.text):
                continue
            everywhere[glyph.text] += 1
            if glyph.text != UNKNOWN and _stretches_a_word(solid, index):
                between.append(glyph)
    counts = Counter(glyph.text for glyph in between)
    guilty = {text for text, count in counts.items() if _is_kashida(text, count, everywhere)}
    for glyph in between:
        if glyph.text in guilty:
            glyph.text = UNKNOWN


def _is_kashida(text: str, between: int, everywhere: Counter[str]) -> bool:
    """Tell whether a sign that stands `between` times inside joined words is kashida with a wrong code."""
    if text in NEVER_KASHIDA or between < 0.5 * everywhere[text]:
        return False
    if text in MIRRORED:  # «بند(ها)» has as many brackets of either kind, kashida has no partner
        return between >= 3 and everywhere[text] > 2 * everywhere[MIRRORED[text]]
    return between >= (2 if text.isalnum() else 1)


def _stretches_a_word(solid: GlyphLine, index: int) -> bool:
    glyph = solid[index]
    before = index - 1
    while before >= 0 and solid[before].text == glyph.text:
        before -= 1
    after = index + 1
    while after < len(solid) and solid[after].text == glyph.text:
        after += 1
    if before < 0 or after >= len(solid):
        return False
    touches = 0.08 * glyph.size
    return (
        starts_right_to_left(solid[before].text)
        and starts_right_to_left(solid[after].text)
        and solid[index].left - solid[index - 1].right < touches
        and solid[index + 1].left - solid[index].right < touches
        and solid[after].text[-1] not in NEVER_JOIN_LEFT
    )
