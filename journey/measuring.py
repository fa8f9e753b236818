from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from journey.waiting import until

if TYPE_CHECKING:
    from journey.steps import Walk


HOUR_SECONDS = 3600
# The audience sleeps at night; so many hours hold some of the day whenever the journey is walked.
HOURS = 14


def readings_rise(walk: Walk) -> None:
    """The audience reads, likes and comments; the readings of the post rise."""
    delivery = walk.made["deliveries"]["weibo"]
    before = _latest(walk, delivery, more_than=-1)
    walk.control("POST", "/advance", {"seconds": HOURS * HOUR_SECONDS})
    after = _latest(walk, delivery, more_than=before)
    assert after > before
    page = walk.person("analyst").page(f"/slots/delivery-curve/{delivery}/")
    assert "data-chart" in page or str(after) in page


def goal_moves(walk: Walk) -> None:
    """New followers come; the goal page shows the KPI moving."""
    analyst, channel = walk.person("analyst"), walk.made["channels"]["weibo"]
    before = _followers_gained(walk)
    for number in range(7):
        walk.control(
            "POST",
            f"/accounts/{walk.made['accounts']['weibo']['key']}/follows",
            {"person": f"新粉丝{number}"},
        )
    analyst.api("POST", f"/channels/{channel}/readings", status=202)
    until(lambda: _followers_gained(walk) >= before + 7, seconds=60, what="the KPI to move")
    page = walk.person("owner").page(f"/slots/goal-progress/{walk.made['objective']}/")
    assert "月新增粉丝" in page


def review_the_week(walk: Walk) -> None:
    """The review shows the week, every figure with its rows."""
    analyst = walk.person("analyst")
    today = walk.today()
    monday = today - timedelta(days=today.weekday())
    review = analyst.api("POST", "/reviews", {"monday": monday.isoformat()}, status=201)
    page = analyst.page(f"/analytics/reviews/{review['id']}/")
    links = set(re.findall(r'href="(/w/demo/analytics/figures/[^"]+)"', page))
    assert links, "no figure leads to its rows"
    for link in sorted(links)[:12]:
        analyst.page(link.replace("&amp;", "&"))


def audit_verifies(walk: Walk) -> None:
    """The audit trail verifies, and says who wrote, approved, published and replied."""
    owner = walk.person("owner")
    checked: Any = owner.api("GET", "/audit/verification")
    assert checked["sound"], checked
    entries = owner.api("GET", "/audit?page_size=200")["items"]
    verbs = {entry["verb"] for entry in entries}
    wanted = {"draft.submit", "delivery.schedule", "delivery.read_back", "reply.write", "reply.sent"}
    assert wanted <= verbs, wanted - verbs


def _latest(walk: Walk, delivery: str, *, more_than: float) -> float:
    """The sum of a post's latest readings, once it is more than so much; asks for a reading now."""
    analyst = walk.person("analyst")

    def risen() -> float | None:
        analyst.api("POST", f"/deliveries/{delivery}/readings", status=202)
        readings = analyst.api("GET", f"/readings?delivery={delivery}&page_size=200")["items"]
        latest = {entry["metric"]: float(entry["value"]) for entry in readings}
        total = sum(latest.values())
        return total + 0.001 if latest and total > more_than else None

    return until(risen, seconds=150, what="readings of the post", every=2.0)


def _followers_gained(walk: Walk) -> float:
    found = walk.person("owner").api("GET", f"/objectives/{walk.made['objective']}/progress")
    value = found[0]["current"]
    return float(value or 0)
