"""A catalogue that changes no more, read once for each asker: most of a search's time is the database's."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from corpus.access import Principal
from corpus.catalogue import Outline
from corpus.described import Successor
from corpus.errors import NotFound
from corpus.records import Document, Page, Passage
from corpus.sql_catalogue import SqlCatalogue

__all__ = ["StillCatalogue"]


@dataclass(frozen=True)
class Shown:
    """What the catalogue shows one asker."""

    documents: dict[UUID, Document]
    outlines: dict[UUID, Outline]
    passages: dict[UUID, Passage]
    successors: dict[UUID, list[Successor]]


class StillCatalogue:
    """What searches ask most, from memory; all else is asked of `held`, for laws that are not about SQL."""

    def __init__(self, held: SqlCatalogue, askers: Iterable[Principal]) -> None:
        self._held = held
        everything = [document.id for document in held.all_documents()]
        passages = [one.id for document in everything for one in held.all_passages_of(document)]
        self._shown = {
            asker: Shown(
                held.documents_by_id(everything, asker),
                held.outlines(everything, asker),
                held.passages(passages, asker),
                held.successors(everything, asker),
            )
            for asker in askers
        }
        self._page = cache(held.page)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._held, name)

    def documents_by_id(self, ids: Collection[UUID], principal: Principal) -> dict[UUID, Document]:
        shown = self._shown[principal].documents
        return {one: shown[one] for one in ids if one in shown}

    def outlines(self, ids: Collection[UUID], principal: Principal) -> dict[UUID, Outline]:
        shown = self._shown[principal].outlines
        return {one: shown[one] for one in ids if one in shown}

    def passages(self, ids: Collection[UUID], principal: Principal) -> dict[UUID, Passage]:
        shown = self._shown[principal].passages
        return {one: shown[one] for one in ids if one in shown}

    def successors(self, ids: Collection[UUID], principal: Principal) -> dict[UUID, list[Successor]]:
        shown = self._shown[principal].successors
        return {one: shown[one] for one in ids if one in shown}

    def page(self, document_id: UUID, number: int, principal: Principal) -> Page:
        if document_id not in self._shown[principal].documents:
            raise NotFound(what="document", id=str(document_id))
        return self._page(document_id, number, principal)
