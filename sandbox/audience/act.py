"""One thing that somebody in the audience does."""

from dataclasses import dataclass
from typing import Literal

from sandbox.audience.person import Person

Kind = Literal["read", "like", "share", "collect", "comment", "message", "follow", "unfollow"]
Tone = Literal["praise", "complaint", "consultation", "price", "spam", "chat"]


@dataclass(frozen=True, slots=True)
class Act:
    """An act at `at` (Unix seconds).

    `text` and `tone` are set for comments and messages only. `count` exceeds 1 only for reads of an
    unnamed crowd, whose `person_key` and `person_name` are empty; every other act is one person's.
    """

    at: float
    kind: Kind
    person_key: str
    person_name: str
    text: str | None = None
    count: int = 1
    tone: Tone | None = None

    @classmethod
    def of(
        cls, person: Person, kind: Kind, *, at: float, text: str | None = None, tone: Tone | None = None
    ) -> "Act":
        return cls(at=at, kind=kind, person_key=person.key, person_name=person.name, text=text, tone=tone)

    @property
    def person(self) -> Person:
        return Person(self.person_key, self.person_name)
