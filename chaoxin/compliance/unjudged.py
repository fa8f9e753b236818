"""What a member has written and nobody has judged yet, looked at by the rules before and after they change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import islice

from chaoxin.accounts.actor import the_house
from chaoxin.accounts.models import Membership
from chaoxin.core import clock

from . import four_eyes, judging, pictures, subjects
from .matching import findings
from .rulebooks import Rulebook
from .subjects import Standing, Subject, Wanted
from .values import Finding, JudgedContent, Severity

MOST_LOOKED_AT = 200


def let_out(
    member: Membership, before: Rulebook, after: Rulebook, *, remembered: timedelta
) -> list[tuple[str, str]]:
    """Title and words of what the rules before block in drafts that the member has a hand in, as they stand now, and
    those after do not; of archived drafts, which may be taken up again, in those changed for as long as `remembered`.
    What a second person has let pass is left out. The drafts changed last are looked at, up to a limit."""
    if before is after:
        return []
    wanted = Wanted(
        frozenset({Standing.DRAFT}), since=clock.now() - remembered, hand=str(member.pk), put_away=True
    )
    told: list[tuple[str, str]] = []
    for subject in islice(subjects.gather(the_house(member.workspace), wanted), MOST_LOOKED_AT):
        told += [
            (subject.title, found.quoted or found.name) for found in _freed(subject, before, after, member)
        ]
    return told


def _freed(subject: Subject, before: Rulebook, after: Rulebook, member: Membership) -> list[Finding]:
    blocked = _blocks(subject.judged, before)
    if not blocked:
        return []
    left = _blocks(subject.judged, after)
    freed = [found for found in blocked if not any(_covers(other, found) for other in left)]
    if not freed or _is_overridden(subject, member):
        return []
    hands = four_eyes.writers_of(subject.judged, freed, told=subject.writers, author=subject.author)
    return freed if str(member.pk) in hands else []


def _blocks(judged: JudgedContent, book: Rulebook) -> list[Finding]:
    found: Iterable[Finding] = (*findings(judged, book), *pictures.findings(judged, book))
    return [finding for finding in found if finding.severity == Severity.BLOCK]


def _covers(other: Finding, found: Finding) -> bool:
    """Whether the place is still blocked, by whatever rule; what has no place in a text, by the same rule."""
    if (other.field, other.media) != (found.field, found.media):
        return False
    if found.start == found.end:
        return other.rule == found.rule and (other.quoted, other.at) == (found.quoted, found.at)
    return other.start < found.end and found.start < other.end


def _is_overridden(subject: Subject, member: Membership) -> bool:
    latest = judging.latest_verdict(member.workspace, subject.under or subject.judged.hash)
    return latest is not None and hasattr(latest, "override")
