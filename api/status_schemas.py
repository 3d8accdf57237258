"""The JSON of how far reading has come and what is wrong."""

from pydantic import BaseModel

from api.document_schemas import DocumentBody
from corpus.records import DocumentState

__all__ = ["FindingBody", "Health", "RebuildingBody", "StatusBody"]


class Health(BaseModel):
    status: str
    version: str


class RebuildingBody(BaseModel):
    done: int
    total: int


class FindingBody(BaseModel):
    """`fault` is false for what is only worth knowing: a waiting or a failed document."""

    kind: str
    subject: str
    fault: bool
    facts: dict[str, str | int | float]


class StatusBody(BaseModel):
    """Counts are of what the asker may read; waiting and failed documents are listed with reasons.

    `rebuilding` counts documents while the index is made anew; `trouble` says why vectors are not made,
    `ocr_trouble` why scanned pages are not read.
    """

    counts: dict[DocumentState, int]
    embedded_share: float
    passages_per_second: float | None
    seconds_left: float | None
    rebuilding: RebuildingBody | None
    trouble: str
    pages_needing_ocr: int
    ocr_trouble: str
    waiting: list[DocumentBody]
    failed: list[DocumentBody]
