"""What publishing does when something happens, here and below. Every reaction may come twice."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from chaoxin.accounts.actor import the_house
from chaoxin.compliance import judging, queueing
from chaoxin.compliance.queueing import Standpoint
from chaoxin.compliance.subjects import Standing
from chaoxin.content import packing
from chaoxin.content.models import Asset
from chaoxin.core.announcing import subscribe
from chaoxin.core.models import Fact

from . import withholding
from .models import Delivery
from .states import State
from .subjects import OUT, WAITING

VARIANT = "content.variant"
RELATED = ("workspace", "channel__owner", "scheduled_by", "variant__draft__author")


@subscribe("asset.known")
def judge_waiting_again(fact: Fact) -> None:
    """Deliveries that wait with the asset in them get a verdict by what is known of it now; one that no longer passes
    is held, with the reason."""
    found = Delivery.objects.filter(_sends(fact.subject_id), state__in=WAITING)
    for delivery in found.select_related(*RELATED):
        judging.judge(
            packing.judged_of(delivery.content, industry=delivery.workspace.industry),
            workspace=delivery.workspace,
            subject=delivery.variant,
            by=the_house(delivery.workspace),
            title=f"{delivery.title}（{delivery.channel.name}）",
            author=delivery.variant.draft.author,
            under=delivery.content_hash,
            channel=delivery.channel,
            at=_standpoint(delivery),
        )
        withholding.withhold([delivery])


@subscribe("verdict.failed_again")
def hold_back(fact: Fact) -> None:
    """What is scheduled and no longer passes waits for a person."""
    if fact.payload["subject_type"] != VARIANT or fact.workspace_id is None:
        return
    found = Delivery.objects.filter(
        workspace_id=fact.workspace_id,
        variant_id=fact.payload["subject_id"],
        content_hash=fact.payload["content_hash"],
    )
    withholding.withhold(list(found.select_related(*RELATED)))


@subscribe("delivery.scheduled")
@subscribe("delivery.held")
@subscribe("delivery.handed_over")
@subscribe("delivery.sent")
@subscribe("delivery.published")
@subscribe("delivery.unconfirmed")
@subscribe("delivery.refused")
@subscribe("delivery.canceled")
@subscribe("delivery.removed")
def note_standing(fact: Fact) -> None:
    """The findings of a content go with it: to the schedule, to the audience, back to the draft, or off."""
    delivery = Delivery.objects.select_related(*RELATED).filter(pk=fact.subject_id).first()
    if delivery is None:
        return
    subject = (VARIANT, str(delivery.variant_id), delivery.content_hash)
    if delivery.state == State.REMOVED:
        queueing.note_end(*subject)
    else:
        queueing.note_standing(*subject, _standpoint(delivery))


def _standpoint(delivery: Delivery) -> Standpoint:
    slug = delivery.workspace.slug
    if delivery.state in (*WAITING, *OUT):
        standing = Standing.SCHEDULED if delivery.state in WAITING else Standing.PUBLISHED
        return Standpoint(standing, reverse("publishing:delivery", args=[slug, delivery.pk]))
    return Standpoint(Standing.DRAFT, reverse("content:draft", args=[slug, delivery.variant.draft_id]))


def _sends(key: str) -> Q:
    """Of contents that send the asset out, or something made from it."""
    made = Asset.objects.filter(source_id=UUID(key)).values_list("pk", flat=True)
    sends = Q()
    for each in (key, *map(str, made)):
        sends |= Q(content__pictures__contains=[each]) | Q(content__video=each) | Q(content__cover=each)
    return sends
