"""What the team writes down of a person."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.core import announcing
from chaoxin.core.refusals import Invalid

from . import facts
from .models import Person


def describe(person: Person, *, name: str, note: str, by: Actor) -> Person:
    """Sets the name and the note. Saying the same again changes nothing. Raises Invalid for an empty name."""
    by.require("audience.change")
    if not name.strip():
        raise Invalid(_("称呼不能为空。"), field="name")
    if (person.name, person.note) == (name.strip(), note.strip()):
        return person
    with transaction.atomic():
        person.name, person.note = name.strip()[:120], note.strip()[:4000]
        person.save(update_fields=["name", "note"])
        auditing.record("person.describe", by=by, subject=person)
        announcing.announce(facts.CHANGED, workspace_id=person.workspace_id, subject=person)
    return person
