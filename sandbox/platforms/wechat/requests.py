"""Reading the JSON bodies that the platform accepts."""

import json
import re
from typing import Any

from sandbox.calls import Call
from sandbox.platforms.wechat.errors import refusal

UNICODE_ESCAPE = re.compile(rb"(?<!\\)((?:\\\\)*)\\(u[0-9a-fA-F]{4})")


def body_of(call: Call) -> dict[str, Any]:
    """The body as the platform reads it: UTF-8 only, and an escape such as \\u4f60 stays six literal characters.
    Refuses with 47001 (not JSON, not UTF-8) or 44002 (nothing)."""
    if not call.body.strip():
        raise refusal(44002)
    literal = UNICODE_ESCAPE.sub(rb"\1\\\\\2", call.body)
    try:
        value = json.loads(literal.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise refusal(47001) from error
    if not isinstance(value, dict):
        raise refusal(47001)
    return value


def parameters(call: Call) -> dict[str, Any]:
    """The JSON body of a call that carries no Chinese; an unreadable one counts as empty."""
    try:
        value = json.loads(call.body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def has_escapes(call: Call) -> bool:
    """Whether the body holds escapes that the platform would show literally."""
    return UNICODE_ESCAPE.search(call.body) is not None


def number_of(body: dict[str, Any], name: str, *, default: int | None = None) -> int:
    """An integer field, sent as number or text; 47001 when it is something else or missing without default."""
    value = body.get(name, default)
    try:
        return int(value)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise refusal(47001, f"field {name}") from error


def text_of(body: dict[str, Any], name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str):
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        raise refusal(47001, f"field {name}")
    return value


def page_of(body: dict[str, Any]) -> tuple[int, int]:
    """Offset and count (1–20) of a paged list; 40007 stands for nothing here, the platform answers 47001."""
    offset, count = number_of(body, "offset", default=0), number_of(body, "count", default=20)
    if offset < 0 or not 1 <= count <= 20:
        raise refusal(47001, "offset or count out of range")
    return offset, count
