"""The files that a variant shows, its pictures or its video with a cover, as the gate and a connector need them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from chaoxin.compliance.values import MediaFacts, Terms, seen_of
from chaoxin.connectors.manifest import Format
from chaoxin.connectors.values import Picture, Video
from chaoxin.core.refusals import Refusal

from . import marked_files, preflight, recognizing, storage
from .models import Asset, Licence, Variant


class FileMissing(Refusal):
    """A picture or video of the content is no longer in the workspace."""

    code = "picture_missing"


def form_of(variant: Variant) -> Format:
    """The form of post that the variant is written for."""
    return preflight.format_of(variant.channel, variant.format)


def media_in(content: Mapping[str, Any]) -> list[str]:
    """Ids of the assets whose files a content sends out: its video and cover, and its pictures in order."""
    return [*filter(None, (content.get("video"), content.get("cover"))), *content["pictures"]]


def originals_in(content: Mapping[str, Any]) -> list[str]:
    """As `media_in`, with the original in the place of each crop."""
    originals = content.get("originals", {})
    return [originals.get(key, key) for key in media_in(content)]


def chosen_pictures(variant: Variant) -> list[tuple[Asset, str]]:
    """Those of the draft's pictures that the variant takes, uncropped and in order, each with its description; none
    for a form of post that takes a video."""
    if form_of(variant).takes_video:
        return []
    of_draft = {str(entry.asset_id): entry for entry in variant.draft.places()}
    if variant.own_pictures is None:
        return [(entry.asset, entry.alt) for entry in of_draft.values()]
    chosen = [of_draft[key] for key in variant.own_pictures if key in of_draft]
    return [(entry.asset, entry.alt) for entry in chosen]


def pictures_of(variant: Variant) -> list[tuple[Asset, str]]:
    """The pictures that the variant sends, in order, each with its description: cropped where that was chosen. An
    article shows its pictures whole, only its cover is cropped."""
    chosen = chosen_pictures(variant)
    if form_of(variant).takes_html:
        return chosen
    crops = crops_of(variant)
    return [(crops.get(str(asset.pk), asset), alt) for asset, alt in chosen]


def video_of(variant: Variant) -> Asset | None:
    """The video for a form of post that takes one."""
    return variant.draft.video if form_of(variant).takes_video else None


def cover_of(variant: Variant) -> Asset | None:
    """The cover that is sent apart from the pictures: that of a video, where none was chosen the draft's first
    picture; and the crop of an article's, whose cover is otherwise its first picture."""
    form = form_of(variant)
    if not form.takes_video and not form.takes_html:
        return None
    original = next(iter(croppable(variant)), None)
    cropped = crops_of(variant).get(str(original.pk)) if original else None
    return cropped or (original if form.takes_video else None)


def croppable(variant: Variant) -> list[Asset]:
    """The originals in whose place a crop may be sent: the cover of a video or of an article, else the pictures."""
    draft, form = variant.draft, form_of(variant)
    if form.takes_video:
        first = next((entry.asset for entry in draft.places()), None)
        return [asset for asset in (draft.video_cover or first,) if asset]
    chosen = [asset for asset, _alt in chosen_pictures(variant)]
    return chosen[: int(form.needs_cover)] if form.takes_html else chosen


def ratios_of(variant: Variant) -> tuple[str, ...]:
    """The ratios in which the platform shows what `croppable` names, the best first; none where nobody knows."""
    form = form_of(variant)
    return form.cover_ratios if form.takes_video or form.takes_html else form.picture_ratios


def crops_of(variant: Variant) -> dict[str, Asset]:
    """The crops by the ids of their originals. One that is gone leaves its original in its place."""
    if not variant.crops:
        return {}
    rows = Asset.objects.filter(pk__in=variant.crops.values(), workspace=variant.draft.workspace_id)
    found = {str(asset.pk): asset for asset in rows}
    return {key: found[crop] for key, crop in variant.crops.items() if crop in found}


