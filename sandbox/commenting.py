"""Comments under posts, by fans and by the account itself."""

import sqlite3
from typing import Any

from sandbox.clock import day_of
from sandbox.following import meet
from sandbox.platforms import PushesComments
from sandbox.world import World


class CommentsClosed(Exception):
    """The post takes no comments."""


def comment_as_fan(
    world: World,
    post: sqlite3.Row,
    *,
    person_key: str,
    name: str,
    text: str,
    at: float,
    parent_id: int | None = None,
    tone: str = "",
    backdated: bool = False,
) -> int:
    """Let a person comment and answer the comment's number. Raises CommentsClosed.

    Ids rise in the order in which comments become visible, so that a reader who asks for what is newer than the last id
    misses nothing; a comment that is `backdated` gets the id of its own time."""
    if not post["comments_open"]:
        raise CommentsClosed(post["id"])
    meet(world, world.accounts.get(post["account"]), person_key, name)
    fields = {
        "person_key": person_key,
        "author": name,
        "text": text,
        "at": at,
        "parent_id": parent_id,
        "tone": tone,
    }
    number = insert(world, post, fields)
    identify(world, post, number, at=at if backdated else world.clock.now())
    world.posts.count_up(post["id"], {(day_of(at), "comments"): 1})
    platform = world.platforms[post["platform"]]
    if isinstance(platform, PushesComments) and not backdated:
        row = world.store.one("SELECT * FROM comment WHERE id = ?", number)
        if row is not None:
            platform.commented(world, post, row)
    return number


def add_own(
    world: World,
    post: sqlite3.Row,
    *,
    author: str,
    text: str,
    at: float,
    request_id: int,
    parent_id: int | None = None,
    external_id: str = "",
) -> int:
    """Insert a comment of the account itself and answer its number."""
    fields = {"author": author, "text": text, "at": at, "parent_id": parent_id, "request_id": request_id}
    number = insert(world, post, fields | {"external_id": external_id})
    if not external_id:
        identify(world, post, number, at=at)
    return number


def insert(world: World, post: sqlite3.Row, fields: dict[str, Any]) -> int:
    fixed = {"post_id": post["id"], "account": post["account"], "external_id": ""}
    return world.store.insert("comment", fixed | fields)


def identify(world: World, post: sqlite3.Row, number: int, *, at: float) -> None:
    external_id = world.platforms[post["platform"]].comment_id(world, post, number, at=at)
    world.store.run("UPDATE comment SET external_id = ? WHERE id = ?", external_id, number)


def under(world: World, post_id: int, *, with_deleted: bool = False) -> list[sqlite3.Row]:
    """All comments of a post, oldest first."""
    condition = "" if with_deleted else " AND deleted_at IS NULL"
    return world.store.all(f"SELECT * FROM comment WHERE post_id = ?{condition} ORDER BY at, id", post_id)


def delete(world: World, comment_id: int, *, at: float) -> None:
    world.store.run("UPDATE comment SET deleted_at = ? WHERE id = ?", at, comment_id)
