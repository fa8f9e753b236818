"""What becomes of an attempt after the platform has taken it in."""

from __future__ import annotations

from .models import Attempt, Delivery


def end(delivery: Delivery, outcome: Attempt.Outcome, sentence: str = "") -> None:
    """Writes down to what end came what the platform was still working at. An attempt of unknown outcome becomes
    `published` only where it was the last: which of several was the one that succeeded nobody knows."""
    last = delivery.attempts.order_by("-number").first()
    if outcome == Attempt.Outcome.PUBLISHED and last and last.outcome == Attempt.Outcome.UNKNOWN:
        delivery.attempts.filter(pk=last.pk).update(outcome=outcome, sentence=sentence)
    delivery.attempts.filter(outcome=Attempt.Outcome.PENDING).update(outcome=outcome, sentence=sentence)
