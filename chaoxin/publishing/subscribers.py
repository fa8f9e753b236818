"""What publishing does when others tell something."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from chaoxin.accounts.actor import the_house
from chaoxin.compliance import judging
from chaoxin.content import packing
from chaoxin.content.models import Asset
from chaoxin.core.announcing import subscribe
from chaoxin.core.models import Fact

from .models import Delivery
from .states import State

WAITING = [State.SCHEDULED, State.HELD, State.HANDED_OVER]


@subscribe("asset.known")
def judge_waiting_again(fact: Fact) -> None:
    """Deliveries that wait with the asset in them get a verdict by what is known of it now; one that no longer passes
    is held at its time, with the reason."""
    found = Delivery.objects.filter(_sends(fact.subject_id), state__in=WAITING)
    for delivery in found.select_related("workspace", "channel", "variant__draft__author"):
        judging.judge(
            packing.judged_of(delivery.content, industry=delivery.workspace.industry),
            workspace=delivery.workspace,
            subject=delivery.variant,
            by=the_house(delivery.workspace),
            title=f"{delivery.title}（{delivery.channel.name}）",
            author=delivery.variant.draft.author,
            under=delivery.content_hash,
        )


def _sends(key: str) -> Q:
    """Of contents that send the asset out, or something made from it."""
    made = Asset.objects.filter(source_id=UUID(key)).values_list("pk", flat=True)
    sends = Q()
    for each in (key, *map(str, made)):
        sends |= Q(content__pictures__contains=[each]) | Q(content__video=each) | Q(content__cover=each)
    return sends
