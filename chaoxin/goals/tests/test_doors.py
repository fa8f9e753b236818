from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.goals import campaigning, planning
from chaoxin.goals.models import Campaign, Objective

TERMS = planning.Terms("awareness", "提升品牌知名度", date(2026, 11, 1), date(2026, 11, 30))
FORM = {
    "kind": "awareness",
    "name": "提升品牌知名度",
    "starts_on": "2026-11-01",
    "ends_on": "2026-11-30",
    "target_followers_gained_month": "3000",
    "baseline_followers_gained_month": "1800",
}
BODY = {
    "kind": "awareness",
    "name": "提升品牌知名度",
    "starts_on": "2026-11-01",
    "ends_on": "2026-11-30",
    "targets": [{"kpi": "followers_gained_month", "target": 3000, "baseline": 1800}],
}


@pytest.fixture
def objective(cast: Cast) -> Objective:
    return planning.set_objective(TERMS, [planning.Target("reads", Decimal(10_000))], by=cast.lead)


def test_both_doors_set_the_same_objective(cast: Cast) -> None:
    page = sign_in(cast.lead).post("/w/demo/goals/new/", FORM)
    assert page.status_code == 302
    api = Client(headers=bearer(cast.lead)).post(
        "/api/v1/objectives", json.dumps(BODY), content_type="application/json"
    )
    assert api.status_code == 201
    one, other = Objective.objects.order_by("created_at")
    for name in ("kind", "name", "starts_on", "ends_on"):
        assert getattr(one, name) == getattr(other, name)
    assert [(t.kpi, t.target, t.baseline) for t in one.targets.all()] == [
        (t.kpi, t.target, t.baseline) for t in other.targets.all()
    ]


def test_a_wrong_form_comes_back_with_what_was_typed(cast: Cast) -> None:
    answer = sign_in(cast.lead).post("/w/demo/goals/new/", {**FORM, "ends_on": "2026-10-01"})
    assert answer.status_code == 422
    assert "结束日期不能早于开始日期" in answer.content.decode()
    assert "提升品牌知名度" in answer.content.decode()


def test_changing_keeps_the_accounts_that_a_target_counts(cast: Cast, objective: Objective) -> None:
    counted = planning.Target("reads", Decimal(10_000), channel_ids=("a-channel",))
    planning.change(objective, targets=[counted], by=cast.lead)
    form = {**FORM, "target_reads": "20000"}
    sign_in(cast.lead).post(f"/w/demo/goals/{objective.pk}/change/", form)
    assert objective.targets.get(kpi="reads").channel_ids == ["a-channel"]


def test_an_objective_page_shows_target_and_formula(cast: Cast, objective: Objective) -> None:
    page = sign_in(cast.viewer).get(f"/w/demo/goals/{objective.pk}/").content.decode()
    assert "10000" in page
    assert "阅读量" in page
    assert "修改" not in page.split("<h1>")[1].split("指标")[0]


def test_closing_and_reopening_by_page(cast: Cast, objective: Objective) -> None:
    client = sign_in(cast.lead)
    client.post(f"/w/demo/goals/{objective.pk}/close/")
    objective.refresh_from_db()
    assert objective.closed_at
    assert "还没有" not in client.get("/w/demo/goals/?view=closed").content.decode()
    client.post(f"/w/demo/goals/{objective.pk}/reopen/")
    objective.refresh_from_db()
    assert objective.closed_at is None


def test_campaigns_by_both_doors(cast: Cast) -> None:
    form = {"name": "秋季上新", "starts_on": "2026-11-01", "ends_on": "2026-12-01", "brief": "两款新品"}
    assert sign_in(cast.lead).post("/w/demo/goals/campaigns/new/", form).status_code == 302
    client = Client(headers=bearer(cast.lead))
    made = client.post("/api/v1/campaigns", json.dumps(form), content_type="application/json").json()
    assert client.get("/api/v1/campaigns").json()["total"] == 2
    closed = client.post(f"/api/v1/campaigns/{made['id']}/close").json()
    assert closed["closed_at"]
    assert sign_in(cast.viewer).get(f"/w/demo/goals/campaigns/{made['id']}/").status_code == 200


PAGES = [
    "",
    "new/",
    "{o}/",
    "{o}/change/",
    "campaigns/",
    "campaigns/new/",
    "campaigns/{c}/",
    "campaigns/{c}/change/",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_finds_nothing_and_a_viewer_changes_nothing(
    cast: Cast, objective: Objective, path: str
) -> None:
    brief = campaigning.Brief("秋季上新", date(2026, 11, 1), date(2026, 12, 1))
    campaign = campaigning.start(brief, by=cast.lead)
    address = f"/w/demo/goals/{path.format(o=objective.pk, c=campaign.pk)}"
    assert sign_in(cast.stranger).get(address).status_code == 404
    own = address.replace("/w/demo/", "/w/other/")
    if "{" in path:
        assert sign_in(cast.stranger).get(own).status_code == 404
    changes = "new" in path or "change" in path
    assert sign_in(cast.viewer).get(address).status_code == (403 if changes else 200)
    assert sign_in(cast.lead).get(address).status_code == 200


def test_the_api_keeps_strangers_and_viewers_out(cast: Cast, objective: Objective) -> None:
    stranger, viewer = Client(headers=bearer(cast.stranger)), sign_in(cast.viewer)
    assert stranger.get(f"/api/v1/objectives/{objective.pk}").status_code == 404
    assert stranger.get("/api/v1/objectives").json()["total"] == 0
    assert Client().get("/api/v1/objectives").status_code == 401
    assert viewer.get("/api/v1/objectives", headers={"X-CSRFToken": "x"}).status_code in (200, 403)
    assert (
        Client(headers=bearer(cast.editor)).post(f"/api/v1/objectives/{objective.pk}/close").status_code
        == 403
    )
    assert Campaign.objects.count() == 0
