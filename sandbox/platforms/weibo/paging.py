"""Lists that are read by since_id, max_id, count and page."""

from typing import Any

from sandbox.calls import Call
from sandbox.platforms.weibo.errors import refusal

LARGEST_PAGE = 200


def number(call: Call, name: str, *, default: int) -> int:
    """An integer parameter; 10017 when it is something else."""
    text = call.fields().get(name, "")
    if not text:
        return default
    try:
        return int(text)
    except ValueError as error:
        raise refusal(
            10017, f"Parameter ({name})'s value invalid, expect (int), but get ({text})!"
        ) from error


def read_page(
    call: Call, table: str, columns: str, conditions: str, values: tuple[Any, ...], *, default_count: int
) -> tuple[list[Any], int, int]:
    """The rows wanted, newest first; how many there are altogether; and the next cursor, 0 at the end.
    `external_id`-like ids are compared as numbers."""
    count = min(max(number(call, "count", default=default_count), 1), LARGEST_PAGE)
    page = max(number(call, "page", default=1), 1)
    since_id, max_id = number(call, "since_id", default=0), number(call, "max_id", default=0)
    number_column = f"CAST({columns} AS INTEGER)"
    window = ""
    bounds: list[int] = []
    if since_id:
        window, bounds = f"{window} AND {number_column} > ?", [*bounds, since_id]
    if max_id:
        window, bounds = f"{window} AND {number_column} <= ?", [*bounds, max_id]
    rows = call.world.store.all(
        f"SELECT {table}.* FROM {table} WHERE {conditions}{window} ORDER BY {number_column} DESC LIMIT ? OFFSET ?",
        *values,
        *bounds,
        count + 1,
        (page - 1) * count,
    )
    total = call.world.store.value(f"SELECT count(*) FROM {table} WHERE {conditions}", *values)
    next_cursor = 0
    if len(rows) > count:
        name = columns.split(".")[-1]
        next_cursor = int(rows[count][name])
    return rows[:count], total, next_cursor


def envelope(name: str, items: list[Any], *, total: int, next_cursor: int) -> dict[str, Any]:
    return {
        name: items,
        "hasvisible": False,
        "previous_cursor": 0,
        "next_cursor": next_cursor,
        "total_number": total,
        "interval": 0,
    }
