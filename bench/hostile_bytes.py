"""Ways to break a file of which nothing is known: bytes changed, cut out, doubled, pushed to extremes."""

import random
from collections.abc import Callable

Mutation = Callable[[bytes, random.Random], bytes]
"""Returns a broken version of a file's bytes; the same for the same state of chance."""

EXTREMES = (
    *(
        b"\xff" * 64,
        b"\0" * 64,
        b"\xed\xa0\x80",
        b"\xe2\x80\xae",
        b"99999999999999999999",
        b"-1",
        b"NaN",
        b"1e400",
    ),
    *(b"%s%n", b"\xd8\x00", "ﷺ".encode() * 400, "\u200c".encode() * 500, "۱/".encode() * 400, b"A" * 20_000),
)
NESTED = (
    b"(",
    b"[",
    b"{",
    b"<div>",
    b"<a>",
    b"<table><tr><td>",
    b"{\\b ",
    b'{"a":',
    b"<<",
    b"> ",
    b"- ",
    b"=?utf-8?b?",
)


def changed_bytes(content: bytes, chance: random.Random) -> bytes:
    made = bytearray(content or b"\0")
    for _ in range(chance.choice((1, 1, 3, 12, 100))):
        place = chance.randrange(len(made))
        made[place] = (
            made[place] ^ (1 << chance.randrange(8)) if chance.random() < 0.5 else chance.randrange(256)
        )
    return bytes(made)


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def without_part(content: bytes, chance: random.Random) -> bytes:
    start, end = _part(content, chance)
    return content[:start] + content[end:]


def doubled(content: bytes, chance: random.Random) -> bytes:
    start, end = _part(content, chance)
    return content[:end] + content[start:end] * chance.choice((1, 2, 40)) + content[end:]


def extreme(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content) + 1)
    return content[:place] + chance.choice(EXTREMES) * chance.choice((1, 1, 50)) + content[place:]


def nested(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content) + 1)
    return content[:place] + chance.choice(NESTED) * chance.choice((200, 5_000, 60_000)) + content[place:]


def spliced(content: bytes, chance: random.Random) -> bytes:
    """The file with one of its own parts at another place."""
    start, end = _part(content, chance)
    place = chance.randrange(len(content) + 1)
    return content[:place] + content[start:end] + content[place + (end - start) :]


def zeroed(content: bytes, chance: random.Random) -> bytes:
    start, end = _part(content, chance)
    return content[:start] + bytes(end - start) + content[end:]


def _part(content: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + chance.choice((1, 4, 64, 1024, 20_000)))
