"""Publishing drafts: queued at once, reviewed after a while, reported by an event and by polling."""

import json
import sqlite3
from typing import Any

from sandbox.callbacks import enqueue
from sandbox.calls import Call
from sandbox.identifiers import Identifiers
from sandbox.platforms.wechat.drafts import draft_of
from sandbox.platforms.wechat.errors import refusal
from sandbox.platforms.wechat.requests import body_of, number_of, page_of, text_of
from sandbox.posts import LIVE, REJECTED, TAKEN_DOWN, VANISHED, WITHDRAWN, NewPost, plain_text
from sandbox.world import World

SUCCESS, IN_REVIEW, ORIGINAL_FAILED, FAILED, NOT_APPROVED, DELETED_BY_USER, BLOCKED = 0, 1, 2, 3, 4, 5, 6
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
            details={
                "publish_id": publication.get("publish_id"),
                "article_id": publication.get("article_id", ""),
                "msg_data_id": publication["msg_data_id"],
                "index": index,
                "author": article["author"],
                "digest": article["digest"],
                "article_type": article["article_type"],
                "only_fans_can_comment": article["only_fans_can_comment"],
                "content_source_url": article["content_source_url"],
                "publish_type": NOTIFIED if kind == "mass" else NOT_NOTIFIED,
            },
        )
        created.append((new, world.posts.create(new)))
    return created


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


def get(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/freepublish/get"""
    publication = call.world.store.one(
        "SELECT * FROM wechat_publication WHERE publish_id = ? AND account = ?",
        number_of(body_of(call), "publish_id"),
        call.the_account.key,
    )
    if publication is None:
        raise refusal(40007, "invalid publish_id")
    return {"fail_idx": [], **state_of(call.world, publication)}


def state_of(world: World, publication: sqlite3.Row) -> dict[str, Any]:
    """What the platform tells about a publication, by polling and in the event."""
    posts = posts_of(world, publication)
    status = publication["status"]
    if status == SUCCESS and posts:
        states = {post["state"] for post in posts}
        status = {frozenset({WITHDRAWN}): DELETED_BY_USER, frozenset({TAKEN_DOWN}): BLOCKED}.get(
            frozenset(states), SUCCESS
        )
    told: dict[str, Any] = {"publish_id": publication["publish_id"], "publish_status": status}
    if publication["status"] == SUCCESS:
        told["article_id"] = publication["article_id"]
        items = [{"idx": index, "article_url": post["url"]} for index, post in enumerate(posts, start=1)]
        told["article_detail"] = {"count": len(items), "item": items}
    elif status in (ORIGINAL_FAILED, NOT_APPROVED):
        told["fail_idx"] = list(range(1, len(posts) + 1))
    return told


def batch_get(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/freepublish/batchget: what was published, the latest first."""
    body = body_of(call)
    offset, size = page_of(body)
    conditions = "FROM wechat_publication WHERE account = ? AND status = ? AND vanishes = 0"
    values = (call.the_account.key, SUCCESS)
    rows = call.world.store.all(
        f"SELECT * {conditions} ORDER BY finished_at DESC, publish_id DESC LIMIT ? OFFSET ?",
        *values,
        size,
        offset,
    )
    without_content = number_of(body, "no_content", default=0) == 1
    items = []
    for row in rows:
        moment = int(row["finished_at"])
        news = news_items(call.world, row, without_content=without_content)
        content = {"news_item": news, "create_time": moment, "update_time": moment}
        items.append({"article_id": row["article_id"], "content": content, "update_time": moment})
    total = call.world.store.value(f"SELECT count(*) {conditions}", *values)
    return {"total_count": total, "item_count": len(items), "item": items}


def get_article(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/freepublish/getarticle"""
    return {"news_item": news_items(call.world, publication_of(call, text_of(body_of(call), "article_id")))}


def delete(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/freepublish/delete: one article (from 1) or, with 0, all of them."""
    body = body_of(call)
    publication = publication_of(call, text_of(body, "article_id"))
    index = number_of(body, "index", default=0)
    posts = posts_of(call.world, publication)
    if not 0 <= index <= len(posts):
        raise refusal(40114)
    for post in posts if index == 0 else [posts[index - 1]]:
        if post["state"] == LIVE:
            call.world.posts.end(post["id"], state=WITHDRAWN, at=call.at)
    return {"errcode": 0, "errmsg": "ok"}


def publication_of(call: Call, article_id: str) -> sqlite3.Row:
    """What can be read under this article id; 53600 when there is nothing."""
    row = call.world.store.one(
        "SELECT * FROM wechat_publication WHERE article_id = ? AND account = ? AND status = ? AND vanishes = 0",
        article_id.strip(),
        call.the_account.key,
        SUCCESS,
    )
    if row is None:
        raise refusal(53600)
    return row


def posts_of(world: World, publication: sqlite3.Row) -> list[sqlite3.Row]:
    return world.store.all(
        "SELECT * FROM post WHERE platform = 'wechat' AND external_id BETWEEN ? AND ? ORDER BY id",
        f"{publication['msg_data_id']}_",
        f"{publication['msg_data_id']}_9",
    )


def news_items(
    world: World, publication: sqlite3.Row, *, without_content: bool = False
) -> list[dict[str, Any]]:
    items = []
    articles = json.loads(publication["articles"])
    for article, post in zip(articles, posts_of(world, publication), strict=True):
        item = dict(article)
        item["url"] = post["url"]
        item["is_deleted"] = post["state"] != LIVE
        item["thumb_url"] = next(iter(json.loads(post["pictures"])), "")
        if without_content:
            item.pop("content")
        items.append(item)
    return items
