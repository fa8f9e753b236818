"""A draft's video and its cover."""

from __future__ import annotations

import io

from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.core.refusals import Invalid

from . import drafting, frames, pictures, recognizing, stamping, storage
from .models import Asset, Draft

Kind = Asset.Kind


def put_in(draft: Draft, asset: Asset, *, by: Actor) -> Draft:
    """Makes it the draft's video; another takes the place of the first, and the cover goes with it unless one was
    encoded anew from the other. Raises Invalid for a picture, and what `drafting.change` raises."""
    if asset.kind != Kind.VIDEO or asset.workspace_id != draft.workspace_id:
        raise Invalid(_("这个素材不是视频。图片请加到图片里。"), field="asset")
    with drafting.change_media(draft, by=by) as locked:
        if locked.video_id != asset.pk:
            cover = locked.video_cover if _show_the_same(locked.video, asset) else None
            locked.video, locked.video_cover = asset, cover
            locked.save(update_fields=["video", "video_cover"])
    return locked


def take_out(draft: Draft, *, by: Actor) -> Draft:
    """Leaves the draft without a video; harmless on one that has none. The file stays in the workspace."""
    with drafting.change_media(draft, by=by) as locked:
        locked.video, locked.video_cover = None, None
        locked.save(update_fields=["video", "video_cover"])
    return locked


def choose_cover(draft: Draft, cover: Asset | None, *, by: Actor) -> Draft:
    """Makes a picture of the workspace the video's cover; None leaves it to the draft's first picture. Raises
    Invalid for a video."""
    if cover is not None and (cover.kind != Kind.PICTURE or cover.workspace_id != draft.workspace_id):
        raise Invalid(_("封面要选一张图片，或者从视频里截一帧。"), field="cover")
    with drafting.change_media(draft, by=by) as locked:
        if cover is not None:
            recognizing.look_at(cover)
        locked.video_cover = cover
        locked.save(update_fields=["video_cover"])
    return locked


def cover_at(draft: Draft, seconds: float, *, by: Actor) -> Draft:
    """Makes what the draft's video shows at that moment its cover. Raises Invalid where it has no video or the
    picture cannot be decoded."""
    by.require("draft.write")
    video = Asset.objects.filter(pk__in=Draft.objects.filter(pk=draft.pk).values("video")).first()
    if video is None:
        raise Invalid(_("这篇稿件还没有视频，先上传视频再选封面。"), field="at")
    return choose_cover(draft, frame_of(video, seconds, by=by), by=by)


def frame_of(video: Asset, seconds: float, *, by: Actor) -> Asset:
    """A picture asset of what the video shows at that moment; the same moment gives the same asset. Of a video with
    the mark of a machine's work it is the original's picture with a mark of its own, which can be taken off and stays
    whole when it is cropped."""
    original = original_of(video)
    if video.is_stamped and original != video:
        return stamping.with_stamp(frame_of(original, seconds, by=by), by=by)
    seconds = min(max(0.0, seconds), max(0.0, video.seconds))
    shown = frames.grab(storage.files().local(video.path), seconds)
    name = _("%(name)s 第 %(seconds).1f 秒") % {"name": video.name[:120], "seconds": seconds}
    taken = pictures.take_in(io.BytesIO(frames.jpeg(shown)), name=name, by=by)
    if taken.source_id is None and not taken.derivation:
        taken.source, taken.derivation, taken.provenance = video, {"at": round(seconds, 3)}, video.provenance
        taken.licence, taken.made_with = video.licence, video.made_with
        taken.save(update_fields=["source", "derivation", "provenance", "licence", "made_with"])
    return taken


def original_of(video: Asset) -> Asset:
    """The video that this one was encoded anew from; itself where it was not, or where that one is gone."""
    return video.source if video.source and "recoded" in video.derivation else video


def _show_the_same(one: Asset | None, other: Asset) -> bool:
    return one is not None and original_of(one) == original_of(other)
