from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels.models import Channel
from chaoxin.content.models import Draft
from chaoxin.content.testing import rows

JSON = "application/json"


class Api:
    """Calls of one actor with JSON in and out."""

    def __init__(self, headers: dict[str, str]) -> None:
        self.client = Client(headers=headers)

    def call(self, method: str, path: str, body: Any = None) -> Any:
        send = getattr(self.client, method)
        return (
            send(f"/api/v1{path}", json.dumps(body or {}), content_type=JSON)
            if method != "get"
            else send(f"/api/v1{path}")
        )


@pytest.fixture
def editor(cast: Cast) -> Api:
    return Api(bearer(cast.editor))


def test_a_draft_from_first_word_to_review_by_api(cast: Cast, editor: Api, articles: Channel) -> None:
    made = editor.call("post", "/drafts", {"title": "秋季新品", "body": "桂花乌龙"}).json()
    file = SimpleUploadedFile("x.png", rows.picture_bytes())
    upload = editor.client.post("/api/v1/assets", {"file": file, "provenance": "own"})
    assert (upload.status_code, upload.json()["provenance"]) == (201, "own")
    draft = f"/drafts/{made['id']}"
    assert (
        editor.call("post", f"{draft}/pictures", {"asset": upload.json()["id"], "alt": "茶"}).status_code
        == 201
    )
    variant = editor.call("post", f"{draft}/variants", {"channel": str(articles.pk)}).json()
    changed = editor.call("patch", f"/variants/{variant['id']}", {"own": {"title": "公众号标题"}}).json()
    assert changed["own"]["title"] == "公众号标题"
    unread = editor.call("get", f"/variants/{variant['id']}").json()
    assert unread["compliance"]["reading"] == [upload.json()["id"]]
    early = editor.call("post", f"{draft}/submit", {"note": "请审"})
    assert (early.status_code, early.json()["code"]) == (409, "still_reading")
    rows.look_into_all()
    shown = editor.call("get", f"/variants/{variant['id']}").json()
    assert (shown["content"]["title"], shown["compliance"]["reading"]) == ("公众号标题", [])
    assert shown["problems"] == []
    assert shown["compliance"]["level"] == "allow"
    sent = editor.call("post", f"{draft}/submit", {"note": "请审"}).json()
    assert sent["state"] == "in_review"
    assert len(sent["approvals"]) == 1
    assert editor.call("post", f"{draft}/withdraw").json()["state"] == "editing"
    assert editor.call("get", f"{draft}/versions").json()["total"] >= 3


def test_both_doors_refuse_the_same_conflict(cast: Cast, editor: Api) -> None:
    draft = rows.draft_with(cast.editor)
    stale = {"expected_number": draft.number - 1, "title": "新标题"}
    refused = editor.call("patch", f"/drafts/{draft.pk}", stale)
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    page = sign_in(cast.editor).post(f"/w/demo/drafts/{draft.pk}/save/", {**stale, "body": draft.body})
    assert page.status_code == 409


def test_a_forbidden_title_is_refused_by_api_too(cast: Cast, editor: Api, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles, title="全国第一的茶")
    refused = editor.call("post", f"/drafts/{draft.pk}/submit")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_fit")
    assert "同义" in refused.json()["message"]


def test_a_script_is_no_picture_by_api_either(editor: Api) -> None:
    refused = editor.client.post("/api/v1/assets", {"file": SimpleUploadedFile("x.png", b"<script>")})
    assert (refused.status_code, refused.json()["code"]) == (422, "picture_refused")


def test_pictures_are_ordered_described_and_removed(cast: Cast, editor: Api) -> None:
    draft = rows.draft_with(cast.editor, colors="teal navy")
    path = f"/drafts/{draft.pk}/pictures"
    first, second = [entry["id"] for entry in editor.call("get", path).json()]
    ordered = editor.call("put", f"{path}/order", {"assets": [second, first]}).json()
    assert [entry["id"] for entry in ordered] == [second, first]
    told = editor.call("patch", f"{path}/{first}", {"alt": "茶杯", "provenance": "own"}).json()
    assert [(entry["alt"], entry["provenance"]) for entry in told][1] == ("茶杯", "own")
    assert editor.call("delete", f"{path}/{first}").status_code == 204
    assert [entry["id"] for entry in editor.call("get", path).json()] == [second]


def test_archive_copy_and_restore(cast: Cast, editor: Api) -> None:
    draft = rows.draft_with(cast.editor)
    assert editor.call("post", f"/drafts/{draft.pk}/archive").json()["state"] == "archived"
    assert editor.call("post", f"/drafts/{draft.pk}/unarchive").json()["state"] == "editing"
    made = editor.call("post", f"/drafts/{draft.pk}/copy").json()
    assert made["title"].endswith("（副本）")
    restored = editor.call("post", f"/drafts/{draft.pk}/versions/1/restore?expected_number={draft.number}")
    assert restored.status_code == 200
    assert Draft.objects.count() == 2


def test_the_api_keeps_strangers_and_readers_out(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles)
    variant = draft.variants.get()
    stranger, analyst = Api(bearer(cast.stranger)), Api(bearer(cast.analyst))
    for path in (f"/drafts/{draft.pk}", f"/variants/{variant.pk}", f"/drafts/{draft.pk}/pictures"):
        assert stranger.call("get", path).status_code == 404
        assert analyst.call("get", path).status_code == 200
        assert Client().get(f"/api/v1{path}").status_code == 401
    assert stranger.call("get", "/drafts").json()["total"] == 0
    assert stranger.call("get", "/assets").json()["total"] == 0
    assert analyst.call("post", "/drafts", {"title": "x"}).status_code == 403
    assert analyst.call("delete", f"/variants/{variant.pk}").status_code == 403
    assert stranger.call("post", f"/drafts/{draft.pk}/submit").status_code == 404
