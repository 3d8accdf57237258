"""How a document's passages come into the index: what was embedded once keeps its vector.

A passage's `input_key` names the model and what it read. A document that is read again, after a correction or
by better rules, has most of its passages as before; a rebuild has nearly all, unless the model is another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from corpus.catalogue import Catalogue
from corpus.records import DocumentState
from index.ports import IndexEntry, PassageIndex, Vector

__all__ = ["make_searchable", "note_searchable", "with_vectors"]


def make_searchable(
    document_id: UUID, entries: Sequence[IndexEntry], index: PassageIndex, catalogue: Catalogue
) -> None:
    """Replace a document's passages in the index, on the disk when this returns; note it in the catalogue."""
    kept = with_vectors(entries, index.vectors_of(document_id))
    index.remove(document_id)
    index.put(kept)
    index.flush()
    note_searchable(document_id, kept, catalogue)


def with_vectors(entries: Sequence[IndexEntry], known: Mapping[str, Vector]) -> list[IndexEntry]:
    """Give entries the vectors that are known by their keys."""
    return [replace(entry, vector=known.get(entry.input_key, entry.vector)) for entry in entries]


def note_searchable(document_id: UUID, entries: Sequence[IndexEntry], catalogue: Catalogue) -> None:
    """Words find it now; what has no vector is waited for. Raises `NotFound`."""
    catalogue.set_state(document_id, DocumentState.WORDS if entries else DocumentState.COMPLETE)
    embedded = sum(entry.vector is not None for entry in entries)
    if embedded:
        catalogue.add_embedded({document_id: embedded})
