"""Ways to break a PDF from inside: its objects, and what stands in its streams, soundly packed again."""

import io
import random
from collections.abc import Callable, Sequence
from typing import Any

import pikepdf

from bench.hostile_bytes import EXTREMES, changed_bytes, cut, doubled, without_part

NUMBERS = (0, -1, 1, 7, 2**15, 2**31 - 1, -(2**31), 10**12)
OPERATORS = (
    b"q",
    b"Q",
    b"BT",
    b"ET",
    b"Tj",
    b"'",
    b"Do",
    b"cm",
    b"Tf",
    b"BI",
    b"ID",
    b"EI",
    b"BDC",
    b"EMC",
    b"re",
    b"n",
)


def broken_pdf_object(content: bytes, chance: random.Random) -> bytes:
    """Give entries of a PDF's objects values that they never have, references in circles among them."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            objects = [one for one in document.objects if isinstance(one, pikepdf.Dictionary | pikepdf.Stream)]
            for _ in range(chance.choice((1, 2, 6))):
                _break_object(document, chance.choice(objects), objects, chance)
            stream = io.BytesIO()
            document.save(stream, fix_metadata_version=False, deterministic_id=True)
            return stream.getvalue()
    except Exception:  # broken once already, so that it cannot be opened
        return changed_bytes(content, chance)


def _break_object(document: pikepdf.Pdf, one: Any, objects: Sequence[Any], chance: random.Random) -> None:
    keys = sorted(one.keys() - {"/Length", "/Filter"})  # a set, whose order changes from run to run
    if not keys:
        return
    key = chance.choice(keys)
    other = chance.choice(objects)
    values: Sequence[Callable[[], object]] = (
        lambda: chance.choice(NUMBERS),
        lambda: other,
        lambda: one,
        lambda: pikepdf.Name("/X"),
        lambda: pikepdf.String("ن" * 300),
        lambda: pikepdf.Array([other, one, chance.choice(NUMBERS)]),
        lambda: pikepdf.Array([chance.choice(NUMBERS) for _ in range(chance.choice((1, 4, 6, 2000)))]),
        lambda: pikepdf.Dictionary(X=other),
        lambda: document.make_stream(chance.choice(EXTREMES)),
    )
    if chance.random() < 0.2:
        del one[key]
    else:
        one[key] = chance.choice(values)()


def broken_pdf_content(content: bytes, chance: random.Random) -> bytes:
    """Shuffle the operators of a page, or change the bytes of a font, a map or a picture, soundly packed."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            streams = [one for one in document.objects if isinstance(one, pikepdf.Stream)]
            one = chance.choice(streams)
            body = one.read_bytes()
            if b"Tf" in body and chance.random() < 0.7:
                words = body.split(b" ")
                for _ in range(chance.choice((1, 5, 40))):
                    words[chance.randrange(len(words))] = chance.choice(
                        (*OPERATORS, b"1e30", b"-99999999", b"0", b"(", b"<", b"[" * 500, b"q " * 3_000)
                    )
                body = b" ".join(words)
            else:
                body = chance.choice((changed_bytes, cut, doubled, without_part))(body, chance)
            one.write(body)
            stream = io.BytesIO()
            document.save(stream, fix_metadata_version=False, deterministic_id=True)
            return stream.getvalue()
    except Exception:  # broken once already, so that it cannot be opened
        return changed_bytes(content, chance)
