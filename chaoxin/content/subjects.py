"""Tells compliance which texts are being written: each variant as it would go out, and drafts without an account."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator
from datetime import timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from chaoxin.accounts.actor import Actor
from chaoxin.channels.access import channels_of
from chaoxin.compliance import subjects
from chaoxin.compliance.subjects import Standing, Subject, Unjudged, Wanted
from chaoxin.compliance.values import JudgedContent
from chaoxin.core import clock

from . import access, packing
from .models import Asset, Draft, DraftPicture, Variant

AT_ONCE = 100
# A draft changed within this time is being written.
QUIET = timedelta(minutes=2)
SHOWN_UNJUDGED = 3


def drafts(actor: Actor, wanted: Wanted) -> Iterator[Subject]:
    """Drafts that the actor may see, as they stand now, last changed first; archived ones only if asked for."""
    if Standing.DRAFT not in wanted.standings:
        return
    usable = set(channels_of(actor).values_list("pk", flat=True))
    found = access.drafts_of(actor).filter(_in_work(wanted))
    if wanted.media:
        found = found.filter(pk__in=variants_with(wanted.media).values("draft"))
    if wanted.hand:
        found = found.filter(_has_a_hand(wanted.hand))
    if wanted.about:
        found = found.filter(_holds(*wanted.about))
    related = found.prefetch_related("pictures__asset", "variants__channel")
    for draft in related.iterator(chunk_size=AT_ONCE):
        yield from _of_draft(draft, usable, whole=bool(wanted.hand))


def variants_with(keys: Collection[str]) -> QuerySet[Variant]:
    """The variants of drafts in work that send one of the assets out, or something made from it, or may do so."""
    assets = Asset.objects.filter(Q(pk__in=keys) | Q(source__in=keys))
    originals = Asset.objects.filter(derived__in=[UUID(key) for key in keys]).values_list("pk", flat=True)
    sends = (
        Q(draft__pictures__asset__in=assets)
        | Q(draft__video__in=assets)
        | Q(draft__video_cover__in=assets)
        | Q(crops__has_any_keys=[*keys, *map(str, originals)])
    )
    return Variant.objects.filter(sends).exclude(draft__state=Draft.State.ARCHIVED)


def not_looked_over() -> QuerySet[Draft]:
    """Drafts in work that have been changed since the rules looked at them last."""
    changed = Q(looked_over_at=None) | Q(looked_over_at__lt=F("updated_at"))
    return Draft.objects.filter(changed).exclude(state=Draft.State.ARCHIVED)


def unjudged(actor: Actor) -> Unjudged:
    """Of these the ones that the actor may see, the last changed shown."""
    if not actor.may("draft.read"):
        return Unjudged(0, QUIET)
    found = access.drafts_of(actor).filter(pk__in=not_looked_over())
    some = [(draft.title, access.address_of(draft)) for draft in found[:SHOWN_UNJUDGED]]
    return Unjudged(found.count() if some else 0, QUIET, tuple(some))


def _in_work(wanted: Wanted) -> Q:
    in_work = ~Q(state=Draft.State.ARCHIVED)
    if not wanted.put_away:
        return in_work
    return in_work | Q(updated_at__gte=wanted.since) if wanted.since else Q()


def _holds(kind: str, key: str) -> Q:
    if kind == Draft._meta.label_lower:
        return Q(pk=key)
    variants = Variant.objects.filter(pk=key) if kind == Variant._meta.label_lower else Variant.objects.none()
    return Q(pk__in=variants.values("draft"))


def _has_a_hand(member: str) -> Q:
    """Of drafts that the member wrote or changed, or that show a file that he brought."""
    key = UUID(member)
    brought = DraftPicture.objects.filter(asset__uploaded_by=key).values("draft")
    films = Q(video__uploaded_by=key) | Q(video_cover__uploaded_by=key)
    return Q(author=key) | Q(writers__contains=[member]) | films | Q(pk__in=brought)


def _of_draft(draft: Draft, usable: Container[UUID], *, whole: bool) -> Iterator[Subject]:
    """Its variants, or its own text where it has none; with `whole` also where their accounts were all removed, since
    others may take their place."""
    variants = list(draft.variants.all())
    shown = [variant for variant in variants if variant.channel_id in usable]
    for variant in shown:
        yield _of_variant(draft, variant)
    if not variants or (whole and not shown):
        yield _unassigned(draft)


def _of_variant(draft: Draft, variant: Variant) -> Subject:
    variant.draft = draft
    return Subject(
        row=variant,
        title=f"{draft.title}（{variant.channel.name}）",
        url=access.address_of(draft),
        judged=packing.pack(variant).judged(),
        standing=Standing.DRAFT,
        author=draft.author,
        writers=tuple(draft.writers),
        channel=variant.channel,
        fresh=_is_fresh(draft),
    )


def _unassigned(draft: Draft) -> Subject:
    texts = {name: text for name, text in packing.source_of(None, draft).items() if text}
    judged = JudgedContent("", "", texts, industry=draft.workspace.industry)
    return Subject(
        draft,
        draft.title,
        access.address_of(draft),
        judged,
        Standing.DRAFT,
        draft.author,
        writers=tuple(draft.writers),
        fresh=_is_fresh(draft),
    )


def _is_fresh(draft: Draft) -> bool:
    return draft.updated_at > clock.now() - QUIET


subjects.register("draft", drafts)
subjects.register_unjudged("draft", unjudged)
