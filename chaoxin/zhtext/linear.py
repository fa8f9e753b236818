"""A linear model over hashed grams: weights of one octet, a few hundred kilobytes on disk; `sums` adds them up."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import grams, sums
from .sums import Floats, Sums, softmax

MAGIC = b"zhtext-linear-2\n"
ANEW = "train it anew with chaoxin train"
STEPS = 127


class NotAModel(ValueError):
    """The file is no model, or one of another version."""


@dataclass(frozen=True)
class LinearModel:
    """`weights` has a row per bucket and a column per label; `scales` turn a column's steps into scores. Scores are
    divided by `temperature` before they become probabilities. `about` is free: sources, licences, figures."""

    labels: tuple[str, ...]
    bits: int
    weights: NDArray[np.int8]
    scales: Floats
    biases: Floats
    temperature: float = 1.0
    about: dict[str, Any] = field(default_factory=dict)
    sums: Sums = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sums", sums.of(self.bits, self.weights, self.scales, self.biases))

    def scores(self, texts: Sequence[str]) -> Floats:
        """A row per text, a column per label."""
        return self.sums.scores(list(texts)) if texts else np.zeros((0, len(self.labels)))

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """A row per text that adds up to one, a column per label."""
        return softmax(self.scores(texts) / self.temperature)

    def dump(self) -> bytes:
        """The file's octets; the same model gives the same octets."""
        head = {
            "labels": list(self.labels),
            "bits": self.bits,
            "scales": self.scales.tolist(),
            "biases": self.biases.tolist(),
            "temperature": self.temperature,
            "grams": grams.fingerprint(),
            "about": self.about,
        }
        told = json.dumps(head, ensure_ascii=False, sort_keys=True).encode()
        body = zlib.compress(np.ascontiguousarray(self.weights.T).tobytes(), 6)
        return MAGIC + len(told).to_bytes(4, "big") + told + body

    @staticmethod
    def load(data: bytes) -> LinearModel:
        """Raises `NotAModel`."""
        if not data.startswith(MAGIC):
            raise NotAModel(f"not a model of this version; {ANEW}")
        try:
            begin = len(MAGIC) + 4
            end = begin + int.from_bytes(data[len(MAGIC) : begin], "big")
            head = json.loads(data[begin:end])
            if head["grams"] != grams.fingerprint():
                raise NotAModel(f"texts are counted otherwise than when it was trained; {ANEW}")
            count = len(head["labels"])
            flat = np.frombuffer(zlib.decompress(data[end:]), dtype=np.int8)
            weights = flat.reshape(count, 1 << head["bits"]).T
            return LinearModel(
                labels=tuple(head["labels"]),
                bits=head["bits"],
                weights=weights,
                scales=np.array(head["scales"]),
                biases=np.array(head["biases"]),
                temperature=head["temperature"],
                about=head["about"],
            )
        except NotAModel:
            raise
        except (KeyError, TypeError, ValueError, zlib.error) as problem:
            raise NotAModel(f"the model is damaged: {problem}") from problem

    @staticmethod
    def read(path: Path) -> LinearModel:
        """Raises `NotAModel` and `OSError`."""
        return LinearModel.load(path.read_bytes())


def stepped(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Weights (a row per bucket) as whole steps, and how large a step of each column is."""
    scales = np.maximum(np.abs(weights).max(axis=0), 1e-9) / STEPS
    return np.rint(weights / scales).astype(np.int8), scales
