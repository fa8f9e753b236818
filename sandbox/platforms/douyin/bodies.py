"""Reading what calls carry: JSON bodies and numbers."""

import json
from typing import Any

from sandbox.calls import Call
from sandbox.platforms.douyin.errors import refusal


def json_of(call: Call) -> dict[str, Any]:
    """The JSON object of the body, empty without a body; an illegal parameter for anything else."""
    if not call.body.strip():
        return {}
    try:
        given = json.loads(call.body)
    except ValueError as error:
        raise refusal(28001007, "body is not JSON") from error
    if not isinstance(given, dict):
        raise refusal(28001007, "body is not an object")
    return given


def number(call: Call, name: str, *, default: int | None = None, low: int = 0, high: int = 2**62) -> int:
    """An integer parameter between two bounds; an illegal parameter for anything else."""
    text = call.fields().get(name, "")
    if not text and default is not None:
        return default
    try:
        found = int(text)
    except ValueError as error:
        raise refusal(28001007, f"{name} is not a number") from error
    if not low <= found <= high:
        raise refusal(28001007, f"{name} must lie in {low}..{high}")
    return found


def texts(given: dict[str, Any], name: str) -> list[str]:
    """A list of texts; an illegal parameter for anything else."""
    found = given.get(name) or []
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise refusal(28001007, f"{name} must be a list of texts")
    return found
