"""The JSON of what was understood of a question, each part with the way to undo it."""

from pydantic import BaseModel

from api.page_schemas import SpanBody
from search.query_text import Aspect, Condition
from search.results import Understood
from search.synonyms import Expansion

__all__ = ["UnderstoodBody"]


class ReplacementBody(BaseModel):
    """A word of the question that no document has, by its place, and what was asked in its stead.

    To undo it ask again with `word` as `as_written`.
    """

    written: SpanBody
    word: str
    text: str


class ExpansionBody(BaseModel):
    """A word of the question, by its place, and what the office's table says means the same.

    To undo it ask again with the word as `as_written`.
    """

    written: SpanBody
    text: str
    equals: list[str]

    @classmethod
    def of(cls, expansion: Expansion, text: str) -> "ExpansionBody":
        return cls(
            written=SpanBody.of(expansion.written),
            text=expansion.written.of(text),
            equals=[one.text for one in expansion.alternatives],
        )


class ConditionBody(BaseModel):
    """What a part of the text was understood to ask for, and the text as it would be without it."""

    name: Aspect
    value: str
    span: SpanBody
    without: str

    @classmethod
    def of(cls, condition: Condition, text: str) -> "ConditionBody":
        return cls(
            name=condition.aspect,
            value=condition.value,
            span=SpanBody.of(condition.span),
            without=condition.removed_from(text),
        )


class UnderstoodBody(BaseModel):
    """Spans of `conditions`, `replacements` and `synonyms` lie in `text`; `words` is what was asked by words.

    `offer` is another text that may have been meant, "" if there is none; `only_common` says that no word is
    one that words are found by: stop words and marks.
    """

    text: str
    words: str
    conditions: list[ConditionBody]
    replacements: list[ReplacementBody]
    synonyms: list[ExpansionBody]
    offer: str
    only_common: bool

    @classmethod
    def told(cls, understood: Understood, text: str) -> "UnderstoodBody":
        return cls(
            text=text,
            words=understood.words,
            conditions=[ConditionBody.of(condition, text) for condition in understood.conditions],
            replacements=[
                ReplacementBody(
                    written=SpanBody.of(found.written), word=found.written.of(text), text=found.text
                )
                for found in understood.replacements
            ],
            synonyms=[ExpansionBody.of(one, text) for one in understood.expansions],
            offer=understood.offer,
            only_common=understood.only_common,
        )
