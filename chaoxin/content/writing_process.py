"""A process of its own that reads writing in pictures, so that the half gigabyte that this takes is given back, and a
library that breaks down takes nobody with it.

It is told the path of a picture per line, and answers a line of JSON: the lines found with their corners, or an error.
It ends with its input. It knows nothing of the house.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

NICENESS = 10


def main() -> None:
    """Answers until the input ends."""
    os.nice(NICENESS)
    # What the library writes to the screen must not get between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    engine = _engine()
    for line in sys.stdin:
        try:
            told: dict[str, Any] = {"lines": _read(engine, json.loads(line))}
        except Exception as error:
            told = {"error": f"{type(error).__name__}: {error}"[:300]}
        answers.write(json.dumps(told, ensure_ascii=False) + "\n")
        answers.flush()


def _engine() -> Any:
    from rapidocr import RapidOCR

    one_thread = {
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    return RapidOCR(params={"Global.log_level": "critical", **one_thread})


def _read(engine: Any, path: str) -> list[list[Any]]:
    found = engine(path)
    if found.boxes is None:
        return []
    rows = zip(found.txts, found.scores, found.boxes.tolist(), strict=True)
    return [[text, float(score), corners] for text, score, corners in rows]


if __name__ == "__main__":
    main()
