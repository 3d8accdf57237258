"""A reranker in a process of its own: questions never wait for it longer than they are willing to.

This module imports the standard library only: the worker imports the model's library, by the factory's name.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

from corpus.errors import ModelUnavailable

__all__ = ["RerankingProcess"]

SECONDS_TO_END = 5
ANSWERS_KEPT = 256
NICENESS = 5  # the first stage of other questions goes first

Question = tuple[str, tuple[str, ...]]


class RerankingProcess:
    """Law of `search.reranking.Reranker`. Threads may share it.

    `factory` names a function, `index.cross_encoder:load`, that is called with `arguments` in the worker and
    returns `(question, texts) -> scores`. While the model loads, and while it works on another question, a
    question is refused as late; a late answer is kept, so that the same question finds it.
    """

    def __init__(self, factory: str, arguments: Mapping[str, object] | None = None) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would copy locks that threads hold
        self._factory = factory
        self._changed = threading.Condition()
        self._answers: OrderedDict[Question, Sequence[float]] = OrderedDict()
        self._asked: Question | None = None
        self._ready = False
        self._trouble = ""
        self._connection, theirs = context.Pipe()
        self._process = context.Process(
            target=serve, args=(theirs, factory, dict(arguments or {}), os.getpid()), daemon=True
        )
        self._process.start()
        theirs.close()
        threading.Thread(target=self._listen, name="reranking", daemon=True).start()

    def scores(self, question: str, texts: Sequence[str], seconds: float) -> Sequence[float] | None:
        asked, end = (question, tuple(texts)), time.monotonic() + seconds
        with self._changed:
            if asked not in self._answers:
                self._changed.wait_for(lambda: self._is_free(asked), max(0.0, end - time.monotonic()))
            self._check()
            if asked not in self._answers and self._asked != asked:
                if not self._is_free(asked):
                    return None
                self._asked = asked
                try:
                    self._connection.send(asked)
                except OSError as error:
                    raise ModelUnavailable(folder=self._factory, detail=str(error)) from error
            self._changed.wait_for(
                lambda: asked in self._answers or self._trouble, max(0.0, end - time.monotonic())
            )
            self._check()
            return self._answers.get(asked)

    def wait(self, seconds: float) -> bool:
        """Whether the model is loaded within this time. Raises `ModelUnavailable` if it cannot be."""
        with self._changed:
            self._changed.wait_for(lambda: self._ready or self._trouble, seconds)
            self._check()
            return self._ready

    def close(self) -> None:
        self._connection.close()
        self._process.join(SECONDS_TO_END)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def _is_free(self, asked: Question) -> bool:
        return bool(self._trouble) or asked in self._answers or (self._ready and self._asked in (None, asked))

    def _check(self) -> None:
        if self._trouble:
            raise ModelUnavailable(folder=self._factory, detail=self._trouble)

    def _listen(self) -> None:
        while True:
            try:
                told = self._connection.recv()
            except (EOFError, OSError):
                told = "the process ended"
            with self._changed:
                if isinstance(told, str):
                    self._trouble = told
                elif told is None:
                    self._ready = True
                elif self._asked is not None:
                    self._answers[self._asked] = told
                    self._asked = None
                    while len(self._answers) > ANSWERS_KEPT:
                        self._answers.popitem(last=False)
                self._changed.notify_all()
            if isinstance(told, str):
                return


def serve(connection: Connection, factory: str, arguments: Mapping[str, object], parent: int) -> None:
    """Run in the worker: say None when the model is loaded, then scores, or one sentence of what went wrong."""
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICENESS)
    try:
        module, _, name = factory.partition(":")
        score: Any = getattr(import_module(module), name)(**arguments)
        connection.send(None)
        while True:
            question, texts = connection.recv()
            connection.send([float(one) for one in score(question, list(texts))])
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except Exception as error:  # the boundary of the process: the parent tells it
        connection.send(f"{type(error).__name__}: {error}"[:500])


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
