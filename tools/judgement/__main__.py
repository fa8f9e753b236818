"""`python -m tools.judgement --cold cold_train.csv`: builds the models that zhtext ships, the same every time.

COLD is Deng et al., "COLD: A Benchmark for Chinese Offensive Language Detection" (EMNLP 2022), thu-coai/COLDataset,
Apache-2.0; some of its texts that do not offend serve as neutral ones, and as talk that advertises nothing. All else
was written for this project.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from . import building, claiming

MODELS = Path(__file__).parents[2] / "chaoxin" / "zhtext" / "models"
BUILT = {
    "sentiment": building.sentiment,
    "kinds": lambda _cold: building.kinds(),
    "claims": claiming.claims_model,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.judgement", description=__doc__)
    parser.add_argument("--cold", type=Path, required=True, help="the training part of COLD, a CSV file")
    parser.add_argument("--out", type=Path, default=MODELS, help="the folder that the models are written to")
    parser.add_argument("--only", nargs="+", choices=BUILT, default=list(BUILT), help="just these models")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for name in options.only:
        model = BUILT[name](options.cold)
        data = model.dump()
        (options.out / f"{name}.bin").write_bytes(data)
        print(f"{name}: {len(data):,} octets, temperature {model.temperature:.2f}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
