"""What the REST door says of hand-offs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.urls import reverse

from chaoxin.channels.platform_words import told

from . import app_opening, handoff_links, packages, phone_page
from .models import Delivery, Handoff


def handoff(row: Delivery) -> dict[str, Any]:
    """A hand-off with its delivery's state and receipt."""
    own, receipt = row.handoff, getattr(row, "receipt", None)
    return {
        "delivery_id": str(row.pk),
        "title": row.title,
        "channel_id": str(row.channel_id),
        "channel": row.channel.name,
        "state": row.state,
        "held_for": row.held_for,
        "sentence": told(row.sentence),
        "due_at": row.due_at,
        "ready_at": own.opened_at,
        "seen_at": own.seen_at,
        "late": phone_page.is_late(row),
        "escalated_at": own.escalated_at,
        "responsible": _member(own),
        "ticked": own.ticked,
        "receipt": receipt
        and {
            "post_id": receipt.post_id,
            "url": receipt.url,
            "address": receipt.address,
            "confirmed_at": receipt.confirmed_at,
            "confirmed_by": str(receipt.confirmed_by.user)
            if receipt.confirmed_by
            else receipt.confirmed_name,
            "warning": told(receipt.facts.get("warning", "")),
        },
    }


def package(row: Handoff) -> dict[str, Any]:
    """Everything that the phone page shows. Raises NotFound while it is not to be seen."""
    made = phone_page.open_package(row)
    items = packages.items_of(row.delivery, made)
    return {
        "copies": [{"key": copy.key, "label": copy.label, "text": copy.text} for copy in made.copies],
        "pictures": [
            {
                "name": item.name,
                "ratio": item.ratio,
                "url": _file(row, "picture", place),
                "original_url": _file(row, "picture", place) + "?original",
            }
            for place, item in enumerate(items, 1)
        ],
        "cover_url": _file(row, "cover") if made.cover else "",
        "video_url": _file(row, "video") if made.video else "",
        "bundle_url": _file(row, "bundle"),
        "declaration": made.declaration,
        "steps": [
            {"key": step.key, "sentence": step.sentence, "required": step.required} for step in made.steps
        ],
        "app_opening": asdict(app_opening.way_of(row)),
        "app_url": made.app_url,
        "web_url": made.web_url,
    }


def opening(row: Handoff) -> dict[str, Any]:
    """The page that opens the app, and until when it does."""
    token = app_opening.page_token(row)
    return {
        "page_url": str(settings.PUBLIC_URL) + reverse("handoff-opens", args=[token]),
        "app_url": row.opening.get("url", ""),
        "serves_until": row.opening["serves_until"],
        "left_to_paste": row.opening.get("left", []),
    }


def page(row: Handoff) -> dict[str, Any]:
    """The link in force, and its QR code as SVG."""
    address = handoff_links.address_of(row)
    return {"url": address, "qr_svg": handoff_links.qr_of(address), "expires_at": row.link_expires_at}


def _member(row: Handoff) -> dict[str, str] | None:
    member = row.responsible
    return {"id": str(member.pk), "name": member.user.name} if member else None


def _file(row: Handoff, part: str, *place: int) -> str:
    address = reverse(f"handoff-{part}", args=[handoff_links.secret_of(row), *place])
    return str(settings.PUBLIC_URL) + address
