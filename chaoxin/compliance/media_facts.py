"""What may be wrong with a single picture or video that goes out: its licence above all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop

from chaoxin.core import clock

from .values import JudgedContent, MediaFacts

LICENSED, UNKNOWN = "licensed", "unknown"
# What a file without any name is called.
NAMELESS = gettext_noop("素材")
# Licences end by the calendar of those who wrote them.
ZONE = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """The day by which licences count."""
    return clock.now().astimezone(ZONE).date()


def _expired(media: MediaFacts, content: JudgedContent) -> str:
    until = media.terms.until if media.terms else None
    return until.isoformat() if until and until < (content.on or today()) else ""


def _not_begun(media: MediaFacts, content: JudgedContent) -> str:
    since = media.terms.since if media.terms else None
    return since.isoformat() if since and since > (content.on or today()) else ""


def _name(media: MediaFacts) -> str:
    """What people call it, else what tells it apart; never "", which would say that nothing was found."""
    return media.name.strip() or media.key or NAMELESS


def _elsewhere(media: MediaFacts, content: JudgedContent) -> str:
    platforms = media.terms.platforms if media.terms else frozenset()
    return _name(media) if platforms and content.platform and content.platform not in platforms else ""


def _unproven(media: MediaFacts, content: JudgedContent) -> str:
    return _name(media) if media.provenance == LICENSED and media.terms is None else ""


def _unsaid(media: MediaFacts, content: JudgedContent) -> str:
    return _name(media) if media.provenance == UNKNOWN and media.terms is None else ""


def _unreadable(media: MediaFacts, _content: JudgedContent) -> str:
    return _name(media) if media.unreadable else ""


def _unseen(media: MediaFacts, _content: JudgedContent) -> str:
    return _name(media) if media.unseen else ""


# Each answers what it found, to be quoted in the rule's reason, or "" for nothing.
MEDIA_FACTS: Mapping[str, Callable[[MediaFacts, JudgedContent], str]] = {
    "licence_expired": _expired,
    "licence_not_begun": _not_begun,
    "licence_elsewhere": _elsewhere,
    "licence_unproven": _unproven,
    "licence_unsaid": _unsaid,
    "unreadable": _unreadable,
    "unseen": _unseen,
}
