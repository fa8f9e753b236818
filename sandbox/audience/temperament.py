"""How the crowd of each platform behaves. The figures are chosen for the sandbox, not measured."""

from dataclasses import dataclass

HOURS = 3600.0


@dataclass(frozen=True, slots=True)
class Decay:
    """How interest in a post fades: a fast exponential part and a long power-law tail."""

    fast_share: float
    fast_scale: float  # seconds
    tail_scale: float  # seconds
    tail_exponent: float


@dataclass(frozen=True, slots=True)
class Temperament:
    """Rates of one platform.

    `reads_*` give the reads that an average post collects; the other figures of the first group are
    fractions of those reads. `*_a_day` figures are acts an account receives apart from its posts.
    `hours` and `weekdays` (Monday first) weigh the clock of Asia/Shanghai.
    """

    reads_floor: float
    reads_per_follower: float
    likes: float
    shares: float
    collects: float
    comments: float
    follows: float
    messages: float
    follows_a_day: float
    follows_a_day_per_follower: float
    unfollows_a_day: float
    unfollows_a_day_per_follower: float
    messages_a_day: float
    messages_a_day_per_follower: float
    decay: Decay
    hours: tuple[float, ...]
    weekdays: tuple[float, ...]
    tails: dict[str, tuple[str, ...]]


WECHAT = Temperament(
    reads_floor=40,
    reads_per_follower=0.07,
    likes=0.018,
    shares=0.022,
    collects=0.007,
    comments=0.005,
    follows=0.004,
    messages=0.001,
    follows_a_day=1.5,
    follows_a_day_per_follower=0.0018,
    unfollows_a_day=0.4,
    unfollows_a_day_per_follower=0.0011,
    messages_a_day=0.6,
    messages_a_day_per_follower=0.00022,
    decay=Decay(fast_share=0.5, fast_scale=9 * HOURS, tail_scale=8 * HOURS, tail_exponent=0.6),
    hours=(.45, .22, .1, .06, .05, .12, .5, 1.05, 1.35, 1.1, 1.0, 1.1,
           1.5, 1.3, .95, .95, .95, 1.1, 1.25, 1.35, 1.6, 1.8, 1.65, 1.0),
    weekdays=(1.04, 1.06, 1.05, 1.04, 1.0, 0.9, 0.91),
    tails={
        "praise": ("👍", "❤️", "🥰", "[强]", "[爱心]", "[玫瑰]"),
        "complaint": ("😡", "😮‍💨", "[发怒]", "[叹气]"),
        "consultation": ("🙏", "[抱拳]", "🤔"),
        "price": ("🤔", "[捂脸]", "😂"),
        "chat": ("😂", "[捂脸]", "[偷笑]", "[呲牙]", "～"),
    },
)  # fmt: skip

WEIBO = Temperament(
    reads_floor=80,
    reads_per_follower=0.12,
    likes=0.012,
    shares=0.004,
    collects=0.002,
    comments=0.0042,
    follows=0.002,
    messages=0.0003,
    follows_a_day=2.0,
    follows_a_day_per_follower=0.0014,
    unfollows_a_day=0.6,
    unfollows_a_day_per_follower=0.0010,
    messages_a_day=0.3,
    messages_a_day_per_follower=0.00009,
    decay=Decay(fast_share=0.65, fast_scale=2 * HOURS, tail_scale=3 * HOURS, tail_exponent=0.8),
    hours=(.75, .4, .2, .12, .08, .12, .35, .75, 1.0, 1.05, 1.1, 1.15,
           1.45, 1.35, 1.1, 1.05, 1.05, 1.1, 1.2, 1.3, 1.5, 1.75, 1.8, 1.35),
    weekdays=(0.97, 0.98, 0.98, 1.0, 1.03, 1.04, 1.0),
    tails={
        "praise": ("❤️", "🥰", "✨", "[心]", "[打call]", "[赞]"),
        "complaint": ("🙃", "😡", "[怒]", "[微笑]"),
        "consultation": ("🙋", "[求关注]", "🤔"),
        "price": ("🤔", "[允悲]", "😭"),
        "chat": ("😂", "[doge]", "[允悲]", "[哈哈]", "～", "🤣"),
    },
)  # fmt: skip

TEMPERAMENTS = {"wechat": WECHAT, "weibo": WEIBO}


def temperament_of(platform: str) -> Temperament:
    """The platform's temperament; ValueError for a platform that the sandbox does not emulate."""
    if platform not in TEMPERAMENTS:
        known = ", ".join(sorted(TEMPERAMENTS))
        raise ValueError(f"The sandbox has no audience for platform {platform!r}; it knows {known}.")
    return TEMPERAMENTS[platform]
