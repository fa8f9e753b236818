"""What content does when others tell something."""

from __future__ import annotations

from chaoxin.core.announcing import subscribe
from chaoxin.core.models import Fact

from . import reviewing


@subscribe("approval.granted")
def note_grant(fact: Fact) -> None:
    reviewing.settle_subject(fact.payload["subject_type"], fact.payload["subject_id"])


@subscribe("approval.rejected")
def note_rejection(fact: Fact) -> None:
    reviewing.settle_subject(fact.payload["subject_type"], fact.payload["subject_id"])
