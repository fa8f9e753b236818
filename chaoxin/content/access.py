"""The only way to drafts, their variants and pictures for doors: what is not yours is not found."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.channels.access import channels_of, sees_all_channels
from chaoxin.core.refusals import NotFound

from .models import Asset, Draft, Licence, Recoding, Recognition, Upload, Variant, Version


def drafts_of(actor: Actor) -> QuerySet[Draft]:
    """Drafts that the actor may see, last changed first. A member limited to channel groups sees drafts for
    channels of his groups, drafts without a channel, and his own."""
    found = Draft.objects.filter(workspace=actor.workspace).select_related(
        "author__user", "objective", "campaign", "workspace", "video", "video_cover"
    )
    if sees_all_channels(actor):
        return found
    variants = Variant.objects.filter(draft=OuterRef("pk"))
    mine = variants.filter(channel__in=channels_of(actor))
    return found.filter(Q(author=actor.membership) | Exists(mine) | ~Exists(variants))


def draft_for(actor: Actor, pk: UUID) -> Draft:
    """One draft that the actor may see. Raises NotFound."""
    found = drafts_of(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这篇稿件，或者它不在你能查看的范围里。请回到稿件列表查看。"))
    return found


def variants_of(actor: Actor, draft: Draft) -> QuerySet[Variant]:
    """The draft's variants for channels that the actor may use, in the order in which they were added."""
    return (
        Variant.objects.filter(draft=draft, channel__in=channels_of(actor))
        .select_related("channel", "draft__workspace", "draft__author__user")
        .order_by("created_at", "id")
    )


def address_of(draft: Draft) -> str:
    """The page on which a person sees the draft."""
    return reverse("content:draft", args=[draft.workspace.slug, draft.pk])


def variant_for(actor: Actor, pk: UUID) -> Variant:
    """One variant of a channel that the actor may use. Raises NotFound."""
    found = (
        Variant.objects.filter(pk=pk, draft__workspace=actor.workspace, channel__in=channels_of(actor))
        .select_related("channel", "draft__workspace", "draft__author__user")
        .first()
    )
    if found is None:
        raise NotFound(_("没有这个分发版本，或者它的账号不在你能使用的分组里。"))
    return found


def version_for(draft: Draft, number: int) -> Version:
    """One kept version of a draft. Raises NotFound."""
    found = draft.versions.select_related("by__user").filter(number=number).first()
    if found is None:
        raise NotFound(_("没有这个版本。自动保存的中间版本会合并，请从版本列表里选。"))
    return found


def assets_of(actor: Actor) -> QuerySet[Asset]:
    """Pictures and videos of the actor's workspace, newest first."""
    return Asset.objects.filter(workspace=actor.workspace).order_by("-created_at", "-id")


def asset_for(actor: Actor, pk: UUID) -> Asset:
    """One picture or video of the actor's workspace. Raises NotFound."""
    found = assets_of(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个素材，或者它属于别的工作区。"))
    return found


def upload_for(actor: Actor, pk: UUID) -> Upload:
    """One upload that the actor has begun. Raises NotFound."""
    found = Upload.objects.filter(workspace=actor.workspace, uploaded_by=actor.membership, pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个上传，或者它已经过期。请重新选择文件。"))
    return found


def recognition_for(actor: Actor, pk: UUID) -> Recognition:
    """One look into an asset of the actor's workspace. Raises NotFound."""
    found = Recognition.objects.select_related("asset").filter(workspace=actor.workspace, pk=pk).first()
    if found is None:
        raise NotFound(_("没有这次识别，或者它结束太久，记录已经清掉了。"))
    return found


def licences_of(actor: Actor) -> QuerySet[Licence]:
    """Licences of the actor's workspace, those that end first in front."""
    return Licence.objects.filter(workspace=actor.workspace).order_by(
        F("until").asc(nulls_last=True), "-created_at"
    )


def licence_for(actor: Actor, pk: UUID) -> Licence:
    """One licence of the actor's workspace. Raises NotFound."""
    found = licences_of(actor).select_related("workspace").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这条授权记录，或者它属于别的工作区。"))
    return found


def recoding_for(actor: Actor, pk: UUID) -> Recoding:
    """One encoding anew in the actor's workspace. Raises NotFound."""
    found = (
        Recoding.objects.select_related("asset", "result").filter(workspace=actor.workspace, pk=pk).first()
    )
    if found is None:
        raise NotFound(_("没有这次转码，或者它结束太久，记录已经清掉了。"))
    return found
