"""The log of every API call that the platforms received."""

import sqlite3
from typing import Any

from sandbox.calls import Answer, Call
from sandbox.world import World

LONGEST_TEXT = 4000  # characters kept of a request or response body
CALLS_KEPT = 200_000


def record(world: World, call: Call, answer: Answer | None, *, fault: str, milliseconds: float) -> None:
    """Write down one call; `answer` is None where the platform gave none."""
    world.store.insert(
        "journal",
        {
            "id": call.id,
            "account": call.account.key if call.account else None,
            "method": call.method,
            "host": call.host,
            "path": call.path,
            "query": "&".join(f"{name}={value}" for name, value in call.query.items()),
            "request": readable(call.body, call.headers.get("content-type", "")),
            "response": "" if answer is None else readable(answer.body, answer.content_type),
            "status": 0 if answer is None else answer.status,
            "code": "" if answer is None else answer.code,
            "fault": fault,
            "client_ip": call.client_ip,
            "at": call.at,
            "wall_at": world.clock.real_time(),
            "milliseconds": milliseconds,
            "trace": call.trace,
        },
    )


def readable(body: bytes, content_type: str) -> str:
    if content_type.startswith(("multipart/", "image/", "audio/", "video/")):
        return f"<{len(body)} bytes of {content_type.split(';')[0]}>"
    return body[: LONGEST_TEXT * 4].decode("utf-8", "replace")[:LONGEST_TEXT]


def calls(
    world: World, *, account: str = "", path: str = "", since: float = 0, after: int = 0, limit: int = 200
) -> list[sqlite3.Row]:
    """The newest calls first. `since` is world time, `after` a request id, `path` the whole path or its end."""
    conditions, values = ["wall_at >= ?", "id > ?"], [since, after]
    if account:
        conditions.append("account = ?")
        values.append(account)  # type: ignore[arg-type]
    if path:
        conditions.append("(path = ? OR path LIKE ?)")
        values += [path, f"%{path}"]  # type: ignore[list-item]
    rows: list[Any] = [*values, limit]
    return world.store.all(
        f"SELECT * FROM journal WHERE {' AND '.join(conditions)} ORDER BY id DESC LIMIT ?", *rows
    )


def forget_old_calls(world: World) -> None:
    """Keep the journal from growing without end; effects and posts are kept apart and stay."""
    world.store.run("DELETE FROM journal WHERE id <= ?", world.last_request_id - CALLS_KEPT)
