"""Holding back what is scheduled and no longer passes the gate, and telling whoever is concerned."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import the_house
from chaoxin.compliance import judging
from chaoxin.compliance.values import WEIGHT, Finding, finding_of
from chaoxin.notices import notifying

from . import clearing, reminding
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
            _tell(delivery, sentence)
    except TooLate:
        return False
    return True


def _sentence(delivery: Delivery) -> str:
    verdict = judging.latest_verdict(delivery.workspace, delivery.content_hash)
    found = [finding_of(stored) for stored in verdict.findings] if verdict else []
    heaviest = max(found, key=lambda finding: WEIGHT[finding.severity], default=None)
    reason = _reason(heaviest) if heaviest else ""
    stopped = _("按现在的规则，这条内容没有通过合规检查，已暂停发布。")
    return stopped + reason + _("请改稿后重新排期，或请有权限的人放行后再发布。")


def _reason(finding: Finding) -> str:
    quoted = f"“{finding.quoted}”{_('：')}" if finding.quoted else ""
    return quoted + finding.why


def _tell(delivery: Delivery, sentence: str) -> None:
    address = reverse("publishing:delivery", args=[delivery.workspace.slug, delivery.pk])
    notifying.notify(
        delivery.workspace,
        key=f"delivery:{delivery.pk}:withheld:{delivery.content_hash}",
        words=notifying.Words(
            f"{_('【合规暂停】')}《{delivery.title}》",
            f"{reminding.place_of(delivery)}\n{sentence}",
            f"{settings.PUBLIC_URL}{address}",
        ),
        members=[member for member in (delivery.scheduled_by, delivery.channel.owner) if member],
        groups=reminding.groups_of(delivery),
    )
