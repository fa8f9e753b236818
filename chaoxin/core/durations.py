"""How long something takes, or when in a film it is, as people read it."""

from __future__ import annotations


def counted(seconds: float) -> str:
    """Hours, minutes and seconds: 1:02:03, 0:07."""
    whole = int(seconds + 0.5)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
