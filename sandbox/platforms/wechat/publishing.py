"""Publishing drafts: queued at once, reviewed after a while, reported by an event and by polling."""

import json
from typing import Any

from sandbox.callbacks import enqueue
from sandbox.calls import Call
from sandbox.identifiers import Identifiers
from sandbox.platforms.wechat.drafts import draft_of
from sandbox.platforms.wechat.publications import IN_REVIEW, SUCCESS, posts_of, state_of
from sandbox.platforms.wechat.requests import body_of, text_of
from sandbox.posts import REJECTED, VANISHED, NewPost, plain_text
from sandbox.world import World

FIRST_PUBLISH_ID = 100_000_000
FIRST_MSG_DATA_ID = 2_247_483_648  # a uint32
NOT_NOTIFIED = 1  # publish_type of what was published without telling the followers
NOTIFIED = 0


def submit(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/freepublish/submit: success means queued. A draft under review can be submitted once more, which
    publishes it twice; it leaves the box when the first of them succeeds."""
    draft = draft_of(call, text_of(body_of(call), "media_id"))
    fates = call.world.fates_of(call)
    articles = json.loads(draft["articles"])
    publication = {
        "publish_id": FIRST_PUBLISH_ID + call.id,
        "account": call.the_account.key,
        "media_id": draft["media_id"],
        "msg_data_id": FIRST_MSG_DATA_ID + call.id,
        "article_id": call.ids.url_safe(43),
        "articles": json.dumps(articles, ensure_ascii=False),
        "status": IN_REVIEW,
        "vanishes": int(fates.vanishes),
        "submitted_at": call.at,
    }
    call.world.store.insert("wechat_publication", publication)
    posts = create_posts(
        call.world, publication, articles, ids=call.ids, kind="publish", request_id=call.id, at=call.at
    )
    for new, post_id in posts:
        call.world.posts.record_effect(
            new, path=call.path, wall_at=call.world.clock.real_time(), post_id=post_id
        )
    review = fates.review_seconds
    seconds = call.world.setting(call.the_account, "review_seconds") if review is None else review
    payload = {
        "publish_id": publication["publish_id"],
        "rejected": fates.rejected,
        "take_down_seconds": fates.take_down_seconds,
    }
    call.world.schedule("wechat_review", payload, due=call.at + float(seconds))
    answer = {"publish_id": publication["publish_id"], "msg_data_id": publication["msg_data_id"]}
    return {"errcode": 0, "errmsg": "ok", **answer}


def create_posts(
    world: World,
    publication: dict[str, Any],
    articles: list[dict[str, Any]],
    *,
    ids: Identifiers,
    kind: str,
    request_id: int,
    at: float,
) -> list[tuple[NewPost, int]]:
    """One post for each article, still under review."""
    created = []
    for index, article in enumerate(articles, start=1):
        slug = ids.url_safe(22)
        new = NewPost(
            account=publication["account"],
            platform="wechat",
            external_id=f"{publication['msg_data_id']}_{index}",
            slug=slug,
            kind=kind,
            title=article["title"],
            text=plain_text(article["content"]),
            html=article["content"],
            url=f"https://mp.weixin.qq.com/s/{slug}",
            request_id=request_id,
            created_at=at,
            pictures=pictures_of(world, article),
            comments_open=bool(article["need_open_comment"]),
            details=details_of(publication, article, index=index, kind=kind),
        )
        created.append((new, world.posts.create(new)))
    return created


def details_of(
    publication: dict[str, Any], article: dict[str, Any], *, index: int, kind: str
) -> dict[str, Any]:
    taken = ("author", "digest", "article_type", "only_fans_can_comment", "content_source_url")
    return {
        "publish_id": publication.get("publish_id"),
        "article_id": publication.get("article_id", ""),
        "msg_data_id": publication["msg_data_id"],
        "index": index,
        "publish_type": NOTIFIED if kind == "mass" else NOT_NOTIFIED,
        **{name: article[name] for name in taken},
    }


def pictures_of(world: World, article: dict[str, Any]) -> list[str]:
    """The addresses of the cover or of the pictures of a picture message."""
    entries = article.get("image_info", {}).get("image_list", [])
    wanted = [entry["image_media_id"] for entry in entries] or [article.get("thumb_media_id", "")]
    addresses = [
        world.store.value("SELECT url FROM wechat_material WHERE media_id = ?", one) for one in wanted
    ]
    return [address for address in addresses if address]


def finish_review(world: World, payload: dict[str, Any]) -> None:
    """End the review: make the posts public, or not, and tell the account."""
    publication = world.store.one(
        "SELECT * FROM wechat_publication WHERE publish_id = ?", payload["publish_id"]
    )
    if publication is None or publication["status"] != IN_REVIEW:
        return
    at, rejected = payload["due"], payload["rejected"]
    status = int(rejected["status"]) if rejected else SUCCESS
    world.store.run(
        "UPDATE wechat_publication SET status = ?, finished_at = ? WHERE publish_id = ?",
        status,
        at,
        publication["publish_id"],
    )
    for post in posts_of(world, publication):
        if rejected:
            world.posts.end(post["id"], state=REJECTED, at=at, reason=rejected["reason"])
        elif publication["vanishes"]:
            world.posts.end(post["id"], state=VANISHED, at=at)
        else:
            make_public(world, post["id"], at=at, take_down_seconds=payload["take_down_seconds"])
    if status == SUCCESS:
        world.store.run("DELETE FROM wechat_draft WHERE media_id = ?", publication["media_id"])
    announce(world, publication["publish_id"], at=at)


def make_public(world: World, post_id: int, *, at: float, take_down_seconds: float | None) -> None:
    world.posts.publish(post_id, at=at)
    if take_down_seconds is not None:
        world.schedule("take_down", {"post_id": post_id}, due=at + take_down_seconds)


def announce(world: World, publish_id: int, *, at: float) -> None:
    """Push PUBLISHJOBFINISH."""
    publication = world.store.one("SELECT * FROM wechat_publication WHERE publish_id = ?", publish_id)
    if publication is None:
        return
    account = world.accounts.get(publication["account"])
    info = state_of(world, publication)
    event = {
        "ToUserName": account.credentials["original_id"],
        "FromUserName": "mphelper",
        "CreateTime": int(at),
        "MsgType": "event",
        "Event": "PUBLISHJOBFINISH",
        "PublishEventInfo": info,
    }
    enqueue(world, account, "PUBLISHJOBFINISH", event)
