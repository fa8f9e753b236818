from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels import grouping
from chaoxin.channels.models import Channel
from chaoxin.channels.testing.rows import connected_channel
from chaoxin.compliance import centre, judging, trend
from chaoxin.compliance.centre import Filters
from chaoxin.compliance.models import QueuedFinding
from chaoxin.compliance.queueing import Standpoint
from chaoxin.compliance.subjects import Standing
from chaoxin.compliance.values import JudgedContent, Severity
from chaoxin.core import clock

from .rules_of_a_test import ChangingRules

JSON = "application/json"
ADDRESS = "/w/demo/compliance/centre/"
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> ChangingRules:
    changing = ChangingRules(monkeypatch)
    changing.words = {"顶级": Severity.BLOCK, "微信": Severity.CONFIRM, "特价": Severity.WARN}
    return changing


@pytest.fixture
def channel(cast: Cast) -> Channel:
    return connected_channel(cast.workspace)


@pytest.fixture
def queue(cast: Cast, rules: ChangingRules, channel: Channel) -> None:
    """A draft on a channel, something scheduled a day later, and a reply."""
    with clock.frozen(NOON):
        judge(cast.editor, "顶级好茶", "甲稿", channel=channel)
    with clock.frozen(NOON + timedelta(days=1)):
        judge(cast.lead, "加微信 <b>领</b>", "乙稿", platform="weibo", standing=Standing.SCHEDULED)
        judge(cast.answer_giver, "今天特价", "回复：今天特价", standing=Standing.REPLY)


def judge(
    by: Actor,
    text: str,
    title: str,
    *,
    channel: Channel | None = None,
    platform: str = "tide",
    standing: Standing = Standing.DRAFT,
) -> None:
    judging.judge(
        JudgedContent(platform, "post", {"text": text}),
        workspace=by.workspace,
        subject=by.membership,  # type: ignore[arg-type]
        by=by,
        title=title,
        channel=channel,
        at=Standpoint(standing, f"/w/demo/{standing}/"),
    )


def found(actor: Actor, **filters: str) -> list[str]:
    return [row.quoted for row in centre.search(actor, Filters.of({"state": "all", **filters}))]


def test_the_heaviest_come_first(cast: Cast, queue: None) -> None:
    assert found(cast.owner) == ["顶级", "微信", "特价"]


@pytest.mark.parametrize(
    ("filters", "quoted"),
    [
        ({"severity": "block"}, ["顶级"]),
        ({"standing": "reply"}, ["特价"]),
        ({"rule": "rule-微信"}, ["微信"]),
        ({"platform": "weibo"}, ["微信"]),
        ({"since": "2026-11-21"}, ["微信", "特价"]),
        ({"until": "2026-11-20"}, ["顶级"]),
        ({"q": "甲稿 顶级"}, ["顶级"]),
        ({"q": "甲稿 微信"}, []),
        ({"state": "asked"}, []),
        (
            {"severity": "none", "standing": "x", "channel": "1' OR 1=1", "since": "2026-13-40"},
            ["顶级", "微信", "特价"],
        ),
    ],
)
def test_filters_narrow_the_queue_and_nonsense_does_not(
    cast: Cast, queue: None, filters: dict[str, str], quoted: list[str]
) -> None:
    assert found(cast.owner, **filters) == quoted


def test_accounts_and_authors_narrow_it_too(cast: Cast, queue: None, channel: Channel) -> None:
    assert found(cast.owner, channel=str(channel.pk)) == ["顶级"]
    assert cast.lead.membership is not None
    assert found(cast.owner, author=str(cast.lead.membership.pk)) == ["微信"]


def test_who_is_limited_to_other_accounts_or_reads_no_messages_does_not_see_their_findings(
    cast: Cast, queue: None, channel: Channel
) -> None:
    other = connected_channel(cast.workspace, external_id="tide-2", name="另一个号")
    group = grouping.create_group(by=cast.owner, name="别的组", channels=[other.pk])
    assert cast.editor.membership is not None
    grouping.limit_member(cast.editor.membership, by=cast.owner, groups=[group.pk])
    assert found(cast.editor) == ["微信", "特价"]
    assert found(cast.viewer) == ["顶级", "微信"]
    assert found(cast.stranger) == []
    row = QueuedFinding.objects.get(quoted="顶级")
    page = sign_in(cast.reviewer).get(f"{ADDRESS}ask/", {"finding": str(row.pk)})
    assert "顶级" in page.content.decode()
    assert sign_in(cast.stranger).get(f"{ADDRESS}ask/", {"finding": str(row.pk)}).status_code == 404


def test_the_page_shows_words_in_their_place_and_escapes_them(cast: Cast, queue: None) -> None:
    page = sign_in(cast.owner).get(ADDRESS).content.decode()
    assert '<mark class="mark-confirm">微信</mark>' in page
    assert "&lt;b&gt;" in page
    assert "<b>领" not in page


