"""What people publish by hand: one post is live with its link, one came back, one is late, one ready, one planned."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chaoxin.accounts.actor import Actor
from chaoxin.channels.models import Channel
from chaoxin.compliance import approving
from chaoxin.content import adapting, drafting, pictures, recognizing, reviewing
from chaoxin.publishing import finishing, handing, packages, scheduling
from chaoxin.publishing.finishing import Brought
from chaoxin.publishing.models import Handoff

from . import pictures as painting
from .drafts import NotPlanned
from .editorial_plan import ZONE
from .moments import Moment
from .newcomers import CHANNELS, NOTES, QUICK, SHOP, Newcomer
from .present import round_up
from .sandbox import Sandbox
from .topics import coming

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
LEAD = 30 * MINUTE
REASON = "发布页提示封面上的字太多，换一张干净的再发。"


@dataclass(frozen=True)
class Story:
    """A post that goes out by hand at `due`, from the moment of the story on; `end` is what became of it."""

    account: Newcomer
    title: str
    body: str
    topics: tuple[str, ...]
    due: timedelta
    pictures: int = 1
    end: str = ""


LIVE, RETURNED = "live", "returned"
STORIES = (
    Story(
        NOTES,
        "换季喝什么茶，我选这三种",
        "早晚凉下来之后，我家的茶也换了一轮。\n\n早上喝红茶，热水一冲就有香气。\n下午喝乌龙，闷两分钟刚好。\n"
        "晚上喝陈皮白茶，小火煮一会儿，满屋子都是暖的味道。\n\n都是店里平时在卖的，你换季喝什么？",
        ("秋日热茶", "茶饮日常"),
        -20 * HOUR,
        pictures=2,
        end=LIVE,
    ),
    Story(
        CHANNELS,
        "门店里的一天从烧水开始",
        "七点半到店，先烧水、温壶、擦杯子。八点开门，头一壶茶留给早到的街坊。这样的早晨，我们每天都有。",
        ("门店日常",),
        -5 * HOUR,
        end=RETURNED,
    ),
    Story(
        QUICK,
        "在家煮一壶陈皮白茶",
        "白茶五克，陈皮一小块，冷水下锅，小火煮三分钟就能喝。水可以多续几次，味道一次比一次柔和。",
        ("煮茶教程",),
        -2 * HOUR,
    ),
    Story(
        NOTES,
        "下雨天的三种热茶，慢慢喝",
        "周末一直下雨，在家煮了三种茶，记一下做法。\n\n1. 陈皮白茶：白茶五克，陈皮一小块，小火煮八分钟，回甘很慢。\n"
        "2. 桂花乌龙：九十度的水，闷两分钟，杯底会留桂花香。\n3. 姜枣红茶：三片姜先煮五分钟再下茶，手脚一下就暖了。\n\n"
        "茶都是门店在卖的，袋泡也可以。你们下雨天喝什么？",
        ("围炉煮茶", "下雨天喝什么", "茶饮日常"),
        25 * MINUTE,
        pictures=3,
    ),
    Story(
        SHOP,
        "周六下午，来店里学泡茶",
        "周六下午两点，南京西路店有一场泡茶小课，六个座位，茶和杯子都备好了。想来的话，评论里留个言。",
        ("上海周末去哪儿", "茶饮课堂"),
        20 * HOUR,
        pictures=2,
    ),
)


def moments(sandbox: Sandbox, cast: Mapping[str, Actor], *, now: datetime) -> list[Moment]:
    """How each of them came to where it is; what is due soon is made ready by the worker."""
    happened: list[Moment] = []
    for number, story in enumerate(STORIES):
        due = round_up(now + story.due)
        planned = min(due, now) - 2 * HOUR + number * MINUTE
        happened.append(Moment(planned, _planning(story, cast, due_at=due)))
        if due < now:
            happened.append(Moment(due - LEAD, _hand_over))
        if story.end == LIVE:
            happened.append(Moment(due + 6 * MINUTE, _publishing(story, sandbox, cast, at=due + 4 * MINUTE)))
        elif story.end == RETURNED:
            happened.append(Moment(due + 9 * MINUTE, _returning(story, cast)))
    return happened


def _hand_over() -> None:
    while handing.hand_over_due():
        pass


def _planning(story: Story, cast: Mapping[str, Actor], *, due_at: datetime) -> Callable[[], None]:
    return lambda: _plan(story, cast, due_at=due_at)


def _publishing(
    story: Story, sandbox: Sandbox, cast: Mapping[str, Actor], *, at: datetime
) -> Callable[[], None]:
    def publish() -> None:
        post = {"title": story.title, "text": story.body, "html": "", "published_at": at.isoformat()}
        [made] = sandbox.live_through(story.account.key, since=at - HOUR, posts=[post])
        handoff = _handoff(story, cast)
        steps = [step.key for step in packages.package_of(handoff.delivery).steps]
        finishing.bring_back(handoff, Brought(made["url"], ticked=steps), by=cast[story.account.owner])

    return publish


def _returning(story: Story, cast: Mapping[str, Actor]) -> Callable[[], None]:
    def hand_back() -> None:
        finishing.hand_back(_handoff(story, cast), reason=REASON, by=cast[story.account.owner])

    return hand_back


def _handoff(story: Story, cast: Mapping[str, Actor]) -> Handoff:
    return Handoff.objects.select_related("delivery__channel", "delivery__workspace").get(
        delivery__title=story.title, delivery__workspace=cast["owner"].workspace
    )


def _plan(story: Story, cast: Mapping[str, Actor], *, due_at: datetime) -> None:
    author, reviewer = cast["editor"], cast["reviewer"]
    channel = Channel.objects.get(workspace=author.workspace, name=story.account.name)
    draft = drafting.create(by=author, title=story.title, body=story.body)
    for topic in coming()[: story.pictures]:
        picture = pictures.take_in(io.BytesIO(painting.cover(topic.motif)), name="热茶.jpg", by=author)
        pictures.attach(draft, recognizing.note_drawn(picture), by=author, alt="热茶")
        pictures.describe(draft, picture, by=author, alt="热茶", provenance="own")
    variant = adapting.add(draft, channel, by=author, form_key="pictures")
    adapting.change(variant, by=author, options={**variant.options, "topics": list(story.topics)})
    draft.refresh_from_db()
    for request in reviewing.submit_for_review(draft, by=author):
        approving.agree(request, by=reviewer)
    draft = reviewing.settle(draft)
    [planned] = scheduling.schedule(
        draft.variants.select_related("channel", "draft__workspace"),
        due_at=due_at,
        zone=ZONE,
        by=author,
        despite_doubts=True,
    )
    if planned.delivery is None:
        raise NotPlanned(f"{story.title}: {planned.sentence}")
