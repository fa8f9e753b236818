"""Whether the account behind a grant is still the one that the channel stands for."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from chaoxin.connectors.errors import Reconnect
from chaoxin.connectors.values import Identity
from chaoxin.core import clock

from . import attention
from .models import Channel
from .sessions import Session

# A time that people read; a burst of posts need not write it for each.
NOTE_EVERY = timedelta(minutes=1)


class IdentityMismatch(Reconnect):
    """The platform says that somebody else stands behind the grant; nothing may be done with it."""


def check_identity(session: Session) -> None:
    """Asks the platform who stands behind the session's grant and compares. Raises IdentityMismatch after
    marking the channel, and the errors of `Session.call`."""
    channel = session.channel
    identity = session.call(lambda connector, account: connector.connect.identify(account))
    if identity.external_id != channel.external_id:
        sentence = mismatch_sentence(channel, identity)
        attention.break_grant(channel, sentence=sentence, generation=session.generation)
        raise IdentityMismatch(sentence)
    _note_checked(channel)


def mismatch_sentence(channel: Channel, identity: Identity) -> str:
    """What to tell a person about a grant of somebody else."""
    sentence = _(
        "授权对应的账号是“%(found)s”，而这里登记的是“%(expected)s”（%(id)s）。为避免发错账号，已停止使用这份授权。"
        "请用“%(expected)s”重新授权；要接入“%(found)s”，请另外添加账号。"
    )
    found = identity.name or identity.external_id
    return sentence % {"found": found, "expected": channel.name, "id": channel.external_id}


def _note_checked(channel: Channel) -> None:
    now = clock.now()
    last = channel.identity_checked_at
    if last is None or last <= now - NOTE_EVERY:
        channel.identity_checked_at = now
        Channel.objects.filter(pk=channel.pk).update(identity_checked_at=now)
