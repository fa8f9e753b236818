"""Pictures: taken in by what they are and not by what they are called, put into drafts, put in order."""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.core.refusals import Invalid

from . import drafting, locations, recognizing, storage, uploads
from . import provenance as origins
from .models import Asset, Draft, DraftPicture

LARGEST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 60_000_000
MOST_FRAMES = 400
MOST_PIXELS_OF_ALL_FRAMES = 1_000_000_000
MOST_PICTURES = 35
TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}
SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}
Provenance = Asset.Provenance


class Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True)
class Inspected:
    """What a picture file really is. Width and height are as it is shown."""

    content_type: str
    width: int
    height: int


@dataclass(frozen=True)
class MadeFrom:
    """The asset that a picture was made from, and how, as `Asset.derivation` says it."""

    source: Asset
    derivation: dict[str, Any]


def take_in(file: Readable, *, name: str, by: Actor, made_from: MadeFrom | None = None) -> Asset:
    """Keeps a picture in the workspace; the same picture again is the same asset. The place where it was taken is
    removed from the file. One made from another asset has its provenance. Raises Invalid for what is no picture,
    too large or damaged."""
    by.require("draft.write")
    data = file.read(LARGEST_BYTES + 1)
    if len(data) > LARGEST_BYTES:
        raise _invalid(_("图片超过 20 MB，请压缩后再传。"))
    found = inspect(data)
    data = locations.without_location(data, found.content_type)
    digest = hashlib.sha256(data).hexdigest()
    standing = Asset.objects.filter(workspace=by.workspace, sha256=digest).first()
    path = f"{by.workspace.pk}/{digest[:2]}/{digest}.{SUFFIXES[found.content_type]}"
    _keep(data, path)
    if standing:
        return standing
    asset = Asset(
        workspace=by.workspace,
        path=path,
        sha256=digest,
        content_type=found.content_type,
        width=found.width,
        height=found.height,
        size=len(data),
        name=uploads.clean_name(name),
        provenance=_provenance(data, made_from),
        is_marked=locations.is_marked_generated(data),
        uploaded_by=by.membership,
    )
    if made_from:
        asset.source, asset.derivation = made_from.source, made_from.derivation
        asset.licence, asset.made_with = made_from.source.licence, made_from.source.made_with
    return _save(asset, by=by)


def inspect(data: bytes) -> Inspected:
    """Reads a picture as far as needed to know that it is one. Raises Invalid."""
    try:
        with Image.open(io.BytesIO(data), formats=list(TYPES)) as picture:
            content_type = TYPES[str(picture.format)]
            _check_pixels(picture)
            picture.load()
            found = Inspected(content_type, *locations.upright_size(picture))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _invalid(_("图片的像素太多，请把它缩小到 6000 万像素以内再传。")) from None
    except UnidentifiedImageError:
        raise _invalid(_("这个文件不是图片，或者格式不支持。请传 JPG、PNG、GIF 或 WebP。")) from None
    except Invalid:
        raise
    except Exception:
        raise _invalid(_("图片文件损坏，打不开。请重新导出后再传。")) from None
    return found


def attach(draft: Draft, asset: Asset, *, by: Actor, alt: str = "") -> DraftPicture:
    """Puts a picture at the end of the draft's; one that is there already stays where it is. Raises Invalid when
    the draft is full, and what `drafting.change_media` raises."""
    if asset.kind != Asset.Kind.PICTURE:
        raise _invalid(_("这个素材是视频，不能当图片用。请加到稿件的视频里。"))
    with drafting.change_media(draft, by=by) as locked:
        standing = locked.pictures.filter(asset=asset).first()
        if standing:
            return standing
        count = locked.pictures.count()
        if count >= MOST_PICTURES:
            raise _invalid(_("一篇稿件最多 %(most)d 张图片。请先删去几张。") % {"most": MOST_PICTURES})
        recognizing.look_at(asset)
        return DraftPicture.objects.create(draft=locked, asset=asset, position=count, alt=alt)


def reorder(draft: Draft, assets: Sequence[UUID], *, by: Actor) -> None:
    """Puts the draft's pictures in this order; the first is the cover. Pictures not named follow in their old
    order, names of others are passed over."""
    with drafting.change_media(draft, by=by) as locked:
        places = {asset: place for place, asset in enumerate(assets)}
        pictures = sorted(
            locked.pictures.all(), key=lambda entry: (places.get(entry.asset_id, len(places)), entry.position)
        )
        for place, entry in enumerate(pictures):
            entry.position = place
        DraftPicture.objects.bulk_update(pictures, ["position"])


def detach(draft: Draft, asset: Asset, *, by: Actor) -> None:
    """Takes a picture out of the draft; harmless where it is not in it. Its file stays in the workspace."""
    with drafting.change_media(draft, by=by) as locked:
        locked.pictures.filter(asset=asset).delete()
        pictures = list(locked.pictures.all())
        for place, entry in enumerate(pictures):
            entry.position = place
        DraftPicture.objects.bulk_update(pictures, ["position"])


def describe(draft: Draft, asset: Asset, *, by: Actor, alt: str, provenance: str) -> Asset:
    """Sets a picture's description in this draft and where it comes from (for the whole workspace). Raises Invalid
    for an unknown provenance."""
    with drafting.change_media(draft, by=by) as locked:
        origins.declare([asset], by=by, provenance=provenance)
        locked.pictures.filter(asset=asset).update(alt=alt.strip()[:120])
    return asset


def _provenance(data: bytes, made_from: MadeFrom | None) -> str:
    if made_from:
        return made_from.source.provenance
    return Provenance.AI_GENERATED if locations.is_marked_generated(data) else Provenance.UNKNOWN


def _check_pixels(picture: Image.Image) -> None:
    pixels = picture.width * picture.height
    if pixels > MOST_PIXELS:
        raise Image.DecompressionBombError
    frames = getattr(picture, "n_frames", 1)
    if frames > MOST_FRAMES or frames * pixels > MOST_PIXELS_OF_ALL_FRAMES:
        raise _invalid(_("动图的帧数太多，请减到 400 帧以内再传。"))


def _keep(data: bytes, key: str) -> None:
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        storage.files().put(Path(file.name), key)


def _save(asset: Asset, *, by: Actor) -> Asset:
    try:
        with transaction.atomic():
            asset.save(force_insert=True)
            detail = {"name": asset.name, "sha256": asset.sha256, "size": asset.size}
            auditing.record("asset.take_in", by=by, subject=asset, detail=detail)
    except IntegrityError:
        return Asset.objects.get(workspace=asset.workspace, sha256=asset.sha256)
    return asset


def _invalid(sentence: str) -> Invalid:
    return Invalid(sentence, field="file", code="picture_refused")
