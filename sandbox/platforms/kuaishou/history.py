"""Posts that no call made: those of the past."""

from sandbox.accounts import Account
from sandbox.platforms import PastPost
from sandbox.platforms.kuaishou import posts
from sandbox.world import World


def publish(world: World, account: Account, past: PastPost) -> int:
    """Make up a live video of the past; answers its number."""
    number = posts.photo_id(world.ids(f"past|{world.next_number()}"))
    new = posts.new_post(
        account,
        number=number,
        kind="video",
        caption=past.text or past.title,
        at=past.published_at,
        request_id=0,
        pictures=list(past.pictures),
        details={"visibility": posts.PUBLIC, "by": "history"},
    )
    post_id = world.posts.create(new)
    world.posts.publish(post_id, at=past.published_at)
    return post_id
