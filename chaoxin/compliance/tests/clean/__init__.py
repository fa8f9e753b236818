"""Sentences that nothing is wrong with, as companies, newspapers and customers write them."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

HERE = Path(__file__).parent
SLOT = re.compile(r"\{(\w+)\}")


def sentences() -> list[str]:
    """All of them, every line written out with every filling of its slots, none twice."""
    fillings = dict(line.split(": ") for line in _lines("slots"))
    written = [
        sentence
        for kind in ("marketing", "news", "customers")
        for line in _lines(kind)
        for sentence in _written_out(line, fillings)
    ]
    return list(dict.fromkeys(written))


def _lines(name: str) -> list[str]:
    lines = (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _written_out(line: str, fillings: dict[str, str]) -> list[str]:
    slots = list(dict.fromkeys(SLOT.findall(line)))
    choices = [fillings[slot].split("|") for slot in slots]
    return [_filled(line, dict(zip(slots, picked, strict=True))) for picked in product(*choices)]


def _filled(line: str, chosen: dict[str, str]) -> str:
    return SLOT.sub(lambda found: chosen[found[1]], line)
