"""The files that a variant shows, its pictures or its video with a cover, as the gate and a connector need them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from chaoxin.compliance.values import MediaFacts
from chaoxin.connectors.values import Picture, Video
from chaoxin.core.refusals import Refusal

from . import preflight, storage
from .models import Asset, Variant


class FileMissing(Refusal):
    """A picture or video of the content is no longer in the workspace."""

    code = "picture_missing"


def media_in(content: Mapping[str, Any]) -> list[str]:
    """Ids of the assets whose files a content sends out: its video and cover, and its pictures in order."""
    return [*filter(None, (content.get("video"), content.get("cover"))), *content["pictures"]]


def pictures_of(variant: Variant) -> list[tuple[Asset, str]]:
    """The variant's pictures in order, each with its description; none for a form of post that takes a video."""
    if preflight.format_of(variant.channel, variant.format).takes_video:
        return []
    of_draft = {str(entry.asset_id): entry for entry in variant.draft.places()}
    if variant.own_pictures is None:
        return [(entry.asset, entry.alt) for entry in of_draft.values()]
    chosen = [of_draft[key] for key in variant.own_pictures if key in of_draft]
    return [(entry.asset, entry.alt) for entry in chosen]


def video_of(variant: Variant) -> tuple[Asset | None, Asset | None]:
    """The video and its cover for a form of post that takes one; where no cover was chosen, the draft's first
    picture is it."""
    draft = variant.draft
    if not preflight.format_of(variant.channel, variant.format).takes_video:
        return None, None
    first = next((entry.asset for entry in draft.places()), None)
    return draft.video, draft.video_cover or first


def assets_of(variant: Variant) -> list[Asset]:
    """All assets whose files the variant sends out now."""
    return [*filter(None, video_of(variant)), *(asset for asset, _alt in pictures_of(variant))]


def facts_of(content: Mapping[str, Any], files: Mapping[str, Asset]) -> tuple[MediaFacts, ...]:
    """What the gate is told of a content's files, in the order of `media_in`; `files` are assets by id."""
    alts = content.get("alts", {})
    return tuple(
        MediaFacts(files[key].sha256, files[key].provenance, alts.get(key, ""))
        for key in media_in(content)
        if key in files
    )


def as_picture(asset: Asset | None, content: Mapping[str, Any], *, fetch: bool = True) -> Picture:
    """The picture for a connector; its file is at hand where `fetch`. Raises FileMissing where it is gone."""
    if asset is None:
        raise _missing()
    return Picture(
        key=str(asset.pk),
        path=_file_of(asset, fetch=fetch),
        content_type=asset.content_type,
        width=asset.width,
        height=asset.height,
        size=asset.size,
        alt=content.get("alts", {}).get(str(asset.pk), ""),
    )


def as_video(asset: Asset | None, *, fetch: bool = True) -> Video:
    """The video for a connector; its file is at hand where `fetch`. Raises FileMissing where it is gone."""
    if asset is None:
        raise _missing()
    return Video(
        key=str(asset.pk),
        path=_file_of(asset, fetch=fetch),
        content_type=asset.content_type,
        size=asset.size,
        width=asset.width,
        height=asset.height,
        seconds=asset.seconds,
        video_codec=asset.video_codec,
        audio_codec=asset.audio_codec,
        frame_rate=asset.frame_rate,
        bit_rate=asset.bit_rate,
    )


def _file_of(asset: Asset, *, fetch: bool) -> Path:
    files = storage.files()
    try:
        return files.local(asset.path) if fetch else files.expected(asset.path)
    except FileNotFoundError:
        raise _missing() from None


def _missing() -> FileMissing:
    return FileMissing(_("有一张图片或一段视频的文件找不到了，这份内容不能发布。请重新上传这个素材。"))
