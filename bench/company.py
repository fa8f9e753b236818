"""A company for benchmarks: accounts of the sandbox, connected for real, and approved drafts to publish."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from bench.stack import Stack

PLATFORMS = ("wechat", "weibo")
BATCH = 500
# Without its own guard against repeated texts a platform shows every duplicate that we would make; and what waits for
# members of the company is confirmed by them in a moment.
SETTINGS: dict[str, dict[str, Any]] = {
    "weibo": {"repeat_window_seconds": 0},
    "wecom": {"confirm_seconds": 5},
}
# The sandbox's names of credentials where they differ from the fields of the connect form.
ALIASES = {
    "app_id": "appid",
    "app_secret": "appsecret",
    "callback_token": "token",
    "encoding_aes_key": "aes_key",
    "corp_id": "corpid",
    "agent_id": "agentid",
}
OUR_OWN = {"rip": "203.0.113.7", "sender": "zhangsan"}


@dataclass
class Company:
    """Actors and channels; `keys` are the sandbox's account keys by channel id."""

    editor: Any
    reviewer: Any
    owner: Any
    channels: list[Any]
    keys: dict[str, str]


def platforms() -> list[str]:
    """Every platform that can be published on by its API."""
    from chaoxin.channels.wires import connector_of
    from chaoxin.connectors import registry
    from chaoxin.connectors.contract import unmetered

    return [
        key
        for key, manifest in registry.manifests().items()
        if any(mode.key == "api" for mode in manifest.modes)
        and connector_of(key, "live", meter=unmetered).publish
    ]


def found(stack: Stack, *, accounts: int, spacing_seconds: int = 0, on: Sequence[str] = PLATFORMS) -> Company:
    """A workspace with so many accounts, in turn on each platform, without audience."""
    from chaoxin.accounts.testing.cast import assemble

    cast = assemble()
    company = Company(cast.editor, cast.reviewer, cast.owner, [], {})
    for number in range(accounts):
        _add_account(stack, company, on[number % len(on)], number, spacing_seconds)
    return company


def with_other_accounts(stack: Stack, company: Company, *, first: int) -> Company:
    """The same people with as many other accounts, numbered from `first`: what the platforms allow each account
    within an hour is untouched."""
    other = Company(company.editor, company.reviewer, company.owner, [], {})
    for place, channel in enumerate(company.channels):
        _add_account(stack, other, channel.platform, first + place, channel.spacing_seconds)
    return other


def _add_account(stack: Stack, company: Company, platform: str, number: int, spacing_seconds: int) -> None:
    account = _open(stack, platform, number)
    channel = _connect(stack, account, by=company.owner)
    channel.spacing_seconds = spacing_seconds
    channel.late_tolerance_minutes = 600
    channel.settings = {**channel.settings, **_widest_profile(channel.platform)}
    channel.save()
    company.channels.append(channel)
    company.keys[str(channel.pk)] = account["key"]


def plan(company: Company, *, number: int, channel: Any, due_at: datetime, asset: Any) -> Any:
    """A draft of its own words, approved and scheduled on one channel; answers the delivery."""
    from chaoxin.compliance import approving
    from chaoxin.content import adapting, drafting, pictures, preflight, reviewing, videos
    from chaoxin.publishing import scheduling

    title, body = _words(number, channel)
    draft = drafting.create(by=company.editor, title=title, body=body)
    pictures.attach(draft, asset, by=company.editor)
    if preflight.format_of(channel, "").takes_video:
        draft = videos.put_in(draft, film(company), by=company.editor)
    variant = adapting.add(draft, channel=channel, by=company.editor)
    for request in reviewing.submit_for_review(variant.draft, by=company.editor):
        approving.agree(request, by=company.reviewer)
    variant.refresh_from_db()
    [planned] = scheduling.schedule(
        [variant], due_at=due_at, zone="Asia/Shanghai", by=company.editor, despite_doubts=True
    )
    if planned.delivery is None:
        raise RuntimeError(planned.sentence)
    return planned.delivery


def plan_many(company: Company, *, number: int, due_at: datetime, first: int = 0) -> list[Any]:
    """So many deliveries, in turn over the channels: the rows that `plan` makes, written together. The first one of
    each channel goes through the verbs, the others are judged by the gate and written beside it. `first` is the
    number in the words of the first one."""
    asset, channels = picture(company), company.channels
    made = [
        plan(company, number=first + index, channel=channel, due_at=due_at, asset=asset)
        for index, channel in enumerate(channels[:number])
    ]
    for start in range(len(made), number, BATCH):
        batch = range(start, min(number, start + BATCH))
        made += _plan_batch([(first + index, made[index % len(channels)]) for index in batch])
    return made


def _plan_batch(rows: list[tuple[int, Any]]) -> list[Any]:
    from chaoxin.compliance.models import Verdict
    from chaoxin.content.models import Draft, DraftPicture, Variant
    from chaoxin.publishing.models import Delivery

    planned = [_copy(number, pattern) for number, pattern in rows]
    Draft.objects.bulk_create([delivery.variant.draft for delivery, _verdict in planned])
    places = [delivery.variant.draft.pictures.all() for delivery, _verdict in planned]
    DraftPicture.objects.bulk_create([place for of_draft in places for place in of_draft])
    Variant.objects.bulk_create([delivery.variant for delivery, _verdict in planned])
    Verdict.objects.bulk_create([verdict for _delivery, verdict in planned])
    return list(Delivery.objects.bulk_create([delivery for delivery, _verdict in planned]))


