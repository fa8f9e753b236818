"""The link to the phone page of a hand-off: whoever has it may see one package and say what became of it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
from datetime import datetime, timedelta

import segno
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.core import clock, ids
from chaoxin.core.refusals import NotFound

from .models import Delivery, Handoff

SALT = "chaoxin.publishing.handoff"


def secret_of(handoff: Handoff) -> str:
    """The secret of the link in force: made from the row's seed and the installation's secret key, so that neither
    alone opens anything."""
    made = salted_hmac(SALT, f"{handoff.pk}:{handoff.link_seed}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made[:24]).decode()


def address_of(handoff: Handoff) -> str:
    """The whole address of the phone page, as it stands in messages and in the QR code."""
    return settings.PUBLIC_URL + reverse("handoff", args=[secret_of(handoff)])


def qr_of(address: str) -> str:
    """An SVG of the address as a QR code, dark on white whatever the page's colors are."""
    file = io.BytesIO()
    segno.make(address, error="m").save(
        file, kind="svg", scale=6, border=3, dark="#111", light="#fff", xmldecl=False, svgns=True
    )
    return file.getvalue().decode()


def set_link(handoff: Handoff) -> None:
    """Gives an unsaved or locked row a fresh link; the old one opens nothing any more once the row is saved."""
    handoff.link_seed = ids.new_token()
    handoff.link_hash = hash_of(secret_of(handoff))


def expiry_of(delivery: Delivery) -> datetime:
    """Until when a link of the delivery serves: some hours after the time at which a late hand-off is escalated."""
    tolerance = timedelta(minutes=delivery.channel.late_tolerance_minutes)
    return max(clock.now(), delivery.due_at + tolerance) + timedelta(hours=settings.HANDOFF_LINK_HOURS)


@transaction.atomic
def make_new(handoff: Handoff, *, by: Actor) -> Handoff:
    """A fresh link; whoever holds the old one finds it dead."""
    by.require("delivery.schedule")
    found = Handoff.objects.select_for_update(of=("self",)).select_related("delivery__channel")
    locked = found.get(pk=handoff.pk)
    set_link(locked)
    locked.link_expires_at = expiry_of(locked.delivery)
    locked.save(update_fields=["link_seed", "link_hash", "link_expires_at"])
    auditing.record("handoff.new_link", by=by, subject=locked.delivery, detail=_detail(locked))
    return locked


def open_link(secret: str) -> Handoff:
    """The hand-off behind a link. Raises NotFound where it is unknown, replaced or expired."""
    found = (
        Handoff.objects.filter(link_hash=hash_of(secret), link_expires_at__gt=clock.now())
        .select_related("delivery__channel", "delivery__workspace", "responsible__user")
        .first()
    )
    if found is None or not hmac.compare_digest(secret_of(found), secret):
        raise NotFound(_("这个发布链接已失效：可能过期了，或者换过新的。请让同事再发一个新链接。"))
    return found


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _detail(handoff: Handoff) -> dict[str, str]:
    return {"title": handoff.delivery.title, "until": handoff.link_expires_at.isoformat()}
