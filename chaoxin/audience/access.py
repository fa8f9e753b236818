"""The only way to people for doors: those met on channels that the actor may use."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.channels.access import channels_of
from chaoxin.core.refusals import NotFound

from .models import Identity, Person


def people_of(actor: Actor) -> QuerySet[Person]:
    """People of the actor's workspace whom one of his channels knows, last seen first."""
    known = Identity.objects.filter(person=OuterRef("pk"), channel__in=channels_of(actor))
    return Person.objects.filter(Exists(known), workspace=actor.workspace).order_by("-last_seen_at", "-id")


def person_for(actor: Actor, pk: UUID) -> Person:
    """One of those. Raises NotFound."""
    found = people_of(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个用户，或者你不能使用遇到他的账号。"))
    return found
