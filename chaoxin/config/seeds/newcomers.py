"""Accounts that came lately: on platforms without an interface for ordinary companies, where a person publishes what
is made ready here, one that was just authorized, and the advertiser whose leads are pushed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from django.db.models import QuerySet

from chaoxin.accounts.actor import Actor
from chaoxin.channels import callbacks, consenting, declaring, grouping, registering
from chaoxin.channels.applications import Application, mode_of
from chaoxin.channels.models import Channel

from . import people
from .accounts import LEGAL_ENTITY
from .moments import Moment
from .sandbox import Row, Sandbox

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
CAME_BEFORE = 26 * HOUR
GROUP = "种草与短视频"
SANDBOX = Channel.Environment.SANDBOX

# The sandbox checks how far the signer's clock is off, which in the story is a day.
ANY_CLOCK = {"share_clock_seconds": 10**9}
USUAL_CLOCK = {"share_clock_seconds": 300}


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
CHANNELS = Newcomer("brand_channels", "shipinhao", "", "潮汐茶视频号", 3_100, "assisted", "lead")
SHOP = Newcomer("brand_shop", "douyin", "ordinary", "潮汐茶南京西路店", 2_700, "assisted", "editor")
QUICK = Newcomer("brand_kuaishou", "kuaishou", "", "潮汐茶快手号", 4_800, "assisted", "editor")
ADVERTISER = Newcomer("brand_ads", "xiaohongshu", "enterprise", "潮汐茶聚光投放", 6_200, "api", "lead")
NEWCOMERS = (
    NOTES,
    CHANNELS,
    Newcomer("brand_douyin", "douyin", "enterprise", "潮汐茶抖音号", 11_400, "api", "editor"),
    SHOP,
    QUICK,
    ADVERTISER,
)


def moments(sandbox: Sandbox, cast: Mapping[str, Actor], *, now: datetime) -> list[Moment]:
    """How they came."""
    happened = []
    for number, newcomer in enumerate(NEWCOMERS):
        at = now - CAME_BEFORE + number * 5 * MINUTE
        happened.append(Moment(at, lambda one=newcomer: _come(one, sandbox, cast)))  # type: ignore[misc]
    happened.append(Moment(now - CAME_BEFORE + HOUR, lambda: _group(cast)))
    return happened


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
            **({"settings": ANY_CLOCK} if newcomer in (NOTES, ADVERTISER) else {}),
        }
    )
    channel = _connect(newcomer, row, sandbox, by=cast["owner"])
    if newcomer in (NOTES, ADVERTISER):
        sandbox.change_account(newcomer.key, {"settings": USUAL_CLOCK})
    changes = {
        "legal_entity": LEGAL_ENTITY,
        "owner": people.member(cast, newcomer.owner).pk,
        "backup_admin": people.member(cast, "owner").pk,
    }
    registering.change_register(channel, by=cast["owner"], changes=changes)


def _connect(newcomer: Newcomer, row: Row, sandbox: Sandbox, *, by: Actor) -> Channel:
    fields = mode_of(newcomer.platform, newcomer.mode)[1].fields
    told = row["credentials"]
    held = {"account": told.get("home_page", ""), "push_secret": told.get("push_token", ""), **told}
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
