"""Know who writes: one identity per channel and platform id, with a person behind it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from chaoxin.channels.models import Channel
from chaoxin.connectors.values import Sender
from chaoxin.core import announcing

from . import facts, naming
from .models import Identity, Person


def meet(channel: Channel, sender: Sender, *, at: datetime, follows: bool | None = None) -> Identity:
    """The identity of a sender on a channel, made with a person at the first meeting; name, picture and the last
    time seen are brought up to date. A person whom the team has not named is called as the platform calls him. `at` is
    aware. Safe to repeat and to call from several workers at once."""
    identity = _find(channel, sender)
    if identity is None:
        try:
            with transaction.atomic():
                return _first_meeting(channel, sender, at=at, follows=follows)
        except IntegrityError:
            identity = _find(channel, sender)
            assert identity is not None
    _refresh(identity, sender, at=at, follows=follows)
    return identity


def _find(channel: Channel, sender: Sender) -> Identity | None:
    found = Identity.objects.filter(channel=channel, external_id=sender.external_id)
    return found.select_related("person").first()


def _first_meeting(channel: Channel, sender: Sender, *, at: datetime, follows: bool | None) -> Identity:
    name = sender.name or naming.stand_in(sender.external_id)
    person = Person.objects.create(workspace=channel.workspace, name=name[:120], last_seen_at=at)
    identity = Identity.objects.create(
        person=person,
        channel=channel,
        external_id=sender.external_id,
        name=sender.name[:120],
        avatar_url=sender.avatar_url[:500],
        follows=follows,
        first_seen_at=at,
        last_seen_at=at,
    )
    announcing.announce(facts.MET, workspace_id=channel.workspace_id, subject=person)
    return identity


def _refresh(identity: Identity, sender: Sender, *, at: datetime, follows: bool | None) -> None:
    changes: dict[str, object] = {}
    if at > identity.last_seen_at:
        changes["last_seen_at"] = at
    if sender.name and sender.name != identity.name:
        changes["name"] = sender.name[:120]
    if sender.avatar_url and sender.avatar_url != identity.avatar_url:
        changes["avatar_url"] = sender.avatar_url[:500]
    if follows is not None and follows != identity.follows and at >= identity.first_seen_at:
        changes["follows"] = follows
    if changes:
        _change(identity, changes, at=at)


@transaction.atomic
def _change(identity: Identity, changes: dict[str, object], *, at: datetime) -> None:
    if "name" in changes:
        _rename_person(identity, str(changes["name"]))
    Identity.objects.filter(pk=identity.pk).update(**changes)
    for name, value in changes.items():
        setattr(identity, name, value)
    if "last_seen_at" in changes:
        Person.objects.filter(pk=identity.person_id).exclude(last_seen_at__gt=at).update(last_seen_at=at)


def _rename_person(identity: Identity, name: str) -> None:
    """Gives the person the new name, unless the team has named him or he goes by his name on another channel."""
    called = identity.name or naming.stand_in(identity.external_id)
    renamed = Person.objects.filter(pk=identity.person_id, name=called[:120]).update(name=name)
    if renamed:
        identity.person.name = name
        workspace = identity.channel.workspace_id
        announcing.announce(facts.CHANGED, workspace_id=workspace, subject=identity.person)
