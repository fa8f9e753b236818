"""Claims in words of their own: how many the gate finds, and of how many sentences that are none it says so.

`claim_sentences/` holds sentences that nobody learned from or wrote a rule by: for each claim those that make it (`+`)
and those that only sound like it (`-`), and plain ones (`innocent.txt`). `--sentences FOLDER` measures another folder
of the kind. The gate is asked with the rules that ask the model and without; the ratio is between the two.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from chaoxin.config import environment

OURS = Path(__file__).parent / "claim_sentences"
INNOCENT = "innocent"
# A company of the industry in which each claim is at home.
INDUSTRIES = {
    "cure": "food", "looks": "beauty", "slimming": "food", "exam": "education", "returns": "finance",
}  # fmt: skip
ASKED = ("block", "confirm")
LEAST_RECALL, MOST_BLAMED = 0.75, 0.03


class Sentence(NamedTuple):
    text: str
    claim: str
    claims: bool


def run(arguments: list[str]) -> dict[str, Any]:
    """Shares of sentences that a person is asked about or that are stopped; `ratio` is what is found with the model
    against what is found without."""
    parser = argparse.ArgumentParser(prog="bench claims")
    parser.add_argument("--sentences", type=Path, default=OURS, help="the folder of the sentences")
    options = parser.parse_args(arguments)
    environment.start_without_settings()
    sentences = _read(options.sentences)
    started = time.process_time()
    whole = _shares(sentences, with_model=True)
    took = time.process_time() - started
    plain = _shares(sentences, with_model=False)
    return {
        "sentences": len(sentences),
        "with_model": whole,
        "without": plain,
        "ratio": round(whole["found"] / max(plain["found"], 0.001), 2),
        "ms_a_sentence": round(1000 * took / len(sentences), 2),
        "ok": whole["found"] >= LEAST_RECALL and whole["innocent_blamed"] <= MOST_BLAMED,
    }


def _read(folder: Path) -> list[Sentence]:
    lines = [
        (path.stem, line)
        for path in sorted(folder.glob("*.txt"))
        for line in path.read_text("utf-8").splitlines()
    ]
    return [Sentence(line[2:], claim, line.startswith("+ ")) for claim, line in lines if line.strip()]


def _shares(sentences: Sequence[Sentence], *, with_model: bool) -> dict[str, Any]:
    from dataclasses import replace

    from chaoxin.compliance.rulebooks import of_the_house

    book = of_the_house()
    if not with_model:
        book = replace(book, rules=tuple(rule for rule in book.rules if not rule.claims))
    asked = {one: _is_asked(one, book) for one in sentences}
    return {
        "found": _share(asked, [one for one in sentences if one.claims]),
        "alike_blamed": _share(asked, [one for one in sentences if not one.claims and one.claim != INNOCENT]),
        "innocent_blamed": _share(asked, [one for one in sentences if one.claim == INNOCENT]),
        "found_by_claim": {
            claim: _share(asked, [one for one in sentences if one.claims and one.claim == claim])
            for claim in sorted({one.claim for one in sentences if one.claims})
        },
    }


def _is_asked(one: Sentence, book: Any) -> bool:
    from chaoxin.compliance.matching import findings
    from chaoxin.compliance.values import JudgedContent

    industry = INDUSTRIES.get(one.claim, "")
    content = JudgedContent("xiaohongshu", "note", {"text": one.text}, industry=industry)
    return any(found.severity in ASKED for found in findings(content, book, missing=False))


def _share(asked: dict[Sentence, bool], sentences: list[Sentence]) -> float:
    return round(sum(asked[one] for one in sentences) / max(1, len(sentences)), 3)
