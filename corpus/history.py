"""The port of the search history: what a person has searched for, until it is cleared."""

from typing import Protocol

__all__ = ["MOST_KEPT", "SearchHistory"]

MOST_KEPT = 50  # of one account, the oldest go first


class SearchHistory(Protocol):
    """Law. Nobody but the account itself sees what it searched for; with the account its history goes."""

    def remember(self, account: str, text: str) -> None:
        """Keep a text, or note that it was asked again; an account that is not there has no history."""

    def recent(self, account: str, typed: str = "", limit: int = 7) -> list[str]:
        """The latest texts that have what was typed in them, however its letters and blanks are written."""

    def forget(self, account: str) -> None: ...
