"""The states of a delivery and every way from one to another, in one table."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.core.refusals import Refusal


class State(models.TextChoices):
    SCHEDULED = "scheduled", _("已排期")
    HELD = "held", _("需处理")
    SENDING = "sending", _("发布中")
    HANDED_OVER = "handed_over", _("待人工发布")
    REVIEWING = "reviewing", _("平台处理中")
    UNCONFIRMED = "unconfirmed", _("待核实")
    PUBLISHED = "published", _("已上线")
    REFUSED = "refused", _("未通过")
    CANCELED = "canceled", _("已取消")
    REMOVED = "removed", _("已下架")


# A delivery in one of these still wants to, or did, publish its variant: there is one per variant.
LIVE_STATES = ["scheduled", "held", "sending", "handed_over", "reviewing", "unconfirmed", "published"]


class Party(models.TextChoices):
    PERSON = "person", _("人")
    HOUSE = "house", _("系统")


@dataclass(frozen=True)
class Transition:
    verb: str
    sources: frozenset[State]
    target: State
    party: Party


def _row(verb: str, sources: list[State], target: State, party: Party) -> Transition:
    return Transition(verb, frozenset(sources), target, party)


S, P = State, Party
TRANSITIONS: tuple[Transition, ...] = (
    _row("reschedule", [S.SCHEDULED, S.HELD, S.HANDED_OVER], S.SCHEDULED, P.PERSON),
    _row("release", [S.HELD], S.SCHEDULED, P.PERSON),
    _row("cancel", [S.SCHEDULED, S.HELD, S.HANDED_OVER, S.REFUSED], S.CANCELED, P.PERSON),
    _row("send_again", [S.UNCONFIRMED, S.REFUSED], S.SCHEDULED, P.PERSON),
    _row("confirm", [S.UNCONFIRMED, S.HELD, S.HANDED_OVER, S.REVIEWING], S.PUBLISHED, P.PERSON),
    _row("hand_back", [S.HANDED_OVER], S.HELD, P.PERSON),
    _row("declare_unpublished", [S.UNCONFIRMED], S.CANCELED, P.PERSON),
    _row("stop", [S.REVIEWING, S.UNCONFIRMED], S.CANCELED, P.PERSON),
    _row("withdraw", [S.PUBLISHED], S.REMOVED, P.PERSON),
    _row("claim", [S.SCHEDULED], S.SENDING, P.HOUSE),
    _row("hold", [S.SCHEDULED, S.SENDING], S.HELD, P.HOUSE),
    _row("resume", [S.HELD], S.SCHEDULED, P.HOUSE),
    _row("put_back", [S.SENDING], S.SCHEDULED, P.HOUSE),
    _row("await_platform", [S.SENDING, S.UNCONFIRMED], S.REVIEWING, P.HOUSE),
    _row("doubt", [S.SENDING, S.REVIEWING], S.UNCONFIRMED, P.HOUSE),
    _row("refuse", [S.SENDING, S.REVIEWING, S.UNCONFIRMED], S.REFUSED, P.HOUSE),
    _row("hand_over", [S.SCHEDULED, S.SENDING], S.HANDED_OVER, P.HOUSE),
    _row("read_back", [S.SENDING, S.HANDED_OVER, S.REVIEWING, S.UNCONFIRMED], S.PUBLISHED, P.HOUSE),
    _row("lose", [S.PUBLISHED], S.REMOVED, P.HOUSE),
)
BY_VERB: dict[str, Transition] = {row.verb: row for row in TRANSITIONS}


class TooLate(Refusal):
    """The delivery is in a state in which the verb is impossible."""

    code = "too_late"


def allowed(verb: str, state: str) -> bool:
    """Whether the verb is possible in that state; KeyError for an unknown verb."""
    return State(state) in BY_VERB[verb].sources
