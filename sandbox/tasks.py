"""What is due: late applications, reviews, take-downs. Tasks live on disk and run at most once; one that fails is
logged and dropped."""

import json
import logging
import math
from typing import Any

from sandbox.posts import LIVE, TAKEN_DOWN
from sandbox.world import SERVICE, WORLD, World

MOST_TASKS_AT_ONCE = 500
log = logging.getLogger("sandbox")


def run_due(world: World) -> int:
    """Run the tasks whose time has come, in the order they were due; answers how many."""
    count = 0
    for clock in (WORLD, SERVICE):
        if world.next_due[clock] <= world.time_of(clock):
            with world.store.transaction():
                count += run_clock(world, clock)
    return count


def run_clock(world: World, clock: str) -> int:
    count = 0
    while count < MOST_TASKS_AT_ONCE:
        task = world.store.one("SELECT * FROM task WHERE clock = ? ORDER BY due, id LIMIT 1", clock)
        if task is None or task["due"] > world.time_of(clock):
            world.next_due[clock] = math.inf if task is None else task["due"]
            break
        world.store.run("DELETE FROM task WHERE id = ?", task["id"])
        payload = json.loads(task["payload"])
        payload["due"] = task["due"]
        if task["body"] is not None:
            payload["body"] = task["body"]
        try:
            with world.store.savepoint():
                world.tasks[task["kind"]](world, payload)
        except Exception:  # one task that cannot be done must not stop the others, nor every call after it
            log.exception("task %s failed and was dropped: %s", task["kind"], task["payload"])
        count += 1
    return count


def take_down(world: World, payload: dict[str, Any]) -> None:
    """The platform deletes a live post; one that is already gone stays as it is."""
    post = world.posts.get(payload["post_id"])
    if post is not None and post["state"] == LIVE:
        world.posts.end(
            post["id"], state=TAKEN_DOWN, at=payload["due"], reason=payload.get("reason", "内容违规")
        )


def restrict(world: World, payload: dict[str, Any]) -> None:
    """The platform shows a live post to its author only."""
    post = world.posts.get(payload["post_id"])
    if post is not None and post["state"] == LIVE:
        world.posts.restrict(post["id"], True)
