"""What the audience is told about the thing it reacts to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A published post.

    `key` names the post for good; the part before its last "/" is the key of the account that
    published it (a key without "/" belongs to no account in particular). `published_at` is in Unix
    seconds. `followers` is the number at publication, which does not change afterwards.
    """

    key: str
    platform: str
    text: str
    published_at: float
    followers: int


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """A connected account and the number of followers that it has now."""

    key: str
    platform: str
    followers: int
