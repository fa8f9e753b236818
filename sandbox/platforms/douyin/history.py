"""Items that no call made: those of the past, and those that somebody made in the app by hand."""

from typing import Any

from sandbox.accounts import Account
from sandbox.platforms import PastPost
from sandbox.platforms.douyin.publishing import PICTURES, VIDEO, new_post, settle
from sandbox.platforms.douyin.pushes import tell
from sandbox.world import World

PHONE = "/creator-micro/content/upload"  # under which faults strike what is published by hand


def publish(world: World, account: Account, past: PastPost) -> int:
    """Make up an item of the past; answers its number."""
    ids = world.ids(f"douyin past|{world.next_number()}")
    pictures = list(past.pictures)
    details: dict[str, Any] = {"media_type": PICTURES if pictures else VIDEO}
    if pictures:
        details["images"] = pictures
    text = f"{past.title}\n{past.text}".strip()
    at = past.published_at
    new = new_post(world, account, text=text, details=details, at=at, ids=ids, ids_at=at)
    post_id = world.posts.create(new)
    world.posts.publish(post_id, at=at)
    return post_id


def post_by_hand(
    world: World, account: Account, *, title: str, text: str, details: dict[str, Any], share_id: str = ""
) -> int:
    """Let a person publish in the app; the company hears of it where a share led there. Answers the post's number."""
    number, at = world.next_number(), world.clock.now()
    ids = world.ids(f"douyin phone|{number}")
    new = new_post(world, account, title=title, text=text, details=details, at=at, ids=ids, ids_at=at)
    new.request_id = number
    post_id = world.posts.create(new)
    world.posts.record_effect(new, path=PHONE, wall_at=world.clock.real_time(), post_id=post_id)
    settle(world, account, post_id, world.draw_fates(account.key, path=PHONE), at=at)
    if share_id:
        world.store.run("UPDATE douyin_share SET item_id = ? WHERE share_id = ?", new.external_id, share_id)
        content = {"item_id": new.external_id, "share_id": share_id, "video_id": new.slug}
        content["has_default_hashtag"] = "true"
        tell(world, account, "create_video", content, from_user=account.external_id)
    return post_id
