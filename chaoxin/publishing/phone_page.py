"""What the phone page of a hand-off shows: the state of the delivery in one word, and the package while it is open."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from chaoxin.accounts.access import actor_for
from chaoxin.accounts.actor import Actor, the_house
from chaoxin.accounts.models import User
from chaoxin.channels.platform_words import platform_name, told
from chaoxin.connectors import registry
from chaoxin.connectors.assisting import Package
from chaoxin.core import clock
from chaoxin.core.refusals import NotFound, Refusal

from . import gates, handing, packages
from .models import Delivery, Handoff
from .packages import Item
from .states import State

OPEN, STOPPED, WAITING, DONE, ENDED = "open", "stopped", "waiting", "done", "ended"
# The browser inside of the messenger: it saves pictures by a long press only and opens no other app.
INSIDE_MESSENGER = "MicroMessenger"


@dataclass(frozen=True)
class Sheet:
    """The page's contents. `standing` is `open`, `stopped` (a gate is shut now, `sentence` says which), `waiting`
    (planned or held), `done` or `ended`; there is a package only while it is open or stopped, and its texts and
    media are to be shown only while it is open."""

    handoff: Handoff
    delivery: Delivery
    platform: str
    color: str
    standing: str
    sentence: str = ""
    package: Package | None = None
    items: list[Item] = field(default_factory=list)
    cover: Item | None = None
    late: bool = False

    @property
    def shows_package(self) -> bool:
        return self.standing == OPEN


def sheet_of(handoff: Handoff) -> Sheet:
    """The page of a hand-off as things stand now."""
    delivery = handoff.delivery
    manifest = registry.manifest(delivery.channel.platform)
    standing, sentence = _standing(delivery)
    package = None
    if standing in (OPEN, STOPPED):
        try:
            package = packages.package_of(delivery)
        except Refusal as refusal:
            standing, sentence = STOPPED, refusal.sentence
    return Sheet(
        handoff=handoff,
        delivery=delivery,
        platform=platform_name(manifest),
        color=manifest.color,
        standing=standing,
        sentence=sentence,
        package=package,
        items=packages.items_of(delivery, package) if package else [],
        cover=packages.cover_of(delivery, package) if package else None,
        late=is_late(delivery),
    )


def open_package(handoff: Handoff) -> Package:
    """The package, for doors to its files. Raises NotFound while it is not to be seen."""
    standing, sentence = _standing(handoff.delivery)
    if standing != OPEN:
        raise NotFound(told(sentence) or str(handoff.delivery.get_state_display()))
    return packages.package_of(handoff.delivery)


def note_seen(handoff: Handoff) -> None:
    """Somebody has opened the page; the first time after it was handed over counts."""
    if handoff.seen_at is None and handing.is_open(handoff.delivery):
        Handoff.objects.filter(pk=handoff.pk, seen_at=None).update(seen_at=clock.now())


def actor_at(handoff: Handoff, user: object) -> Actor:
    """Who acts at the page: the member whose browser it is where he may publish, else the house, for whoever holds the
    link."""
    workspace = handoff.delivery.workspace
    if isinstance(user, User) and user.is_authenticated:
        try:
            member = actor_for(user, workspace.slug)
        except NotFound:
            return the_house(workspace)
        if member.may("delivery.schedule"):
            return member
    return the_house(workspace)


def is_late(delivery: Delivery) -> bool:
    """Whether an open hand-off is past its time and the channel's tolerance."""
    tolerance = timedelta(minutes=delivery.channel.late_tolerance_minutes)
    return delivery.state == State.HANDED_OVER and clock.now() > delivery.due_at + tolerance


def _standing(delivery: Delivery) -> tuple[str, str]:
    if delivery.state == State.HANDED_OVER:
        try:
            gates.check_standing(delivery)
        except gates.Held as held:
            return STOPPED, held.sentence
        return OPEN, delivery.sentence
    if delivery.state in (State.PUBLISHED, State.REMOVED):
        return DONE, ""
    if delivery.state in (State.CANCELED, State.REFUSED):
        return ENDED, delivery.sentence
    return WAITING, delivery.sentence
