"""What publishing does when something happens, here and below. Every reaction may come twice."""

from __future__ import annotations

from django.urls import reverse

from chaoxin.compliance import queueing, rejudging
from chaoxin.compliance.models import Verdict
from chaoxin.compliance.queueing import Standpoint
from chaoxin.compliance.subjects import Standing
from chaoxin.content.models import Asset
from chaoxin.core.announcing import subscribe
from chaoxin.core.models import Fact

from . import withholding
from .models import Delivery
from .states import State
from .subjects import OUT, WAITING, sends_any

VARIANT = "content.variant"
RELATED = ("workspace", "channel__owner", "scheduled_by", "variant__draft__author")


@subscribe("asset.known")
def judge_waiting_again(fact: Fact) -> None:
    """Deliveries that wait with the asset in them are judged by what is known of it now; one that no longer passes is
    held, with the reason (`hold_back`)."""
    asset = Asset.objects.select_related("workspace").filter(pk=fact.subject_id).first()
    if asset is None:
        return
    waiting = Delivery.objects.filter(workspace=asset.workspace, state__in=WAITING)
    if waiting.filter(sends_any({str(asset.pk)})).exists():
        rejudging.media_known(asset.workspace, str(asset.pk), asset.name)


@subscribe("verdict.failed_again")
def hold_back(fact: Fact) -> None:
    """What is scheduled and no longer passes waits for a person."""
    withholding.withhold(_of_content(fact))


@subscribe("verdict.passes_again")
def let_go_on(fact: Fact) -> None:
    """What was held for its verdict alone goes on."""
    withholding.resume(_of_content(fact))


@subscribe("verdict.overridden")
def let_go_on_by_override(fact: Fact) -> None:
    """As `let_go_on`, where somebody has let the content pass."""
    verdict = Verdict.objects.filter(pk=fact.subject_id).first()
    if verdict is not None:
        found = Delivery.objects.filter(
            workspace_id=verdict.workspace_id, content_hash=verdict.content_hash, state=State.HELD
        )
        withholding.resume(list(found.select_related(*RELATED)))


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


def _of_content(fact: Fact) -> list[Delivery]:
    if fact.payload["subject_type"] != VARIANT or fact.workspace_id is None:
        return []
    found = Delivery.objects.filter(
        workspace_id=fact.workspace_id,
        variant_id=fact.payload["subject_id"],
        content_hash=fact.payload["content_hash"],
    )
    return list(found.select_related(*RELATED))


def _standpoint(delivery: Delivery) -> Standpoint:
    slug = delivery.workspace.slug
    if delivery.state in (*WAITING, *OUT):
        standing = Standing.SCHEDULED if delivery.state in WAITING else Standing.PUBLISHED
        return Standpoint(standing, reverse("publishing:delivery", args=[slug, delivery.pk]))
    return Standpoint(Standing.DRAFT, reverse("content:draft", args=[slug, delivery.variant.draft_id]))