def assets_of(variant: Variant) -> list[Asset]:
    """All assets whose files the variant sends out now."""
    apart = [asset for asset in (video_of(variant), cover_of(variant)) if asset]
    return [*apart, *(asset for asset, _alt in pictures_of(variant))]


def originals_of(variant: Variant) -> dict[str, Asset]:
    """The original of each crop that the variant sends, by the crop's id."""
    sent = {str(asset.pk) for asset in assets_of(variant)} if variant.crops else set()
    crops = {key: crop for key, crop in variant.crops.items() if crop in sent}
    return {crops[str(asset.pk)]: asset for asset in croppable(variant) if str(asset.pk) in crops}


def facts_of(content: Mapping[str, Any], files: Mapping[str, Asset]) -> tuple[MediaFacts, ...]:
    """What the gate is told of a content's files, in the order of `media_in`; `files` are assets by id, with the
    originals of crops, since a crop comes from where its original does and stands under its licence."""
    originals = content.get("originals", {})
    sources = {
        key: files.get(originals.get(key, key), files[key]) for key in media_in(content) if key in files
    }
    terms = _terms_of(sources.values())
    sent = [files[key] for key in sources]
    unreadable, unseen = recognizing.failed(sent), recognizing.unseen(sent)
    return tuple(
        replace(
            _facts(files[key], sources[key], content, terms),
            unreadable=key in unreadable,
            unseen=key in unseen,
        )
        for key in media_in(content)
        if key in files
    )


def _facts(
    asset: Asset, source: Asset, content: Mapping[str, Any], terms: Mapping[UUID, Terms]
) -> MediaFacts:
    key = str(asset.pk)
    return MediaFacts(
        sha256=asset.sha256,
        provenance=source.provenance,
        alt=content.get("alts", {}).get(key, ""),
        key=key,
        name=source.name,
        lines=tuple(seen_of(entry) for entry in asset.lines),
        codes=tuple(seen_of(entry) for entry in asset.codes),
        marked=asset.is_marked,
        stamped=asset.is_stamped,
        terms=terms.get(source.licence_id) if source.licence_id else None,
        brought_by=str(source.uploaded_by_id or ""),
    )


def _terms_of(assets: Iterable[Asset]) -> dict[UUID, Terms]:
    wanted = {asset.licence_id for asset in assets if asset.licence_id}
    rows = Licence.objects.filter(pk__in=wanted) if wanted else []
    return {row.pk: Terms(row.since, row.until, frozenset(row.platforms)) for row in rows}


def as_picture(asset: Asset | None, content: Mapping[str, Any], *, fetch: bool = True) -> Picture:
    """The picture for a connector; its file is at hand where `fetch`, and then bears the hidden mark where a machine
    has made it. Raises FileMissing where it is gone."""
    if asset is None:
        raise missing()
    path = _file_of(asset, fetch=fetch)
    return Picture(
        key=str(asset.pk),
        path=path,
        content_type=asset.content_type,
        width=asset.width,
        height=asset.height,
        size=path.stat().st_size if fetch else asset.size,
        alt=content.get("alts", {}).get(str(asset.pk), ""),
    )


def as_video(asset: Asset | None, *, fetch: bool = True) -> Video:
    """The video for a connector; its file is at hand where `fetch`, marked as pictures are. Raises FileMissing where
    it is gone."""
    if asset is None:
        raise missing()
    path = _file_of(asset, fetch=fetch)
    return Video(
        key=str(asset.pk),
        path=path,
        content_type=asset.content_type,
        size=path.stat().st_size if fetch else asset.size,
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
        return files.local(marked_files.key_for(asset)) if fetch else files.expected(asset.path)
    except FileNotFoundError:
        raise missing() from None


def missing() -> FileMissing:
    """What a content says that cannot be published for want of a file."""
    return FileMissing(_("有一张图片或一段视频的文件找不到了，这份内容不能发布。请重新上传这个素材。"))
