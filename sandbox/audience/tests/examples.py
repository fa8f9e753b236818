"""The posts, the account and the calendar that the tests share."""

from collections import Counter
from collections.abc import Iterable

from sandbox.audience import AccountFacts, Act, PostFacts, acts_between
from sandbox.audience.rhythm import DAY

SEED = 20260105
MONDAY_MIDNIGHT = 1_767_542_400.0  # Monday 5 January 2026, 00:00 in Shanghai
MONDAY_TEN = MONDAY_MIDNIGHT + 36_000.0
PLAIN_TEXT = "今天的海风很舒服，泡一壶茶，慢慢看云。"
PLATFORMS = ("wechat", "weibo")


def a_post(
    number: int = 0,
    *,
    platform: str = "wechat",
    text: str = PLAIN_TEXT,
    published_at: float = MONDAY_TEN,
    followers: int = 20_000,
) -> PostFacts:
    return PostFacts(
        key=f"tide-{platform}/{number}",
        platform=platform,
        text=text,
        published_at=published_at,
        followers=followers,
    )


def an_account(platform: str = "wechat", *, followers: int = 20_000) -> AccountFacts:
    return AccountFacts(key=f"tide-{platform}", platform=platform, followers=followers)


def life_of(post: PostFacts, *, seed: int = SEED, intensity: float = 1.0) -> list[Act]:
    """Everything that ever happens to the post."""
    return acts_between(
        post, since=post.published_at, until=post.published_at + 8 * DAY, seed=seed, intensity=intensity
    )


def lives_of(posts: Iterable[PostFacts], *, intensity: float = 1.0) -> list[Act]:
    return [act for post in posts for act in life_of(post, intensity=intensity)]


def totals(acts: Iterable[Act]) -> Counter[str]:
    """How often each kind of act occurred."""
    counted: Counter[str] = Counter()
    for act in acts:
        counted[act.kind] += act.count
    return counted


def tones(acts: Iterable[Act], *, kind: str) -> dict[str, float]:
    """The share of each tone among the texts of one kind."""
    counted = Counter(act.tone for act in acts if act.kind == kind and act.tone)
    return {tone: number / counted.total() for tone, number in counted.items()}
