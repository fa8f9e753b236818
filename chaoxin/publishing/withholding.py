"""Holding back what is scheduled and no longer passes the gate, letting it go on once it passes, and telling whoever
is concerned."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import the_house
from chaoxin.compliance import house_words, judging
from chaoxin.compliance.values import WEIGHT, Finding, finding_of
from chaoxin.core.sentences import joined
from chaoxin.notices import notifying

from . import clearing, gates, reminding
from .models import Delivery
from .moving import move
from .states import State, TooLate

# The word kept in `Delivery.held_for`, as when the gate is asked at the time itself.
KIND = "verdict"


def withhold(deliveries: list[Delivery]) -> list[Delivery]:
    """Holds those of the deliveries that are scheduled and that the gate does not let out any more, and answers them.
    One that is being sent just now meets the same gate there."""
    return [delivery for delivery in deliveries if _withhold_one(delivery)]


def _withhold_one(delivery: Delivery) -> bool:
    if delivery.state != State.SCHEDULED or clearing.still_passes(delivery):
        return False
    sentence = _sentence(delivery)
    changes = {"held_for": KIND, "sentence": sentence}
    try:
        with transaction.atomic():
            move(delivery, "hold", by=the_house(delivery.workspace), changes=changes, note=KIND)
            _tell(delivery, sentence, title=_("【合规暂停】"), event="withheld")
    except TooLate:
        return False
    return True


def resume(deliveries: list[Delivery]) -> list[Delivery]:
    """Puts those of the deliveries back into the plan, at their time, that wait for nothing but the gate and that it
    lets out now; answers them. One whose time is past waits on, for a person to say when."""
    return [delivery for delivery in deliveries if _resume_one(delivery)]


def _resume_one(delivery: Delivery) -> bool:
    with transaction.atomic():
        now_is = Delivery.objects.select_for_update().only("state", "held_for").get(pk=delivery.pk)
        if (now_is.state, now_is.held_for) != (State.HELD, KIND) or not clearing.still_passes(delivery):
            return False
        try:
            gates.check_time(delivery)
        except gates.Held as late:
            sentence = joined(_("内容已经通过合规检查。"), late.sentence)
            Delivery.objects.filter(pk=delivery.pk).update(held_for=late.kind, sentence=sentence)
            _tell(delivery, sentence, title=_("【合规已放行，等你决定】"), event="late")
            return False
        changes = {"held_for": "", "sentence": "", "not_before": None}
        move(delivery, "resume", by=the_house(delivery.workspace), changes=changes, note=KIND)
        due = delivery.due_at.astimezone(ZoneInfo(delivery.zone)).strftime("%m-%d %H:%M")
        sentence = _("内容已经通过合规检查，恢复了排期，%s 照常发布。") % due
        _tell(delivery, sentence, title=_("【已恢复排期】"), event="resumed")
    return True


def _sentence(delivery: Delivery) -> str:
    verdict = judging.latest_verdict(delivery.workspace, delivery.content_hash)
    found = [finding_of(stored) for stored in verdict.findings] if verdict else []
    heaviest = max(found, key=lambda finding: WEIGHT[finding.severity], default=None)
    reason = _reason(heaviest) if heaviest else ""
    stopped = _("按现在的规则，这条内容没有通过合规检查，已暂停发布。")
    return joined(stopped, reason, _("请改稿后重新排期，或请有权限的人放行；放行后会自动恢复排期。"))


def _reason(finding: Finding) -> str:
    quoted = _("命中的是“%s”。") % finding.quoted if finding.quoted else ""
    return joined(quoted, house_words.told(finding.why, finding.rule))


def _tell(delivery: Delivery, sentence: str, *, title: str, event: str) -> None:
    verdict = judging.latest_verdict(delivery.workspace, delivery.content_hash)
    address = reverse("publishing:delivery", args=[delivery.workspace.slug, delivery.pk])
    notifying.notify(
        delivery.workspace,
        key=f"delivery:{delivery.pk}:{event}:{verdict.pk if verdict else delivery.content_hash}",
        words=notifying.Words(
            f"{title}《{delivery.title}》",
            f"{reminding.place_of(delivery)}\n{sentence}",
            f"{settings.PUBLIC_URL}{address}",
        ),
        members=[member for member in (delivery.scheduled_by, delivery.channel.owner) if member],
        groups=reminding.groups_of(delivery),
    )
