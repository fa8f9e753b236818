"""The one way by which a delivery changes its state; claiming it for sending is part of `claiming`'s own statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.core import announcing, rows
from chaoxin.core.announcing import FactName

from . import facts
from .models import Delivery, Handoff
from .states import BY_VERB, State, TooLate

FACT_OF: dict[str, FactName] = {
    State.SCHEDULED: facts.SCHEDULED,
    State.HELD: facts.HELD,
    State.HANDED_OVER: facts.HANDED_OVER,
    State.REVIEWING: facts.SENT,
    State.UNCONFIRMED: facts.UNCONFIRMED,
    State.PUBLISHED: facts.PUBLISHED,
    State.REFUSED: facts.REFUSED,
    State.REMOVED: facts.REMOVED,
    State.CANCELED: facts.CANCELED,
}
SILENT_VERBS = {"claim", "put_back"}


def move(
    delivery: Delivery,
    verb: str,
    *,
    by: Actor,
    changes: Mapping[str, Any] | None = None,
    note: str = "",
    name: str = "",
) -> None:
    """Moves a delivery by a verb of the transition table, inside the caller's transaction: one conditional update, a
    line in the audit trail and a fact. `changes` are further fields. Raises TooLate where the delivery is in a
    state in which the verb is impossible; then nothing has changed. `name` is who somebody without an account says
    he is."""
    row = BY_VERB[verb]
    fields = {"state": row.target, **(changes or {})}
    if not rows.change(delivery, fields, where=("state", row.sources)):
        raise _too_late(delivery)
    for field, value in fields.items():
        setattr(delivery, field, value)
    if State.HANDED_OVER in row.sources:
        Handoff.objects.filter(delivery=delivery).update(next_notice="", next_notice_at=None)
    if verb in SILENT_VERBS:
        return
    detail = {
        "title": delivery.title,
        "channel": str(delivery.channel_id),
        "state": row.target.value,
        "note": note,
        **({"name": name} if name else {}),
    }
    auditing.record(f"delivery.{verb}", by=by, subject=delivery, detail=detail)
    announcing.announce(
        FACT_OF[row.target],
        workspace_id=delivery.workspace_id,
        subject=delivery,
        payload={"verb": verb, "channel": str(delivery.channel_id), "sentence": delivery.sentence},
    )


def _too_late(delivery: Delivery) -> TooLate:
    now_in = Delivery.objects.only("state").get(pk=delivery.pk)
    return TooLate(
        _("这条投放现在是“%s”，不能再这样操作。请刷新页面看最新状态。") % now_in.get_state_display()
    )
