"""A page with its blocks as bytes: deflated JSON, its words as `corpus.packed_words` packs them."""

import base64
import json
import zlib

from corpus.packed_words import packed, unpacked
from corpus.page_corrections import PageText
from corpus.records import Block, BlockKind, Integrity, Page, Span


def pack_page(text: PageText) -> bytes:
    page = text.page
    body = {
        "number": page.number,
        "text": page.text,
        "words": base64.b64encode(packed(page.words)).decode("ascii"),
        "width": page.width,
        "height": page.height,
        "needs_ocr": page.needs_ocr,
        "recognized": page.recognized,
        "agreed": [[span.start, span.end] for span in page.agreed],
        "integrity": [page.integrity.score, dict(page.integrity.reasons)] if page.integrity else None,
        "blocks": [[block.kind.value, block.span.start, block.span.end, block.level] for block in text.blocks],
    }
    return zlib.compress(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"), 6)


def unpack_page(data: bytes) -> PageText:
    body = json.loads(zlib.decompress(data))
    number = body["number"]
    page = Page(
        number=number,
        text=body["text"],
        words=unpacked(base64.b64decode(body["words"])),
        width=body["width"],
        height=body["height"],
        needs_ocr=body["needs_ocr"],
        recognized=body["recognized"],
        agreed=tuple(Span(start, end) for start, end in body["agreed"]),
        integrity=Integrity(*body["integrity"]) if body["integrity"] else None,
    )
    blocks = (
        Block(BlockKind(kind), number, Span(start, end), level) for kind, start, end, level in body["blocks"]
    )
    return PageText(page, tuple(blocks))
