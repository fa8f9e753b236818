"""The labelled sets that `bench sentiment` reads from a folder; duplicates are folded over all parts first."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from chaoxin.zhtext.linear import LinearModel
from chaoxin.zhtext.sentiment import Sentiment
from chaoxin.zhtext.training import tenth

Row = tuple[str, str]
TEXTS_MISSING = "no sets: name their folder by --data or CHAOXIN_DATA_SETS, see docs/benchmarks.md"
SHOPPING = "online_shopping_10_cats.zip"
EMOTIONS = {
    "happy": Sentiment.POSITIVE,
    "angry": Sentiment.NEGATIVE,
    "sad": Sentiment.NEGATIVE,
    "fear": Sentiment.NEGATIVE,
    "neutral": Sentiment.NEUTRAL,
    "neutal": Sentiment.NEUTRAL,
}
OWN_COLUMNS = ("text", "label")


@dataclass(frozen=True)
class LabelledSet:
    """`dev` sets the temperature. `folded_away` texts were there more than once, in one part or over several."""

    name: str
    train: list[Row]
    dev: list[Row]
    test: list[Row]
    folded_away: int

    @property
    def three_way(self) -> bool:
        return any(label == Sentiment.NEUTRAL for _, label in self.test)

    @property
    def polar(self) -> list[Row]:
        return [row for row in self.test if row[1] != Sentiment.NEUTRAL]


def sets_of(folder: Path) -> Iterator[LabelledSet]:
    """Shopping reviews, posts of everyday life and of the epidemic, and every CSV with the columns text and label."""
    if (folder / SHOPPING).exists():
        yield _by_tenths("shopping", list(_shopping(folder / SHOPPING)))
    for part in ("usual", "virus"):
        if (folder / f"smp_{part}_test_labeled.json").exists():
            yield _posts(folder, part)
    for path in sorted(folder.glob("*.csv")):
        rows = list(_own(path))
        if rows:
            yield _by_tenths(path.stem, rows)


def label_names(model: LinearModel) -> tuple[int, int]:
    """The columns of negative and positive."""
    return model.labels.index(Sentiment.NEGATIVE), model.labels.index(Sentiment.POSITIVE)


def _shopping(path: Path) -> Iterator[Row]:
    with zipfile.ZipFile(path) as packed, packed.open(packed.namelist()[0]) as file:
        for row in csv.DictReader(io.TextIOWrapper(file, encoding="utf-8-sig", newline="")):
            yield row["review"], Sentiment.POSITIVE if row["label"] == "1" else Sentiment.NEGATIVE


def _own(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = csv.DictReader(file)
        if not set(OWN_COLUMNS) <= set(read.fieldnames or ()):
            return
        for row in read:
            if row["label"] in set(Sentiment):
                yield row["text"], row["label"]


def _posts(folder: Path, part: str) -> LabelledSet:
    seen: set[str] = set()
    test, dropped = _folded(_emotions(folder / f"smp_{part}_test_labeled.json"), seen)
    held, more = _folded(_emotions(folder / f"smp_{part}_eval_labeled.json"), seen)
    whole = folder / f"smp_{part}_train.json"
    train, last = _folded(_emotions(whole), seen) if whole.exists() else ([], 0)
    # Where the training part is missing, the evaluation part is trained on, but for a tenth.
    if not train:
        train, held = [row for row in held if tenth(row[0])], [row for row in held if not tenth(row[0])]
    return LabelledSet(f"posts_{part}", train, held, test, dropped + more + last)


def _emotions(path: Path) -> Iterator[Row]:
    for row in json.loads(path.read_text(encoding="utf-8")):
        if row["label"] in EMOTIONS:
            yield row["content"], EMOTIONS[row["label"]]


def _by_tenths(name: str, rows: list[Row]) -> LabelledSet:
    kept, dropped = _folded(rows, set())
    test = [row for row in kept if tenth(row[0]) < 2]
    dev = [row for row in kept if tenth(row[0]) == 2]
    train = [row for row in kept if tenth(row[0]) > 2]
    return LabelledSet(name, train, dev, test, dropped)


def _folded(rows: Iterable[Row], seen: set[str]) -> tuple[list[Row], int]:
    kept, dropped = [], 0
    for text, label in rows:
        key = "".join(sign for sign in text if sign.isalnum())
        if len(key) < 2 or key in seen:
            dropped += 1
            continue
        seen.add(key)
        kept.append((text, label))
    return kept, dropped
