"""The life of a post: taken, reviewed, public or gone; and how it is described to callers."""

import json
import sqlite3
from typing import Any

from sandbox.accounts import Account
from sandbox.calls import Fates
from sandbox.identifiers import Identifiers, stable_code
from sandbox.platforms.kuaishou.errors import VIDEO_ABSENT, refusal
from sandbox.posts import LIVE, REJECTED, REVIEWING, VANISHED, WITHDRAWN, NewPost, is_restricted
from sandbox.world import World

WEB, SHORT, COVERS = "www.kuaishou.com", "v.kuaishou.com", "tx2.a.kwimgs.com"
PUBLIC = "public"
PHOTO_ID_LETTERS = 13
SHORT_LETTERS = 6
GUESSED_REASON = "内容未通过平台审核"


def photo_id(ids: Identifiers) -> str:
    return f"3x{ids.letters(PHOTO_ID_LETTERS).lower()}"


def new_post(
    account: Account,
    *,
    number: str,
    kind: str,
    caption: str,
    at: float,
    request_id: int,
    pictures: list[str],
    details: dict[str, Any],
) -> NewPost:
    """A post of the account, not yet public. `details` may hold `cover`, `visibility`, `declaration`, `by`."""
    return NewPost(
        account=account.key,
        platform="kuaishou",
        external_id=number,
        slug=stable_code(f"kuaishou short|{number}", SHORT_LETTERS),
        kind=kind,
        title="",
        text=caption,
        html="",
        url=f"https://{WEB}/short-video/{number}",
        request_id=request_id,
        created_at=at,
        pictures=pictures,
        details=details,
    )


def take(world: World, new: NewPost, fates: Fates, *, path: str, is_video: bool) -> int:
    """Take a post and let its review run; answers its number."""
    post_id = world.posts.create(new)
    world.posts.record_effect(new, path=path, wall_at=world.clock.real_time(), post_id=post_id)
    account = world.accounts.get(new.account)
    if fates.vanishes:
        world.posts.end(post_id, state=VANISHED, at=new.created_at)
        return post_id
    seconds = fates.review_seconds
    if seconds is None:
        seconds = float(world.setting(account, "review_seconds"))
    reason = str(fates.rejected["reason"]) if fates.rejected else fault_in(world, account, new, is_video)
    due = new.created_at + seconds
    world.schedule("kuaishou_review", {"post_id": post_id, "reason": reason}, due=due)
    world.befall_later(post_id, fates, live_at=due)
    return post_id


def fault_in(world: World, account: Account, new: NewPost, is_video: bool) -> str:
    """Why the review will reject the post; empty when it will not."""
    if not is_video:
        return "转码失败：不是视频文件"
    if any(word and word in new.text for word in world.setting(account, "reject_words")):
        return GUESSED_REASON
    return ""


def review(world: World, payload: dict[str, Any]) -> None:
    """The review comes to its end."""
    row = world.posts.get(payload["post_id"])
    if row is None or row["state"] != REVIEWING:
        return
    if payload["reason"]:
        world.posts.end(row["id"], state=REJECTED, at=payload["due"], reason=payload["reason"])
    else:
        world.posts.publish(row["id"], at=payload["due"])


def withdraw(world: World, post_id: int, *, at: float) -> None:
    """The author deletes his post; one that is gone already, or of another platform, stays as it is."""
    row = world.posts.get(post_id)
    if row is not None and row["platform"] == "kuaishou" and row["state"] in (LIVE, REVIEWING):
        world.posts.end(post_id, state=WITHDRAWN, at=at)


def readable(world: World, account: Account, number: str, *, at: float) -> sqlite3.Row:
    """The account's own post; refuses with 100120001 one that is gone, or so young that it cannot be found yet."""
    row = world.posts.find("kuaishou", number)
    if row is None or row["account"] != account.key or row["state"] not in (LIVE, REVIEWING):
        raise refusal(VIDEO_ABSENT)
    if is_unseen(world, account, row, at=at):
        raise refusal(VIDEO_ABSENT)
    return row


def is_unseen(world: World, account: Account, row: sqlite3.Row, *, at: float) -> bool:
    return bool(
        row["state"] == REVIEWING and at < row["created_at"] + world.setting(account, "absent_seconds")
    )


def details_of(row: sqlite3.Row) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(row["details"])
    return found


def info(row: sqlite3.Row) -> dict[str, Any]:
    """A post as `video_info`."""
    return {
        "photo_id": row["external_id"],
        "caption": row["text"],
        "cover": f"http://{COVERS}/cover/{row['external_id']}.jpg",
        "play_url": f"http://{COVERS}/play/{row['external_id']}.mp4",
        "create_time": int(row["created_at"] * 1000),
        "like_count": row["likes"],
        "comment_count": row["comments"],
        "view_count": row["reads"],
        # What the platform shows to its author only is in review once more: no other field could say so.
        "pending": row["state"] == REVIEWING or is_restricted(row),
    }
