"""Where assets come from: said by people for the whole workspace, one or many at once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.core import announcing
from chaoxin.core.refusals import Invalid

from . import facts
from .models import Asset, Draft

MOST_AT_ONCE = 500
Provenance = Asset.Provenance


def declare(assets: Iterable[Asset], *, by: Actor, provenance: str, made_with: str | None = None) -> int:
    """Says where assets come from, for the whole workspace and for what was made from them; `made_with` is the tool
    that made them (None leaves it as it is). Answers how many changed. Raises Invalid."""
    by.require("draft.write")
    if provenance not in Provenance.values:
        raise Invalid(_("请从列表里选素材的来源。"), field="provenance")
    moved = 0
    for asset in checked(assets, by):
        tool = asset.made_with if made_with is None else made_with.strip()[:60]
        if (asset.provenance, asset.made_with) == (provenance, tool):
            continue
        detail = {"from": asset.provenance, "to": provenance, "with": tool, "sha256": asset.sha256}
        with transaction.atomic():
            Asset.objects.filter(Q(pk=asset.pk) | Q(source=asset)).update(
                provenance=provenance, made_with=tool
            )
            auditing.record("asset.provenance", by=by, subject=asset, detail=detail)
            tell([asset])
        asset.provenance, asset.made_with = provenance, tool
        moved += 1
    return moved


def declare_unsaid(draft: Draft, *, by: Actor, provenance: str) -> int:
    """Says where those of the draft's pictures, its film and the film's cover come from of which nobody has said it
    yet. Answers how many; raises Invalid."""
    sent = Q(uses__draft=draft) | Q(pk__in=[key for key in (draft.video_id, draft.video_cover_id) if key])
    unsaid = Asset.objects.filter(sent, provenance=Provenance.UNKNOWN).distinct()
    return declare(unsaid, by=by, provenance=provenance)


def told(provenance: str) -> str:
    """Where a file that is being brought comes from, as its sender says it; "" for not said. Raises Invalid."""
    if provenance and provenance not in Provenance.values:
        raise Invalid(
            _("没有“%s”这种素材来源。可以写 own（自有）、licensed（已获授权）、ai_generated（AI 生成）。")
            % provenance[:20],
            field="provenance",
        )
    return provenance


def declare_if_unsaid(asset: Asset, *, by: Actor, provenance: str) -> Asset:
    """Keeps what the sender of a file says of it, unless the workspace or the file itself has said something."""
    if told(provenance) and asset.provenance == Provenance.UNKNOWN:
        declare([asset], by=by, provenance=provenance)
    return asset


def checked(assets: Iterable[Asset], by: Actor) -> list[Asset]:
    """The assets, where they are of the actor's workspace and not too many at once. Raises Invalid."""
    chosen = list(assets)
    if len(chosen) > MOST_AT_ONCE:
        raise Invalid(_("一次最多改 %d 个素材，请分几次。") % MOST_AT_ONCE, field="assets")
    if any(asset.workspace_id != by.workspace.pk for asset in chosen):
        raise Invalid(_("没有这个素材，或者它属于别的工作区。"), field="assets")
    return chosen


def tell(assets: Iterable[Asset]) -> None:
    """Announces that more is known of the assets, so that contents with them are judged anew."""
    for asset in assets:
        announcing.announce(facts.ASSET_KNOWN, workspace_id=asset.workspace_id, subject=asset)
