"""The model as one ONNX graph that keeps the 4-bit weights as they are (MatMulNBits of onnxruntime).

Inputs `input_ids` and `attention_mask`, int64 `[batch, length]`; output `v`, unit vectors `[batch, 384]`.
"""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from index.checkpoint import BLOCK, BLOCK_BYTES, Array, Checkpoint

MICROSOFT = "com.microsoft"
FAR_BELOW = 1e9  # what masked places lose before the softmax
EPSILON = 1e-12


def write_graph(model: Checkpoint, path: Path, accuracy_level: int = 4) -> None:
    """`accuracy_level` 0: float32 activations, 4: int8 activations, which is twice as fast."""
    onnx.save(_Graph(model, accuracy_level).build(), str(path))


class _Graph:
    """Collects nodes and constants; every method returns the name of the tensor that it makes."""

    def __init__(self, model: Checkpoint, accuracy_level: int) -> None:
        self._model = model
        self._accuracy_level = accuracy_level
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def build(self) -> Any:
        h, layers, *_ = self._model.dims
        self._shared_constants()
        x = self._embeddings()
        mask = self._op("Cast", ["attention_mask"], "mask", to=TensorProto.FLOAT)
        masked = self._masked_places(mask)
        for i in range(layers):
            x = self._layer(f"l{i}", x, masked)
        self._pooled(x, mask)
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["b", "l"])
            for name in ("input_ids", "attention_mask")
        ]
        output = helper.make_tensor_value_info("v", TensorProto.FLOAT, ["b", h])
        graph = helper.make_graph(self._nodes, "e5", inputs, [output], self._constants)
        opsets = [helper.make_opsetid("", 18), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, ir_version=9, opset_imports=opsets)

    def _shared_constants(self) -> None:
        h, _, heads, *_ = self._model.dims
        self._integers("flat", 0, 0, h)
        self._integers("split", 0, 0, heads, h // heads)
        self._constant("scale", np.float32((h // heads) ** -0.5))

    def _embeddings(self) -> str:
        h, _, _, _, vocabulary, positions, _ = self._model.dims
        blocks = self._model.tensors["emb.word"][1].reshape(vocabulary, h // BLOCK, BLOCK_BYTES)
        scales = blocks[..., :2].copy().view("<f2")[:, :, 0:1].astype(np.float32)
        self._constant("word.q", blocks[..., 2:])
        self._constant("word.s", scales)  # [vocabulary, blocks, 1]
        packed = self._op("Gather", ["word.q", "input_ids"], "packed")  # [b, l, blocks, 16] uint8
        low = self._op("BitwiseAnd", [packed, self._constant("fifteen", np.uint8(15))], "low")
        high = self._op("BitShift", [packed, self._constant("four", np.uint8(4))], "high", direction="RIGHT")
        joined = self._op("Concat", [low, high], "codes8", axis=-1)
        codes = self._op("Cast", [joined], "codes", to=TensorProto.FLOAT)
        centred = self._op("Sub", [codes, self._constant("eight", np.float32(8))], "centred")
        scaled = self._op("Mul", [centred, self._op("Gather", ["word.s", "input_ids"], "scales")], "word4")
        word = self._op("Reshape", [scaled, "flat"], "word")
        places = self._model.fp32("emb.pos", positions, h) + self._model.fp32("emb.type", -1, h)[0]
        length = self._op("Shape", ["input_ids"], "length", start=1, end=2)
        start, axis = self._integers("zero", 0), self._integers("axis0", 0)
        place = self._op("Slice", [self._constant("table", places), start, length, axis], "place")
        return self._layer_norm(self._op("Add", [word, place], "sum0"), "emb.ln", "x0")

    def _masked_places(self, mask: str) -> str:
        less = self._op("Sub", [mask, self._constant("one", np.float32(1))], "less")
        below = self._op("Mul", [less, self._constant("far", np.float32(FAR_BELOW))], "below")
        return self._op("Unsqueeze", [below, self._integers("axes12", 1, 2)], "off")  # [b, 1, 1, l]

    def _layer(self, layer: str, x: str, masked: str) -> str:
        h, _, _, ff, *_ = self._model.dims
        context = self._attention(layer, x, masked)
        attended = self._op("Add", [x, self._linear(context, f"{layer}.ao", h, h)], f"{layer}.r1")
        x = self._layer_norm(attended, f"{layer}.aln", f"{layer}.x1")
        middle = self._op("Gelu", [self._linear(x, f"{layer}.fi", ff, h)], f"{layer}.gelu", MICROSOFT)
        added = self._op("Add", [x, self._linear(middle, f"{layer}.fo", h, ff)], f"{layer}.r2")
        return self._layer_norm(added, f"{layer}.oln", f"{layer}.x2")

    def _attention(self, layer: str, x: str, masked: str) -> str:
        query = self._heads(layer, "q", x, [0, 2, 1, 3])
        key = self._heads(layer, "k", x, [0, 2, 3, 1])
        value = self._heads(layer, "v", x, [0, 2, 1, 3])
        product = self._op("MatMul", [query, key], f"{layer}.qk")
        scaled = self._op("Mul", [product, "scale"], f"{layer}.qks")
        score = self._op("Add", [scaled, masked], f"{layer}.score")
        share = self._op("Softmax", [score], f"{layer}.share", axis=-1)
        context = self._op("MatMul", [share, value], f"{layer}.context4")
        context = self._op("Transpose", [context], f"{layer}.contextt", perm=[0, 2, 1, 3])
        return self._op("Reshape", [context, "flat"], f"{layer}.context")

    def _heads(self, layer: str, name: str, x: str, order: list[int]) -> str:
        h = self._model.dims[0]
        rows = self._op("Reshape", [self._linear(x, f"{layer}.{name}", h, h), "split"], f"{layer}.{name}4")
        return self._op("Transpose", [rows], f"{layer}.{name}t", perm=order)

    def _pooled(self, x: str, mask: str) -> str:
        wide = self._op("Unsqueeze", [mask, self._integers("axis2", 2)], "mask3")
        kept = self._op("Mul", [x, wide], "masked")
        # A sum and no mean: the divisor cancels in the normalization.
        total = self._op("ReduceSum", [kept, self._integers("axis1", 1)], "total", keepdims=0)
        return self._op("LpNormalization", [total], "v", axis=1, p=2)

    def _linear(self, x: str, name: str, rows: int, columns: int) -> str:
        blocks = self._model.tensors[name + ".w"][1].reshape(rows, columns // BLOCK, BLOCK_BYTES)
        codes = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], -1)  # weights 0..31 in order
        self._constant(name + ".q", (codes[..., 0::2] | codes[..., 1::2] << 4).astype(np.uint8))
        self._constant(name + ".s", blocks[..., :2].copy().view("<f2").astype(np.float32).reshape(-1))
        product = self._op(
            "MatMulNBits",
            [x, name + ".q", name + ".s"],
            name + ".mm",
            MICROSOFT,
            K=columns,
            N=rows,
            bits=4,
            block_size=BLOCK,
            accuracy_level=self._accuracy_level,
        )
        bias = self._constant(name + ".bias", self._model.fp32(name + ".b", rows))
        return self._op("Add", [product, bias], name + ".y")

    def _layer_norm(self, x: str, name: str, out: str) -> str:
        h = self._model.dims[0]
        gamma = self._constant(name + ".gamma", self._model.fp32(name + ".w", h))
        beta = self._constant(name + ".beta", self._model.fp32(name + ".b", h))
        return self._op("LayerNormalization", [x, gamma, beta], out, axis=-1, epsilon=EPSILON)

    def _constant(self, name: str, array: Array | np.generic) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(array).reshape(array.shape), name))
        return name

    def _integers(self, name: str, *values: int) -> str:
        return self._constant(name, np.array(values, np.int64))

    def _op(self, kind: str, inputs: list[str], out: str, domain: str = "", **attributes: Any) -> str:
        self._nodes.append(helper.make_node(kind, inputs, [out], name=out, domain=domain, **attributes))
        return out
