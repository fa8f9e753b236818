"""What a member has written and nobody has judged yet, looked at by the rules before and after they change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from chaoxin.accounts.actor import the_house
from chaoxin.accounts.models import Membership
from chaoxin.core import clock

from . import four_eyes, judging, subjects
from .easing import Easing
from .searched import Searched
from .subjects import Standing, Subject, Wanted
from .values import Finding

# So many texts are kept as they were searched, for the accounts that send the same.
MOST_KEPT = 200


def let_out(member: Membership, easing: Easing, *, remembered: timedelta) -> Iterator[tuple[str, str]]:
    """Title and words of what the change lets pass in any draft that the member has a hand in, as it stands now; of
    archived drafts, which may be taken up again, in those changed for as long as `remembered`. What a second person
    has let pass is left out. However many drafts there are, a hundred are held at once."""
    if not easing.rules:
        return
    wanted = Wanted(
        frozenset({Standing.DRAFT}), since=clock.now() - remembered, hand=str(member.pk), put_away=True
    )
    searched: dict[str, Searched] = {}
    for subject in subjects.gather(the_house(member.workspace), wanted):
        if len(searched) > MOST_KEPT:
            searched.clear()
        for found in _freed(subject, easing, member, searched):
            yield subject.title, found.quoted or found.name


def _freed(
    subject: Subject, easing: Easing, member: Membership, searched: dict[str, Searched]
) -> list[Finding]:
    freed = easing.freed(subject.judged, searched=searched)
    if not freed or _is_overridden(subject, member):
        return []
    hands = four_eyes.writers_of(subject.judged, freed, told=subject.writers, author=subject.author)
    return freed if str(member.pk) in hands else []


def _is_overridden(subject: Subject, member: Membership) -> bool:
    latest = judging.latest_verdict(member.workspace, subject.under or subject.judged.hash)
    return latest is not None and hasattr(latest, "override")
