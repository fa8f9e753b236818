"""The people on 抖音: how much they watch, react and write, and when."""

from sandbox.audience.temperament import HOURS, Decay, Temperament

TEMPERAMENT = Temperament(
    reads_floor=260,
    reads_per_follower=0.18,
    likes=0.026,
    shares=0.006,
    collects=0.008,
    comments=0.0036,
    follows=0.003,
    messages=0.0002,
    follows_a_day=3.0,
    follows_a_day_per_follower=0.0016,
    unfollows_a_day=0.8,
    unfollows_a_day_per_follower=0.0011,
    messages_a_day=0.4,
    messages_a_day_per_follower=0.00008,
    decay=Decay(fast_share=0.55, fast_scale=5 * HOURS, tail_scale=10 * HOURS, tail_exponent=0.9),
    hours=(.8, .45, .22, .12, .08, .1, .3, .6, .8, .85, .9, 1.0,
           1.45, 1.25, .95, .9, .95, 1.1, 1.45, 1.65, 1.85, 2.0, 1.8, 1.25),
    weekdays=(0.95, 0.96, 0.97, 0.98, 1.04, 1.07, 1.03),
    tails={
        "praise": ("👍", "❤️", "🥰", "[赞]", "[比心]", "[玫瑰]"),
        "complaint": ("😡", "🙄", "[流泪]", "[发怒]"),
        "consultation": ("🙋", "[抱拳]", "🤔"),
        "price": ("🤔", "[捂脸]", "😭"),
        "chat": ("😂", "[捂脸]", "[呲牙]", "[看]", "～", "🤣"),
    },
    nicknames={
        "call": 26, "two_syllables": 20, "mood": 14, "scene": 10, "drink": 8,
        "latin": 6, "town": 8, "numbered": 8,
    },
)  # fmt: skip
