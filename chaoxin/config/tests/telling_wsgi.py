"""An application that says who loaded it and who answers."""

import json
import os
from collections.abc import Callable, Iterable

_LOADED_BY = os.getpid()


def application(_environ: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({"loaded_by": _LOADED_BY, "answered_by": os.getpid()}).encode()]
