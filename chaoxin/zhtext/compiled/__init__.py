"""The passes over characters that scanning spends its time in, in C, made by `hatch_build.py` where a compiler is.
`passes` is that module, or None where there is none of this version; `chaoxin.zhtext.passes` does the same without."""

from __future__ import annotations

from typing import Any

VERSION = 4
made: Any
try:
    from . import _passes as made
except ImportError:  # no compiler
    made = None

passes: Any = made if made is not None and getattr(made, "VERSION", 0) == VERSION else None