def _copy(number: int, pattern: Any) -> tuple[Any, Any]:
    """A delivery with its own draft and variant like those of another, with other words, and the gate's verdict."""
    from chaoxin.compliance import judging
    from chaoxin.compliance.models import Verdict
    from chaoxin.content import packing
    from chaoxin.content.models import Variant
    from chaoxin.publishing.models import Delivery

    old, channel = pattern.variant, pattern.channel
    draft = _copied_draft(number, pattern)
    variant = Variant(draft=draft, channel=channel, format=old.format, options=old.options)
    packed = packing.pack(variant)
    opinion = judging.look(packed.judged(), workspace=pattern.workspace)
    verdict = Verdict(
        workspace=pattern.workspace,
        subject_type=variant._meta.label_lower,
        subject_id=str(variant.pk),
        content_hash=packed.hash,
        platform=channel.platform,
        level=opinion.level,
        rule_versions=dict(opinion.rule_versions),
    )
    delivery = Delivery(
        workspace=pattern.workspace,
        variant=variant,
        channel=channel,
        due_at=pattern.due_at,
        zone=pattern.zone,
        content=packed.content,
        content_hash=packed.hash,
        title=draft.title,
        scheduled_by=pattern.scheduled_by,
    )
    return delivery, verdict


def _copied_draft(number: int, pattern: Any) -> Any:
    from chaoxin.content.models import Draft, DraftPicture

    old = pattern.variant.draft
    title, body = _words(number, pattern.channel)
    draft = Draft(
        workspace=pattern.workspace,
        title=title,
        body=body,
        state=old.state,
        author=old.author,
        video=old.video,
    )
    places = [DraftPicture(draft=draft, asset=place.asset, position=place.position) for place in old.places()]
    draft._prefetched_objects_cache = {"pictures": _Rows(places)}
    return draft


class _Rows(list[Any]):
    """Rows that are not yet written, where Django looks for those that were read ahead."""

    def all(self) -> _Rows:
        return self


def picture(company: Company) -> Any:
    """A small picture in the workspace."""
    from PIL import Image

    from chaoxin.content import pictures, provenance, recognizing

    buffer = io.BytesIO()
    Image.new("RGB", (900, 600), (34, 120, 96)).save(buffer, "JPEG", quality=70)
    buffer.seek(0)
    made = pictures.take_in(buffer, name="tea.jpg", by=company.editor)
    provenance.declare_if_unsaid(made, by=company.editor, provenance="own")
    return recognizing.note_drawn(made)


def film(company: Company) -> Any:
    """A short video in the workspace; the same one whenever it is asked for."""
    from chaoxin.content.models import Asset
    from chaoxin.content.testing import films

    known = Asset.objects.filter(workspace=company.editor.workspace, kind=Asset.Kind.VIDEO).first()
    return known or films.video(company.editor, size=(720, 1280), sound=True)


def _words(number: int, channel: Any) -> tuple[str, str]:
    domain = channel.settings.get("safe_domain", "example.com")
    body = f"第 {number} 杯潮汐茶，今天在门店等你。https://{domain}/tea/{number}"
    return f"门店日记第 {number} 篇", body


def _widest_profile(platform: str) -> dict[str, str]:
    from chaoxin.connectors import registry

    profiles = list(registry.manifest(platform).quota_profiles)
    return {"quota_profile": profiles[-1]} if profiles else {}


def _open(stack: Stack, platform: str, number: int) -> dict[str, Any]:
    made: dict[str, Any] = stack.control(
        "POST",
        "/accounts",
        platform=platform,
        name=f"测试账号 {number}",
        quota_profile="unlimited",
        settings=SETTINGS.get(platform, {}),
        followers=20,
        audience={"on": False},
    )
    return made


def _connect(stack: Stack, account: dict[str, Any], *, by: Any) -> Any:
    from chaoxin.channels import connecting, consenting
    from chaoxin.channels.applications import Application, mode_of

    mode = mode_of(account["platform"], "api")[1]
    given = {**account["credentials"], **OUR_OWN}
    wish = Application(
        platform=account["platform"],
        mode="api",
        environment="sandbox",
        name=account["name"],
        fields={
            entry.key: given.get(entry.key) or given.get(ALIASES.get(entry.key, ""), "")
            for entry in mode.fields
        },
    )
    if mode.connects_by == "credentials":
        return connecting.connect_with_credentials(wish, by=by)
    stack.control("PATCH", f"/accounts/{account['key']}", credentials={"auto_approve": True})
    address = consenting.begin_consent(wish, by=by)
    answer = httpx.get(address, follow_redirects=False)
    query = dict(parse_qsl(urlsplit(answer.headers["location"]).query))
    return consenting.finish_consent(query, by=by)
