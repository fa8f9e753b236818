"""The people on 视频号: how much they watch, react and write, and when."""

from sandbox.audience.temperament import HOURS, Decay, Temperament

TEMPERAMENT = Temperament(
    reads_floor=70,
    reads_per_follower=0.14,
    likes=0.02,
    shares=0.016,
    collects=0.004,
    comments=0.004,
    follows=0.002,
    messages=0.0002,
    follows_a_day=1.2,
    follows_a_day_per_follower=0.0012,
    unfollows_a_day=0.4,
    unfollows_a_day_per_follower=0.0009,
    messages_a_day=0.1,
    messages_a_day_per_follower=0.00004,
    decay=Decay(fast_share=0.55, fast_scale=5 * HOURS, tail_scale=8 * HOURS, tail_exponent=0.6),
    hours=(.5, .25, .12, .08, .07, .2, .6, 1.05, 1.15, 1.0, 1.0, 1.1,
           1.5, 1.35, 1.0, .95, 1.0, 1.1, 1.25, 1.5, 1.75, 1.85, 1.5, .9),
    weekdays=(0.97, 0.97, 0.97, 0.98, 1.0, 1.06, 1.05),
    tails={
        "praise": ("👍", "❤️", "🥰", "[强]", "[玫瑰]"),
        "complaint": ("😡", "[发怒]", "[叹气]"),
        "consultation": ("🙏", "[抱拳]", "🤔"),
        "price": ("🤔", "[捂脸]", "😂"),
        "chat": ("😂", "[捂脸]", "[呲牙]", "～"),
    },
    nicknames={
        "call": 22, "two_syllables": 18, "scene": 22, "latin": 6, "family": 10,
        "mood": 6, "drink": 4, "town": 12,
    },
)  # fmt: skip
