"""Approval requests on today's page: what waits for the actor's word, with enough of the text to judge by."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from chaoxin.accounts.actor import Actor
from chaoxin.channels.access import channels_of
from chaoxin.compliance import approving, policies
from chaoxin.compliance.access import request_for, requests_of
from chaoxin.compliance.models import ApprovalRequest
from chaoxin.content import packing, rendering, reviewing
from chaoxin.content.access import variant_for
from chaoxin.content.models import Variant

REQUESTS_LOOKED_AT = 200


@dataclass(frozen=True)
class Waiting:
    """One request with the variant that it is about and its text as it stands."""

    request: ApprovalRequest
    variant: Variant
    text: str


def waiting_for(actor: Actor, *, most: int) -> tuple[list[Waiting], int]:
    """Up to `most` requests at whose stage the actor has a word, oldest first, and how many there are in all."""
    found = requests_of(actor).filter(state=ApprovalRequest.State.OPEN, subject_type=reviewing.SUBJECT)
    policy = policies.policy_of(actor.workspace)
    mine = [
        request
        for request in found.order_by("created_at", "id")[:REQUESTS_LOOKED_AT]
        if approving.may_decide(request, by=actor, policy=policy)
    ]
    variants = _variants_of(actor, mine)
    mine = [request for request in mine if request.subject_id in variants]
    return [_waiting(request, variants[request.subject_id]) for request in mine[:most]], len(mine)


def open_request(actor: Actor, pk: UUID) -> ApprovalRequest:
    """A request about a variant that the actor may see. Raises NotFound."""
    found = request_for(actor, pk)
    variant_for(actor, UUID(found.subject_id))
    return found


def _variants_of(actor: Actor, requests: list[ApprovalRequest]) -> dict[str, Variant]:
    ids = [request.subject_id for request in requests]
    found = Variant.objects.filter(pk__in=ids, channel__in=channels_of(actor)).select_related(
        "draft", "channel"
    )
    return {str(variant.pk): variant for variant in found}


def _waiting(request: ApprovalRequest, variant: Variant) -> Waiting:
    return Waiting(request=request, variant=variant, text=_text(variant))


def _text(variant: Variant) -> str:
    return rendering.plain(packing.source_of(variant, variant.draft)["body"])
