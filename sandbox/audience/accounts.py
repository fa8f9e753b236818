"""What people do to an account apart from its posts: follow it, leave it, write to it."""

from collections.abc import Iterator
from math import log
from random import Random

from sandbox.audience.act import Act, Kind
from sandbox.audience.cues import MESSAGE_MIXTURE
from sandbox.audience.draws import DrawSource, pick, poisson_count
from sandbox.audience.facts import AccountFacts
from sandbox.audience.fans import Circle
from sandbox.audience.mixture import Mixture
from sandbox.audience.person import Person
from sandbox.audience.rhythm import DAY, HOUR, MINUTE, clock_factor
from sandbox.audience.slots import NO_TOPIC
from sandbox.audience.speaking import speak
from sandbox.audience.temperament import temperament_of

BUCKET = 10 * MINUTE
MEAN_STAY = 5 * DAY  # of followers who leave again
SHORTEST_STAY = 0.5 * HOUR
ATTEMPTS_TO_FIND_FOLLOWER = 10
FOLLOWS_LOOKED_AT = 3  # of one bucket, when somebody is to leave
GREETING_PROBABILITY = 0.2
SHORTEST_PAUSE, LONGEST_PAUSE = 5.0, 55.0  # seconds between a greeting and the message
GREETINGS = ("在吗", "你好", "您好", "有人在吗", "在不在呀", "hello", "亲", "小编在吗", "客服在吗", "哈喽")
MESSAGE_TONES = Mixture(MESSAGE_MIXTURE)
KINDS: tuple[Kind, ...] = ("follow", "unfollow", "message")
STREAM_OFFSET = len(KINDS)  # draws 0-2 count the acts of each kind, draws 3-5 say who and when


def account_acts_between(
    account: AccountFacts, *, since: float, until: float, seed: int, intensity: float
) -> list[Act]:
    """Follows, unfollows and messages with since <= at < until (Unix seconds), in order of time.

    Adjoining windows give together exactly what one window over both gives, as long as the facts
    are the same. Whoever unfollows has as a rule followed in the weeks before, but may also be
    a follower of older days. Raises ValueError for a platform that the sandbox does not emulate.
    """
    if intensity <= 0.0 or until <= since:
        return []
    visitors = _Visitors(account, seed=seed, intensity=intensity)
    acts = [
        act
        for number in range(int(since // BUCKET) - 1, int(until // BUCKET) + 1)
        for act in visitors.acts_in(number)
        if since <= act.at < until
    ]
    acts.sort(key=lambda act: act.at)
    return acts


class _Visitors:
    """The visitors of one account, in buckets that are counted from the Unix epoch."""

    def __init__(self, account: AccountFacts, *, seed: int, intensity: float) -> None:
        self._platform = account.platform
        self._source = DrawSource(seed, "account", account.platform, account.key)
        self._circle = Circle.around(account.key, platform=account.platform, seed=seed)
        self._means = {
            kind: acts_a_day * intensity * BUCKET / DAY for kind, acts_a_day in _acts_a_day(account).items()
        }

    def acts_in(self, number: int) -> Iterator[Act]:
        """All acts of the bucket, not in order of time; they depend on nothing but earlier follows."""
        for kind in KINDS:
            count, stream = self._drawn(kind, number=number)
            for _ in range(count):
                if kind == "follow":
                    yield self._follow(stream, number=number)
                elif kind == "unfollow":
                    yield self._unfollow(stream, number=number)
                else:
                    yield from self._messages(stream, number=number)

    def _drawn(self, kind: Kind, *, number: int) -> tuple[int, Random]:
        draws = self._source.at(number)
        place = KINDS.index(kind)
        busy = clock_factor(self._platform, (number + 0.5) * BUCKET)
        count = poisson_count(self._means[kind] * busy, uniform=draws.uniform(place))
        return count, draws.stream(STREAM_OFFSET + place)

    def _follow(self, stream: Random, *, number: int) -> Act:
        at = _moment_in(number, stream=stream)
        return Act.of(self._circle.tapper(stream), "follow", at=at)

    def _unfollow(self, stream: Random, *, number: int) -> Act:
        at = _moment_in(number, stream=stream)
        return Act.of(self._leaver(stream, number=number), "unfollow", at=at)

    def _leaver(self, stream: Random, *, number: int) -> Person:
        """Somebody who followed in an earlier bucket, else a follower of older days."""
        for _ in range(ATTEMPTS_TO_FIND_FOLLOWER):
            stay = SHORTEST_STAY - MEAN_STAY * log(1.0 - stream.random())
            joined = number - int(stay // BUCKET)
            count, follow_stream = self._drawn("follow", number=joined)
            follows = [
                self._follow(follow_stream, number=joined) for _ in range(min(count, FOLLOWS_LOOKED_AT))
            ]
            if follows:
                return pick(stream, follows).person
        return self._circle.tapper(stream)

    def _messages(self, stream: Random, *, number: int) -> Iterator[Act]:
        """A message, sometimes after a greeting that waits for no answer."""
        greeted_at = _moment_in(number, stream=stream)
        pause = SHORTEST_PAUSE + (LONGEST_PAUSE - SHORTEST_PAUSE) * stream.random()
        at = min(greeted_at + pause, (number + 1) * BUCKET - 1.0)
        message = speak(
            stream,
            "message",
            at=at,
            tones=MESSAGE_TONES,
            circle=self._circle,
            topic=NO_TOPIC,
            platform=self._platform,
        )
        if message.tone not in ("chat", "spam") and stream.random() < GREETING_PROBABILITY:
            greeting = pick(stream, GREETINGS)
            yield Act.of(message.person, "message", at=greeted_at, text=greeting, tone="chat")
        yield message


def _moment_in(number: int, *, stream: Random) -> float:
    # The last seconds stay free for a message after its greeting.
    return number * BUCKET + (BUCKET - 10.0) * stream.random()


def _acts_a_day(account: AccountFacts) -> dict[Kind, float]:
    temperament = temperament_of(account.platform)
    followers = max(account.followers, 0)
    return {
        "follow": temperament.follows_a_day + temperament.follows_a_day_per_follower * followers,
        "unfollow": temperament.unfollows_a_day + temperament.unfollows_a_day_per_follower * followers,
        "message": temperament.messages_a_day + temperament.messages_a_day_per_follower * followers,
    }
