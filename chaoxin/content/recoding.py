"""Having a video encoded anew: asked for by a person, made by a worker, the original stays."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.connectors.values import Problem
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid, NotAllowed, Refusal

from . import packing, stamping, stamps, uploads, videos
from .encoding import AUDIO_BIT_RATE, Wanted
from .models import Asset, Draft, Recoding, Variant

State, Preset = Recoding.State, Recoding.Preset
PRESETS = {
    Preset.FULL: Wanted(short_side=1080, bit_rate=8_000_000, frame_rate=60),
    Preset.SMALL: Wanted(short_side=720, bit_rate=4_000_000, frame_rate=60),
}
MOST_UNDER_WAY = 10
# What connectors say of a video that another encoding puts right.
HEALED = frozenset({"video_type", "video_too_large", "video_frame_rate", "video_bit_rate"})


def begin(video: Asset, preset: str, *, by: Actor, draft: Draft | None = None) -> Recoding:
    """Has the video encoded anew, from its original where it was itself made so; asking again while it is under way,
    or after it was made, answers the same. What the platforms want (`Preset.PLATFORMS`) is read from the draft's
    variants, and so it is for the stamp of a machine's work (`Preset.STAMPED`) where the draft is told; what is made
    of a stamped video has it too. Raises Invalid for what is no video or no preset and for a stamp on what no machine
    has made, Refusal where too many are under way, the same preset is under way otherwise, or the disk is full."""
    by.require("draft.write")
    if by.membership is None:
        raise NotAllowed(_("转码要有一个具体的人来发起，系统不会自己转码。"))
    if video.kind != Asset.Kind.VIDEO or video.workspace_id != by.workspace.pk:
        raise Invalid(_("只有视频能转码，这个素材不是视频。"), field="asset")
    wanted = _wanted(preset, draft)
    if video.is_stamped:
        wanted = replace(wanted, stamp=stamps.WORDS)
    elif wanted.stamp and not stamping.lacks(video):
        raise Invalid(_("只有来源是“AI 生成”的视频要盖标识。请先在视频下面选好来源。"), field="asset")
    video = videos.original_of(video)
    if standing := _standing(video, preset, wanted):
        return standing
    _check_room(video, wanted, by)
    try:
        with transaction.atomic():
            return Recoding.objects.create(
                workspace=by.workspace,
                asked_by=by.membership,
                asset=video,
                preset=preset,
                wanted=wanted.as_json(),
            )
    except IntegrityError:
        if standing := _standing(video, preset, wanted):
            return standing
        raise Refusal(
            _("同一规格正在按另一种要求转码。请等它转完再要，或者先取消那一次。"), code="recoding_under_way"
        ) from None


def cancel(recoding: Recoding, *, by: Actor) -> Recoding:
    """Stops it; the worker lets go of it within seconds. Harmless on one that has ended: what was made stays."""
    by.require("draft.write")
    Recoding.objects.filter(pk=recoding.pk, state=State.UNDER_WAY).update(
        state=State.CANCELLED, ended_at=clock.now(), leased_until=clock.now()
    )
    recoding.refresh_from_db()
    return recoding


def troubles_of(variants: Iterable[Variant]) -> list[Problem]:
    """What platforms say against the variants' video that another encoding puts right."""
    return troubles_in(problem for variant in variants for problem in packing.problems(variant))


def troubles_in(problems: Iterable[Problem]) -> list[Problem]:
    """Those of the problems that another encoding of the video puts right."""
    return [problem for problem in problems if problem.field == "video" and problem.code in HEALED]


def _wanted(preset: str, draft: Draft | None) -> Wanted:
    if preset in PRESETS:
        return PRESETS[Preset(preset)]
    if preset == Preset.STAMPED:
        return replace(_fitting(draft) if draft else PRESETS[Preset.FULL], stamp=stamps.WORDS)
    if preset != Preset.PLATFORMS:
        raise Invalid(_("没有这种规格。可以选 1080p、720p、按平台要求，或者带 AI 生成标识。"), field="preset")
    if draft is None:
        raise Invalid(_("按平台要求转码，要说明是哪篇稿件。"), field="draft")
    return _fitting(draft)


def _fitting(draft: Draft) -> Wanted:
    return fitted(troubles_of(draft.variants.select_related("channel", "draft")))


def fitted(troubles: Iterable[Problem]) -> Wanted:
    """The full size within all limits that the troubles name."""
    wanted = PRESETS[Preset.FULL]
    for trouble in troubles:
        if not trouble.limit:
            continue
        if trouble.code == "video_too_large":
            most = min(wanted.most_bytes or trouble.limit, trouble.limit)
            wanted = replace(wanted, most_bytes=most)
        elif trouble.code == "video_frame_rate":
            wanted = replace(wanted, frame_rate=min(wanted.frame_rate, trouble.limit))
        elif trouble.code == "video_bit_rate":
            wanted = replace(wanted, bit_rate=min(wanted.bit_rate, trouble.limit))
    return wanted


def _standing(video: Asset, preset: str, wanted: Wanted) -> Recoding | None:
    same = Recoding.objects.filter(asset=video, preset=preset).order_by("-created_at")
    made = same.filter(state=State.DONE, wanted=wanted.as_json(), result__isnull=False)
    return same.filter(state=State.UNDER_WAY, wanted=wanted.as_json()).first() or made.first()


def _check_room(video: Asset, wanted: Wanted, by: Actor) -> None:
    under_way = Recoding.objects.filter(workspace=by.workspace, state=State.UNDER_WAY).count()
    if under_way >= MOST_UNDER_WAY:
        raise Refusal(_("已有 10 段视频在排队转码。请等它们转完，或先取消几段。"), code="too_many_recodings")
    octets = video.seconds * (wanted.bit_rate + AUDIO_BIT_RATE) / 8
    if shutil.disk_usage(settings.MEDIA_ROOT).free < octets + uploads.KEPT_FREE_BYTES:
        raise Refusal(_("服务器的磁盘放不下转码后的文件。请联系管理员清理磁盘。"), code="disk_full")
