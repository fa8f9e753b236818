"""What is on the company's desk today: texts in every state, and what goes out in the coming days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random

from chaoxin.accounts.actor import Actor, the_house
from chaoxin.channels.models import Channel
from chaoxin.content import drafting, reviewing
from chaoxin.core import ids
from chaoxin.publishing.models import Attempt, Delivery
from chaoxin.publishing.moving import move

from .accounts import BY_KEY
from .drafts import Manuscript
from .editorial_plan import SEED, office_hour
from .moments import Moment
from .past_posts import WORKER
from .topics import coming

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MINUTE = timedelta(minutes=1)
# A text is written so long before it is submitted, and submitted so long before it is decided on.
WRITTEN_BEFORE, SUBMITTED_BEFORE = 2 * HOUR, 1.5 * HOUR
EARLIEST_DECISION, LATEST_DECISION = 13, 18
COMING_HOURS = (10, 12, 17, 19, 20)
# What goes out first goes out soon, so that somebody who looks at the demonstration can see it happen.
SOON = 20 * MINUTE
SOON_TEXT = "green-tea-end"
LATE = "错过了计划时间，超过了允许的迟发范围。请决定立即发布、改期还是取消。"
NOTES = {
    "smart-kettle": "会员都签了同意书，原话没有改动，请看看要不要标广告。",
    "tea-calendar": "价格已和电商核对，封面是去年的旧图，新图周三到。",
    "winter-menu": "门店下周一换菜单，麻烦今天内审完。",
}


def moments(cast: Mapping[str, Actor], channels: Mapping[str, Channel], *, now: datetime) -> list[Moment]:
    """How each of the texts came to where it is today."""
    happened: list[Moment] = []
    scheduled = [topic for topic in coming() if topic.state == "scheduled"]
    for number, topic in enumerate(coming()):
        text = Manuscript(topic, cast, channels)
        random = Random(f"{SEED}|{topic.key}|present")  # noqa: S311
        turned = _worked(now - random.uniform(2.0, 46.0) * HOUR, now=now, minute=random.randint(0, 59))
        happened += STORIES[topic.state](text, turned, now)
        if topic.key == SOON_TEXT:
            due = round_up(now + SOON)
            happened.append(Moment(now - 30 * MINUTE, _scheduling(text, {"brand_weibo": due})))
        elif topic in scheduled:
            at = _coming(scheduled.index(topic), len(scheduled), now=now, hour=COMING_HOURS[number % 5])
            due_at = {key: at + BY_KEY[key].minutes * MINUTE for key in topic.channels}
            happened.append(Moment(turned + HOUR / 2, _scheduling(text, due_at)))
    return happened


def _submitted(text: Manuscript, decided: datetime) -> list[Moment]:
    note = NOTES.get(text.topic.key, "")
    return [
        Moment(decided - SUBMITTED_BEFORE - WRITTEN_BEFORE, text.write),
        Moment(decided - SUBMITTED_BEFORE, lambda: text.submit(note)),
    ]


def _approved(text: Manuscript, decided: datetime, now: datetime) -> list[Moment]:
    return [*_submitted(text, decided), Moment(decided, text.approve)]


def _in_review(text: Manuscript, turned: datetime, now: datetime) -> list[Moment]:
    return _submitted(text, turned)


def _sent_back(text: Manuscript, decided: datetime, now: datetime) -> list[Moment]:
    return [*_submitted(text, decided), Moment(decided, lambda: text.send_back(text.topic.comment))]


def _refused_by_gate(text: Manuscript, turned: datetime, now: datetime) -> list[Moment]:
    return [Moment(turned - HOUR, text.write), Moment(turned, lambda: _be_refused(text))]


def _editing(text: Manuscript, turned: datetime, now: datetime) -> list[Moment]:
    return [Moment(turned, text.write)]


def _archived(text: Manuscript, turned: datetime, now: datetime) -> list[Moment]:
    written = turned - 20 * DAY
    return [
        Moment(written, text.write),
        Moment(written + DAY, lambda: drafting.archive(text.draft, by=text.author)),
    ]


def _held(text: Manuscript, turned: datetime, now: datetime) -> list[Moment]:
    """Approved and planned for yesterday evening, when nothing was running."""
    due = office_hour(now - DAY, hour=20, minute=0)
    decided = due - 6 * HOUR
    return [
        *_approved(text, decided, now),
        Moment(decided + HOUR, _scheduling(text, dict.fromkeys(text.topic.channels, due))),
        *(Moment(due + 42 * MINUTE, _holding(text, key)) for key in text.topic.channels),
    ]


STORIES: Mapping[str, Callable[[Manuscript, datetime, datetime], list[Moment]]] = {
    "scheduled": _approved,
    "approved": _approved,
    "held": _held,
    "in_review": _in_review,
    "sent_back": _sent_back,
    "refused_by_gate": _refused_by_gate,
    "editing": _editing,
    "archived": _archived,
}


def _be_refused(text: Manuscript) -> None:
    try:
        text.submit()
    except reviewing.NotFit:
        return
    raise AssertionError(f"the gate let {text.topic.key} pass")


def _scheduling(text: Manuscript, due: Mapping[str, datetime]) -> Callable[[], object]:
    return lambda: text.schedule(due)


def _holding(text: Manuscript, key: str) -> Callable[[], None]:
    def hold() -> None:
        delivery = Delivery.objects.select_related("workspace").get(variant=text.variants[key])
        house, tried_at = the_house(delivery.workspace), delivery.due_at + 42 * MINUTE
        move(delivery, "claim", by=house, changes={"tries": 1})
        Attempt.objects.create(
            delivery=delivery,
            number=1,
            worker=WORKER,
            lease=ids.new_token(),
            started_at=tried_at,
            ended_at=tried_at,
            outcome=Attempt.Outcome.STOPPED,
            sentence=LATE,
        )
        move(delivery, "hold", by=house, changes={"held_for": "late", "sentence": LATE}, note="late")

    return hold


def _worked(at: datetime, *, now: datetime, minute: int) -> datetime:
    """A time at which decisions are made, on that day or the one before."""
    local = office_hour(at, hour=0, minute=0)
    hour = int((at - local) / HOUR)
    turned = local + min(max(hour, EARLIEST_DECISION), LATEST_DECISION) * HOUR + minute * MINUTE
    return turned if turned < now - HOUR else turned - DAY


def _coming(number: int, count: int, *, now: datetime, hour: int) -> datetime:
    """A time in the coming week, one text after the other."""
    return office_hour(now + (1 + number * 5.5 / count) * DAY, hour=hour, minute=30)


def round_up(at: datetime) -> datetime:
    """The next full five minutes."""
    minutes = -at.minute % 5 or 5
    return at.replace(second=0, microsecond=0) + minutes * MINUTE
