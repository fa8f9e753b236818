"""Making hundreds of thousands of objects that stay, without looking for rubbish among them all the while."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Of texts from so many characters on the findings may be many enough to matter.
LONG = 100_000


@contextmanager
def without_collecting() -> Iterator[None]:
    """Looking for rubbish among objects that stay takes up to a quarter of the time of making them."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
