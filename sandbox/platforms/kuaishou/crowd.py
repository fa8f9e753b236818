"""The people on 快手: how much they watch, react and write, and when."""

from sandbox.audience.temperament import HOURS, Decay, Temperament

TEMPERAMENT = Temperament(
    reads_floor=300,
    reads_per_follower=0.35,
    likes=0.032,
    shares=0.004,
    collects=0.005,
    comments=0.0048,
    follows=0.0022,
    messages=0.0002,
    follows_a_day=3.0,
    follows_a_day_per_follower=0.0016,
    unfollows_a_day=0.8,
    unfollows_a_day_per_follower=0.0011,
    messages_a_day=0.2,
    messages_a_day_per_follower=0.00006,
    decay=Decay(fast_share=0.6, fast_scale=4 * HOURS, tail_scale=5 * HOURS, tail_exponent=0.7),
    hours=(.8, .45, .22, .12, .1, .18, .45, .8, .9, .9, .95, 1.1,
           1.45, 1.3, 1.0, .95, 1.0, 1.15, 1.45, 1.7, 1.85, 1.9, 1.7, 1.25),
    weekdays=(0.95, 0.95, 0.96, 0.97, 1.0, 1.1, 1.12),
    tails={
        "praise": ("👍", "🌹", "❤️", "[爱心]", "[赞]", "[双鸡]"),
        "complaint": ("😡", "[皱眉]", "😮‍💨"),
        "consultation": ("🙏", "[抱拳]", "🤔"),
        "price": ("🤔", "[捂脸]", "😂"),
        "chat": ("😂", "[捂脸]", "[呲牙]", "～", "[奸笑]", "老铁"),
    },
    nicknames={
        "call": 24, "two_syllables": 16, "mood": 12, "family": 10, "town": 14,
        "scene": 8, "latin": 4, "drink": 4, "numbered": 8,
    },
)  # fmt: skip
