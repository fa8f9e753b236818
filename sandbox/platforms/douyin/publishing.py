"""Making items: videos and picture posts, their review, and their end."""

import base64
from typing import Any

from sandbox.accounts import Account
from sandbox.calls import Call, Fates
from sandbox.identifiers import Identifiers
from sandbox.platforms.douyin import rates
from sandbox.platforms.douyin.bodies import json_of, texts
from sandbox.platforms.douyin.errors import refusal, success
from sandbox.posts import LIVE, REJECTED, REVIEWING, VANISHED, WITHDRAWN, NewPost
from sandbox.world import World

VIDEO, PICTURES = 4, 2  # media_type
ALL, SELF, FRIENDS = 0, 1, 2  # private_status


def create_video(call: Call) -> dict[str, Any]:
    """POST /api/douyin/v1/video/create_video/"""
    given = json_of(call)
    text = checked_text(call, given)
    row = call.world.store.one(
        "SELECT * FROM douyin_video WHERE video_id = ? AND account = ?",
        str(given.get("video_id", "")),
        call.the_account.key,
    )
    if row is None or (row["used"] and call.world.setting(call.the_account, "video_id_once")):
        raise refusal(2190007)
    cover = str(given.get("custom_cover_image_url") or "")
    if cover:
        known_images(call, [cover])
    call.world.store.run("UPDATE douyin_video SET used = used + 1 WHERE video_id = ?", row["video_id"])
    details = {
        "media_type": VIDEO,
        "file_id": row["video_id"],
        "octets": row["octets"],
        "cover": cover,
        "cover_tsp": given.get("cover_tsp"),
        **details_in(call, given),
    }
    return made(call, text, details)


def create_image_text(call: Call) -> dict[str, Any]:
    """POST /api/douyin/v1/video/create_image_text/"""
    given = json_of(call)
    text = checked_text(call, given)
    images = texts(given, "image_list")
    if not 1 <= len(images) <= call.world.setting(call.the_account, "images_per_post"):
        raise refusal(28001007, "image_list has too few or too many images")
    known_images(call, images)
    details = {"media_type": PICTURES, "images": images, **details_in(call, given)}
    return made(call, text, details)


def checked_text(call: Call, given: dict[str, Any]) -> str:
    text = str(given.get("text") or "")
    if len(text) > call.world.setting(call.the_account, "text_limit"):
        raise refusal(28001007, "text is too long")
    return text


def known_images(call: Call, images: list[str]) -> None:
    for image in images:
        if not call.world.store.value(
            "SELECT 1 FROM douyin_image WHERE image_id = ? AND account = ?", image, call.the_account.key
        ):
            raise refusal(28001007, "image_id is not valid")


def details_in(call: Call, given: dict[str, Any]) -> dict[str, Any]:
    """The structured fields of a post. An anchor is a place or a mini app, not both."""
    private, download = given.get("private_status", ALL), given.get("download_type", 1)
    if private not in (ALL, SELF, FRIENDS) or download not in (1, 2):
        raise refusal(28001007, "private_status or download_type is not valid")
    if given.get("poi_id") and given.get("micro_app_id"):
        raise refusal(28001007, "only one anchor is allowed")
    names = ("poi_id", "poi_name", "micro_app_id", "micro_app_title", "micro_app_url")
    return {
        "private_status": private,
        "download_type": download,
        "at_users": texts(given, "at_users"),
        **{name: str(given[name]) for name in names if given.get(name)},
    }


def made(call: Call, text: str, details: dict[str, Any]) -> dict[str, Any]:
    """Accept the item; it is under review until the platform has looked at it, whatever the answer says."""
    world, account, fates = call.world, call.the_account, call.world.fates_of(call)
    rates.count_post(call)
    new = new_post(world, account, text=text, details=details, at=call.at, ids=call.ids, ids_at=call.ids_at)
    new.request_id = call.id
    post_id = world.posts.create(new)
    world.posts.record_effect(new, path=call.path, wall_at=world.clock.real_time(), post_id=post_id)
    settle(world, account, post_id, fates, at=call.at)
    return success(call, {"item_id": new.external_id, "video_id": new.slug})


def settle(world: World, account: Account, post_id: int, fates: Fates, *, at: float) -> None:
    """Decide what becomes of a new item, and when."""
    review = fates.review_seconds
    if review is None:
        review = float(world.setting(account, "review_seconds"))
    if fates.vanishes:
        world.posts.end(post_id, state=VANISHED, at=at)
    else:
        world.schedule("douyin_review", {"post_id": post_id, "rejected": fates.rejected}, due=at + review)
    world.befall_later(post_id, fates, live_at=at + review)


def new_post(
    world: World,
    account: Account,
    *,
    text: str,
    details: dict[str, Any],
    at: float,
    ids: Identifiers,
    ids_at: float,
    title: str = "",
) -> NewPost:
    number = video_number(world, ids, ids_at)
    kind = "note" if details["media_type"] == PICTURES else "video"
    return NewPost(
        account=account.key,
        platform="douyin",
        external_id=f"@{base64.b64encode(ids.octets(43)).decode()}",
        slug=number,
        kind=kind,
        title=title,
        text=text,
        html="",
        url=f"https://www.douyin.com/{kind}/{number}",
        request_id=0,
        created_at=at,
        pictures=details.get("images", []),
        details=details,
    )


def video_number(world: World, ids: Identifiers, at: float) -> str:
    """A number for the moment that nobody has; later ones are greater."""
    while True:
        number = str((int(at) << 32) | ids.number(0, (1 << 32) - 1))
        if world.posts.by_slug("douyin", number) is None:
            return number


def review(world: World, payload: dict[str, Any]) -> None:
    """The platform has looked at an item: it goes public, or stays with its author."""
    row = world.posts.get(payload["post_id"])
    if row is None or row["state"] != REVIEWING:
        return
    if payload.get("rejected"):
        world.posts.end(row["id"], state=REJECTED, at=payload["due"], reason=payload["rejected"]["reason"])
    else:
        world.posts.publish(row["id"], at=payload["due"])


def delete(call: Call) -> dict[str, Any]:
    """POST /video/delete/: items that the app made for this person."""
    item_id = str(json_of(call).get("item_id", ""))
    row = call.world.posts.find("douyin", item_id)
    if row is None or row["account"] != call.the_account.key or row["state"] not in (LIVE, REVIEWING):
        raise refusal(28001007, "item_id is not valid")
    call.world.posts.end(row["id"], state=WITHDRAWN, at=call.at)
    return success(call)
