"""Crops: a picture in a ratio that a platform shows, in the place of the original in one variant."""

from __future__ import annotations

import io
from collections.abc import Callable

from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid

from . import adapting, cutting, drafting, media, pictures, recognizing, stamps, states, storage, thumbnails
from .cutting import Cut
from .models import Asset, Variant


def crop(
    asset: Asset,
    ratio: str,
    *,
    by: Actor,
    cut: Cut | None = None,
    focus: tuple[float, float] = cutting.CENTER,
) -> Asset:
    """The picture in that ratio as an asset of its own, whose `source` is the original; without a cut, as much of it
    as there is around the focus point. The same crop again is the same asset. Raises Invalid for a video, a moving
    picture, a ratio that is none, and a cut that is too small or outside; NotFound where the file is gone."""
    by.require("draft.write")
    if asset.kind != Asset.Kind.PICTURE or asset.workspace_id != by.workspace.pk:
        raise Invalid(_("只有图片能裁剪。"), field="asset")
    data = thumbnails.file_of(asset).read_bytes()
    cut = cut or cutting.largest(cutting.upright_size(data), ratio, focus)
    cutting.check(cut)
    derivation = {"crop": cut.as_json(), **_stamp_of(asset)}
    standing = asset.derived.filter(workspace=by.workspace, derivation=derivation).first()
    if standing and storage.files().has(standing.path):
        return standing
    name = _("%(name)s 裁成 %(ratio)s") % {"name": asset.name[:120], "ratio": ratio}
    made_from = pictures.MadeFrom(asset, derivation)
    return pictures.take_in(io.BytesIO(_cut_out(asset, data, cut)), name=name, by=by, made_from=made_from)


def use(
    variant: Variant,
    original: Asset,
    ratio: str,
    *,
    by: Actor,
    cut: Cut | None = None,
    focus: tuple[float, float] = cutting.CENTER,
) -> Variant:
    """Lets the variant send a crop in the place of that picture of the draft or cover of its video; another crop
    takes the place of the first. Raises Invalid for a picture that the variant does not send and a ratio that its
    platform does not show, and what `crop` and `drafting.change` raise."""
    by.require("draft.write")
    adapting.check_channel(variant.channel, by)
    states.check_editable(variant.draft)
    if original.pk not in [asset.pk for asset in media.croppable(variant)]:
        raise Invalid(
            _("这个账号的版本不发这张图片，或者它在这里不用裁剪。请刷新页面后再看。"), field="asset"
        )
    if ratio not in media.ratios_of(variant):
        raise Invalid(_("这个平台不按这个比例显示。请从列表里选。"), field="ratio")
    made = crop(original, ratio, by=by, cut=cut, focus=focus)
    recognizing.look_at(made)
    return _change(variant, lambda crops: {**crops, str(original.pk): str(made.pk)}, by=by)


def undo(variant: Variant, original: Asset, *, by: Actor) -> Variant:
    """Lets the variant send the original again; harmless where it does. The crop's file stays in the workspace."""
    by.require("draft.write")
    adapting.check_channel(variant.channel, by)
    key = str(original.pk)
    return _change(variant, lambda crops: {name: crops[name] for name in crops if name != key}, by=by)


def _stamp_of(asset: Asset) -> dict[str, str]:
    return {"stamp": asset.derivation["stamp"]} if asset.is_stamped else {}


def _cut_out(asset: Asset, data: bytes, cut: Cut) -> bytes:
    """The cut of the picture; of one with a stamp, the cut of what it was made from, with the stamp in its corner."""
    if not asset.is_stamped:
        return cutting.cut_out(data, cut)
    whole = thumbnails.file_of(asset.source).read_bytes() if asset.source else data
    return stamps.stamped(cutting.cut_out(whole, cut))


def _change(variant: Variant, changed: Callable[[dict[str, str]], dict[str, str]], *, by: Actor) -> Variant:
    with drafting.change(variant.draft, by=by) as locked:
        current = Variant.objects.select_related("channel").get(pk=variant.pk, draft=locked)
        crops = changed(current.crops)
        if crops != current.crops:
            current.crops, current.updated_at = crops, clock.now()
            current.save(update_fields=["crops", "updated_at"])
            drafting.keep(locked, by=by, automatic=True)
    current.draft = locked
    return current
