"""The log of calls and the log of pushes."""

from typing import Any

from sandbox.clock import parse_time
from sandbox.control.views import call_view, callback_view
from sandbox.desk import Desk
from sandbox.journal import calls

Given = dict[str, Any]


def list_calls(desk: Desk, given: Given) -> Any:
    rows = calls(
        desk.world,
        account=str(given.get("account", "")),
        path=str(given.get("path", "")),
        since=parse_time(given["since"]) if given.get("since") else 0,
        after=int(given.get("after", 0)),
        limit=min(int(given.get("limit", 200)), 20_000),
    )
    return [call_view(row) for row in rows]


def show_call(desk: Desk, given: Given) -> Any:
    row = desk.world.store.one("SELECT * FROM journal WHERE id = ?", int(given["id"]))
    if row is None:
        raise KeyError(given["id"])
    return call_view(row)


def list_callbacks(desk: Desk, given: Given) -> Any:
    names = [name for name in ("account", "state", "event") if given.get(name)]
    conditions = " AND ".join(["1", *(f"{name} = ?" for name in names)])
    rows = desk.world.store.all(
        f"SELECT * FROM callback WHERE {conditions} ORDER BY id DESC LIMIT ?",
        *(str(given[name]) for name in names),
        min(int(given.get("limit", 200)), 20_000),
    )
    return [callback_view(row) for row in rows]


async def flush_callbacks(desk: Desk, given: Given) -> Any:
    """Attempt everything that waits now, without the pauses."""
    return {"delivered": await desk.sender.flush()}
