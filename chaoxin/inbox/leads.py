"""People who left contact data on a platform. What they left is shown masked; who reads it in full is written down.
No platform takes an answer to a lead: a colleague gets in touch outside of this system and notes that he did."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.channels import wires
from chaoxin.channels.platform_words import told
from chaoxin.connectors.values import Event
from chaoxin.core import announcing, clock
from chaoxin.core.refusals import Invalid, Refusal

from . import facts, timing
from .models import Conversation, Lead, LeadContact

LONGEST_NOTE = 500
MOBILE = re.compile(r"(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)")


class NotALead(Refusal):
    """The conversation is none that somebody began by leaving contact data."""

    code = "not_a_lead"


def keep(conversation: Conversation, event: Event) -> bool:
    """Keeps what a push tells of a lead, inside the caller's transaction with the conversation locked; answers whether
    it gives somebody reason to get in touch: it is the first, or has contact data not known so far. Of two pushes the
    newer one stands, in whatever order they come. The message of the push is there already."""
    lead, made = Lead.objects.get_or_create(conversation=conversation)
    rank = _rank(event)
    if rank >= lead.newest:
        lead.newest, lead.facts = rank, dict(event.facts)
    held: dict[str, Any] = dict(lead.contacts or {})
    known = {(name, entry["value"]) for name, entry in held.items()}
    news = made or any(pair not in known for pair in event.private.items()) or _waited_before(lead, event)
    for name, value in event.private.items():
        if name not in held or rank >= held[name]["rank"]:
            held[name] = {"value": value, "rank": rank}
    lead.contacts = held or None
    lead.masked = {name: masked(entry["value"]) for name, entry in held.items()}
    lead.save()
    return news


def reveal(conversation: Conversation, *, by: Actor) -> dict[str, str]:
    """The contact data of a lead, by the names that the platform gives, in the reader's language. Every look is written
    into the audit trail: who, at whose, which; not the data. Raises NotALead."""
    by.require("inbox.answer")
    with transaction.atomic():
        held = _lead_of(conversation).contacts or {}
        if held:
            auditing.record(
                "lead.reveal", by=by, subject=conversation, detail={"fields": "、".join(sorted(held))}
            )
    return {told(name): held[name]["value"] for name in sorted(held)}


def note_contact(conversation: Conversation, note: str, *, by: Actor) -> LeadContact:
    """Notes that the actor got in touch, and how it went; nobody waits any longer. Saying the same twice is one note.
    Raises NotALead, and Invalid for an empty or too long note."""
    by.require("inbox.answer")
    note = note.strip()
    if not note or len(note) > LONGEST_NOTE:
        raise Invalid(_("请写一句联系情况，不超过 %d 字。") % LONGEST_NOTE, field="note")
    with transaction.atomic():
        locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
        _lead_of(locked)
        if known := _said_already(locked, note, by=by):
            return known
        now = clock.now()
        made = LeadContact.objects.create(conversation=locked, at=now, author=by.membership, note=note)
        timing.stop_clock(locked, at=now, answered=True)
        if locked.assignee_id is None and by.membership:
            Conversation.objects.filter(pk=locked.pk).update(assignee=by.membership)
        auditing.record("lead.contact", by=by, subject=locked, detail={"contact": str(made.pk)})
        announcing.announce(facts.CONTACTED, workspace_id=locked.workspace_id, subject=locked)
    return made


def shown_contacts(lead: Lead) -> list[tuple[str, str]]:
    """Contact data as anybody who reads the inbox may see them, masked, with their names."""
    return [(told(name), lead.masked[name]) for name in sorted(lead.masked)]


def shown_facts(lead: Lead) -> list[tuple[str, str]]:
    """What else the platform tells of the lead, each with its name."""
    return [(told(str(label)), str(value)) for label, value in lead.facts.get("shown", [])]


def link_of(lead: Lead) -> str:
    """Where a browser finds the post from which the lead came: on the platform, or in the sandbox for accounts that
    live there; "" where the platform tells none."""
    link = str(lead.facts.get("link") or "")
    if not link.startswith("https://"):
        return ""
    return wires.address_in_browser(lead.conversation.channel.environment, link)


def masked(value: str) -> str:
    """Contact data so that a colleague recognises them and nobody can use them."""
    shown = MOBILE.sub(r"\1****\2", value)
    if shown != value and len(value) <= len("+86 13800001111"):
        return shown
    return f"{value[: min(2, len(value) // 2)]}***"


def _rank(event: Event) -> list[Any]:
    """Orders pushes of one lead. In the same moment, what changed is newer than what was new."""
    return [event.at.isoformat(), event.facts.get("change") != "new", event.platform_id]


def _waited_before(lead: Lead, event: Event) -> bool:
    """Whether somebody waits, and has waited since this push: it came late and is older than all that are known."""
    conversation = lead.conversation
    waits = conversation.clocks.filter(stopped_at=None).exists()
    return waits and not conversation.messages.filter(at__lt=event.at).exists()


def _lead_of(conversation: Conversation) -> Lead:
    found = Lead.objects.filter(conversation=conversation).first()
    if found is None:
        raise NotALead(_("这个会话不是线索，没有留下联系方式。请直接回复。"))
    return found


def _said_already(conversation: Conversation, note: str, *, by: Actor) -> LeadContact | None:
    if conversation.state != Conversation.State.ANSWERED:
        return None
    last = conversation.lead_contacts.last()
    same = last is not None and last.note == note and last.author_id == getattr(by.membership, "pk", None)
    return last if same else None
