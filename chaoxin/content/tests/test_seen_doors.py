"""What is seen in pictures, where they come from and their licences: on the pages and by the API."""

from __future__ import annotations

import html as markup
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels.models import Channel
from chaoxin.compliance.media_facts import today
from chaoxin.content import cropping, drafting, licensing, pictures, recognition_turns, writing_reader
from chaoxin.content.cutting import Cut
from chaoxin.content.licensing import Told
from chaoxin.content.models import Asset, Draft, Licence, Recognition
from chaoxin.content.testing import films, rows

HTMX = {"HX-Request": "true"}
CARD = "https://u.wechat.com/kABC"


@pytest.fixture
def draft(cast: Cast, posts: Channel) -> Draft:
    made = rows.draft_with(cast.editor, posts, colors="")
    pictures.attach(made, rows.asset(cast.editor, drawn=False), by=cast.editor)
    made.refresh_from_db()
    return made


@pytest.fixture(autouse=True)
def no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing_reader, "installed", lambda: "")
    monkeypatch.setattr(recognition_turns, "installed", lambda: "")


def asset_of(draft: Draft) -> Asset:
    return draft.pictures.select_related("asset__workspace").get().asset


def page(client: Client, draft: Draft, query: str = "") -> str:
    return client.get(f"/w/demo/drafts/{draft.pk}/{query}").content.decode()


def see_card(draft: Draft) -> Asset:
    asset = asset_of(draft)
    asset.codes = [{"text": CARD, "box": [0.5, 0.25, 0.25, 0.5], "at": None}]
    asset.read_at = draft.created_at
    asset.save()
    return asset


def test_the_composer_says_how_far_a_picture_was_looked_into(cast: Cast, draft: Draft) -> None:
    client = sign_in(cast.editor)
    assert "排队识别" in page(client, draft)
    Recognition.objects.update(tries=1, percent=40)
    news = client.get(f"/w/demo/drafts/{draft.pk}/seen/", headers=HTMX).content.decode()
    assert "40%" in news
    assert f'id="seen-{asset_of(draft).pk}" data-seeing' in news
    assert 'id="checks"' in news
    Recognition.objects.all().delete()
    assert recognition_turns.take_turn() == 0
    see_card(draft)
    assert "没有安装文字识别" in page(client, draft)


def test_a_finding_in_a_picture_is_marked_on_it_and_listed_with_its_name(cast: Cast, draft: Draft) -> None:
    asset = see_card(draft)
    html = page(sign_in(cast.editor), draft)
    assert '<rect class="spot-confirm" x="32" y="12" width="16" height="24"' in html
    assert f'href="#picture-{asset.pk}"' in html
    assert "第 1 张图片" in html
    assert CARD in html


def test_a_finding_in_a_crop_is_marked_where_it_lies_in_the_whole(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles)
    asset = asset_of(draft)
    variant = draft.variants.select_related("channel", "draft__workspace").get()
    cropping.use(variant, asset, "1:1", by=cast.editor, cut=Cut("1:1", 0.25, 0.0, 0.5))
    crop = asset.derived.get()
    crop.codes = [{"text": "https://qr.alipay.com/x", "box": [0.5, 0.5, 0.5, 0.5], "at": None}]
    crop.save()
    html = page(sign_in(cast.editor), draft)
    assert 'x="32" y="16" width="16" height="16"' in html


def test_a_film_is_looked_into_when_somebody_asks(cast: Cast, draft: Draft) -> None:
    film = films.video(cast.editor)
    draft.video = film
    draft.save()
    client = sign_in(cast.editor)
    assert "识别画面里的二维码" in page(client, draft)
    answer = client.post(f"/w/demo/drafts/{draft.pk}/seen/{film.pk}/begin/", headers=HTMX)
    assert f'id="seen-{film.pk}" data-seeing' in answer.content.decode()
    asked = Recognition.objects.get(asset=film)
    client.post(f"/w/demo/drafts/{draft.pk}/seen/{asked.pk}/cancel/", headers=HTMX)
    asked.refresh_from_db()
    assert asked.state == "cancelled"
    assert sign_in(cast.viewer).post(f"/w/demo/drafts/{draft.pk}/seen/{film.pk}/begin/").status_code == 403


def test_findings_come_while_somebody_types_and_nothing_is_kept(cast: Cast, draft: Draft) -> None:
    client = sign_in(cast.editor)
    told = {"title": "新茶", "body": "全国第一的桂花乌龙", "summary": ""}
    html = client.post(f"/w/demo/drafts/{draft.pk}/check/", told, headers=HTMX).content.decode()
    assert 'data-findings="[{' in html
    assert "data-substitute" in html
    draft.refresh_from_db()
    assert "第一" not in draft.body
    assert sign_in(cast.viewer).post(f"/w/demo/drafts/{draft.pk}/check/", told).status_code == 403


