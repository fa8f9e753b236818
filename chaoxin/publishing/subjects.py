"""Tells compliance which contents wait to go out and which are out, frozen as they were approved."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from chaoxin.accounts.actor import Actor, the_house
from chaoxin.compliance import subjects
from chaoxin.compliance.subjects import Standing, Subject, Wanted
from chaoxin.compliance.values import JudgedContent
from chaoxin.content import packing
from chaoxin.content.models import Asset, Variant

from . import access
from .models import Delivery
from .states import State

AT_ONCE = 100
WAITING = [State.SCHEDULED, State.HELD, State.HANDED_OVER]
# What is on its way or in doubt may be seen by the audience already.
OUT = [State.SENDING, State.REVIEWING, State.UNCONFIRMED, State.PUBLISHED]


def deliveries(actor: Actor, wanted: Wanted) -> Iterator[Subject]:
    """Deliveries that the actor may see, by due time."""
    asked = Q(pk__in=[])
    if Standing.SCHEDULED in wanted.standings:
        asked |= Q(state__in=WAITING)
    if Standing.PUBLISHED in wanted.standings:
        since = Q(due_at__gte=wanted.since) if wanted.since else Q()
        asked |= Q(state__in=OUT) & since
    if wanted.about:
        kind, key = wanted.about
        asked &= Q(variant=key) if kind == Variant._meta.label_lower else Q(pk__in=[])
    if wanted.hand:
        author = Q(variant__draft__author=wanted.hand)
        asked &= author | Q(variant__draft__writers__contains=[wanted.hand])
    if wanted.media:
        asked &= sends_any(wanted.media)
    found = access.deliveries_of(actor).filter(asked).select_related("variant__draft__author__user")
    rows = found.iterator(chunk_size=AT_ONCE)
    while batch := list(islice(rows, AT_ONCE)):
        assets = packing.assets_in(delivery.content for delivery in batch)
        for delivery in batch:
            judged = packing.judged_of(delivery.content, industry=actor.workspace.industry, assets=assets)
            yield _subject(delivery, actor, judged)


def subject_of(delivery: Delivery) -> Subject:
    """What the gate is told of one delivery."""
    house = the_house(delivery.workspace)
    return _subject(delivery, house, packing.judged_of(delivery.content, industry=house.workspace.industry))


def sends_any(keys: Collection[str]) -> Q:
    """Of deliveries whose content sends one of the assets out, or something made from it."""
    made = Asset.objects.filter(source__in=[UUID(key) for key in keys]).values_list("pk", flat=True)
    sent = [*keys, *map(str, made)]
    pictures = Q(content__pictures__has_any_keys=sent)
    return pictures | Q(content__video__in=sent) | Q(content__cover__in=sent)


def _subject(delivery: Delivery, actor: Actor, judged: JudgedContent) -> Subject:
    return Subject(
        row=delivery.variant,
        title=f"{delivery.title}（{delivery.channel.name}）",
        url=reverse("publishing:delivery", args=[actor.workspace.slug, delivery.pk]),
        judged=judged,
        standing=Standing.SCHEDULED if delivery.state in WAITING else Standing.PUBLISHED,
        author=delivery.variant.draft.author,
        writers=tuple(delivery.variant.draft.writers),
        channel=delivery.channel,
        under=delivery.content_hash,
    )


subjects.register("delivery", deliveries)
