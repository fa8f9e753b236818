"""What the REST door says of channels: plain values, no secret among them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chaoxin.accounts.models import Membership
from chaoxin.connectors.manifest import Capability, CredentialField, Manifest, Mode, Offer

from . import offering
from .models import ChannelGroup
from .platform_words import platform_name, told
from .quotas import Gauge
from .showing import Card


def channel(card: Card) -> dict[str, Any]:
    row, grant = card.channel, card.grant
    return {
        "id": str(row.pk),
        "platform": row.platform,
        "platform_name": platform_name(card.manifest),
        "mode": row.mode,
        "risk": told(card.mode.risk) if card.mode else "",
        "environment": row.environment,
        "external_id": row.external_id,
        "name": row.name,
        "state": row.state,
        "attention": told(row.attention),
        "identity_checked_at": row.identity_checked_at,
        "callback_received_at": row.callback_received_at,
        "expires_at": card.expiry.at,
        "renews_by_itself": card.expiry.by_itself,
        "days_left": card.expiry.days_left,
        "renewed_at": grant.renewed_at if grant else None,
        "spacing_seconds": row.spacing_seconds,
        "late_tolerance_minutes": row.late_tolerance_minutes,
        "lead_minutes": row.lead_minutes,
        "register": {
            "legal_entity": row.legal_entity,
            "verification": row.verification,
            "verified_until": row.verified_until,
            "owner": _member(row.owner),
            "backup_admin": _member(row.backup_admin),
        },
        "quotas": [_gauge(gauge) for gauge in card.gauges],
        **_offer(card.offer),
    }


def group(row: ChannelGroup) -> dict[str, Any]:
    held = [{"id": str(one.pk), "name": one.name} for one in row.channels.all()]
    return {"id": str(row.pk), "name": row.name, "channels": held}


def platform(manifest: Manifest) -> dict[str, Any]:
    return {
        "key": manifest.key,
        "name": platform_name(manifest),
        "docs_url": manifest.docs_url,
        "modes": [_mode(manifest, mode) for mode in manifest.modes],
        "capabilities": _capabilities(manifest.capabilities),
    }


def _mode(manifest: Manifest, mode: Mode) -> dict[str, Any]:
    return {
        "key": mode.key,
        "name": told(mode.name),
        "connects_by": mode.connects_by,
        "risk": told(mode.risk),
        "setup": told(mode.setup),
        "fields": [_field(row) for row in mode.fields],
        **_offer(offering.offer_before(manifest, mode)),
    }


def _field(row: CredentialField) -> dict[str, Any]:
    return {
        "key": row.key,
        "label": told(row.label),
        "secret": row.secret,
        "required": row.required,
        "help": told(row.help),
        "choices": [{"value": value, "label": told(label)} for value, label in row.choices.items()],
    }


def _offer(offer: Offer) -> dict[str, Any]:
    return {
        "capabilities": _capabilities(offer.capabilities),
        "formats": [{"key": entry.key, "name": told(entry.name)} for entry in offer.formats],
    }


def _capabilities(rows: Iterable[Capability]) -> list[dict[str, Any]]:
    return [
        {"key": row.key, "name": told(row.name), "offered": row.offered, "note": told(row.note)}
        for row in rows
    ]


def _gauge(gauge: Gauge) -> dict[str, Any]:
    return {
        "meter": gauge.meter,
        "name": gauge.name,
        "calls": gauge.calls,
        "used": gauge.used,
        "reserve": gauge.reserve,
        "resets_at": gauge.resets_at,
    }


def _member(row: Membership | None) -> dict[str, str] | None:
    return {"id": str(row.pk), "name": row.user.name} if row else None
