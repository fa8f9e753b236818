"""Publications of the account's past."""

import json

from sandbox.accounts import Account
from sandbox.platforms import PastPost
from sandbox.platforms.wechat.publications import SUCCESS
from sandbox.platforms.wechat.publishing import FIRST_MSG_DATA_ID, FIRST_PUBLISH_ID, create_posts
from sandbox.world import World


def publish(world: World, account: Account, past: PastPost) -> int:
    """Make up a publication as if it had been submitted then; answers the post's number."""
    number = world.next_number()
    ids = world.ids(f"history|{account.key}|{number}")
    article = {
        "article_type": "news",
        "title": past.title,
        "author": account.name[:16],
        "digest": past.text[:54],
        "content": past.html,
        "content_source_url": "",
        "need_open_comment": int(world.setting(account, "comment_privilege")),
        "only_fans_can_comment": 0,
        "thumb_media_id": "",
    }
    publication = {
        "publish_id": FIRST_PUBLISH_ID + number,
        "account": account.key,
        "media_id": "",
        "msg_data_id": FIRST_MSG_DATA_ID + number,
        "article_id": ids.url_safe(43),
        "articles": json.dumps([article], ensure_ascii=False),
        "status": SUCCESS,
        "submitted_at": past.published_at,
        "finished_at": past.published_at,
    }
    world.store.insert("wechat_publication", publication)
    [(_, post_id)] = create_posts(
        world, publication, [article], ids=ids, kind="publish", request_id=0, at=past.published_at
    )
    world.store.run("UPDATE post SET pictures = ? WHERE id = ?", json.dumps(list(past.pictures)), post_id)
    world.posts.publish(post_id, at=past.published_at)
    return post_id
