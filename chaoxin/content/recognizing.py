"""Having pictures and videos looked into: pictures by themselves once they are used, videos when a person asks."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.core import announcing, clock
from chaoxin.core.refusals import Invalid

from . import facts, writing_reader
from .models import Asset, Draft, DraftPicture, Recognition

State = Recognition.State
MOST_AT_ONCE = 100


def begin(asset: Asset, *, by: Actor) -> Recognition:
    """Has an asset looked into, anew where it was before; asking while it is under way answers the same. Raises
    Invalid for one of another workspace."""
    by.require("draft.write")
    if asset.workspace_id != by.workspace.pk:
        raise Invalid(_("没有这个素材，或者它属于别的工作区。"), field="asset")
    return _begin(asset, by)


def cancel(recognition: Recognition, *, by: Actor) -> Recognition:
    """Stops it; what the asset showed before stays. Harmless on one that has ended."""
    by.require("draft.write")
    asset = recognition.asset
    with transaction.atomic():
        stopped = Recognition.objects.filter(pk=recognition.pk, state=State.UNDER_WAY).update(
            state=State.CANCELLED, ended_at=clock.now(), leased_until=clock.now()
        )
        if stopped and asset.read_at is None:
            # What was judged while it was being looked into was judged as if somebody would see it.
            announcing.announce(facts.ASSET_KNOWN, workspace_id=asset.workspace_id, subject=asset)
    recognition.refresh_from_db()
    return recognition


def look_at(asset: Asset) -> None:
    """Has a picture looked into that a draft uses now; harmless where it was, or is about to be."""
    if asset.kind == Asset.Kind.PICTURE and _is_wanting(asset):
        _begin(asset, None)


def catch_up() -> int:
    """Has those pictures looked into that drafts use and nobody has seen into yet, or only without the reader of
    writing that is here now; answers how many."""
    used = DraftPicture.objects.filter(asset=OuterRef("pk")).exclude(draft__state=Draft.State.ARCHIVED)
    covers = Draft.objects.filter(video_cover=OuterRef("pk")).exclude(state=Draft.State.ARCHIVED)
    running = Recognition.objects.filter(asset=OuterRef("pk"), state__in=[State.UNDER_WAY, State.FAILED])
    found = Asset.objects.filter(
        _wanting(), Exists(used) | Exists(covers), ~Exists(running), kind=Asset.Kind.PICTURE
    )
    chosen = list(found.select_related("workspace").order_by("-created_at")[:MOST_AT_ONCE])
    for asset in chosen:
        _begin(asset, None)
    return len(chosen)


def unread(keys: Iterable[str]) -> list[Asset]:
    """Those of the assets (by their ids) that the gate has yet to see into: what is being looked into just now, and
    pictures that nobody has, by the reader of writing where there is one. What could not be read is none of them: a
    rule has a person look himself."""
    running = Recognition.objects.filter(asset=OuterRef("pk"), state=State.UNDER_WAY)
    failed = Recognition.objects.filter(asset=OuterRef("pk"), state=State.FAILED)
    waiting = Q(kind=Asset.Kind.PICTURE) & _wanting() & ~Exists(failed)
    return list(
        Asset.objects.filter(Exists(running) | waiting, pk__in=list(keys)).select_related("workspace")
    )


def failed(assets: Iterable[Asset]) -> set[str]:
    """Ids of those of the assets that nobody could see into."""
    unseen = [asset.pk for asset in assets if asset.read_at is None]
    if not unseen:
        return set()
    rows = Recognition.objects.filter(asset__in=unseen, state=State.FAILED)
    return {str(key) for key in rows.values_list("asset", flat=True)}


def unseen(assets: Iterable[Asset]) -> set[str]:
    """Ids of those of the assets that are videos and that nobody has looked into, is looking into or has failed to."""
    films = {asset.pk for asset in assets if asset.kind == Asset.Kind.VIDEO and asset.read_at is None}
    if not films:
        return set()
    rows = Recognition.objects.filter(asset__in=films, state__in=[State.UNDER_WAY, State.FAILED])
    return {str(key) for key in films - set(rows.values_list("asset", flat=True))}


def note_drawn(asset: Asset) -> Asset:
    """The house has drawn the picture or film itself and knows that nothing is written in it: nobody has to look."""
    asset.read_at, asset.read_with = clock.now(), writing_reader.installed()
    asset.save(update_fields=["read_at", "read_with"])
    return asset


def under_way(assets: Iterable[Asset]) -> dict[str, Recognition]:
    """What is being looked into now, or last failed, by the asset's id."""
    rows = Recognition.objects.filter(
        asset__in=[asset.pk for asset in assets], state__in=[State.UNDER_WAY, State.FAILED]
    )
    return {str(row.asset_id): row for row in rows.order_by("created_at")}


def _wanting() -> Q:
    return Q(read_at=None) | Q(read_with="") if writing_reader.installed() else Q(read_at=None)


def _is_wanting(asset: Asset) -> bool:
    return asset.read_at is None or (not asset.read_with and bool(writing_reader.installed()))


def _begin(asset: Asset, by: Actor | None) -> Recognition:
    standing = Recognition.objects.filter(asset=asset, state=State.UNDER_WAY).first()
    if standing:
        return standing
    try:
        with transaction.atomic():
            return Recognition.objects.create(
                workspace=asset.workspace, asset=asset, asked_by=by.membership if by else None
            )
    except IntegrityError:
        return Recognition.objects.get(asset=asset, state=State.UNDER_WAY)
