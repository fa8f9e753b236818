"""How accounts, posts and other rows look in the control API."""

import json
import sqlite3
from typing import Any

from sandbox.accounts import Account
from sandbox.clock import iso
from sandbox.world import World


def account_view(world: World, account: Account) -> dict[str, Any]:
    platform = world.platform_of(account)
    return {
        "key": account.key,
        "platform": account.platform,
        "platform_name": platform.name,
        "profile": account.profile,
        "profile_name": platform.profiles[account.profile],
        "name": account.name,
        "external_id": account.external_id,
        "credentials": platform.credentials(world, account),
        "settings": {name: world.setting(account, name) for name in platform.defaults(account.profile)},
        "followers": account.followers,
        "created_at": iso(account.created_at),
        "audience": {"on": account.audience, "intensity": account.intensity},
        "callback": {
            "url": account.callback_url,
            "verified": account.callback_verified,
            "problem": account.callback_problem,
        },
    }


def local_path(url: str) -> str:
    """Where the sandbox itself serves an address of a platform."""
    return "/" + url.split("://", 1)[1] if "://" in url else ""


def post_view(world: World, post: sqlite3.Row) -> dict[str, Any]:
    """`applied` says how often publish calls of the account took effect with these very words."""
    applied = world.store.value(
        "SELECT count(*) FROM effect WHERE account = ? AND content_hash = ?",
        post["account"],
        post["content_hash"],
    )
    return {
        "id": post["id"],
        "account": post["account"],
        "platform": post["platform"],
        "kind": post["kind"],
        "state": post["state"],
        "reason": post["reason"],
        "external_id": post["external_id"],
        "title": post["title"],
        "text": post["text"],
        "url": post["url"],
        "local_path": local_path(post["url"]),
        "pictures": len(json.loads(post["pictures"])),
        "content_hash": post["content_hash"],
        "applied": applied,
        "request_id": post["request_id"],
        "created_at": iso(post["created_at"]),
        "published_at": iso(post["published_at"]),
        "ended_at": iso(post["ended_at"]),
        "comments_open": bool(post["comments_open"]),
        "details": json.loads(post["details"]),
        "reads": post["reads"],
        "likes": post["likes"],
        "shares": post["shares"],
        "collects": post["collects"],
        "comments": post["comments"],
    }


def comment_view(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "external_id": row["external_id"],
        "parent_id": row["parent_id"],
        "by_account": row["person_key"] is None,
        "person": row["person_key"],
        "author": row["author"],
        "text": row["text"],
        "tone": row["tone"],
        "at": iso(row["at"]),
        "elected": bool(row["elected"]),
        "deleted_at": iso(row["deleted_at"]),
        "request_id": row["request_id"],
    }


def message_view(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "account": row["account"],
        "person": row["person_key"],
        "direction": row["direction"],
        "kind": row["kind"],
        "text": row["text"],
        "at": iso(row["at"]),
        "request_id": row["request_id"],
    }


def effect_view(row: sqlite3.Row) -> dict[str, Any]:
    view = dict(row)
    view["at"], view["wall_at"] = iso(row["at"]), iso(row["wall_at"])
    return view


def call_view(row: sqlite3.Row) -> dict[str, Any]:
    return effect_view(row)


def callback_view(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "account": row["account"],
        "event": row["event"],
        "state": row["state"],
        "attempts": row["attempts"],
        "problem": row["problem"],
        "answer": row["answer"],
        "payload": json.loads(row["payload"]),
        "created_at": iso(row["created_at"]),
        "finished_at": iso(row["finished_at"]),
    }
