"""Trying an account of the sandbox: a small post that goes the way of every other, through review and plan."""

from __future__ import annotations

import io
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from PIL import Image

from chaoxin.accounts.actor import Actor
from chaoxin.channels.models import Channel
from chaoxin.connectors.manifest import Format
from chaoxin.core import clock
from chaoxin.core.refusals import Refusal

from . import adapting, drafting, pictures, preflight, recognizing, reviewing
from . import provenance as origins
from .models import Asset, Draft, Variant

PICTURE_SIZE = (900, 900)
PICTURE_COLOR = (47, 111, 119)


class NothingToTry(Refusal):
    """The account cannot be tried in this way."""

    code = "nothing_to_try"


@dataclass(frozen=True)
class Trial:
    """The draft of a trial; `sentence` says what has to be completed by hand before it can be submitted, "" where it
    waits for review."""

    draft: Draft
    sentence: str = ""


def obstacle(channel: Channel) -> str:
    """Why nothing can be tried on the channel, "" where something can."""
    if channel.environment != Channel.Environment.SANDBOX:
        return _("这是正式账号，发出去的内容所有人都看得到，所以不提供试发。")
    if channel.state == Channel.State.DISCONNECTED:
        return _("账号已断开，重新接入后才能试发。")
    if _form_of(channel) is None:
        return _("这个账号只能发视频或不能发布，请自己写一份稿件来试。")
    return ""


def begin(channel: Channel, *, by: Actor) -> Trial:
    """Writes a small draft for the channel and submits it for review. Raises NothingToTry."""
    form = _form_of(channel)
    if (sentence := obstacle(channel)) or form is None:
        raise NothingToTry(sentence)
    local = clock.now().astimezone(ZoneInfo(by.workspace.timezone)).strftime("%m-%d %H:%M")
    draft = drafting.create(
        by=by,
        title=_("试发 %s") % local,
        body=_("这是一条试发内容，用来确认审核、排期和发布都能走通。"),
        link=_last_link(channel) if form.needs_link else "",
    )
    if form.needs_cover or form.needs_picture:
        taken = pictures.take_in(_picture(), name="trial.png", by=by)
        origins.declare_if_unsaid(taken, by=by, provenance=Asset.Provenance.OWN)
        recognizing.note_drawn(taken)
        pictures.attach(draft, taken, by=by)
    adapting.add(draft, channel, by=by, form_key=form.key)
    draft.refresh_from_db()
    try:
        reviewing.submit_for_review(draft, by=by, note=_("沙盒账号试发"))
    except reviewing.NotFit as refusal:
        return Trial(draft, refusal.sentence)
    return Trial(draft)


def _form_of(channel: Channel) -> Format | None:
    return next((form for form in preflight.formats_of(channel) if not form.takes_video), None)


def _last_link(channel: Channel) -> str:
    """The link of the channel's latest draft: one that its platform takes."""
    linked = Variant.objects.filter(channel=channel).exclude(draft__link="").order_by("-created_at")
    return str(linked.values_list("draft__link", flat=True).first() or "")


def _picture() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", PICTURE_SIZE, PICTURE_COLOR).save(file, "PNG")
    file.seek(0)
    return file
