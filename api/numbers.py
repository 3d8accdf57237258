"""Whole numbers of addresses and bodies: the catalogue holds 64 bits, Python and an address any number."""

from typing import Annotated

from fastapi import Path, Query

__all__ = ["LARGEST", "MOST_PAGES", "Offset", "PageNumber"]

MOST_PAGES = 10_000_000
LARGEST = 2**63 - 1

PageNumber = Annotated[int, Path(ge=1, le=MOST_PAGES)]
"""A page of a document, or the number of an earlier version; any other is not there."""

Offset = Annotated[int, Query(ge=0, le=1_000_000_000)]
"""How many of a list are passed over."""
