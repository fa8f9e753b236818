"""Pictures of a draft with the visible mark of a machine's work on them: put on, taken back, shown beforehand. The
picture as it came in stays an asset; the stamped one takes its place in the draft and in its variants."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image

from chaoxin.accounts.actor import Actor
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid

from . import cropping, drafting, pictures, recognizing, rendering, stamps, thumbnails
from .cutting import Cut
from .models import Asset, Draft, Variant

STAMP = {"stamp": stamps.WORDS}


def can_bear(asset: Asset) -> bool:
    """Whether `stamp` can put the stamp on it: a picture that lacks it."""
    return asset.kind == Asset.Kind.PICTURE and lacks(asset)


def lacks(asset: Asset) -> bool:
    """Whether a stamp belongs on the asset and is not there: a machine has made it."""
    made = asset.provenance == Asset.Provenance.AI_GENERATED or asset.is_marked
    return made and not asset.is_stamped


def stamp(draft: Draft, asset: Asset, *, by: Actor) -> Asset:
    """Puts the stamp on a picture of the draft, or on its film's cover, and answers the picture that is there now; one
    that has it is answered as it is. Raises Invalid for a film, for what no machine has made, and what
    `stamps.stamped` raises."""
    by.require("draft.write")
    _check_in(draft, asset)
    if asset.is_stamped:
        return asset
    if not can_bear(asset):
        raise Invalid(_("只有来源是“AI 生成”的图片要盖标识。请先在图片下面选好来源。"), field="asset")
    made = with_stamp(asset, by=by)
    _replace(draft, asset, made, by=by)
    return made


def take_off(draft: Draft, asset: Asset, *, by: Actor) -> Asset:
    """Puts the picture without the stamp back in its place, and answers it; one without a stamp is answered as it
    is. Raises Invalid where the original is gone."""
    by.require("draft.write")
    _check_in(draft, asset)
    if not asset.is_stamped:
        return asset
    if asset.source is None:
        raise Invalid(_("盖标识之前的原图已经不在了，改不回去。请重新上传原图。"), field="asset")
    _replace(draft, asset, asset.source, by=by)
    return asset.source


def preview(asset: Asset, width: int) -> bytes:
    """A small WebP of what the picture will look like with the stamp. Raises NotFound, Invalid."""
    with Image.open(thumbnails.thumbnail_of(asset, width)) as small:
        file = io.BytesIO()
        stamps.draw(small).save(file, "WEBP", quality=90)
    return file.getvalue()


def in_text(body: str, shown: Iterable[Asset]) -> str:
    """The Markdown with the keys of the pictures that are shown now, where it names one by its key without the stamp,
    or with a stamp that it no longer has."""
    assets = {rendering.key_of(asset.pk): asset for asset in shown}
    unknown = set(rendering.picture_keys(body)) - assets.keys()
    if not unknown:
        return body
    now = {rendering.key_of(asset.source_id): key for key, asset in assets.items() if asset.source_id}
    for made in Asset.objects.filter(source__in=[asset.pk for asset in assets.values()], derivation=STAMP):
        now[rendering.key_of(made.pk)] = rendering.key_of(made.source_id or made.pk)
    return rendering.with_keys(body, {key: now[key] for key in unknown if key in now})


def _check_in(draft: Draft, asset: Asset) -> None:
    if draft.video_cover_id != asset.pk and not draft.pictures.filter(asset=asset).exists():
        raise Invalid(_("稿件里没有这张图片。请刷新页面后再试。"), field="asset")


def with_stamp(asset: Asset, *, by: Actor) -> Asset:
    """The picture asset that shows the same with the stamp. Raises what `stamps.stamped` raises."""
    standing = asset.derived.filter(workspace=by.workspace, derivation=STAMP).first()
    if standing:
        return standing
    data = stamps.stamped(thumbnails.file_of(asset).read_bytes())
    name = _("%s（带 AI 生成标识）") % asset.name[:130]
    return pictures.take_in(io.BytesIO(data), name=name, by=by, made_from=pictures.MadeFrom(asset, STAMP))


def _replace(draft: Draft, old: Asset, new: Asset, *, by: Actor) -> None:
    """Everything that the draft and its variants send of the one is of the other."""
    crops = {
        variant.pk: cropping.crop(new, cut["ratio"], by=by, cut=Cut(**cut))
        for variant in draft.variants.all()
        if (cut := _cut_of(variant, old))
    }
    with drafting.change_media(draft, by=by) as locked:
        locked.pictures.filter(asset=old).update(asset=new)
        if locked.video_cover_id == old.pk:
            locked.video_cover = new
            locked.save(update_fields=["video_cover"])
        for variant in locked.variants.all():
            _rename(variant, old, new, crops.get(variant.pk))
    recognizing.look_at(new)


def _cut_of(variant: Variant, old: Asset) -> dict[str, Any] | None:
    crop = Asset.objects.filter(pk=variant.crops.get(str(old.pk))).first()
    return crop.derivation.get("crop") if crop else None


def _rename(variant: Variant, old: Asset, new: Asset, crop: Asset | None) -> None:
    before, after = str(old.pk), str(new.pk)
    if variant.own_pictures is not None:
        variant.own_pictures = [after if key == before else key for key in variant.own_pictures]
    variant.crops = {key: made for key, made in variant.crops.items() if key != before}
    if crop is not None:
        variant.crops[after] = str(crop.pk)
    variant.updated_at = clock.now()
    variant.save(update_fields=["own_pictures", "crops", "updated_at"])
