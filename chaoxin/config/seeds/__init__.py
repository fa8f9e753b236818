"""The example company of the demonstration."""

from __future__ import annotations

from chaoxin.config import environment

STORY = "CHAOXIN_DEMO_STORY"


def seed() -> None:
    """Writes the example company, unless it is there; safe to repeat. With `CHAOXIN_DEMO_STORY=0`, or without a
    sandbox, it is the company and its people alone."""
    from . import people, story

    address = environment.text("CHAOXIN_SANDBOX_URL")
    if address and environment.flag(STORY, True) and not story.is_told():
        story.tell(address)
    else:
        people.seed()