def test_a_replaced_word_is_in_the_audit_trail_and_only_true_ones_are(cast: Cast, draft: Draft) -> None:
    client = sign_in(cast.editor)
    told = {"body": "全国第一的桂花乌龙", "title": "新茶"}
    shown = client.post(f"/w/demo/drafts/{draft.pk}/check/", told, headers=HTMX).content.decode()
    start = shown.index('data-findings="') + len('data-findings="')
    finding = json.loads(markup.unescape(shown[start : shown.index('"', start)]))[0]
    address = f"/w/demo/drafts/{draft.pk}/replaced/"
    word = {"rule": finding["rule"], "quoted": finding["quoted"], "chosen": finding["substitutes"][0]}
    assert client.post(address, {**word, "field": "body"}, headers=HTMX).status_code == 204
    entry = AuditEntry.objects.get(verb="word.replace")
    assert json.loads(entry.body)["detail"]["chosen"] == finding["substitutes"][0]
    assert entry.subject_id == str(draft.pk)
    for wrong in ({"rule": "none"}, {"chosen": "随便写的"}, {"quoted": ""}):
        assert client.post(address, {**word, **wrong}, headers=HTMX).status_code == 422
    assert AuditEntry.objects.filter(verb="word.replace").count() == 1


def test_what_the_author_says_is_saved_with_the_draft(cast: Cast, draft: Draft) -> None:
    client = sign_in(cast.editor)
    told = {
        "expected_number": draft.number, "title": draft.title, "body": draft.body, "summary": "", "link": draft.link,
        "nature": "1", "origin": "ai_generated", "paid": "1",
    }  # fmt: skip
    html = client.post(f"/w/demo/drafts/{draft.pk}/save/", told, headers=HTMX).content.decode()
    draft.refresh_from_db()
    assert (draft.origin, draft.paid, draft.fictional) == ("ai_generated", True, False)
    assert 'data-value="ai_generated"' in html
    assert 'data-value="advertising"' in html


def test_a_page_that_does_not_ask_leaves_what_was_said(cast: Cast, draft: Draft) -> None:
    drafting.save(
        draft, expected_number=draft.number, by=cast.editor, nature=drafting.Nature("own", True, False)
    )
    draft.refresh_from_db()
    told = {
        "expected_number": draft.number,
        "title": "换了",
        "body": draft.body,
        "summary": "",
        "link": draft.link,
    }
    sign_in(cast.editor).post(f"/w/demo/drafts/{draft.pk}/save/", told, headers=HTMX)
    draft.refresh_from_db()
    assert (draft.title, draft.origin, draft.fictional) == ("换了", "own", True)


def test_a_variant_published_by_hand_shows_the_platforms_own_labels(cast: Cast, draft: Draft) -> None:
    variant = draft.variants.select_related("channel").get()
    client = sign_in(cast.editor)
    assert "含AI生成内容" not in page(client, draft, f"?channel={variant.pk}")
    Channel.objects.filter(pk=variant.channel_id).update(mode="assisted")
    assert "含AI生成内容" in page(client, draft, f"?channel={variant.pk}")


def test_licences_and_sources_are_changed_for_many_at_once(cast: Cast, draft: Draft) -> None:
    client = sign_in(cast.editor)
    form = {"kind": "stock", "source": "某图库", "until": "2199-01-01", "platforms": ["weibo"]}
    made = client.post(
        "/w/demo/licences/new/", {**form, "proof": SimpleUploadedFile("合同.pdf", b"%PDF-1.7")}
    )
    licence = Licence.objects.get()
    assert made["Location"].endswith(f"/assets/?for={licence.pk}")
    assert client.get(made["Location"]).status_code == 200
    others = [asset_of(draft), rows.asset(cast.editor, "navy")]
    told = {
        "asset": [str(asset.pk) for asset in others],
        "licence": str(licence.pk),
        "back": "/w/demo/assets/?q=x",
    }
    answer = client.post("/w/demo/assets/many/", told)
    assert answer["Location"] == "/w/demo/assets/?q=x"
    assert Asset.objects.filter(licence=licence, provenance="licensed").count() == 2
    answer = client.post(
        "/w/demo/assets/many/", {**told, "licence": "", "unlicense": "on", "back": "https://x.example"}
    )
    assert answer["Location"] == "/w/demo/assets/"
    assert not Asset.objects.filter(licence=licence).exists()
    assert client.post("/w/demo/assets/many/", {"asset": told["asset"]}, headers=HTMX).status_code == 422


