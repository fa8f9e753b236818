from __future__ import annotations

import json

import pytest
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.compliance import judging, policies
from chaoxin.compliance.models import ApprovalRequest, Override, Verdict

from .conftest import Request, content_of

JSON = "application/json"


@pytest.fixture
def blocked(cast: Cast) -> Verdict:
    judged = content_of("全国第一的茶")
    return judging.judge(
        judged, workspace=cast.workspace, subject=cast.workspace, by=cast.editor, title="秋茶"
    )


def test_a_pasted_text_is_marked_with_reason_and_substitute_and_not_kept(cast: Cast) -> None:
    page = (
        sign_in(cast.editor).post("/w/demo/compliance/check/", {"text": "我们的茶全国第一"}).content.decode()
    )
    assert '<mark class="mark-block"' in page
    assert "很受欢迎" in page
    assert "广告绝对化用语执法指南" in page
    assert Verdict.objects.count() == 0


def test_both_doors_say_the_same_of_a_text(cast: Cast) -> None:
    text = "我们的茶全国第一"
    page = sign_in(cast.editor).post("/w/demo/compliance/check/", {"text": text})
    api = Client(headers=bearer(cast.editor)).post(
        "/api/v1/compliance/check", json.dumps({"fields": {"text": text}}), content_type=JSON
    )
    told = api.json()
    assert told["level"] == page.context["opinion"].level == "block"
    finding = told["findings"][0]
    assert text[finding["start"] : finding["end"]] == finding["quoted"] == "全国第一"


def test_a_pasted_text_is_never_run_as_markup(cast: Cast) -> None:
    page = sign_in(cast.editor).post(
        "/w/demo/compliance/check/", {"text": "<script>alert(1)</script>全国第一"}
    )
    assert "<script>alert(1)" not in page.content.decode()


def test_an_empty_text_comes_back_with_a_sentence(cast: Cast) -> None:
    answer = sign_in(cast.editor).post("/w/demo/compliance/check/", {"text": ""})
    assert answer.status_code == 422
    assert "还没有文字" in answer.content.decode()


def test_overriding_by_both_doors(cast: Cast, blocked: Verdict) -> None:
    address = f"/w/demo/compliance/verdicts/{blocked.pk}/override/"
    assert sign_in(cast.editor).post(address, {"reason": "有行业协会证明"}).status_code == 403
    assert sign_in(cast.reviewer).post(address, {"reason": ""}).status_code == 422
    assert sign_in(cast.reviewer).post(address, {"reason": "有行业协会证明"}).status_code == 302
    again = Client(headers=bearer(cast.lead)).post(
        f"/api/v1/verdicts/{blocked.pk}/override", json.dumps({"reason": "再放一次"}), content_type=JSON
    )
    assert again.json()["override"]["reason"] == "有行业协会证明"
    assert Override.objects.count() == 1


def test_agreeing_and_rejecting_by_api(cast: Cast, ask: Request) -> None:
    request = ask()
    api = Client(headers=bearer(cast.reviewer))
    bare = api.post(f"/api/v1/approvals/{request.pk}/reject", json.dumps({}), content_type=JSON)
    assert (bare.status_code, bare.json()["field"]) == (422, "comment")
    agreed = api.post(f"/api/v1/approvals/{request.pk}/agree", json.dumps({"stage": 0}), content_type=JSON)
    assert agreed.json()["state"] == "approved"
    late = Client(headers=bearer(cast.lead)).post(
        f"/api/v1/approvals/{request.pk}/agree", json.dumps({"stage": 0}), content_type=JSON
    )
    assert late.status_code == 409


def test_the_queue_shows_each_reviewer_what_waits_for_him(cast: Cast, ask: Request) -> None:
    policies.set_policy(by=cast.owner, stages=[["reviewer"], ["owner"]], author_may_approve=False)
    ask()
    for actor, waits in ((cast.reviewer, 1), (cast.owner, 0), (cast.lead, 0)):
        page = sign_in(actor).get("/w/demo/compliance/")
        assert len(page.context["lines"]) == waits
    assert len(sign_in(cast.viewer).get("/w/demo/compliance/").context["lines"]) == 1


def test_the_queue_takes_few_queries_however_long_it_is(
    cast: Cast, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for number in range(30):
        ApprovalRequest.objects.create(
            workspace=cast.workspace,
            subject_type="x.y",
            subject_id=str(number),
            content_hash="0" * 64,
            title=f"稿 {number}",
            stages=[["reviewer"]],
            requested_by_id=cast.editor.membership.pk,  # type: ignore[union-attr]
            author=cast.editor.membership,
        )
    client = sign_in(cast.reviewer)
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        assert len(client.get("/w/demo/compliance/").context["lines"]) == 30


def test_the_policy_is_set_by_both_doors(cast: Cast) -> None:
    form = {"first": ["reviewer"], "two": "on", "second": ["owner"]}
    assert sign_in(cast.owner).post("/w/demo/compliance/policy/change/", form).status_code == 302
    api = Client(headers=bearer(cast.lead))
    assert api.get("/api/v1/approval-policy").json() == {
        "stages": [["reviewer"], ["owner"]],
        "author_may_approve": False,
    }
    put = api.put("/api/v1/approval-policy", json.dumps({"stages": [["lead"]]}), content_type=JSON)
    assert put.json()["stages"] == [["lead"]]
    wrong = sign_in(cast.owner).post("/w/demo/compliance/policy/change/", {"first": ["lead"], "two": "on"})
    assert wrong.status_code == 422


def test_rules_can_be_read_with_their_ground(cast: Cast) -> None:
    page = sign_in(cast.viewer).get("/w/demo/compliance/rules/?q=国家级").content.decode()
    assert "superlative-national" in page
    assert "diversion-phone" not in page
    api = (
        Client(headers=bearer(cast.viewer))
        if cast.viewer.may("token.own")
        else Client(headers=bearer(cast.editor))
    )
    assert api.get("/api/v1/compliance/rules?page_size=200").json()["total"] > 10


PAGES = ["", "verdicts/", "verdicts/{verdict}/", "rules/", "check/", "policy/"]


@pytest.mark.parametrize("path", PAGES)
def test_members_see_and_strangers_find_nothing(cast: Cast, blocked: Verdict, path: str) -> None:
    address = f"/w/demo/compliance/{path.format(verdict=blocked.pk)}"
    assert sign_in(cast.viewer).get(address).status_code == 200
    assert sign_in(cast.stranger).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    if "{" in path:
        assert sign_in(cast.stranger).get(address.replace("/demo/", "/other/")).status_code == 404


def test_the_api_keeps_workspaces_apart(cast: Cast, blocked: Verdict, ask: Request) -> None:
    request, stranger = ask(), Client(headers=bearer(cast.stranger))
    assert stranger.get(f"/api/v1/verdicts/{blocked.pk}").status_code == 404
    assert stranger.get("/api/v1/verdicts").json()["total"] == 0
    assert stranger.get("/api/v1/approvals").json()["total"] == 0
    body = json.dumps({"stage": 0})
    assert stranger.post(f"/api/v1/approvals/{request.pk}/agree", body, content_type=JSON).status_code == 404
    editor = Client(headers=bearer(cast.editor))
    assert editor.post(f"/api/v1/approvals/{request.pk}/agree", body, content_type=JSON).status_code == 403
    assert Client().post("/api/v1/compliance/check", "{}", content_type=JSON).status_code == 401


def test_the_form_says_how_much_it_takes(cast: Cast) -> None:
    page = sign_in(cast.editor).get("/w/demo/compliance/check/").content.decode()
    assert "不超过 10 MB，文字合计不超过 200 万字" in page
