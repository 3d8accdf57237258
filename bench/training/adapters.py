"""Maps on the embedder's frozen vectors, trained by contrast: a step costs milliseconds, not a minute.

Each is the identity plus something learned, so that the learned part can be taken at any strength: strength s
averages the trained map with the identity.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from bench.training.examples import Material
from index.ports import Embedder, Vectors

__all__ = ["FORMS", "AdaptedEmbedder", "Adapter", "Form", "train"]

HARD_EACH, BATCH, EPOCHS = 4, 128, 4
TEMPERATURE, LEARNING_RATE, WARM_UP, DECAY = 0.05, 1e-3, 20, 1e-2


@dataclass(frozen=True, slots=True)
class Form:
    """`rank` 0 is a full matrix, `bent` has a nonlinearity in the middle; `passages` says if they move, too."""

    rank: int
    bent: bool = False
    passages: bool = True


FORMS = {
    "linear": Form(0),
    "linear, questions alone": Form(0, passages=False),
    "rank 64": Form(64),
    "two layers of 64": Form(64, bent=True),
}


class Adapter(nn.Module):
    """Identity at first. Rows of length 1 in, rows of length 1 out."""

    def __init__(self, form: Form, dimension: int) -> None:
        super().__init__()
        self.form = form
        self.into = nn.Linear(dimension, form.rank or dimension, bias=form.bent)
        self.out = nn.Linear(form.rank or dimension, dimension, bias=form.bent) if form.rank else nn.Identity()
        for parameter in (self.out if form.rank else self.into).parameters():
            nn.init.zeros_(parameter)

    def questions(self, rows: torch.Tensor, strength: float = 1.0) -> torch.Tensor:
        inner = self.into(rows)
        learned = self.out(functional.gelu(10 * inner) / 10 if self.form.bent else inner)
        return functional.normalize(rows + strength * learned, dim=-1)

    def passages(self, rows: torch.Tensor, strength: float = 1.0) -> torch.Tensor:
        return self.questions(rows, strength) if self.form.passages else rows


def train(form: Form, material: Material, chosen: Sequence[int], embedder: Embedder, seed: int = 0) -> Adapter:
    """Learn from the examples of these numbers: cross entropy over the batch's passages and hard negatives."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    questions = torch.tensor(embedder.embed_queries(material.queries))
    passages = torch.tensor(embedder.embed_passages(material.passages))
    examples = [material.examples[number] for number in chosen]
    adapter = Adapter(form, embedder.dimension)
    optimizer = torch.optim.AdamW(adapter.parameters(), lr=LEARNING_RATE, weight_decay=DECAY)
    steps = EPOCHS * max(1, len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / WARM_UP) * (1 - step / steps)
    )
    for _ in range(EPOCHS):
        for part in np.array_split(random.permutation(len(examples)), max(1, len(examples) // BATCH)):
            batch = [examples[number] for number in part]
            right = np.array([one.passage for one in batch])
            wrong = np.concatenate([random.choice(one.hard, HARD_EACH, replace=False) for one in batch])
            loss = contrast(
                adapter.questions(questions[[one.query for one in batch]]),
                adapter.passages(passages[np.concatenate([right, wrong])]),
                np.concatenate([right, wrong]),
                TEMPERATURE,
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return adapter.eval().requires_grad_(False)


def contrast(
    questions: torch.Tensor, passages: torch.Tensor, names: np.ndarray, temperature: float
) -> torch.Tensor:
    """Question i belongs to passage i; the same passage at another place (`names` tells) is no wrong answer."""
    scores = questions @ passages.T / temperature
    count = len(questions)
    same = torch.tensor(names[None, :] == names[:count, None])
    same[torch.arange(count), torch.arange(count)] = False
    return functional.cross_entropy(scores.masked_fill(same, -1e9), torch.arange(count))


class AdaptedEmbedder:
    """Law of `Embedder`: another one's vectors through an adapter at some strength."""

    def __init__(self, embedder: Embedder, adapter: Adapter, strength: float) -> None:
        self._embedder = embedder
        self._adapter = adapter
        self._strength = strength

    @property
    def fingerprint(self) -> str:
        return f"{self._embedder.fingerprint}-adapted"

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        rows = torch.tensor(self._embedder.embed_queries(texts))
        moved: Vectors = self._adapter.questions(rows, self._strength).numpy()
        return moved

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        rows = torch.tensor(self._embedder.embed_passages(texts))
        moved: Vectors = self._adapter.passages(rows, self._strength).numpy()
        return moved
