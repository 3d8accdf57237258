"""The embedder's own upper layers, trained: what they read from the frozen layers is computed once.

A step through all twelve layers costs 20 CPU seconds, one through the upper two about 3.
"""

import shutil
from collections.abc import Callable, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

from bench.training.adapters import contrast
from bench.training.examples import Material
from index.model_folder import PROMPTS
from index.weights import ONNX_NAME, STAMP_NAME

__all__ = ["train_upper_layers", "write_average"]

FROZEN_LAYERS = 10
MOST_TOKENS, TEXTS_AT_ONCE = 180, 16
BATCH, WARM_UP, DECAY, TEMPERATURE = 32, 20, 1e-2, 0.02
HARDEST = 6
WEIGHTS = "model.safetensors"

State = torch.Tensor
"""What the frozen layers make of one text: `(tokens, dimension)`, float16."""


def train_upper_layers(
    folder: Path, material: Material, steps: int, rate: float, say: Callable[[str], None], seed: int = 0
) -> tuple[nn.ModuleList, nn.ModuleList]:
    """Return the upper layers as they are and as they became. Takes 3 CPU seconds a step."""
    from transformers import AutoModel  # seconds to import

    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    model = AutoModel.from_pretrained(str(folder)).eval()
    layers = list(model.encoder.layer)
    model.encoder.layer = nn.ModuleList(layers[:FROZEN_LAYERS])
    before = nn.ModuleList(layers[FROZEN_LAYERS:])
    questions = _states(model, folder, [PROMPTS["query"] + text for text in material.queries])
    passages = _states(model, folder, [PROMPTS["passage"] + text for text in material.passages])
    say(f"  states of {len(questions):,} questions and {len(passages):,} passages")
    after = deepcopy(before).eval()  # no dropout: there is little to learn from
    optimizer = torch.optim.AdamW(after.parameters(), lr=rate, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / WARM_UP) * (1 - step / steps)
    )
    for step in range(steps):
        batch = [material.examples[number] for number in random.integers(0, len(material.examples), BATCH)]
        right = np.array([one.passage for one in batch])
        names = np.concatenate([right, [random.choice(one.hard[:HARDEST]) for one in batch]])
        loss = contrast(
            _vectors(after, [questions[one.query] for one in batch]),
            _vectors(after, [passages[name] for name in names]),
            names,
            TEMPERATURE,
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 20 == 19:
            say(f"  step {step + 1}: loss {loss.item():.3f}")
    return before, after


def write_average(
    source: Path, folder: Path, before: nn.ModuleList, after: nn.ModuleList, strength: float
) -> None:
    """Write a sentence-transformers folder whose upper layers are before + strength · (after - before)."""
    left = shutil.ignore_patterns(WEIGHTS, ONNX_NAME, STAMP_NAME)
    shutil.copytree(source, folder, ignore=left, dirs_exist_ok=True)
    weights = load_file(source / WEIGHTS)
    old, new = before.state_dict(), after.state_dict()
    for name, value in old.items():
        number, _, rest = name.partition(".")
        key = f"encoder.layer.{FROZEN_LAYERS + int(number)}.{rest}"
        weights[key] = (value + strength * (new[name] - value)).to(weights[key].dtype).contiguous()
    save_file(weights, folder / WEIGHTS, metadata={"format": "pt"})


def _states(model: Any, folder: Path, texts: Sequence[str]) -> list[State]:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(MOST_TOKENS)
    tokens = [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]
    states: list[State] = [torch.zeros(0)] * len(texts)
    order = sorted(range(len(texts)), key=lambda place: len(tokens[place]))
    for start in range(0, len(order), TEXTS_AT_ONCE):
        places = order[start : start + TEXTS_AT_ONCE]
        ids, mask = _padded([torch.tensor(tokens[place]) for place in places])
        with torch.no_grad():
            found = model(input_ids=ids, attention_mask=mask).last_hidden_state
        for row, place in enumerate(places):
            states[place] = found[row, : len(tokens[place])].half()
    return states


def _vectors(layers: nn.ModuleList, states: Sequence[State]) -> torch.Tensor:
    rows, mask = _padded([state.float() for state in states])
    hidden = (1.0 - mask)[:, None, None, :] * -1e9
    for layer in layers:
        found = layer(rows, hidden)
        rows = found[0] if isinstance(found, tuple) else found
    mean = (rows * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    return functional.normalize(mean, dim=-1)


def _padded(parts: Sequence[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Rows of equal length, and where they are real."""
    rows = nn.utils.rnn.pad_sequence(list(parts), batch_first=True)
    mask = torch.zeros(rows.shape[:2])
    for row, part in enumerate(parts):
        mask[row, : len(part)] = 1
    return rows, mask
