"""The recorded payloads beside the platform, as text and as data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "payloads"


def payload_text(name: str) -> str:
    """The file `payloads/NAME.json` as text."""
    return (FOLDER / f"{name}.json").read_text(encoding="utf-8")


def payload(name: str) -> Any:
    """The JSON file `payloads/NAME.json`, parsed."""
    return json.loads(payload_text(name))
