"""The steps of the journey, in order; a step that fails raises and says where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from journey import answering, connecting, measuring, publishing, writing
from journey.person import Person

PASSWORD = "chaoxin-demo"  # noqa: S105 - the demo's own, printed at its start
WORKSPACE = "demo"
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass
class Walk:
    """What the steps share: people at their browsers, the sandbox's control, and what was made on the way."""

    address: str
    sandbox_address: str
    people: dict[str, Person] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """Somebody of the example company, signed in."""
        if name not in self.people:
            email = f"{name}@demo.example"
            self.people[name] = Person(self.address, email=email, password=PASSWORD, workspace=WORKSPACE)
        return self.people[name]

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """The answer of the sandbox's control API."""
        answer = httpx.request(method, f"{self.sandbox_address}/control{path}", json=body, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def today(self) -> date:
        """The day in the workspace's zone."""
        return datetime.now(ZONE).date()

    def in_two_minutes(self) -> str:
        """The planned time as a person types it, in the workspace's zone."""
        return (datetime.now(ZONE) + timedelta(minutes=2)).strftime("%Y-%m-%dT%H:%M:%S")


STEPS: tuple[Callable[[Walk], None], ...] = (
    connecting.connect_accounts,
    connecting.set_objective,
    writing.write_draft,
    writing.submission_is_refused,
    writing.fix_and_adapt,
    writing.approve,
    publishing.schedule,
    publishing.see_it_live,
    measuring.readings_rise,
    answering.complaint_arrives,
    answering.reply_through_the_gate,
    measuring.goal_moves,
    measuring.review_the_week,
    measuring.audit_verifies,
)
