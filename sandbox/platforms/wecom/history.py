"""Group messages of the corp's past."""

import json

from sandbox.accounts import Account
from sandbox.platforms import PastPost
from sandbox.platforms.wecom import customers, sending
from sandbox.platforms.wecom.sending import OPEN
from sandbox.platforms.wecom.targets import SINGLE
from sandbox.posts import NewPost
from sandbox.world import World


def publish(world: World, account: Account, past: PastPost) -> int:
    """Make up a message that every member sent to all his customers then; answers the post's number."""
    number = world.next_number()
    msgid = f"msg{world.ids(f'history|{account.key}|{number}').letters(29)}"
    text = f"{past.title}\n{past.text}".strip()
    new = NewPost(
        account=account.key,
        platform="wecom",
        external_id=msgid,
        slug=msgid,
        kind=SINGLE,
        title="",
        text=text,
        html="",
        url=f"https://work.weixin.qq.com/tasks/{msgid}",
        request_id=0,
        created_at=past.published_at,
        comments_open=False,
        details={"msgid": msgid, "attachments": []},
    )
    post_id = world.posts.create(new)
    task = {
        "msgid": msgid,
        "account": account.key,
        "chat_type": SINGLE,
        "text": text,
        "attachments": json.dumps([]),
        "created_at": past.published_at,
        "dispatch_at": past.published_at,
        "state": OPEN,
        "post_id": post_id,
    }
    world.store.insert("wecom_task", task)
    for userid in customers.members_of(world, account):
        targets = customers.friends_of(world, account, userid)
        row = {"msgid": msgid, "userid": userid, "targets": json.dumps(targets)}
        world.store.insert("wecom_asked", row)
        sending.confirm(world, msgid, userid, at=past.published_at)
    return post_id
