"""When a channel needs a person, and when it no longer does. Each change is announced once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.core import clock
from chaoxin.core.announcing import announce
from chaoxin.core.sentences import joined

from . import facts
from .models import Channel, Grant


def break_grant(channel: Channel, *, sentence: str, generation: int) -> None:
    """Marks the grant as dead, so that nobody acts as the channel until a person has connected it again.
    Does nothing where the grant has changed since `generation`: the failure was of a token that is no longer
    in force."""
    with transaction.atomic():
        broken = Grant.objects.filter(channel=channel, generation=generation, broken_at=None).update(
            broken_at=clock.now(), last_error=sentence
        )
        if broken:
            ask_for_person(channel, sentence=sentence)


def note_revoked(channel: Channel, *, at: datetime, said: str = "") -> None:
    """Marks the grant as dead because somebody withdrew it on the platform at `at`; `said` is how the platform's
    connector puts it. Does nothing where the channel was connected or its token renewed after that, or has no grant:
    the token in force is another one."""
    grant = Grant.objects.filter(channel=channel).first()
    if grant is None or not grant.token or (grant.renewed_at and grant.renewed_at > at):
        return
    sentence = joined(
        said or _("有人在平台上取消了授权。"), _("这个账号现在不能发布和回复，请到账号页重新授权。")
    )
    break_grant(channel, sentence=sentence, generation=grant.generation)


def expire_grant(channel: Channel, *, generation: int) -> str:
    """Marks the grant as dead because its time is over; answers the sentence for people."""
    sentence = _("授权已到期，而平台不提供自动续期。请到账号页重新授权。")
    break_grant(channel, sentence=sentence, generation=generation)
    return sentence


def ask_for_person(channel: Channel, *, sentence: str) -> None:
    """Shows the channel as needing attention, with the reason. The grant stays usable."""
    with transaction.atomic():
        changed = _move(
            channel, {"state": Channel.State.ATTENTION, "attention": sentence}, Channel.State.CONNECTED
        )
        if changed:
            payload = {"sentence": sentence}
            announce(
                facts.CHANNEL_BROKEN, workspace_id=channel.workspace_id, subject=channel, payload=payload
            )
        else:
            _move(channel, {"attention": sentence}, Channel.State.ATTENTION)


def recover(channel: Channel) -> None:
    """Shows the channel as sound again and lets it act; harmless on one that is sound."""
    with transaction.atomic():
        Grant.objects.filter(channel=channel).exclude(broken_at=None).update(broken_at=None, last_error="")
        if _move(channel, {"state": Channel.State.CONNECTED, "attention": ""}, Channel.State.ATTENTION):
            announce(facts.CHANNEL_RECOVERED, workspace_id=channel.workspace_id, subject=channel)


def _move(channel: Channel, values: dict[str, Any], old_state: str) -> bool:
    changed = Channel.objects.filter(pk=channel.pk, state=old_state).update(**values)
    if changed:
        for name, value in values.items():
            setattr(channel, name, value)
    return bool(changed)
