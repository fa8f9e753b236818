"""Posts and mentions that no call made: those of the past, and those of other people."""

from sandbox.accounts import Account
from sandbox.following import meet
from sandbox.platforms import PastPost
from sandbox.platforms.weibo.mids import number_at
from sandbox.platforms.weibo.statuses import new_post
from sandbox.world import World


def publish(world: World, account: Account, past: PastPost) -> int:
    """Make up a post of the past; answers its number."""
    mid = str(number_at(past.published_at, world.next_number()))
    new = new_post(
        account_key=account.key,
        uid=account.external_id,
        mid=mid,
        text=past.text,
        pids=list(past.pictures),
        at=past.published_at,
    )
    post_id = world.posts.create(new)
    world.posts.publish(post_id, at=past.published_at)
    return post_id


def mention(world: World, account: Account, *, person_key: str, name: str, text: str, at: float) -> str:
    """Let a person post something that names the account; answers the post's id."""
    meet(world, account, person_key, name)
    mid = str(number_at(at, world.next_number()))
    words = text if f"@{account.name}" in text else f"{text} @{account.name}"
    row = {"id": mid, "account": account.key, "person_key": person_key, "name": name, "text": words, "at": at}
    world.store.insert("weibo_mention", row)
    return mid
