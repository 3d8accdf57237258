"""Delays guessing of passwords: per name, longer each time, remembered over a restart."""

from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import delete

from corpus.account_schema import AttemptRow
from corpus.database import Database
from corpus.errors import TooManyAttempts

FREE_ATTEMPTS = 3
LONGEST_DELAY = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)


class SignInAttempts:
    """Failed attempts by name, whether or not it has an account, so that delays tell no names."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def begin(self, name: str) -> None:
        """Note an attempt as failed until `forget` says otherwise. Raises `TooManyAttempts`."""
        now = self._clock()
        with self._database.writing() as session:
            session.execute(delete(AttemptRow).where(AttemptRow.blocked_until < now - FORGOTTEN_AFTER))
            row = session.get(AttemptRow, name)
            if row is None:
                session.add(AttemptRow(name=name, failures=1, blocked_until=now))
                return
            if row.blocked_until > now:
                raise TooManyAttempts(seconds=ceil((row.blocked_until - now).total_seconds()))
            row.failures += 1
            row.blocked_until = now + delay_after(row.failures)

    def forget(self, name: str) -> None:
        """A right password was given, or an administrator reset it."""
        with self._database.writing() as session:
            session.execute(delete(AttemptRow).where(AttemptRow.name == name))


def delay_after(failures: int) -> timedelta:
    """Return 0 for the first attempts, then 1, 2, 4 … seconds up to `LONGEST_DELAY`."""
    if failures < FREE_ATTEMPTS:
        return timedelta(0)
    doublings = min(failures - FREE_ATTEMPTS, 20)
    return min(timedelta(seconds=2**doublings), LONGEST_DELAY)
