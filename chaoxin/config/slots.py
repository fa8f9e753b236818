"""Which room fills which slot. A page of a lower room asks for a slot by name; see shell/templatetags/slots.py."""

from __future__ import annotations

from django.urls import URLPattern

from chaoxin.analytics.slots import slots as analytics_slots
from chaoxin.content.slots import slots as content_slots
from chaoxin.inbox.slots import slots as inbox_slots
from chaoxin.publishing.slots import slots as publishing_slots

slots: list[URLPattern] = [*analytics_slots, *content_slots, *inbox_slots, *publishing_slots]
