"""The people on 微信公众号: how much they read, react and write, and when."""

from sandbox.audience.temperament import HOURS, Decay, Temperament

TEMPERAMENT = Temperament(
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
    nicknames={
        "call": 26, "two_syllables": 22, "scene": 18, "latin": 8, "family": 4,
        "mood": 8, "drink": 6, "town": 8,
    },
)  # fmt: skip
