"""The 4-bit checkpoint of multilingual-e5-small as its package carries it: reading and pruning, with numpy.

The file ("E5S1", little endian):
    magic 4s, version u32 | H NL NH FF VOC MAXP TVS i32, eps f32, block i32
    n_pieces bos eos pad unk i32 | blob length u64 | offsets u32[n+1] | scores f32[n] | blob
    n_norm i32, bytes u32, then (codepoint u32, count u8, codepoints u32[count]) each
    n_tensors i32, then (name length u16, name, dtype u8 (0 = f32, 1 = Q4_0), elements u32, offset u64,
    bytes u64) each, then the tensors' data. Q4_0: 32 weights = fp16 scale d + 16 bytes;
    weight j = (low nibble j - 8) d, weight j + 16 = (high nibble j - 8) d.
"""

import struct
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC, BLOCK, BLOCK_BYTES = b"E5S1", 32, 18
SPECIALS = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")

Array = NDArray[Any]


@dataclass(frozen=True)
class Checkpoint:
    """`dims` are H, NL, NH, FF, VOC, MAXP, TVS; a tensor is `(dtype, float32 array | uint8 [blocks, 18])`."""

    dims: tuple[int, ...]
    eps: float
    special_ids: tuple[int, int, int, int]  # bos, eos, pad, unk
    pieces: list[str]
    scores: Array
    normalisation: bytes
    n_norm: int
    tensors: dict[str, tuple[int, Array]]

    def fp32(self, name: str, *shape: int) -> Array:
        """A tensor as float32 of this shape."""
        dtype, data = self.tensors[name]
        return (data if dtype == 0 else dequantise(data)).reshape(shape)


def dequantise(blocks: Array) -> Array:
    """Q4_0 blocks `[n, 18]` to float32 `[n * 32]`."""
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)  # [n, 1]
    codes = blocks[:, 2:]
    out = np.empty((len(blocks), BLOCK), np.float32)
    out[:, :16] = (codes & 0x0F).astype(np.int8) - 8
    out[:, 16:] = (codes >> 4).astype(np.int8) - 8
    out *= scale
    return out.reshape(-1)


class _Reader:
    """Every read is checked against the end of the file: a truncated file is a ValueError, never a crash."""

    def __init__(self, raw: bytes) -> None:
        self.raw, self.at = raw, 0

    def take(self, fmt: str) -> tuple[Any, ...]:
        size = struct.calcsize("<" + fmt)
        return struct.unpack("<" + fmt, self.bytes(size))

    def bytes(self, size: int) -> bytes:
        if size < 0 or self.at + size > len(self.raw):
            raise ValueError("model file is truncated or damaged")
        part = self.raw[self.at : self.at + size]
        self.at += size
        return part


def read(path: Path) -> Checkpoint:
    """Raises ValueError for a file that is anything else, truncated or damaged; OSError if there is none."""
    r = _Reader(path.read_bytes())
    magic, version = r.take("4sI")
    if magic != MAGIC or version != 1:
        raise ValueError(f"{path}: not an E5S1 version 1 file")
    dims = r.take("7i")
    eps, block = r.take("fi")
    if block != BLOCK:
        raise ValueError(f"{path}: block size {block}, expected {BLOCK}")
    n, *special = r.take("5i")
    (blob_size,) = r.take("Q")
    offsets = np.frombuffer(r.bytes(4 * (n + 1)), "<u4")
    scores = np.frombuffer(r.bytes(4 * n), "<f4")
    blob = r.bytes(blob_size)
    pieces = [blob[start:end].decode("utf-8") for start, end in pairwise(offsets)]
    n_norm, norm_size = r.take("iI")
    normalisation = r.bytes(norm_size)
    tensors: dict[str, tuple[int, Array]] = {}
    for _ in range(r.take("i")[0]):
        name = r.bytes(r.take("H")[0]).decode()
        dtype, count, offset, size = r.take("BIQQ")
        if offset + size > len(r.raw):
            raise ValueError(f"{path}: tensor {name} lies outside the file")
        data: Array = np.frombuffer(r.raw, np.uint8, size, offset)
        data = data.view("<f4") if dtype == 0 else data.reshape(-1, BLOCK_BYTES)
        if (data.size if dtype == 0 else len(data) * BLOCK) != count:
            raise ValueError(f"{path}: tensor {name} has the wrong size")
        tensors[name] = (dtype, data)
    return Checkpoint(
        dims,
        eps,
        (special[0], special[1], special[2], special[3]),
        pieces,
        scores,
        normalisation,
        n_norm,
        tensors,
    )


def prune(model: Checkpoint, keep: Collection[str]) -> Checkpoint:
    """Drop every piece not in `keep`; specials always stay. Texts without a dropped piece keep their vector."""
    keep = {*keep, *SPECIALS}
    ids = np.array([i for i, piece in enumerate(model.pieces) if piece in keep])
    new_id = {int(old): new for new, old in enumerate(ids)}
    h = model.dims[0]
    _, words = model.tensors["emb.word"]
    words = words.reshape(model.dims[4], h // BLOCK, BLOCK_BYTES)[ids].reshape(-1, BLOCK_BYTES)
    dims = (*model.dims[:4], len(ids), *model.dims[5:])
    bos, eos, pad, unknown = (new_id[i] for i in model.special_ids)
    return replace(
        model,
        dims=dims,
        special_ids=(bos, eos, pad, unknown),
        pieces=[model.pieces[i] for i in ids],
        scores=model.scores[ids].copy(),
        tensors={**model.tensors, "emb.word": (1, words)},
    )