def test_the_page_of_assets_filters_by_how_their_licence_stands(cast: Cast, draft: Draft) -> None:
    ending = licensing.record(Told("stock", "图库甲", until=today() + timedelta(days=3)), by=cast.editor)
    licensing.assign(ending, [asset_of(draft)], by=cast.editor)
    rows.asset(cast.editor, "navy")
    client = sign_in(cast.viewer)
    everything = client.get("/w/demo/assets/").content.decode()
    assert "teal.png" in everything
    assert "navy.png" in everything
    assert "30 天内到期" in everything
    soon = client.get("/w/demo/assets/?licence=soon").content.decode()
    assert ("teal.png" in soon, "navy.png" in soon) == (True, False)
    assert "没有符合条件的素材" in client.get("/w/demo/assets/?licence=ended").content.decode()
    assert "图库甲" in client.get("/w/demo/licences/?standing=soon").content.decode()
    assert "图库甲" not in client.get("/w/demo/licences/?standing=valid").content.decode()


def test_a_wrong_licence_keeps_what_was_typed(cast: Cast) -> None:
    form = {"kind": "stock", "source": "某图库", "since": "2026-02-02", "until": "2026-01-01"}
    answer = sign_in(cast.editor).post("/w/demo/licences/new/", form)
    assert answer.status_code == 422
    assert "早于开始日期" in answer.content.decode()
    assert 'value="某图库"' in answer.content.decode()


def test_the_proof_is_kept_from_others_and_runs_nothing(cast: Cast) -> None:
    client = sign_in(cast.editor)
    form = {"kind": "other", "source": "某作者", "proof": SimpleUploadedFile("合同.pdf", b"%PDF-1.7 x")}
    client.post("/w/demo/licences/new/", form)
    licence = Licence.objects.get()
    answer = client.get(f"/w/demo/licences/{licence.pk}/proof/")
    assert b"".join(answer) == b"%PDF-1.7 x"  # type: ignore[arg-type]
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert sign_in(cast.stranger).get(f"/w/demo/licences/{licence.pk}/proof/").status_code == 404
    wrong = {**form, "proof": SimpleUploadedFile("合同.pdf", b"<script>")}
    assert client.post(f"/w/demo/licences/{licence.pk}/", wrong).status_code == 422


def test_everything_goes_by_the_api_too(cast: Cast, draft: Draft) -> None:
    client, token = Client(), bearer(cast.editor)

    def call(verb: str, path: str, **told: object) -> tuple[int, dict[str, object]]:
        answer = client.generic(
            verb.upper(), f"/api/v1{path}", json.dumps(told), content_type="application/json", headers=token
        )
        return answer.status_code, answer.json()

    status, made = call("post", "/licences", kind="stock", source="某图库", until=str(today()))
    assert (status, made["standing"]) == (201, "soon")
    asset = asset_of(draft)
    assert call("post", f"/licences/{made['id']}/assets", assets=[str(asset.pk)]) == (200, {"changed": 1})
    status, shown = call("get", f"/assets/{asset.pk}")
    assert (shown["licence"], shown["provenance"]) == (made["id"], "licensed")
    status, changed = call(
        "put", f"/licences/{made['id']}", kind="open", source="某作者", platforms=["weibo"]
    )
    assert (status, changed["standing"], changed["platforms"]) == (200, "valid", ["weibo"])
    proof = client.post(
        f"/api/v1/licences/{made['id']}/proof",
        {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")},
        headers=token,
    )
    assert str(proof.json()["proof_file"]).endswith("/proof/")
    assert call("post", "/assets/release", assets=[str(asset.pk)]) == (200, {"changed": 1})
    told = {"assets": [str(asset.pk)], "provenance": "ai_generated", "made_with": "某工具"}
    assert call("post", "/assets/provenance", **told) == (200, {"changed": 1})
    assert call("post", "/licences", kind="none", source="某图库")[0] == 422
    status, asked = call("post", f"/assets/{asset.pk}/recognitions")
    assert (status, asked["state"]) == (202, "under_way")
    assert call("get", f"/recognitions/{asked['id']}")[1]["percent"] == 0
    assert call("delete", f"/recognitions/{asked['id']}")[1]["state"] == "cancelled"
    assert call("get", "/licences?standing=valid")[0] == 200
    patch = {"expected_number": draft.number, "nature": True, "origin": "reposted"}
    assert call("patch", f"/drafts/{draft.pk}", **patch)[1]["origin"] == "reposted"
    stranger = client.get(f"/api/v1/licences/{made['id']}", headers=bearer(cast.stranger))
    assert stranger.status_code == 404
