"""Accounts that came lately: on platforms without an interface for ordinary companies, where a person publishes what
is made ready here, and one that was just authorized. One note is waiting for its person."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from django.db.models import QuerySet

from chaoxin.accounts.actor import Actor
from chaoxin.channels import callbacks, consenting, declaring, grouping, registering
from chaoxin.channels.applications import Application, mode_of
from chaoxin.channels.models import Channel
from chaoxin.compliance import approving
from chaoxin.content import adapting, drafting, pictures, reviewing
from chaoxin.publishing import scheduling

from . import people
from . import pictures as painting
from .accounts import LEGAL_ENTITY
from .drafts import NotPlanned
from .editorial_plan import ZONE
from .moments import Moment
from .present import round_up
from .sandbox import Row, Sandbox
from .topics import coming

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
CAME_BEFORE = 26 * HOUR
WAITS_FOR = 25 * MINUTE
GROUP = "种草与短视频"
SANDBOX = Channel.Environment.SANDBOX

TITLE = "下雨天的三种热茶，慢慢喝"
BODY = """\
周末一直下雨，在家煮了三种茶，记一下做法。

1. 陈皮白茶：白茶五克，陈皮一小块，小火煮八分钟，回甘很慢。
2. 桂花乌龙：九十度的水，闷两分钟，杯底会留桂花香。
3. 姜枣红茶：三片姜先煮五分钟再下茶，手脚一下就暖了。

茶都是门店在卖的，袋泡也可以。你们下雨天喝什么？"""
TOPICS = ["围炉煮茶", "下雨天喝什么", "茶饮日常"]


@dataclass(frozen=True)
class Newcomer:
    """An account and how it is opened in the sandbox; `mode` is the way it is connected here."""

    key: str
    platform: str
    profile: str
    name: str
    followers: int
    mode: str
    owner: str


NOTES = Newcomer("brand_notes", "xiaohongshu", "enterprise", "潮汐茶的日常", 6_200, "assisted", "editor")
NEWCOMERS = (
    NOTES,
    Newcomer("brand_channels", "shipinhao", "", "潮汐茶视频号", 3_100, "assisted", "lead"),
    Newcomer("brand_douyin", "douyin", "enterprise", "潮汐茶抖音号", 11_400, "api", "editor"),
    Newcomer("brand_kuaishou", "kuaishou", "", "潮汐茶快手号", 4_800, "assisted", "editor"),
)


def moments(sandbox: Sandbox, cast: Mapping[str, Actor], *, now: datetime) -> list[Moment]:
    """How they came, and the note that goes out soon by a person's hand."""
    happened = []
    for number, newcomer in enumerate(NEWCOMERS):
        at = now - CAME_BEFORE + number * 5 * MINUTE
        happened.append(Moment(at, lambda one=newcomer: _come(one, sandbox, cast)))  # type: ignore[misc]
    happened.append(Moment(now - CAME_BEFORE + HOUR, lambda: _group(cast)))
    return [*happened, Moment(now - HOUR, lambda: _write_note(cast, due_at=round_up(now + WAITS_FOR)))]


def that_hear(cast: Mapping[str, Actor]) -> dict[str, Channel]:
    """Those of them that their platform pushes to, by the sandbox's key."""
    found = {channel.name: channel for channel in _channels(cast)}
    hearing = {newcomer.key: found[newcomer.name] for newcomer in NEWCOMERS if newcomer.mode == "api"}
    return {key: channel for key, channel in hearing.items() if callbacks.address_of(channel)}


def _channels(cast: Mapping[str, Actor]) -> QuerySet[Channel]:
    names = [newcomer.name for newcomer in NEWCOMERS]
    return Channel.objects.filter(workspace=cast["owner"].workspace, name__in=names)


def _group(cast: Mapping[str, Actor]) -> None:
    grouping.create_group(by=cast["owner"], name=GROUP, channels=[channel.pk for channel in _channels(cast)])


def _come(newcomer: Newcomer, sandbox: Sandbox, cast: Mapping[str, Actor]) -> None:
    row = sandbox.open_account(
        {
            "key": newcomer.key,
            "platform": newcomer.platform,
            "name": newcomer.name,
            "followers": newcomer.followers,
            **({"profile": newcomer.profile} if newcomer.profile else {}),
        }
    )
    channel = _connect(newcomer, row, sandbox, by=cast["owner"])
    changes = {
        "legal_entity": LEGAL_ENTITY,
        "owner": people.member(cast, newcomer.owner).pk,
        "backup_admin": people.member(cast, "owner").pk,
    }
    registering.change_register(channel, by=cast["owner"], changes=changes)


def _connect(newcomer: Newcomer, row: Row, sandbox: Sandbox, *, by: Actor) -> Channel:
    fields = mode_of(newcomer.platform, newcomer.mode)[1].fields
    held = {"account": row["credentials"].get("home_page", ""), **row["credentials"]}
    application = Application(
        newcomer.platform,
        newcomer.mode,
        SANDBOX,
        name=newcomer.name,
        fields={entry.key: str(held.get(entry.key, "")) for entry in fields},
    )
    if newcomer.mode == "assisted":
        return declaring.declare(application, by=by)
    sandbox.change_account(newcomer.key, {"credentials": {"auto_approve": True}})
    try:
        address = sandbox.follow_redirect(consenting.begin_consent(application, by=by))
        return consenting.finish_consent(dict(parse_qsl(urlsplit(address).query)), by=by)
    finally:
        sandbox.change_account(newcomer.key, {"credentials": {"auto_approve": False}})


def _write_note(cast: Mapping[str, Actor], *, due_at: datetime) -> None:
    author, reviewer = cast["editor"], cast["reviewer"]
    channel = Channel.objects.get(workspace=author.workspace, platform=NOTES.platform, name=NOTES.name)
    draft = drafting.create(by=author, title=TITLE, body=BODY)
    for topic in coming()[:3]:
        picture = pictures.take_in(io.BytesIO(painting.cover(topic.motif)), name="热茶.jpg", by=author)
        pictures.attach(draft, picture, by=author, alt="热茶")
        pictures.describe(draft, picture, by=author, alt="热茶", provenance="own")
    variant = adapting.add(draft, channel, by=author)
    adapting.change(variant, by=author, options={**variant.options, "topics": TOPICS})
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
        raise NotPlanned(f"{TITLE}: {planned.sentence}")
