"""What readers of one post do."""

from bisect import bisect_right
from collections.abc import Iterator
from math import floor, log
from random import Random

from sandbox.audience.act import Act, Kind
from sandbox.audience.draws import Draws, poisson_count
from sandbox.audience.facts import PostFacts
from sandbox.audience.lines import Turn
from sandbox.audience.reception import reception_of
from sandbox.audience.rhythm import POST_LIFE, Bucket, post_buckets
from sandbox.audience.speaking import speak

CROWD_STRETCH = 1200.0  # seconds; one act stands for the unnamed reads of at most this long
LIKE_BESIDE_ACT = 0.3  # the part of those who comment, share or collect and also tap "like"
SHORTEST_READ = 3.0  # seconds
MEAN_READ = 45.0  # seconds
VISITORS_PLACE, STREAM_PLACE, CROWD_PLACE = 0, 1, 2  # which of a bucket's draws serves what


def acts_between(post: PostFacts, *, since: float, until: float, seed: int, intensity: float) -> list[Act]:
    """The acts on the post with since <= at < until (Unix seconds), in order of time.

    Adjoining windows give together exactly what one window over both gives. Besides reads, likes,
    shares, collects and comments, a reader may follow the account or write to it. An act of a named
    person comes after that person's read. Raises ValueError for a platform that the sandbox does
    not emulate.
    """
    first_age, last_age = max(since - post.published_at, 0.0), until - post.published_at
    if intensity <= 0.0 or last_age <= first_age or first_age > POST_LIFE:
        return []
    readers = _Readers(post, seed=seed, intensity=intensity)
    acts = [
        act
        for bucket in _buckets_touching(post.platform, first_age=first_age, last_age=last_age)
        for act in readers.acts_in(bucket)
        if since <= act.at < until
    ]
    acts.sort(key=lambda act: act.at)
    return acts


class _Readers:
    def __init__(self, post: PostFacts, *, seed: int, intensity: float) -> None:
        self._post = post
        self._intensity = intensity
        self._reception = reception_of(post, seed=seed)

    def acts_in(self, bucket: Bucket) -> Iterator[Act]:
        """All acts of the bucket, not in order of time; they depend on nothing outside it."""
        start = self._post.published_at + bucket.start
        reads_before = self._reception.reads_by[bucket.number] * self._intensity
        reads_after = self._reception.reads_by[bucket.number + 1] * self._intensity
        reads = reads_after - reads_before
        draws = self._reception.bucket_source.at(bucket.number)
        yield from _crowd(draws, start=start, width=bucket.width, reads=reads * self._reception.crowd_share)
        yield from self._visits(draws, start=start, width=bucket.width, reads=reads)
        yield from self._comments(bucket, before=reads_before, after=reads_after)

    def _visits(self, draws: Draws, *, start: float, width: float, reads: float) -> Iterator[Act]:
        """People who read the post and tap something or write to the account, all in the bucket."""
        reception = self._reception
        count = poisson_count(reads * reception.visit_share, uniform=draws.uniform(VISITORS_PLACE))
        if not count:
            return
        stream = draws.stream(STREAM_PLACE)
        for _ in range(count):
            read_at = start + width * 0.97 * stream.random()
            acted_at = read_at + min(_reading_time(stream), (start + width - read_at) * 0.98)
            act = self._act(stream, reception.visits.draw(stream), at=acted_at)
            yield from _with_read(stream, act, read_at=read_at)

    def _comments(self, bucket: Bucket, *, before: float, after: float) -> Iterator[Act]:
        """The comments whose turn comes in the bucket.

        Comment n comes when n and a fraction of its own are expected. Counting them, instead of
        drawing a number for each bucket, is what lets lines under a post not repeat.
        """
        share, source = self._reception.comment_share, self._reception.comment_source
        start = self._post.published_at + bucket.start
        for number in range(max(floor(before * share) - 1, 0), floor(after * share) + 1):
            draws = source.at(number)
            due = (number + draws.uniform(0)) / share
            if before <= due < after:
                at = start + bucket.width * (0.01 + 0.98 * (due - before) / (after - before))
                # Another intensity brings comment n at another time: then somebody else writes it.
                stream = Random(draws.words[1] + bucket.number)
                read_at = max(at - _reading_time(stream), start + (at - start) * 0.3)
                yield from _with_read(stream, self._comment(stream, number, at=at), read_at=read_at)

    def _act(self, stream: Random, kind: Kind, *, at: float) -> Act:
        reception = self._reception
        if kind != "message":
            return Act.of(reception.circle.tapper(stream), kind, at=at)
        return speak(
            stream,
            "message",
            at=at,
            tones=reception.message_tones,
            circle=reception.circle,
            topic=reception.topic,
            platform=self._post.platform,
        )

    def _comment(self, stream: Random, number: int, *, at: float) -> Act:
        reception = self._reception
        return speak(
            stream,
            "comment",
            at=at,
            tones=reception.comment_tones,
            circle=reception.circle,
            topic=reception.topic,
            platform=self._post.platform,
            turn=Turn(number, order=reception.line_order),
        )


def _crowd(draws: Draws, *, start: float, width: float, reads: float) -> Iterator[Act]:
    stretches = max(round(width / CROWD_STRETCH), 1)
    for stretch in range(stretches):
        place = CROWD_PLACE + 2 * stretch
        count = poisson_count(reads / stretches, uniform=draws.uniform(place))
        if count:
            at = start + (stretch + draws.uniform(place + 1)) * width / stretches
            yield Act(at=at, kind="read", person_key="", person_name="", count=count)


def _reading_time(stream: Random) -> float:
    return SHORTEST_READ - MEAN_READ * log(1.0 - stream.random())


def _with_read(stream: Random, act: Act, *, read_at: float) -> Iterator[Act]:
    yield Act.of(act.person, "read", at=read_at)
    if act.kind in ("comment", "share", "collect") and stream.random() < LIKE_BESIDE_ACT:
        liked_at = read_at + (act.at - read_at) * (0.3 + 0.6 * stream.random())
        yield Act.of(act.person, "like", at=liked_at)
    yield act


def _buckets_touching(platform: str, *, first_age: float, last_age: float) -> tuple[Bucket, ...]:
    # One bucket more on each side: adding published_at may round an act over the edge.
    buckets = post_buckets(platform)
    first = bisect_right(buckets, first_age, key=lambda bucket: bucket.start) - 2
    last = bisect_right(buckets, last_age, key=lambda bucket: bucket.start) + 1
    return buckets[max(first, 0) : last]
