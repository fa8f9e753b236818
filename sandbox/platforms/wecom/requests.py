"""Reading the JSON bodies that the platform accepts."""

import json
from typing import Any

from sandbox.calls import Call
from sandbox.platforms.wecom.errors import refusal

Body = dict[str, Any]


def body_of(call: Call) -> Body:
    """The body as the platform reads it. Refuses with 40063 (nothing) or 40058 (no JSON object in UTF-8)."""
    if not call.body.strip():
        raise refusal(40063)
    try:
        value = json.loads(call.body.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise refusal(40058) from error
    if not isinstance(value, dict):
        raise refusal(40058)
    return value


def text_of(body: Body, name: str) -> str:
    """A text field, "" where it is missing; 40058 for anything else."""
    value = body.get(name, "")
    if not isinstance(value, str):
        raise refusal(40058, name)
    return value


def number_of(body: Body, name: str, *, low: int, high: int, default: int | None = None) -> int:
    """A whole number within bounds; 40058 for anything else, or where it is missing without default."""
    value = body.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise refusal(40058, name)
    return value


def texts_of(body: Body, name: str, *, most: int) -> list[str]:
    """A list of texts, [] where it is missing; 40058 for anything else and for too many."""
    value = body.get(name) or []
    if not isinstance(value, list) or len(value) > most or not all(isinstance(entry, str) for entry in value):
        raise refusal(40058, name)
    return value


def page_of(rows: list[Any], body: Body, *, most: int, default: int) -> tuple[list[Any], str]:
    """The page that the cursor asks for, and the next cursor, "" at the end."""
    limit = number_of(body, "limit", low=1, high=most, default=default)
    cursor = text_of(body, "cursor")
    start = int(cursor) if cursor.isdigit() else 0
    if cursor and not cursor.isdigit():
        raise refusal(40058, "cursor")
    end = start + limit
    return rows[start:end], str(end) if end < len(rows) else ""
