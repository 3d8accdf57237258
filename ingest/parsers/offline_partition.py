"""unstructured without network: its English tokenizer replaced before it is imported, its telemetry off.

As it comes it fetches a language model at the first call and reports each call to its makers.
"""

import os
import re
import sys
from collections.abc import Callable, Sequence
from functools import cache
from types import ModuleType
from typing import Any

from language.sentences import split_sentences

QUIET = {"DO_NOT_TRACK": "1", "SCARF_NO_ANALYTICS": "true", "UNSTRUCTURED_DISABLE_NOTICE": "1"}
WORD = re.compile(r"[\w\u200c]+|[^\w\s]")
VERB = re.compile(
    r"(?:ن?می\u200c?\w{2,}|(?:خواه|ن?دار|ن?کرد|ن?شد|ن?بود|نمود|گردید|گشت|داد|گرفت)(?:م|ی|د|یم|ید|ند|ه)?"
    r"|است|نیست|هست\w*|باشد|باشند|شود|شوند|نشود|گردد|گردند|کند|کنند|نماید|نمایند|یابد|یابند|باید|نباید|شده|گیرد|دهد)"
)

Partition = Callable[..., Sequence[Any]]


def partition_page(html: str) -> Sequence[Any]:
    """Return unstructured's elements of a web page."""
    return _partition_html()(text=html, languages=[""])  # [""] keeps language detection, English-minded, off


def partition_markup(text: str) -> Sequence[Any]:
    """Return unstructured's elements of a Markdown text."""
    return _partition_md()(text=text, languages=[""])


@cache
def _partition_html() -> Partition:
    _prepare()
    # Imported late: it takes most of a second, and must come after `_prepare`.
    from unstructured.partition.html import partition_html

    return partition_html


@cache
def _partition_md() -> Partition:
    _prepare()
    from unstructured.partition.md import partition_md  # late for the same reasons

    return partition_md


@cache
def _prepare() -> None:
    os.environ.update(QUIET)
    tokenizer = ModuleType("unstructured.nlp.tokenize")
    vars(tokenizer).update(sent_tokenize=sentences, word_tokenize=words, pos_tag=tagged)
    sys.modules[tokenizer.__name__] = tokenizer


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]


def words(text: str) -> list[str]:
    return WORD.findall(text)


def tagged(text: str) -> list[tuple[str, str]]:
    """Return words with the tag VB for those that look like Persian verbs, NN for all others."""
    return [(word, "VB" if VERB.fullmatch(word) else "NN") for word in words(text)]
