"""What a judgement of a text is, and how many texts are judged at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from .linear import LinearModel
from .sums import Floats, softmax, softmax_of

SHIPPED = Path(__file__).parent / "models"


class WrongLabels(ValueError):
    """The model knows other labels than are asked for."""


class Judgement(NamedTuple):
    """`confidence` is the probability of `label`, `shares` that of every label; they add up to one."""

    label: str
    confidence: float
    shares: dict[str, float]


# In half the time that naming the fields takes.
judged: Callable[[tuple[str, float, dict[str, float]]], Judgement] = partial(tuple.__new__, Judgement)


def chosen(variable: str, name: str) -> Path:
    """The model file that the environment variable names, or the one that comes with the product."""
    named = os.environ.get(variable, "").strip()
    return Path(named) if named else SHIPPED / name


def read(path: Path, labels: frozenset[str]) -> LinearModel:
    """A model of just these labels. Raises `NotAModel`, `WrongLabels` and `OSError`."""
    model = LinearModel.read(path)
    if not set(model.labels) <= labels or len(model.labels) < 2:
        raise WrongLabels(f"{path.name}: {', '.join(model.labels)}")
    return model


def judgements(model: LinearModel, scores: Floats) -> list[Judgement]:
    """A judgement of every row of scores."""
    shares = softmax(scores / model.temperature)
    labels = model.labels
    best = map(labels.__getitem__, shares.argmax(axis=1).tolist())
    named = [dict(zip(labels, row)) for row in shares.tolist()]  # noqa: B905
    return list(map(judged, zip(best, shares.max(axis=1).tolist(), named, strict=True)))


def judgement(model: LinearModel, scores: Sequence[float]) -> Judgement:
    """The judgement of one row of scores."""
    shares = softmax_of(scores, model.temperature)
    confidence = max(shares)
    return judged((model.labels[shares.index(confidence)], confidence, dict(zip(model.labels, shares))))  # noqa: B905


def column(model: LinearModel, label: str) -> int | None:
    """Where the label stands in the model's scores, if it does."""
    return model.labels.index(label) if label in model.labels else None
