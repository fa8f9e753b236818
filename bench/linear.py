"""Whether reading text takes time in proportion to its length, whatever the text: megabytes of one piece repeated.

For each piece of `HOSTILE`, and for texts of nothing but findings, half a megabyte and a whole one are read, in turn,
by the extraction and by the scanner with ten words. Time by the square of the length would double `growth`.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from typing import Any

from chaoxin.zhtext.extracting import extract
from chaoxin.zhtext.lexicon import Lexicon, Word
from chaoxin.zhtext.scanning import Scanner
from chaoxin.zhtext.tests.hostile import HOSTILE

FINDINGS = (
    *(
        "13912345678 ",
        "加v:abc123 ",
        "qq12345 ",
        "99%",
        "62%",
        "1元",
        "https://a.cn ",
        "a.cn ",
        "010-62345678 ",
    ),
    *(
        "vx同号 13912345678",
        "11010519491231002X ",
        "2026-11-27 ",
        "全国第一",
        "最便宜 ",
        "加薇❤信",
        "代❤写",
        "力口微信",
    ),
    *("zuihao ", "最hao", "信微加", "全国第1", "蕞hao", "独1无2", "no1 "),
    *(
        "1月",
        "618 ",
        "26/11/2026 ",
        "11.26-12.3 ",
        "腊月初一",
        "1元2折3%",
        "1-2元",
        "$1 ",
        "满2-1 ",
        "买一送一",
    ),
    *("徽同13912345678", "400-123-4567 ", "微信a12345 ", "a#b.cn ", "￥8Xk2abc9dQ￥", "6222020000000000000 "),
)
WORDS = ("全国第一", "最便宜", "加微信", "最好", "国家级", "独家", "根治", "包治百病", "稳赚不赔", "代写")
MOST_SECONDS, MOST_GROWTH = 1.0, 1.5


def run(arguments: list[str]) -> dict[str, Any]:
    """For each reading the slowest megabyte in seconds of processor with its piece, and the largest `growth`: time of
    a whole megabyte beside twice that of half of one. `ratio` is the slowest megabyte's share of a second."""
    parser = argparse.ArgumentParser(prog="bench linear")
    parser.add_argument("--megabytes", type=float, default=1.0)
    parser.add_argument("--tries", type=int, default=3, help="of which the quickest counts")
    options = parser.parse_args(arguments)
    scanner = Scanner(Lexicon([Word(word) for word in WORDS]))
    readings: dict[str, Callable[[str], object]] = {"extract": extract, "scan": scanner.scan}
    rows = {name: _measured(reading, options) for name, reading in readings.items()}
    slowest = max(row["slowest_seconds"] for row in rows.values())
    return rows | {
        "ratio": round(slowest / (MOST_SECONDS * options.megabytes), 3),
        "ok": slowest <= MOST_SECONDS * options.megabytes
        and all(row["growth"] <= MOST_GROWTH for row in rows.values()),
    }


def _measured(reading: Callable[[str], object], options: argparse.Namespace) -> dict[str, Any]:
    seconds, growth = {}, {}
    for piece in (*HOSTILE, *FINDINGS):
        whole = piece * int(options.megabytes * 1_000_000 / len(piece.encode()))
        half, full = _least(reading, (whole[: len(whole) // 2], whole), options.tries)
        seconds[piece], growth[piece] = full, full / (2 * half)
    slowest, grown = max(seconds, key=seconds.__getitem__), max(growth, key=growth.__getitem__)
    return {
        "slowest_seconds": round(seconds[slowest], 3),
        "slowest_piece": slowest,
        "growth": round(growth[grown], 2),
        "growing_piece": grown,
        "above_a_second": {
            piece: round(taken, 2)
            for piece, taken in seconds.items()
            if taken > MOST_SECONDS * options.megabytes
        },
    }


def _least(reading: Callable[[str], object], texts: Sequence[str], tries: int) -> list[float]:
    least = [float("inf")] * len(texts)
    for _try in range(tries):
        for place, text in enumerate(texts):
            began = time.process_time()
            reading(text)
            least[place] = min(least[place], time.process_time() - began)
    return least
