"""A folder in sentence-transformers' layout: written from a checkpoint, checked, and told from others.

Written by hand with numpy, tokenizers and safetensors: importing sentence-transformers alone takes 10 s.
"""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from index.checkpoint import SPECIALS, Array, Checkpoint

# encode_document() asks for "document" before it asks for "passage".
PROMPTS = {"query": "query: ", "passage": "passage: ", "document": "passage: "}
NEEDED = ("modules.json", "config.json")
# Far above 512 tokens of any script: a longer text would only cost the tokenizer time.
MOST_CHARACTERS = 20_000
_SURROGATE = re.compile("[\ud800-\udfff]")


def readable(text: str) -> str:
    """What every adapter does to a text before its tokenizer: no halves of characters, no needless length."""
    return _SURROGATE.sub(" ", text[:MOST_CHARACTERS])


def fingerprint_of(folder: Path) -> str:
    """A hash of all that makes the vectors, the same for every adapter over this folder.

    Every byte of the weights counts: a fine-tuned copy may differ in a few layers only. 0.15 s for 170 MB.
    """
    digest = hashlib.sha256()
    described = [folder / name for name in ("config.json", "tokenizer.json", "modules.json")]
    weights = sorted([*folder.rglob("*.safetensors"), *folder.rglob("pytorch_model*.bin")])
    for path in [*described, *weights, *sorted(folder.rglob("1_Pooling/config.json"))]:
        if path.is_file():
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]


def write_folder(model: Checkpoint, folder: Path) -> None:
    """Write everything but the ONNX graph."""
    # Imported here: whoever only reads a ready folder needs none of it.
    from safetensors.numpy import save_file

    for name, content in _configuration(model).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, indent=2) + "\n", "utf-8")
    (folder / "2_Normalize").mkdir(exist_ok=True)
    tokenizer(model).save(str(folder / "tokenizer.json"), pretty=False)
    save_file(bert_weights(model), folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "model.safetensors").chmod(0o644)  # that library writes for its own user alone


def _configuration(model: Checkpoint) -> dict[str, Any]:
    h, layers, heads, ff, vocabulary, positions, types = model.dims
    bos_id, eos_id, pad_id, _ = model.special_ids
    bos, pad, eos, unknown, mask = SPECIALS
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "float32",
            "vocab_size": vocabulary,
            "hidden_size": h,
            "num_hidden_layers": layers,
            "num_attention_heads": heads,
            "intermediate_size": ff,
            "hidden_act": "gelu",
            "max_position_embeddings": positions,
            "type_vocab_size": types,
            "layer_norm_eps": 1e-12,
            "pad_token_id": pad_id,
            "bos_token_id": bos_id,
            "eos_token_id": eos_id,
            "hidden_dropout_prob": 0.1,
            "attention_probs_dropout_prob": 0.1,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": positions,
            "bos_token": bos,
            "cls_token": bos,
            "eos_token": eos,
            "sep_token": eos,
            "pad_token": pad,
            "unk_token": unknown,
            "mask_token": mask,
            "model_input_names": ["input_ids", "attention_mask"],
            "clean_up_tokenization_spaces": False,
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": positions, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": h, "pooling_mode_mean_tokens": True},
        "config_sentence_transformers.json": {
            "prompts": PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }


def tokenizer(model: Checkpoint) -> Any:
    """XLM-R's unigram. Its stored table equals Nmt followed by NFKC, except for U+FF5E and U+1F23B."""
    # Imported here for the same reason.
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, processors
    from tokenizers import pre_tokenizers as cutting

    bos, eos, _, unknown = model.special_ids
    pieces = list(zip(model.pieces, model.scores.astype(float).tolist(), strict=True))
    made = Tokenizer(models.Unigram(pieces, unk_id=unknown, byte_fallback=False))
    blanks = normalizers.Replace(Regex(" {2,}"), " ")
    made.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), blanks])
    marked = cutting.Metaspace(replacement="▁", prepend_scheme="always")
    made.pre_tokenizer = cutting.Sequence([cutting.WhitespaceSplit(), marked])
    made.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", bos), ("</s>", eos)]
    )
    made.add_special_tokens([AddedToken(special, normalized=False, special=True) for special in SPECIALS])
    return made


def bert_weights(model: Checkpoint) -> dict[str, Array]:
    """float32 arrays under the names of transformers' BertModel. ValueError for another architecture."""
    h, layers, _, ff, vocabulary, positions, types = model.dims
    sources: dict[str, tuple[str, tuple[int, ...]]] = {
        "embeddings.word_embeddings.weight": ("emb.word", (vocabulary, h)),
        "embeddings.position_embeddings.weight": ("emb.pos", (positions, h)),
        "embeddings.token_type_embeddings.weight": ("emb.type", (types, h)),
        "embeddings.LayerNorm.weight": ("emb.ln.w", (h,)),
        "embeddings.LayerNorm.bias": ("emb.ln.b", (h,)),
    }
    for i in range(layers):
        layer = f"encoder.layer.{i}."
        for theirs, ours, rows, columns in (
            ("attention.self.query", "q", h, h),
            ("attention.self.key", "k", h, h),
            ("attention.self.value", "v", h, h),
            ("attention.output.dense", "ao", h, h),
            ("intermediate.dense", "fi", ff, h),
            ("output.dense", "fo", h, ff),
        ):
            sources[layer + theirs + ".weight"] = (f"l{i}.{ours}.w", (rows, columns))
            sources[layer + theirs + ".bias"] = (f"l{i}.{ours}.b", (rows,))
        for theirs, ours in (("attention.output.LayerNorm", "aln"), ("output.LayerNorm", "oln")):
            sources[layer + theirs + ".weight"] = (f"l{i}.{ours}.w", (h,))
            sources[layer + theirs + ".bias"] = (f"l{i}.{ours}.b", (h,))
    if {name for name, _ in sources.values()} != set(model.tensors):
        raise ValueError("the file holds other tensors than a BERT of its dimensions")
    weights = {name: np.ascontiguousarray(model.fp32(ours, *shape)) for name, (ours, shape) in sources.items()}
    # Mean pooling never reads BERT's pooler, but without one sentence-transformers makes a random one.
    pooler = {"pooler.dense.weight": np.zeros((h, h), np.float32), "pooler.dense.bias": np.zeros(h, np.float32)}
    return weights | pooler
