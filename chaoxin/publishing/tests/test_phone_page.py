from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from PIL import Image

from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import sign_in
from chaoxin.connectors.assisting import Package
from chaoxin.connectors.errors import Wait
from chaoxin.content import media, storage
from chaoxin.content.models import Asset
from chaoxin.content.testing import films
from chaoxin.core import clock
from chaoxin.core.models import Fact
from chaoxin.publishing import freezing, handoff_links, packages, scheduling
from chaoxin.publishing.models import Delivery, Handoff, Receipt
from chaoxin.publishing.states import State
from chaoxin.publishing.views import phone

from .by_hand import HandStage, body_of
from .stage import at

REPORT = {"link": "看看这篇 https://hand.example/p/42 复制打开", "step": "account", "name": "小周"}


@pytest.fixture
def handoff(hand: HandStage) -> Handoff:
    cache.clear()
    return hand.opened()


def page_of(handoff: Handoff) -> str:
    return f"/h/{handoff_links.secret_of(handoff)}/"


def report(handoff: Handoff, *, client: Client | None = None, **changes: Any) -> Any:
    with at(0):
        return (client or Client()).post(f"{page_of(handoff)}link/", {**REPORT, **changes})


def test_the_page_shows_the_package_to_whoever_holds_the_link(handoff: Handoff) -> None:
    with at(0):
        answer = Client().get(page_of(handoff))
    text = answer.content.decode()
    for shown in (
        "示例手作号",
        "秋季新品上市",
        "今年的桂花乌龙",
        "#新品 #乌龙",
        "含广告",
        "登录的是这个账号",
    ):
        assert shown in text
    assert 'href="handapp://publish"' in text
    assert Handoff.objects.get().seen_at is not None


def test_the_page_is_kept_out_of_caches_search_engines_and_referrers(handoff: Handoff) -> None:
    with at(0):
        answers = [Client().get(page_of(handoff)), Client().get("/h/unknown/")]
    assert [answer.status_code for answer in answers] == [200, 404]
    for answer in answers:
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]
        assert "no-store" in answer["Cache-Control"]
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_the_page_tells_nothing_of_the_workspace_beyond_the_package(handoff: Handoff) -> None:
    with at(0):
        text = Client().get(page_of(handoff)).content.decode()
    for hidden in (
        "示例企业",
        "/w/demo",
        "@example.com",
        str(handoff.delivery_id),
        str(handoff.delivery.channel_id),
    ):
        assert hidden not in text


def test_the_link_opens_nothing_after_a_new_one_is_made_nor_after_its_time(
    handoff: Handoff, hand: HandStage
) -> None:
    old = page_of(handoff)
    with at(0):
        renewed = handoff_links.make_new(handoff, by=hand.cast.editor)
        assert Client().get(old).status_code == 404
        assert Client().post(f"{old}link/", REPORT).status_code == 404
        assert Client().get(page_of(renewed)).status_code == 200
    with clock.frozen(renewed.link_expires_at):
        assert Client().get(page_of(renewed)).status_code == 404
    assert AuditEntry.objects.filter(verb="handoff.new_link").exists()


def test_the_row_alone_opens_nothing(handoff: Handoff) -> None:
    row = Handoff.objects.get()
    with at(0):
        assert Client().get(f"/h/{row.link_seed}/").status_code == 404
        assert Client().get(f"/h/{row.link_hash}/").status_code == 404


def test_a_changed_secret_key_voids_links(handoff: Handoff, settings: Any) -> None:
    old = page_of(handoff)
    settings.SECRET_KEY = "another"
    with at(0):
        assert Client().get(old).status_code == 404


def test_wrong_links_are_counted_by_address(handoff: Handoff) -> None:
    browser = Client()
    with at(0):
        for _time in range(phone.WRONG_LINKS.most):
            assert browser.get("/h/guessed/").status_code == 404
        assert browser.get("/h/guessed/").status_code == 429
        assert browser.get(page_of(handoff)).status_code == 429


def test_no_log_line_tells_the_secret(handoff: Handoff, caplog: pytest.LogCaptureFixture) -> None:
    with at(0):
        Client().get("/h/wrong-one/")
        Client().get(f"{page_of(handoff)}pictures/9/")
        assert report(handoff, link="").status_code == 422
    assert "wrong-one" not in caplog.text
    assert handoff_links.secret_of(handoff) not in caplog.text


