"""Characters that the database cannot hold are refused at every door."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.compliance.models import RulePack

PAGES = (
    "compliance/centre/?q=a%00b",
    "compliance/centre/?rule=%00",
    "compliance/centre/?platform=%00",
    "compliance/verdicts/?q=a%00b",
    "drafts/?q=a%00b",
    "inbox/?q=a%00b",
    "assets/?q=a%00b",
    "deliveries/?q=a%00b",
    "people/?q=a%00b",
    "channels/?q=a%00b",
)
NOBODY = "01900000-0000-7000-8000-000000000000"
HALF, NOTHING = "半\ud83d个", "空\x00白"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_refuses_a_query_that_nobody_can_look_for(cast: Cast, page: str) -> None:
    answer = sign_in(cast.owner).get(f"/w/demo/{page}")
    assert answer.status_code == 422
    assert "里有损坏的字符，存不下来。请删掉重新输入。" in answer.content.decode()
    assert "\x00" not in answer.content.decode()


def test_a_part_of_a_page_tells_it_as_a_toast(cast: Cast) -> None:
    answer = sign_in(cast.owner).get("/w/demo/drafts/?q=a%00b", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Reswap"]) == (422, "none")


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("compliance/centre/handle/", {"act": "dismiss", "note": "好\x00", "finding": NOBODY}),
        ("compliance/centre/forgive/", {"phrase": "\x00", "finding": NOBODY}),
        ("compliance/rules/adjust/", {"rule": "a\x00b"}),
        ("compliance/rules/packs/new/", {"name": "空\x00白"}),
        ("drafts/new/", {"title": "好", "b\x00d": "1"}),
    ],
)
@pytest.mark.parametrize("files", [True, False])
def test_a_page_refuses_such_a_field_whether_a_form_reads_it_or_not(
    cast: Cast, page: str, told: dict[str, str], files: bool
) -> None:
    client, address = sign_in(cast.owner), f"/w/demo/{page}"
    form = {} if files else {"content_type": "application/x-www-form-urlencoded"}
    answer = client.post(address, told if files else urlencode(told), **form)  # type: ignore[arg-type]
    assert answer.status_code == 422
    assert "里有损坏的字符，存不下来。" in answer.content.decode()
    headers = {"HX-Request": "true"}
    toast = client.post(address, told if files else urlencode(told), headers=headers, **form)  # type: ignore[arg-type]
    assert (toast.status_code, toast["HX-Reswap"]) == (422, "none")
    assert not RulePack.objects.exists()


@pytest.mark.parametrize(
    ("query", "field"), [("q=a%00b", "q"), ("rule=%00", "rule"), ("platform=%00", "platform")]
)
def test_the_api_refuses_such_a_query(cast: Cast, query: str, field: str) -> None:
    answer = Client(headers=bearer(cast.owner)).get(f"/api/v1/compliance/findings?{query}")
    told = answer.json()
    assert (answer.status_code, told["code"], told["field"]) == (422, "invalid", field)
    assert "损坏的字符" in told["message"]


@pytest.mark.parametrize("sign", [HALF, NOTHING])
def test_the_api_refuses_such_a_body_and_keeps_nothing(cast: Cast, sign: str) -> None:
    caller = Client(headers=bearer(cast.owner))
    items = [{"key": "1", "fields": {"text": "好"}}, {"key": "2", "fields": {"text": sign}}]
    for path, body, field in (
        ("packs", {"name": sign}, "name"),
        ("checks", {"items": items}, "items.1.fields.text"),
        ("check", {"fields": {"text": sign}}, "fields.text"),
    ):
        answer = caller.post(f"/api/v1/compliance/{path}", body, content_type="application/json")
        told = answer.json()
        assert (answer.status_code, told["code"], told["field"]) == (422, "invalid", field)
        assert "�" in told["message"]
    assert not RulePack.objects.exists()


def test_whole_signs_of_two_halves_are_fine(cast: Cast) -> None:
    caller = Client(headers=bearer(cast.owner))
    body = b'{"fields": {"text": "\\ud83d\\ude00"}}'
    assert caller.post("/api/v1/compliance/check", body, content_type="application/json").status_code == 200
