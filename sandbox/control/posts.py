"""Posts, the effects of publish calls, and what was published twice."""

from typing import Any

from sandbox.clock import parse_time
from sandbox.commenting import under
from sandbox.control.views import comment_view, effect_view, post_view
from sandbox.desk import Desk
from sandbox.posts import LIVE, TAKEN_DOWN

Given = dict[str, Any]
MOST_ROWS = 20_000


def list_posts(desk: Desk, given: Given) -> Any:
    conditions, values = filters(
        given, ("account", "state", "platform", "kind", "content_hash", "external_id", "url")
    )
    if given.get("text"):
        conditions.append("instr(title || char(10) || text, ?) > 0")
        values.append(str(given["text"]))
    if given.get("since"):
        conditions.append("created_at >= ?")
        values.append(parse_time(given["since"]))
    rows = desk.world.store.all(
        f"SELECT * FROM post WHERE {' AND '.join(conditions)} ORDER BY id DESC LIMIT ?", *values, limit(given)
    )
    return [post_view(desk.world, row) for row in rows]


def filters(given: Given, names: tuple[str, ...]) -> tuple[list[str], list[Any]]:
    present = [name for name in names if given.get(name)]
    return ["1", *(f"{name} = ?" for name in present)], [str(given[name]) for name in present]


def limit(given: Given) -> int:
    return min(int(given.get("limit", 200)), MOST_ROWS)


def show(desk: Desk, given: Given) -> Any:
    """A post with its comments, its days and the effects with the same words."""
    post = desk.world.posts.get(int(given["id"]))
    if post is None:
        raise KeyError(given["id"])
    store = desk.world.store
    days = store.all("SELECT * FROM post_day WHERE post_id = ? ORDER BY day", post["id"])
    effects = store.all(
        "SELECT * FROM effect WHERE account = ? AND content_hash = ? ORDER BY id",
        post["account"],
        post["content_hash"],
    )
    return post_view(desk.world, post) | {
        "html": post["html"],
        "discussion": [comment_view(row) for row in under(desk.world, post["id"], with_deleted=True)],
        "days": [dict(row) for row in days],
        "effects": [effect_view(row) for row in effects],
    }


def take_down(desk: Desk, given: Given) -> Any:
    """Let the platform delete a live post now."""
    post = desk.world.posts.get(int(given["id"]))
    if post is None:
        raise KeyError(given["id"])
    if post["state"] != LIVE:
        raise ValueError("the post is not public")
    reason = str(given.get("reason") or "内容违规")
    desk.world.posts.end(post["id"], state=TAKEN_DOWN, at=desk.world.clock.now(), reason=reason)
    return show(desk, given)


def restrict(desk: Desk, given: Given) -> Any:
    """Let the platform show a live post to its author only, or with `on` false to everybody again."""
    post = desk.world.posts.get(int(given["id"]))
    if post is None:
        raise KeyError(given["id"])
    if post["state"] != LIVE:
        raise ValueError("the post is not public")
    on = str(given.get("on", True)).lower() not in ("false", "0", "")
    desk.world.posts.restrict(post["id"], on)
    return show(desk, given)


def list_effects(desk: Desk, given: Given) -> Any:
    conditions, values = filters(given, ("account", "kind", "path", "content_hash"))
    if given.get("text"):
        conditions.append("instr(text, ?) > 0")
        values.append(str(given["text"]))
    rows = desk.world.store.all(
        f"SELECT * FROM effect WHERE {' AND '.join(conditions)} ORDER BY id DESC LIMIT ?",
        *values,
        limit(given),
    )
    return [effect_view(row) for row in rows]


def list_duplicates(desk: Desk, given: Given) -> Any:
    """Contents of which publish calls of one account took effect more than once; `live` counts those visible now."""
    conditions, values = filters(given, ("account",))
    rows = desk.world.store.all(
        "SELECT account, content_hash, min(text) AS text, count(DISTINCT request_id) AS applied, "
        "group_concat(DISTINCT request_id) AS requests FROM effect "
        f"WHERE {' AND '.join(conditions)} GROUP BY account, content_hash HAVING applied > 1 ORDER BY account",
        *values,
    )
    told = []
    for row in rows:
        live = desk.world.store.value(
            "SELECT count(*) FROM post WHERE account = ? AND content_hash = ? AND state = ?",
            row["account"],
            row["content_hash"],
            LIVE,
        )
        requests = [int(number) for number in row["requests"].split(",")]
        told.append({**dict(row), "requests": requests, "live": live})
    return told


def summarize(desk: Desk, given: Given) -> Any:
    """Counts for benchmarks: posts by state, effects, distinct contents, contents applied more than once."""
    conditions, values = filters(given, ("account",))
    where = " AND ".join(conditions)
    store = desk.world.store
    states = store.all(f"SELECT state, count(*) AS number FROM post WHERE {where} GROUP BY state", *values)
    effects = store.one(
        f"SELECT count(*) AS effects, count(DISTINCT account || content_hash) AS contents FROM effect WHERE {where}",
        *values,
    )
    return {
        "posts": {row["state"]: row["number"] for row in states},
        "effects": effects["effects"] if effects else 0,
        "contents": effects["contents"] if effects else 0,
        "duplicates": len(list_duplicates(desk, given)),
    }
