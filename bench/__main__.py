"""`python -m bench NAME [--option value …]`: runs one benchmark and prints one JSON line on standard output."""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from pathlib import Path

NOT_BENCHMARKS = {"stack", "company", "killable", "bare", "load", "sink", "chinese", "disguises"}


def names() -> list[str]:
    """The benchmarks that there are."""
    found = {entry.name for entry in pkgutil.iter_modules([str(Path(__file__).parent)])}
    return sorted(name for name in found - NOT_BENCHMARKS if not name.startswith("_"))


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in names():
        print(f"make bench NAME=…  ({', '.join(names())})", file=sys.stderr)
        return 2
    module = importlib.import_module(f"bench.{arguments[0]}")
    result = module.run(arguments[1:])
    print(json.dumps({"bench": arguments[0], **result}, ensure_ascii=False), flush=True)
    return 0 if result.get("ok", True) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