def test_a_pasted_link_becomes_the_receipt_with_who_and_when(handoff: Handoff) -> None:
    answer = report(handoff)
    assert (answer.status_code, answer["Location"]) == (303, page_of(handoff))
    receipt = Receipt.objects.select_related("delivery").get()
    assert (receipt.delivery.state, receipt.post_id, receipt.url) == (
        State.PUBLISHED,
        "42",
        "https://hand.example/p/42",
    )
    assert (receipt.confirmation, receipt.confirmed_name, receipt.confirmed_by) == ("person", "小周", None)
    assert Fact.objects.filter(name="delivery.published").count() == 1
    line = AuditEntry.objects.get(verb="delivery.confirm")
    assert "小周" in line.body
    assert "hand.example/p/42" in line.body


def test_the_same_link_twice_is_fine_and_another_one_asks(handoff: Handoff) -> None:
    assert report(handoff).status_code == 303
    assert report(handoff).status_code == 303
    other = report(handoff, link="https://hand.example/p/43")
    assert other.status_code == 409
    assert "和刚粘贴的不一样" in other.content.decode()
    assert Receipt.objects.get().post_id == "42"
    assert report(handoff, link="https://hand.example/p/43", instead="1").status_code == 303
    assert Receipt.objects.get().post_id == "43"
    assert Fact.objects.filter(name="delivery.published").count() == 1
    assert AuditEntry.objects.filter(verb="delivery.replace_link").count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"link": "https://other.example/p/1"}, "这不是手作台的帖子链接"),
        ({"link": " "}, "请粘贴"),
        ({"step": "place"}, "登录的是这个账号"),
        ({"name": " "}, "请写上你的名字"),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_stays(
    handoff: Handoff, changes: dict[str, Any], sentence: str
) -> None:
    answer = report(handoff, **changes)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert sentence in text
    assert changes.get("link", REPORT["link"]).strip() in text
    assert Delivery.objects.get().state == State.HANDED_OVER


def test_a_link_of_another_delivery_is_refused_even_on_another_channel(
    handoff: Handoff, hand: HandStage
) -> None:
    assert report(handoff).status_code == 303
    second = hand.opened(hand.make_channel("第二个号"))
    answer = report(second)
    assert answer.status_code == 409
    assert "另一条投放的回执" in answer.content.decode()
    assert Delivery.objects.get(pk=second.delivery_id).state == State.HANDED_OVER


def test_a_short_link_is_resolved_and_one_that_leads_nowhere_now_is_taken_with_a_warning(
    handoff: Handoff, hand: HandStage
) -> None:
    from chaoxin.connectors.assisting import PostedLink

    hand.platform.resolves = Wait("平台联系不上", until=clock.now())
    assert report(handoff, link="https://s.example/abc").status_code == 303
    receipt = Receipt.objects.get()
    assert (receipt.url, receipt.post_id) == ("https://s.example/abc", "https://s.example/abc")
    assert "没有核对" in receipt.facts["warning"]
    second = hand.opened(hand.make_channel("第二个号"))
    hand.platform.resolves = PostedLink("https://hand.example/p/7", post_id="7")
    assert report(second, link="https://s.example/xyz").status_code == 303
    assert Receipt.objects.get(delivery=second.delivery).post_id == "7"


def test_a_member_who_is_signed_in_need_not_type_his_name(handoff: Handoff, hand: HandStage) -> None:
    assert report(handoff, client=sign_in(hand.cast.editor), name="").status_code == 303
    assert Receipt.objects.get().confirmed_by == hand.cast.editor.membership


@pytest.mark.parametrize("who", ["viewer", "stranger"])
def test_who_may_not_publish_is_nobody_special_to_the_page(
    handoff: Handoff, hand: HandStage, who: str
) -> None:
    client = sign_in(getattr(hand.cast, who))
    assert report(handoff, client=client, name="").status_code == 422
    assert report(handoff, client=client).status_code == 303
    assert Receipt.objects.get().confirmed_by is None


def test_not_published_goes_back_to_the_team_with_the_reason(handoff: Handoff) -> None:
    with at(0):
        nothing = Client().post(f"{page_of(handoff)}unpublished/", {"name": "小周", "reason": " "})
        assert nothing.status_code == 422
        for _time in range(2):
            said = Client().post(f"{page_of(handoff)}unpublished/", {"name": "小周", "reason": "图有错字"})
            assert said.status_code == 303
    found = Delivery.objects.get()
    assert (found.state, found.held_for) == (State.HELD, "unpublished")
    assert found.sentence == "小周 没有发布：图有错字"
    assert AuditEntry.objects.filter(verb="delivery.hand_back").count() == 1


