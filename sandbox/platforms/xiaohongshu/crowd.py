"""The people on 小红书: how much they read, react and write, and when."""

from sandbox.audience.temperament import HOURS, Decay, Temperament

TEMPERAMENT = Temperament(
    reads_floor=90,
    reads_per_follower=0.1,
    likes=0.03,
    shares=0.004,
    collects=0.022,
    comments=0.006,
    follows=0.003,
    messages=0.0008,
    follows_a_day=2.0,
    follows_a_day_per_follower=0.0015,
    unfollows_a_day=0.5,
    unfollows_a_day_per_follower=0.0009,
    messages_a_day=0.4,
    messages_a_day_per_follower=0.00012,
    decay=Decay(fast_share=0.45, fast_scale=8 * HOURS, tail_scale=12 * HOURS, tail_exponent=0.5),
    hours=(.8, .4, .2, .1, .07, .1, .3, .7, .9, .95, 1.0, 1.1,
           1.45, 1.4, 1.1, 1.0, 1.0, 1.05, 1.2, 1.35, 1.6, 1.9, 1.95, 1.4),
    weekdays=(0.95, 0.95, 0.96, 0.98, 1.02, 1.08, 1.06),
    tails={
        "praise": ("❤️", "🥰", "✨", "[派对R]", "[赞R]", "[飞吻R]"),
        "complaint": ("🙃", "😡", "[暗中观察R]", "[哭惹R]"),
        "consultation": ("🙋", "[害羞R]", "🤔"),
        "price": ("🤔", "[笑哭R]", "😭"),
        "chat": ("😂", "[偷笑R]", "[笑哭R]", "～", "🤣"),
    },
    nicknames={
        "call": 28, "two_syllables": 22, "mood": 14, "drink": 8, "latin": 14,
        "town": 4, "numbered": 4, "scene": 4, "family": 2,
    },
)  # fmt: skip
