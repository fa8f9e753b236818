"""How one post is received: what its text, its luck, its hour and its account make of it."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from sandbox.audience.act import Kind, Tone
from sandbox.audience.cues import COMMENT_MIXTURE, MESSAGE_MIXTURE, Cue, cues_in, tones_under
from sandbox.audience.draws import Draws, DrawSource, lognormal
from sandbox.audience.facts import PostFacts
from sandbox.audience.fans import Circle
from sandbox.audience.mixture import Mixture
from sandbox.audience.rhythm import clock_factor, post_buckets
from sandbox.audience.slots import Topic
from sandbox.audience.temperament import temperament_of

QUALITY_SPREAD = 0.45
KIND_SPREAD = 0.30
HIT_PROBABILITY = 0.025
HIT_FACTOR = 4.0
MOST_COMMENTERS = 0.2  # of all reads
MOST_VISITORS = 0.5  # of all reads; the others stay an unnamed crowd
POSTS_REMEMBERED = 4096
FATE = -1  # the address of the draws that settle the luck of the whole post


@dataclass(frozen=True, slots=True)
class Reception:
    """What a post will meet at intensity 1.

    `reads_by[n]` are the reads expected before bucket n. Of all reads, `comment_share` end in a
    comment and `visit_share` in another act of a named person, one of `visits`.
    """

    reads_by: tuple[float, ...]
    comment_share: float
    visit_share: float
    visits: Mixture[Kind]
    comment_tones: Mixture[Tone]
    message_tones: Mixture[Tone]
    topic: Topic
    circle: Circle
    bucket_source: DrawSource
    comment_source: DrawSource
    line_order: int

    @property
    def crowd_share(self) -> float:
        return 1.0 - self.comment_share - self.visit_share


@lru_cache(maxsize=POSTS_REMEMBERED)
def reception_of(post: PostFacts, *, seed: int) -> Reception:
    """The same post and seed always meet the same reception."""
    source = DrawSource(seed, "post", post.key)
    fate = source.at(FATE)
    cues = cues_in(post.text)
    shares = _shares(post.platform, cues=cues, fate=fate)
    comment_share = min(shares.pop("comment"), MOST_COMMENTERS)
    visits = Mixture(shares)
    return Reception(
        reads_by=_reads_by_bucket(post, reads=_expected_reads(post, cues=cues, fate=fate)),
        comment_share=comment_share,
        visit_share=min(visits.total, MOST_VISITORS),
        visits=visits,
        comment_tones=Mixture(tones_under(cues, mixture=COMMENT_MIXTURE)),
        message_tones=Mixture(tones_under(cues, mixture=MESSAGE_MIXTURE)),
        topic=Topic.of(post.text, lottery=any(cue.name == "lottery" for cue in cues)),
        circle=Circle.around(post.key.rpartition("/")[0], platform=post.platform, seed=seed),
        bucket_source=source,
        comment_source=DrawSource(seed, "comments", post.key),
        line_order=fate.words[-1],
    )


def _expected_reads(post: PostFacts, *, cues: tuple[Cue, ...], fate: Draws) -> float:
    temperament = temperament_of(post.platform)
    quality = lognormal(QUALITY_SPREAD, uniform=fate.uniform(0))
    hit = HIT_FACTOR if fate.uniform(1) < HIT_PROBABILITY else 1.0
    reach = temperament.reads_floor + temperament.reads_per_follower * max(post.followers, 0)
    return reach * quality * hit * _factor(cues, "read")


def _reads_by_bucket(post: PostFacts, *, reads: float) -> tuple[float, ...]:
    expected = (
        reads
        * bucket.share
        * clock_factor(post.platform, post.published_at + bucket.start + bucket.width / 2)
        for bucket in post_buckets(post.platform)
    )
    return tuple(accumulate(expected, initial=0.0))


def _shares(platform: str, *, cues: tuple[Cue, ...], fate: Draws) -> dict[Kind, float]:
    temperament = temperament_of(platform)
    shares: dict[Kind, float] = {
        "like": temperament.likes,
        "share": temperament.shares,
        "collect": temperament.collects,
        "comment": temperament.comments,
        "follow": temperament.follows,
    }
    luck = {
        kind: lognormal(KIND_SPREAD, uniform=fate.uniform(2 + place)) for place, kind in enumerate(shares)
    }
    shares["message"] = temperament.messages
    return {kind: share * luck.get(kind, 1.0) * _factor(cues, kind) for kind, share in shares.items()}


def _factor(cues: tuple[Cue, ...], kind: str) -> float:
    factor = 1.0
    for cue in cues:
        factor *= cue.kinds.get(kind, 1.0)
    return factor