def test_a_freeze_hides_the_package_at_once_but_takes_the_link_of_what_is_out_already(
    handoff: Handoff, hand: HandStage
) -> None:
    with at(0):
        freezing.freeze(by=hand.cast.lead, reason="突发舆情")
        text = Client().get(page_of(handoff)).content.decode()
        assert "先别发" in text
        assert "突发舆情" in text
        assert "今年的桂花乌龙" not in text
        assert Client().get(f"{page_of(handoff)}pictures/1/").status_code == 404
        assert Client().get(f"{page_of(handoff)}all.zip").status_code == 404
    assert report(handoff).status_code == 303


@pytest.mark.parametrize("end", ["cancel", "reschedule"])
def test_what_was_taken_back_is_not_to_be_seen_any_more(handoff: Handoff, hand: HandStage, end: str) -> None:
    with at(0):
        if end == "cancel":
            scheduling.cancel(handoff.delivery, by=hand.cast.editor, reason="换题了")
        else:
            later = clock.now().replace(hour=9)
            scheduling.reschedule(handoff.delivery, due_at=later, zone="Asia/Shanghai", by=hand.cast.editor)
        text = Client().get(page_of(handoff)).content.decode()
        assert "今年的桂花乌龙" not in text
        assert Client().get(f"{page_of(handoff)}pictures/1/").status_code == 404
    answer = report(handoff)
    assert answer.status_code == 409
    assert not Receipt.objects.exists()


def test_ticks_are_kept_for_whoever_comes_back(handoff: Handoff) -> None:
    with at(0):
        assert (
            Client().post(f"{page_of(handoff)}steps/", {"step": ["account", "invented"]}).status_code == 204
        )
        text = Client().get(page_of(handoff)).content.decode()
    assert Handoff.objects.get().ticked == ["account"]
    assert 'value="account" checked' in text


def test_pictures_come_in_the_ratio_of_the_platform_and_as_they_were(handoff: Handoff) -> None:
    with at(0):
        shown = Client().get(f"{page_of(handoff)}pictures/1/")
        original = Client().get(f"{page_of(handoff)}pictures/1/?original&save")
        assert Client().get(f"{page_of(handoff)}pictures/2/").status_code == 404
    cut, kept = Image.open(io.BytesIO(body_of(shown))), Image.open(io.BytesIO(body_of(original)))
    # 64 by 48 is nearest to a square, of the ratios that the platform shows.
    assert (cut.size, kept.size) == ((48, 48), (64, 48))
    assert original["Content-Disposition"].startswith("attachment")
    assert "default-src 'none'" in shown["Content-Security-Policy"]


def test_all_comes_in_one_bundle_with_texts_and_originals(handoff: Handoff) -> None:
    with at(0):
        answer = Client().get(f"{page_of(handoff)}all.zip")
    assert answer.streaming
    with zipfile.ZipFile(io.BytesIO(body_of(answer))) as bundle:
        assert bundle.testzip() is None
        assert bundle.namelist() == ["文案.txt", "01.png", "原图/01.png"]
        words = bundle.read("文案.txt").decode()
    assert "今年的桂花乌龙" in words
    assert "含广告" in words


def with_video(handoff: Handoff, hand: HandStage, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The package holds a video instead of pictures; answers its octets."""
    film = films.video(hand.cast.editor, seconds=5, sound=True)
    plain = packages.package_of

    def changed(delivery: Delivery) -> Package:
        package = plain(delivery)
        return replace(package, pictures=(), cover=None, video=media.as_video(film, fetch=False))

    monkeypatch.setattr(packages, "package_of", changed)
    return b"".join(storage.files().read(film.path, 0, film.size))


def test_a_video_is_wound_and_goes_on_where_it_broke_off(
    handoff: Handoff, hand: HandStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = with_video(handoff, hand, monkeypatch)
    address = f"{page_of(handoff)}video/"
    with at(0):
        whole = Client().get(address)
        part = Client().get(address, headers={"Range": "bytes=3000-3009"})
        rest = Client().get(address, headers={"Range": "bytes=-5"})
        beyond = Client().get(address, headers={"Range": "bytes=99999999-"})
        assert "保存视频" in Client().get(page_of(handoff)).content.decode()
    assert (whole.status_code, body_of(whole)) == (200, film)
    assert (part.status_code, body_of(part)) == (206, film[3000:3010])
    assert part["Content-Range"] == f"bytes 3000-3009/{len(film)}"
    assert body_of(rest) == film[-5:]
    assert beyond.status_code == 416


def test_files_of_the_link_are_those_of_its_own_delivery(handoff: Handoff, hand: HandStage) -> None:
    other = hand.opened(hand.make_channel("第二个号"))
    asset = Asset.objects.get(pk=other.delivery.content["pictures"][0])
    (Path(settings.MEDIA_ROOT) / asset.path).unlink()
    with at(0):
        text = Client().get(page_of(other)).content.decode()
    assert "先别发" in text
    assert "请重新上传" in text
