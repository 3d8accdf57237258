"""The packaged model through onnxruntime with its 4-bit weights: for questions, and where torch must not be."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.errors import ModelUnavailable
from index.model_folder import PROMPTS, fingerprint_of, readable
from index.ports import Vectors
from index.weights import ONNX_NAME

MOST_TOKENS = 512
TEXTS_AT_ONCE = 16


class OnnxEmbedder:
    """Law of `Embedder`. Texts beyond 512 tokens are cut; passages are split long before that.

    Raises `ModelUnavailable` for a folder without a whole model.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        # Imported here: 0.2 s and 60 MB that only searching in meaning needs.
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Threads that wait by spinning save 1 ms a question and burn 20 ms of a processor that others need.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3  # errors; it warns of optimizations it left out
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = onnxruntime.InferenceSession(
                str(folder / ONNX_NAME), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # both libraries raise bare Exceptions for missing and damaged files
            raise ModelUnavailable(folder=str(folder), detail=str(error)[:500]) from error
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._padding = self._tokenizer.token_to_id("<pad>")
        self._dimension = int(self._session.get_outputs()[0].shape[1])
        self._fingerprint = fingerprint_of(folder)

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    @property
    def dimension(self) -> int:
        return self._dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._embed([PROMPTS["query"] + readable(text) for text in texts])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._embed([PROMPTS["passage"] + readable(text) for text in texts])

    def _embed(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self._dimension), np.float32)
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(texts)), key=lambda place: len(tokens[place]))  # alike lengths: less padding
        for start in range(0, len(order), TEXTS_AT_ONCE):
            places = order[start : start + TEXTS_AT_ONCE]
            rows[places] = self._run([tokens[place] for place in places])
        return rows

    def _run(self, tokens: Sequence[Sequence[int]]) -> Vectors:
        length = max(len(ids) for ids in tokens)
        padded = np.full((len(tokens), length), self._padding, np.int64)
        mask = np.zeros((len(tokens), length), np.int64)
        for row, ids in enumerate(tokens):
            padded[row, : len(ids)] = ids
            mask[row, : len(ids)] = 1
        vectors: Vectors = self._session.run(None, {"input_ids": padded, "attention_mask": mask})[0]
        return vectors
