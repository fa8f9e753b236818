"""The people on 微博: how much they read, react and write, and when."""

from sandbox.audience.temperament import HOURS, Decay, Temperament

TEMPERAMENT = Temperament(
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
    nicknames={
        "call": 26, "two_syllables": 20, "mood": 18, "drink": 10, "latin": 10,
        "town": 6, "numbered": 8, "scene": 2,
    },
)  # fmt: skip
