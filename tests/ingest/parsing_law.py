"""What every parser owes, as `ingest.parsing.Parser` and `corpus.records` say it."""

from itertools import pairwise

from corpus.records import Block, BlockKind
from ingest.parsing import ParsedDocument


def texts(parsed: ParsedDocument, *kinds: BlockKind) -> list[str]:
    """The texts of the blocks of these kinds, of all kinds if none is given."""
    return [text_of(parsed, block) for block in parsed.blocks if not kinds or block.kind in kinds]


def text_of(parsed: ParsedDocument, block: Block) -> str:
    return block.span.of(parsed.pages[block.page - 1].text)


def assert_lawful(parsed: ParsedDocument) -> ParsedDocument:
    assert [page.number for page in parsed.pages] == list(range(1, len(parsed.pages) + 1))
    for page in parsed.pages:
        own = [block for block in parsed.blocks if block.page == page.number]
        assert page.text == "\n".join(text_of(parsed, block) for block in own)
        assert all(first.span.end < second.span.start for first, second in pairwise(own))
        assert not any("\n" in text_of(parsed, block) for block in own)
        words = [word.span.of(page.text) for word in page.words]
        assert all(word == word.strip("\u200c \t\n") and word for word in words)
        assert [word.strip("\u200c") for word in page.text.split() if word.strip("\u200c")] == words
        page.text.encode("utf-8")  # no half of a surrogate pair
        assert "\0" not in page.text
    return parsed
