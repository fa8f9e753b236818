"""`chaoxin train`: a model from one's own corrections, in place of the one that comes along. No database."""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from chaoxin.zhtext import claims, kinds, sentiment, training
from chaoxin.zhtext.linear import LinearModel

from .telling import CannotStart, say

BITS = 18
# What people call the labels, in the house's own words.
SENTIMENTS: dict[str, tuple[str, ...]] = {
    "negative": ("neg", "负面", "消极", "负", "差评", "0", "-1"),
    "neutral": ("neu", "中性", "中立"),
    "positive": ("pos", "正面", "积极", "正", "好评", "1"),
}
KINDS: dict[str, tuple[str, ...]] = {
    "consultation": ("咨询",),
    "complaint": ("投诉",),
    "praise": ("表扬",),
    "spam": ("垃圾",),
    "lead": ("线索",),
    "other": ("其他", "其它"),
}
CLAIMS: dict[str, tuple[str, ...]] = {
    "cure": ("疗效",),
    "looks": ("外貌", "美容"),
    "slimming": ("瘦身", "减肥"),
    "exam": ("成绩", "录取"),
    "returns": ("收益", "回报"),
    "drinking": ("劝酒", "饮酒"),
    "unrivalled": ("没有对手", "贬低同行"),
    "unsourced": ("没有出处",),
    "bribe": ("利诱",),
    "divert": ("引流",),
    "assurance": ("打包票",),
    "authority": ("借权威",),
    "nothing": ("没有", "无", "误报"),
}
Names = dict[str, tuple[str, ...]]
TASKS: dict[str, tuple[Names, Callable[[], LinearModel], str]] = {
    "sentiment": (SENTIMENTS, lambda: sentiment.shipped().model, sentiment.VARIABLE),
    "kinds": (KINDS, lambda: kinds.shipped().model, kinds.VARIABLE),
    "claims": (CLAIMS, lambda: claims.shipped().model, claims.VARIABLE),
}


def train(options: argparse.Namespace) -> int:
    """Trains, writes the model and tells its figures on texts that were held back."""
    words, shipped, variable = TASKS[options.task]
    names = {name: label for label, others in words.items() for name in (label, *others)}
    base = None if options.alone else shipped()
    rows = _Rows([Path(name) for name in options.files], names)
    wish = training.Wish(bits=base.bits if base else BITS, rounds=options.rounds, base=base)
    try:
        model, figures = training.train(rows, wish)
    except training.NothingToLearn as nothing:
        raise CannotStart(
            f"标注太少，训练不了：至少要有两种标签，每种至少两条。{nothing}",
            f"Too few labelled texts: at least two labels with two texts each are needed. {nothing}",
        ) from nothing
    _write(replace(model, about=_about(options, figures)), Path(options.out))
    _tell(options, model, figures, rows, variable)
    return 0


class _Rows:
    """The rows of the files, read anew whenever asked for; `left_out` are those without text or known label."""

    def __init__(self, files: list[Path], names: dict[str, str]) -> None:
        self.files = files
        self.names = names
        self.left_out = 0

    def __call__(self) -> Iterator[training.Row]:
        self.left_out = 0
        for path in self.files:
            for row in _read(path):
                text, label = str(row.get("text") or "").strip(), str(row.get("label", "")).strip().lower()
                if text and label in self.names:
                    yield text, self.names[label]
                else:
                    self.left_out += 1


def _read(path: Path) -> Iterator[dict[str, object]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            if path.suffix.lower() in {".jsonl", ".ndjson"}:
                yield from (json.loads(line) for line in file if line.strip())
            else:
                yield from csv.DictReader(file)
    except (OSError, UnicodeDecodeError, ValueError, csv.Error) as problem:
        raise CannotStart(
            f"读不了 {path}：{problem}。要的是 UTF-8 的 CSV（第一行写 text,label）或每行一个 JSON 的 .jsonl。",
            f"{path} cannot be read: {problem}. It must be CSV in UTF-8 with the header text,label, or .jsonl.",
        ) from problem


def _about(options: argparse.Namespace, figures: training.Figures) -> dict[str, object]:
    return {
        "what": f"{options.task}, trained by chaoxin train",
        "sources": [Path(name).name for name in options.files],
        "on_shipped": not options.alone,
        "held_out": {"count": figures.count, "macro_f1": round(figures.macro_f1, 4)},
    }


def _write(model: LinearModel, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(model.dump())
    except OSError as problem:
        raise CannotStart(f"写不了 {path}：{problem}", f"{path} cannot be written: {problem}") from problem


def _tell(
    options: argparse.Namespace, model: LinearModel, figures: training.Figures, rows: _Rows, variable: str
) -> None:
    each = "  ".join(f"{label} {f1:.3f}" for label, f1 in zip(model.labels, figures.f1, strict=True))
    accuracy, f1, error = (f"{value:.3f}" for value in (figures.accuracy, figures.macro_f1, figures.error))
    say(
        f"模型写在 {options.out}。留出 {figures.count} 条没有参加训练的文本来检验：准确率 {accuracy}，宏 F1 {f1}，"
        f"置信度误差 {error}。{each}。跳过 {rows.left_out} 行（没有文本或标签不认识）。"
        f"要用它，设环境变量 {variable}={options.out} 后重启。",
        f"The model is in {options.out}. On {figures.count} texts held back: accuracy {accuracy}, macro F1 {f1}, "
        f"calibration error {error}. {rows.left_out} rows left out (no text or unknown label). "
        f"To use it, set {variable}={options.out} and restart.",
    )
