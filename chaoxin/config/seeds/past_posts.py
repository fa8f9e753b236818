"""The posts of the last weeks in the product: written, approved, scheduled, sent and read back as at their time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from chaoxin.accounts.actor import Actor, the_house
from chaoxin.channels.grants import account_of
from chaoxin.channels.models import Channel
from chaoxin.channels.wires import connector_of
from chaoxin.connectors.contract import unmetered
from chaoxin.connectors.values import Submission
from chaoxin.core import clock, ids
from chaoxin.publishing import reconciling
from chaoxin.publishing.models import Attempt, Delivery
from chaoxin.publishing.moving import move

from .drafts import Manuscript
from .editorial_plan import SEED, ZONE, Planned, office_hour
from .history import History, PastPost
from .moments import Moment
from .sandbox import Row

WORKER = "story"
DAY = timedelta(days=1)
# From the live post to the moment at which it was read back.
READ_BACK_AFTER = timedelta(seconds=9)
LEAD_WRITES = 0.18
COMMENTS = ("", "", "", "可以发。", "标题清楚，同意。", "图片合适，注意评论区。", "链接已点开核对，同意。")


def moments(
    plans: Sequence[Planned],
    histories: Mapping[str, History],
    cast: Mapping[str, Actor],
    channels: Mapping[str, Channel],
) -> list[Moment]:
    """What happens for each text: two days before it is written and submitted, the day before it is approved and
    scheduled, then it goes live on each account. `channels` may still be empty; it is read when things happen."""
    posts = {(post.plan.topic.key, key): post for key, history in histories.items() for post in history.posts}
    happened: list[Moment] = []
    for plan in plans:
        happened += _moments_of(plan, posts, cast, channels)
    return happened


def _moments_of(
    plan: Planned,
    posts: Mapping[tuple[str, str], PastPost],
    cast: Mapping[str, Actor],
    channels: Mapping[str, Channel],
) -> list[Moment]:
    random = Random(f"{SEED}|{plan.topic.key}|work")  # noqa: S311
    author = "lead" if random.random() < LEAD_WRITES else "editor"
    text = Manuscript(plan.topic, cast, channels, author=author)
    comment = random.choice(COMMENTS)
    written = office_hour(plan.at - 2 * DAY, hour=random.randint(10, 15), minute=random.randint(0, 59))
    decided = office_hour(plan.at - DAY, hour=random.randint(9, 16), minute=random.randint(0, 59))
    happened = [
        Moment(written, text.write),
        Moment(written + timedelta(minutes=random.randint(25, 90)), text.submit),
        Moment(decided, lambda: text.approve(comment)),
        Moment(decided + timedelta(minutes=random.randint(5, 50)), lambda: text.schedule(plan.due)),
    ]
    for key in plan.due:
        post = posts[plan.topic.key, key]
        happened.append(Moment(post.published_at + READ_BACK_AFTER, _going_live(text, key, post)))
    return happened


def _going_live(text: Manuscript, key: str, post: PastPost) -> Callable[[], None]:
    def go_live() -> None:
        delivery = Delivery.objects.select_related("workspace", "channel__grant").get(
            variant=text.variants[key]
        )
        house, reference = the_house(delivery.workspace), reference_of(post.row)
        _send(delivery, post, reference)
        accepted = {"reference": reference, "sent_facts": _accepted(post), "looks": 0}
        move(delivery, "await_platform", by=house, changes=accepted)
        reconciling.settle(delivery, _read_back(delivery.channel, reference), by=house)

    return go_live


def reference_of(row: Row) -> str:
    """The reference that the platform's answer to the submission would have given."""
    job = row["details"].get("publish_id")
    return f"publish:{job}" if job else str(row["external_id"])


def post_id_of(row: Row) -> str:
    """The id by which the platform names the live post."""
    return str(row["details"].get("article_id") or row["external_id"])


def _accepted(post: PastPost) -> dict[str, object]:
    """What the platform said when it took the post: of articles, where their comments are."""
    details = post.row["details"]
    if not details.get("publish_id"):
        return {}
    return {
        "publish_id": str(details["publish_id"]),
        "msg_data_id": str(details["msg_data_id"]),
        "index": details["index"] - 1,
        "comments_open": True,
        "submitted_on": post.published_at.astimezone(ZoneInfo(ZONE)).date().isoformat(),
    }


def _send(delivery: Delivery, post: PastPost, reference: str) -> None:
    started = delivery.due_at + timedelta(seconds=1)
    move(delivery, "claim", by=the_house(delivery.workspace), changes={"tries": 1})
    Attempt.objects.create(
        delivery=delivery,
        number=1,
        worker=WORKER,
        lease=ids.new_token(),
        created_at=started,
        started_at=started,
        first_call_at=started + timedelta(milliseconds=180),
        intent_at=started + timedelta(milliseconds=900),
        ended_at=min(post.published_at, started + timedelta(seconds=2)),
        outcome=Attempt.Outcome.PENDING,
        sentence="",
        excerpt=f'{{"reference": "{reference}"}}',
    )


def _read_back(channel: Channel, reference: str) -> Submission:
    """The real answer of the platform about the live post."""
    connector = connector_of(channel.platform, channel.environment, meter=unmetered)
    account = account_of(channel, channel.grant)
    if connector.publish is None:
        raise LookupError(channel.platform)
    return connector.publish.look_up(account, reference)


def follow_up_at(published_at: datetime) -> datetime | None:
    """When a live post is looked at again, as reconciling plans it; None for one that is old enough to be left."""
    now = clock.now()
    coming = [published_at + pause for pause in reconciling.FOLLOW_UP_AFTER]
    return next((at for at in coming if at > now), None)
