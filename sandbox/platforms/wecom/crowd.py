"""The people on 企业微信: customers who read what members send them, answer now and then, and come and go."""

from sandbox.audience.temperament import HOURS, Decay, Temperament

TEMPERAMENT = Temperament(
    reads_floor=20,
    reads_per_follower=0.4,
    likes=0.0,
    shares=0.002,
    collects=0.0,
    comments=0.0,
    follows=0.001,
    messages=0.006,
    follows_a_day=1.5,
    follows_a_day_per_follower=0.002,
    unfollows_a_day=0.3,
    unfollows_a_day_per_follower=0.0008,
    messages_a_day=1.0,
    messages_a_day_per_follower=0.001,
    decay=Decay(fast_share=0.7, fast_scale=3 * HOURS, tail_scale=6 * HOURS, tail_exponent=0.9),
    hours=(.3, .15, .08, .05, .05, .1, .4, .9, 1.3, 1.4, 1.35, 1.2,
           1.4, 1.3, 1.2, 1.25, 1.2, 1.3, 1.3, 1.35, 1.5, 1.6, 1.2, .62),
    weekdays=(1.06, 1.06, 1.06, 1.05, 1.02, 0.9, 0.85),
    tails={
        "praise": ("👍", "❤️", "[强]", "[爱心]", "[玫瑰]"),
        "complaint": ("😡", "[发怒]", "[叹气]"),
        "consultation": ("🙏", "[抱拳]", "🤔"),
        "price": ("🤔", "[捂脸]", "😂"),
        "chat": ("😂", "[捂脸]", "[偷笑]", "[呲牙]", "～"),
    },
    nicknames={"call": 26, "two_syllables": 22, "scene": 18, "latin": 8, "family": 4, "mood": 8, "drink": 6, "town": 8},
)  # fmt: skip
