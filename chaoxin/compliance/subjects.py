"""What there is to judge again: higher rooms tell which contents they hold, without being known here.

A room registers a supplier in its own `subjects.py`. Who asks gets only what he may see; `the_house(workspace)` sees
all of a workspace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership
from chaoxin.channels.models import Channel

from .values import JudgedContent


class Standing(models.TextChoices):
    """How far a content is on its way out."""

    DRAFT = "draft", _("稿件")
    SCHEDULED = "scheduled", _("已排期")
    PUBLISHED = "published", _("已发布")
    REPLY = "reply", _("回复")
    UNSENT = "unsent", _("没有发出的回复")


REPLIES = (Standing.REPLY, Standing.UNSENT)


@dataclass(frozen=True)
class Subject:
    """One content that a room holds. `row` is what its verdicts are about (`judging.judge`'s subject), `url` the
    page on which a person sees it, `author` who wrote it, `writers` the ids of all members whose words are in it,
    `channel` the account that it goes out by. `under` is the hash by which it was approved and frozen, where it
    was. It is `fresh` as long as somebody is writing on it."""

    row: models.Model
    title: str
    url: str
    judged: JudgedContent
    standing: Standing
    author: Membership | None = None
    channel: Channel | None = None
    under: str = ""
    writers: tuple[str, ...] = ()
    fresh: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """Type and id of the row and the hash of the content: what tells two contents apart."""
        return self.row._meta.label_lower, str(self.row.pk), self.under or self.judged.hash


@dataclass(frozen=True)
class Wanted:
    """Which contents are asked for. `since` leaves out what went out before it (UTC); it says nothing of drafts and
    of what is scheduled. `media`, where there are any, leaves out what sends none of these files out (keys of
    MediaFacts), nor anything made from one. `hand` leaves out what the member of that id neither wrote, nor changed,
    nor brought a picture or video for. With `put_away` archived drafts are told of as well, those changed `since`.
    `about` leaves out what is of another row (its type and id, as verdicts name it)."""

    standings: frozenset[Standing] = frozenset({Standing.DRAFT, Standing.SCHEDULED})
    since: datetime | None = None
    media: frozenset[str] = frozenset()
    hand: str = ""
    put_away: bool = False
    about: tuple[str, str] | None = None


@dataclass(frozen=True)
class Unjudged:
    """What has been written and will be judged once nobody has written on it for `quiet`: how many pieces, and title
    and address of some."""

    count: int
    quiet: timedelta
    some: tuple[tuple[str, str], ...] = ()

    @property
    def minutes(self) -> int:
        return round(self.quiet.total_seconds() / 60)

    @property
    def more(self) -> bool:
        """Whether there are others than `some`."""
        return self.count > len(self.some)


Supplier = Callable[[Actor, Wanted], Iterable[Subject]]
_suppliers: dict[str, Supplier] = {}
_unjudged: dict[str, Callable[[Actor], Unjudged]] = {}
# A variant that is scheduled as it stands is told of once, as scheduled.
# A reply that was not let out was no more than said once: nobody holds it, and it is not judged again.
NEAREST_OUT_FIRST = [Standing.PUBLISHED, Standing.SCHEDULED, Standing.REPLY, Standing.DRAFT]


def register(kind: str, supplier: Supplier) -> None:
    """Registers the supplier of one kind of content (`draft`, `delivery`, `reply`). It answers an iterable of those
    of the actor's workspace that he may see and that are wanted; it may read rows while it is run through."""
    _suppliers[kind] = supplier


def register_unjudged(kind: str, supplier: Callable[[Actor], Unjudged]) -> None:
    """Registers who knows what of a kind waits to be judged for the first time as it stands now."""
    _unjudged[kind] = supplier


def unjudged(actor: Actor) -> list[Unjudged]:
    """What the actor may see of that, without kinds of which nothing waits."""
    return [told for _kind, supplier in sorted(_unjudged.items()) if (told := supplier(actor)).count]


def registered() -> dict[str, Supplier]:
    """All suppliers by kind."""
    return dict(sorted(_suppliers.items()))


def gather(actor: Actor, wanted: Wanted | None = None) -> Iterator[Subject]:
    """Every wanted content once, those nearest to the audience first; drafts and scheduled ones unless said
    otherwise. Reads as it goes."""
    wanted = wanted or Wanted()
    seen: set[tuple[str, str, str]] = set()
    for standing in NEAREST_OUT_FIRST:
        if standing not in wanted.standings:
            continue
        for supplier in registered().values():
            for subject in supplier(actor, replace(wanted, standings=frozenset({standing}))):
                if subject.key not in seen:
                    seen.add(subject.key)
                    yield subject


def judged_by(actor: Actor, kind: str, key: str, content_hash: str) -> tuple[Subject | None, Subject | None]:
    """Of what a verdict is about (type and id of its row, hash of the content) as the actor may see it: exactly that
    content where somebody still holds it, and where he finds what has become of it."""
    wanted = Wanted(frozenset(Standing), put_away=True, about=(kind, key))
    held = [subject for subject in gather(actor, wanted) if subject.key[:2] == (kind, key)]
    exact = next((subject for subject in held if subject.key[2] == content_hash), None)
    return exact, exact or next(iter(held), None)
