"""How the REST API tells of an override."""

from __future__ import annotations

from typing import Any

from .models import Override


def told(row: Override | None) -> dict[str, Any] | None:
    """Who let what pass, when, why, and by which right and role; None where nobody did."""
    if row is None:
        return None
    return {
        "verdict": str(row.verdict_id),
        "by": str(row.by_id),
        "name": str(row.by.user),
        "reason": row.reason,
        "right": row.right,
        "role": row.role,
        "at": row.created_at,
    }
