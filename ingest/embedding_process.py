"""Embeds in a process of its own, so that the server never loads the heavy model, and ends with its parent.

This module imports numpy only: the worker imports the model's library, by the factory's name.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

import numpy as np

from corpus.errors import ModelUnavailable, SanadyarError
from index.ports import Embedder, Vectors

SECONDS_TO_LOAD = 300
SECONDS_TO_EMBED = 600
SECONDS_TO_END = 5
NICENESS = 10  # questions go first


class EmbeddingProcess:
    """An `Embedder` of passages behind a pipe. One thread uses it at a time; close it after use.

    `factory` names a function, `index.sentence_embedder:load`, that is called with `arguments` in the worker
    and returns an `Embedder`. Raises `ModelUnavailable` if the worker cannot load it or ends.
    """

    def __init__(self, factory: str, arguments: Mapping[str, object] | None = None) -> None:
        # Spawned, not forked: a fork would copy locks that threads of the index hold.
        context = multiprocessing.get_context("spawn")
        self._factory = factory
        self._connection, theirs = context.Pipe()
        self._process = context.Process(
            target=serve, args=(theirs, factory, dict(arguments or {}), os.getpid()), daemon=True
        )
        self._process.start()
        theirs.close()  # so that the end of the worker is the end of the pipe
        try:
            fingerprint, dimension = self._answer(SECONDS_TO_LOAD)
        except BaseException:
            self.close()
            raise
        self.fingerprint = str(fingerprint)
        self.dimension = int(dimension)

    @property
    def process_id(self) -> int | None:
        return self._process.pid

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one L2-normalized row per text: `(len(texts), dimension)`, float32."""
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        try:
            self._connection.send(list(texts))
        except OSError as error:
            raise self._ended() from error
        rows = np.frombuffer(self._answer(SECONDS_TO_EMBED)[0], np.float32)
        return rows.reshape(len(texts), self.dimension)

    def close(self) -> None:
        self._connection.close()
        self._process.join(SECONDS_TO_END)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _answer(self, seconds: float) -> tuple[Any, int]:
        try:
            if not self._connection.poll(seconds):
                raise ModelUnavailable(folder=self._factory, detail=f"no answer for {seconds:g} seconds")
            answer = self._connection.recv()
        except (EOFError, OSError) as error:
            raise self._ended() from error
        if isinstance(answer, SanadyarError):
            raise answer
        first, second = answer
        return first, second

    def _ended(self) -> ModelUnavailable:
        try:
            self._process.join(SECONDS_TO_END)
            code = str(self._process.exitcode)
        except ValueError:  # closed by another thread while this one waited for an answer
            code = "closed"
        return ModelUnavailable(folder=self._factory, detail=f"the embedding process ended ({code})")


def serve(connection: Connection, factory: str, arguments: Mapping[str, object], parent: int) -> None:
    """Run in the worker: load the model, then answer each list of texts with the bytes of its rows."""
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when work ends
    os.nice(NICENESS)
    try:
        embedder = _loaded(factory)(**arguments)
    except SanadyarError as error:
        connection.send(error)
        return
    except Exception as error:  # the boundary of the process: the parent tells it
        connection.send(ModelUnavailable(folder=factory, detail=f"{type(error).__name__}: {error}"))
        return
    connection.send((embedder.fingerprint, embedder.dimension))
    while True:
        try:
            texts = connection.recv()
        except (EOFError, OSError):
            return
        try:
            connection.send(_answered(embedder, factory, texts))
        except OSError:  # nobody waits for it any more
            return


def _answered(embedder: Embedder, factory: str, texts: list[str]) -> tuple[bytes, int] | SanadyarError:
    try:
        rows = np.ascontiguousarray(embedder.embed_passages(texts), dtype=np.float32)
    except SanadyarError as error:
        return error
    except Exception as error:  # as above
        return ModelUnavailable(folder=factory, detail=f"{type(error).__name__}: {error}")
    return rows.tobytes(), len(texts)


def _loaded(factory: str) -> Callable[..., Embedder]:
    module, _, name = factory.partition(":")
    loaded: Callable[..., Embedder] = getattr(import_module(module), name)
    return loaded


def _end_with(parent: int) -> None:
    """End the process when its parent has: the end of the pipe goes unseen while a batch is embedded."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
