"""An application that says who loaded it and who answers, and reads nothing of what it is sent."""

import json
import os
from collections.abc import Callable, Iterable

from chaoxin.config.whole_bodies import WholeBodies

_LOADED_BY = os.getpid()


def _told(_environ: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({"loaded_by": _LOADED_BY, "answered_by": os.getpid()}).encode()]


application = WholeBodies(_told)