def test_a_long_queue_is_paged_with_few_queries(
    cast: Cast, rules: ChangingRules, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for number in range(60):
        judge(cast.editor, f"顶级 {number}", f"稿 {number}", standing=Standing.PUBLISHED)
    browser = sign_in(cast.reviewer)
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        page = browser.get(ADDRESS)
    assert len(page.context["lines"]) == 50
    assert "共 60 条" in page.content.decode()
    assert len(browser.get(f"{ADDRESS}?page=2").context["lines"]) == 10


def test_several_are_dealt_with_at_once_by_page_and_api(cast: Cast, queue: None) -> None:
    ids = [str(row.pk) for row in QueuedFinding.objects.filter(quoted__in=["微信", "特价"])]
    handle = f"{ADDRESS}handle/"
    browser = sign_in(cast.reviewer)
    answer = browser.post(handle, {"finding": ids, "act": "dismiss"}, headers={"HX-Request": "true"})
    assert "queue-changed" in answer["HX-Trigger"]
    assert found(cast.owner, state="dismissed") == ["微信", "特价"]
    assert browser.post(handle, {"finding": [], "act": "ask"}).status_code == 404
    assert browser.post(handle, {"finding": ids, "act": "explode"}).status_code == 422
    assert sign_in(cast.editor).post(handle, {"finding": ids, "act": "reopen"}).status_code == 403
    api = Client(headers=bearer(cast.reviewer))
    body = json.dumps({"findings": ids, "note": ""})
    reopened = api.post("/api/v1/compliance/findings/reopen", body, content_type=JSON).json()
    assert {entry["state"] for entry in reopened} == {"open"}
    listed = api.get("/api/v1/compliance/findings?severity=confirm").json()
    assert (listed["total"], listed["items"][0]["finding"]["quoted"]) == (1, "微信")
    assert listed["items"][0]["before"] == "加"


def test_the_trend_counts_contents_by_day_and_week(cast: Cast, rules: ChangingRules) -> None:
    with clock.frozen(NOON):
        for number in range(3):
            judge(cast.editor, f"顶级 {number}", "甲", standing=Standing.PUBLISHED)
        judge(cast.editor, "顶级 0", "甲又查一遍", standing=Standing.PUBLISHED)
    with clock.frozen(NOON + timedelta(days=4)):
        judge(cast.editor, "顶级 9，微信", "乙", standing=Standing.PUBLISHED)
        by_day = trend.trend(cast.owner)
        by_week = trend.trend(cast.owner, step="week")
        page = sign_in(cast.viewer).get("/w/demo/compliance/centre/trend/?step=week").content.decode()
        told = Client(headers=bearer(cast.owner)).get("/api/v1/compliance/trend?severity=confirm").json()
    [top, second] = by_day.lines
    assert (top.rule, sorted(top.by_day.values())) == ("rule-顶级", [1, 3])
    assert (second.total, len(by_day.days), by_day.days[-1].isoformat()) == (1, 30, "2026-11-24")
    assert sorted(by_week.lines[0].by_day) == [day for day in by_week.days if day in by_week.lines[0].by_day]
    assert [day.isoformat() for day in sorted(by_week.lines[0].by_day)] == ["2026-11-16", "2026-11-23"]
    drawn: Any = trend.chart(by_week)
    assert drawn["yAxis"]["name"] == "条"
    assert sum(sum(bars["data"]) for bars in drawn["series"]) == 5
    assert "chart-trend" in page
    assert [line["rule"] for line in told["rules"]] == ["rule-微信"]
    assert sum(told["rules"][0]["counts"]) == 1


@pytest.mark.parametrize("path", ["centre/", "centre/trend/", "centre/rejudgings/"])
def test_members_see_the_pages_and_strangers_find_nothing(cast: Cast, path: str) -> None:
    address = f"/w/demo/compliance/{path}"
    assert sign_in(cast.viewer).get(address).status_code == 200
    assert sign_in(cast.stranger).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_what_was_left_can_be_taken_back_from_its_message(cast: Cast, queue: None) -> None:
    (row,) = QueuedFinding.objects.filter(quoted="特价")
    browser, headers, told = sign_in(cast.reviewer), {"HX-Request": "true"}, {"finding": row.pk}
    answer = browser.post(f"{ADDRESS}handle/", {**told, "act": "dismiss"}, headers=headers)
    row.refresh_from_db()
    assert row.state == "dismissed"
    undo = json.loads(answer["HX-Trigger"])["toast"]["undo"]
    assert undo == {"url": f"{ADDRESS}handle/", "values": [["act", "reopen"], ["finding", str(row.pk)]]}
    browser.post(undo["url"], dict(undo["values"]), headers=headers)
    row.refresh_from_db()
    assert row.state == "open"
    again = browser.post(f"{ADDRESS}handle/", {**told, "act": "reopen"}, headers=headers)
    assert "undo" not in json.loads(again["HX-Trigger"])["toast"]


def test_from_a_verdict_one_goes_on_to_the_next_content_that_waits(cast: Cast, queue: None) -> None:
    browser = sign_in(cast.reviewer)
    order = [str(row.verdict_id) for row in centre.search(cast.reviewer, Filters())]
    for here, following in zip(order, [*order[1:], order[0]], strict=True):
        page = browser.get(f"/w/demo/compliance/verdicts/{here}/").content.decode()
        assert f'href="/w/demo/compliance/verdicts/{following}/" data-shortcut="n"' in page
    QueuedFinding.objects.exclude(verdict__pk=order[0]).update(state="dismissed")
    assert "下一份待处理" not in browser.get(f"/w/demo/compliance/verdicts/{order[0]}/").content.decode()
    assert (
        "下一份待处理"
        not in sign_in(cast.viewer).get(f"/w/demo/compliance/verdicts/{order[1]}/").content.decode()
    )
