"""Train a linear model on labelled texts: naive-Bayes weights, then logistic regression by stochastic steps.

Rows are read anew in every round, so memory does not grow with their number; numpy is all that is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from random import Random

import numpy as np
from numpy.typing import NDArray

from . import grams
from .linear import LinearModel, stepped
from .sums import Floats, softmax

BITS = 18
ROUNDS = 3
STEP = 0.3
PENALTY = 1e-5
# What a gram must have brought together before its weight moves in full steps; keeps rare grams small.
CAUTION = 1e-8
SMOOTHING = 1.0
AT_ONCE = 256
SHUFFLED = 50_000
TENTHS = 10
# Temperatures that are tried, from much too sure to much too modest.
TEMPERATURES = np.geomspace(0.2, 8.0, 90)
BINS = 15

Row = tuple[str, str]
Source = Callable[[], Iterable[Row]]
Scored = Callable[[Sequence[str]], Floats]


class NothingToLearn(ValueError):
    """The rows have fewer than two labels, or one of them has fewer than two texts."""


@dataclass(frozen=True)
class Wish:
    """How to train. `base` is a model whose scores are added to: with few rows of one's own the better beginning; its
    labels must be those of the rows or more, and its `bits` the same. `hidden` is the share of grams that each step
    leaves out by chance, so that the rest learn to speak for them: for texts unlike those that the model will meet."""

    rounds: int = ROUNDS
    bits: int = BITS
    seed: int = 1
    step: float = STEP
    smoothing: float = SMOOTHING
    base: LinearModel | None = None
    hidden: float = 0.0


@dataclass(frozen=True)
class Figures:
    """Of texts the model has not seen. `confusion[i][j]`: texts of label i that were judged j. `error` is the expected
    calibration error."""

    count: int
    accuracy: float
    macro_f1: float
    f1: tuple[float, ...]
    error: float
    confusion: tuple[tuple[int, ...], ...]


@dataclass
class _Learner:
    """Weights are `ratios * steps`: how a gram speaks for a label at first sight, and what the rounds make of it."""

    labels: tuple[str, ...]
    wish: Wish
    ratios: Floats
    steps: Floats
    slopes: Floats
    biases: Floats
    bias_slopes: Floats
    rows: int
    chance: np.random.Generator


def train(source: Source, wish: Wish | None = None) -> tuple[LinearModel, Figures]:
    """A model, and its figures on a tenth of the texts that took no part; another tenth set the temperature.

    `source` is called several times and must give the same rows, of text and label. Equal texts, whatever their blanks
    and signs, fall into the same tenth. Raises `NothingToLearn`."""
    wish = wish or Wish()
    model = fit(lambda: _tenths(source, range(2, TENTHS)), wish, labels=_labels(source, wish))
    model = warmed(model, _tenths(source, [1]))
    return model, measure(model, _tenths(source, [0]))


def fit(source: Source, wish: Wish, labels: tuple[str, ...]) -> LinearModel:
    """A model of all rows, its temperature as yet 1."""
    learner = _learner(source, wish, labels)
    for turn in range(wish.rounds):
        for batch in _batches(_shuffled(source, learner.rows, wish.seed + turn), AT_ONCE):
            _learn(learner, batch)
    return _finished(learner)


def warmed(model: LinearModel, rows: Iterable[Row], scored: Scored | None = None) -> LinearModel:
    """The model with the temperature at which its confidence fits these rows best; `scored` are scores by it that
    are worked on further."""
    scores, truth = _judged(model, rows, scored)
    if not len(truth):
        return model
    at = np.arange(len(truth))
    losses = [
        -np.log(np.maximum(softmax(scores / temperature)[at, truth], 1e-12)).mean()
        for temperature in TEMPERATURES
    ]
    return _with(model, float(TEMPERATURES[int(np.argmin(losses))]))


def measure(model: LinearModel, rows: Iterable[Row]) -> Figures:
    """How well the model judges rows whose labels are known; rows of other labels are left out."""
    scores, truth = _judged(model, rows)
    kinds = len(model.labels)
    sure = softmax(scores / model.temperature) if len(truth) else np.zeros((0, kinds))
    judged = sure.argmax(axis=1)
    confusion = np.zeros((kinds, kinds), dtype=int)
    np.add.at(confusion, (truth, judged), 1)
    f1 = [_f1(confusion, label) for label in range(kinds)]
    present = confusion.sum(axis=1) > 0
    return Figures(
        count=len(truth),
        accuracy=float(np.trace(confusion) / max(1, len(truth))),
        macro_f1=float(np.mean(np.array(f1)[present])) if present.any() else 0.0,
        f1=tuple(f1),
        error=calibration_error(sure.max(axis=1, initial=0.0), judged == truth),
        confusion=tuple(tuple(int(n) for n in row) for row in confusion),
    )


def calibration_error(confidence: Floats, right: NDArray[np.bool_]) -> float:
    """How far confidence and share of right judgements lie apart on the average, over fifteen bins."""
    if not len(confidence):
        return 0.0
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [abs((confidence[bins == one] - right[bins == one]).sum()) for one in range(BINS)]
    return float(sum(gaps) / len(confidence))


def _labels(source: Source, wish: Wish) -> tuple[str, ...]:
    tally: dict[str, int] = {}
    for _, label in source():
        tally[label] = tally.get(label, 0) + 1
    if len(tally) > 1 and wish.base is not None and set(tally) <= set(wish.base.labels):
        return wish.base.labels
    if len(tally) < 2 or min(tally.values()) < 2:
        raise NothingToLearn(f"labels and their texts: {tally}")
    return tuple(sorted(tally))


def _learner(source: Source, wish: Wish, labels: tuple[str, ...]) -> _Learner:
    size = (1 << wish.bits) + 1
    tally = np.zeros((len(labels), size))
    count = 0
    for batch in _batches(source(), AT_ONCE):
        count += len(batch)
        counted = grams.count([text for text, _ in batch], wish.bits)
        owners = np.repeat(_numbers(batch, labels), counted.lengths())
        for number in range(len(labels)):
            np.add.at(tally[number], counted.buckets[:, owners == number].ravel(), 1)
    whole = tally.sum(axis=0)
    ratios = np.empty_like(tally)
    for number in range(len(labels)):
        here, else_ = tally[number] + wish.smoothing, whole - tally[number] + wish.smoothing
        ratios[number] = np.log(here / here.sum()) - np.log(else_ / else_.sum())
    nothing = np.zeros(len(labels))
    return _Learner(
        labels=labels,
        wish=wish,
        ratios=ratios,
        steps=np.zeros_like(tally),
        slopes=np.full_like(tally, CAUTION),
        biases=nothing.copy(),
        bias_slopes=nothing + 1e-8,
        rows=count,
        chance=np.random.default_rng(wish.seed),
    )


def _learn(learner: _Learner, batch: list[Row]) -> None:
    """One step on some rows, on the weights of their grams alone."""
    texts = [text for text, _ in batch]
    counted = grams.count(texts, learner.wish.bits)
    lengths = counted.lengths()
    scale = 1 / np.sqrt(lengths)
    buckets = counted.buckets
    if learner.wish.hidden:
        left_out = learner.chance.random(buckets.shape) < learner.wish.hidden
        buckets = np.where(left_out, 1 << learner.wish.bits, buckets)
    met, places = np.unique(buckets, return_inverse=True)
    places = places.reshape(buckets.shape)
    ratios, steps = learner.ratios[:, met], learner.steps[:, met]
    sums = np.add.reduceat((ratios * steps)[:, places].sum(axis=1), counted.starts, axis=1).T
    slope = softmax(sums * scale[:, None] + learner.biases + _base_scores(learner, texts))
    slope[np.arange(len(batch)), _numbers(batch, learner.labels)] -= 1
    slope /= len(batch)
    for number in range(len(learner.labels)):
        spread = np.tile(np.repeat(slope[:, number] * scale, lengths), 3)
        raw = np.bincount(places.ravel(), weights=spread, minlength=len(met))
        change = raw * ratios[number] + PENALTY * steps[number]
        learner.slopes[number, met] += change * change
        learner.steps[number, met] -= learner.wish.step * change / np.sqrt(learner.slopes[number, met])
    total = slope.sum(axis=0)
    learner.bias_slopes += total * total
    learner.biases -= learner.wish.step * total / np.sqrt(learner.bias_slopes)


def _base_scores(learner: _Learner, texts: list[str]) -> Floats | float:
    base = _base(learner)
    return 0.0 if base is None else base.scores(texts) / base.temperature


def _base(learner: _Learner) -> LinearModel | None:
    base = learner.wish.base
    fits = base is not None and (base.labels, base.bits) == (learner.labels, learner.wish.bits)
    return base if fits else None


def _finished(learner: _Learner) -> LinearModel:
    weights = (learner.ratios * learner.steps)[:, :-1].T
    biases = learner.biases
    base = _base(learner)
    if base is not None:
        weights = weights + base.weights * base.scales / base.temperature
        biases = biases + base.biases / base.temperature
    steps, scales = stepped(weights)
    return LinearModel(learner.labels, learner.wish.bits, steps, scales, biases)


def _with(model: LinearModel, temperature: float) -> LinearModel:
    return LinearModel(
        model.labels, model.bits, model.weights, model.scales, model.biases, temperature, model.about
    )


def _judged(
    model: LinearModel, rows: Iterable[Row], scored: Scored | None = None
) -> tuple[Floats, NDArray[np.intp]]:
    known = ((text, label) for text, label in rows if label in model.labels)
    scores, truth = [np.zeros((0, len(model.labels)))], [np.zeros(0, dtype=np.intp)]
    for batch in _batches(known, AT_ONCE):
        scores.append((scored or model.scores)([text for text, _ in batch]))
        truth.append(_numbers(batch, model.labels))
    return np.concatenate(scores), np.concatenate(truth)


def _f1(confusion: NDArray[np.int_], label: int) -> float:
    of_both = confusion[label].sum() + confusion[:, label].sum()
    return float(2 * confusion[label, label] / of_both) if of_both else 0.0


def _numbers(batch: list[Row], labels: tuple[str, ...]) -> NDArray[np.intp]:
    return np.array([labels.index(label) for _, label in batch], dtype=np.intp)


def _tenths(source: Source, wanted: Iterable[int]) -> Iterator[Row]:
    kept = set(wanted)
    return ((text, label) for text, label in source() if tenth(text) in kept)


def tenth(text: str) -> int:
    """Which tenth of all texts this one falls into, whatever its blanks and signs."""
    letters = "".join(sign for sign in text if sign.isalnum()) or text
    return blake2b(letters.encode("utf-8", "replace"), digest_size=4).digest()[0] * TENTHS // 256


def _shuffled(source: Source, count: int, seed: int) -> Iterator[Row]:
    """All rows in an order by chance, though never more than some are held: files often lie sorted by label."""
    chance = Random(seed)  # noqa: S311 - an order, no secret
    parts = -(-count // SHUFFLED)
    for part in range(parts):
        drawn = Random(seed)  # noqa: S311 - the same draw for every part
        some = [row for row in source() if drawn.randrange(parts) == part]
        chance.shuffle(some)
        yield from some


def _batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    coming = iter(rows)
    while some := list(islice(coming, size)):
        yield some
