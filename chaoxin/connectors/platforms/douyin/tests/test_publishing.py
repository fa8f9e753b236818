"""Captions, the body of the call that makes an item, reading back, and what an account may."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chaoxin.connectors.errors import AskPlatform, FixContent, Wait
from chaoxin.connectors.manifest import Standing
from chaoxin.connectors.platforms.douyin import build
from chaoxin.connectors.platforms.douyin.captions import caption, same_text
from chaoxin.connectors.platforms.douyin.items import made_reference, read_reference
from chaoxin.connectors.platforms.douyin.manifest import MANIFEST
from chaoxin.connectors.platforms.douyin.publish import DouyinPublish
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import Account, Outcome

from .cast import ACCOUNT, ITEM_ID, SCOPES, picture, picture_post, video_post
from .healthy import ANSWERS, CREATE, CREATE_PICTURES, DELETE, VIDEO_DATA, VIDEO_LIST, refused
from .recorded import payload

MADE = made_reference(ITEM_ID, public=True, at=SAMPLE_TIME)
NOBODY: dict[str, Any] = {"data": {"list": [], "error_code": 0, "has_more": False, "cursor": 0}}


def publishing(answers: dict[str, Responder] | None = None) -> tuple[StubPlatform, DouyinPublish]:
    stub = StubPlatform({**ANSWERS, **(answers or {})})
    publish = build(stub.wire(now=SAMPLE_TIME)).publish
    assert isinstance(publish, DouyinPublish)
    return stub, publish


def having(*scopes: str) -> Account:
    assert ACCOUNT.token
    return replace(ACCOUNT, token=replace(ACCOUNT.token, scopes=frozenset(scopes)))


def sent(stub: StubPlatform, target: str) -> Any:
    return json.loads(stub.sent_to(target)[0].content)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": "", "text": "到店试喝", "options": {}}, "到店试喝"),
        ({"title": "上新", "text": "", "options": {}}, "上新"),
        ({"text": "试喝 #新茶", "options": {"topics": ["#新茶", "茶山"]}}, "春茶上新\n试喝 #新茶\n#茶山 "),
        ({"text": "试喝", "options": {"mentions": ["@老周=_000a"]}}, "春茶上新\n试喝\n@老周 "),
        ({"text": "和@老周 试喝", "options": {"mentions": ["老周"]}}, "春茶上新\n和@老周 试喝"),
        ({"text": "", "options": {"topics": ["新 茶"]}}, "春茶上新\n#新茶 "),
    ],
)
def test_the_caption_holds_title_text_topics_and_names_once(fields: dict[str, Any], words: str) -> None:
    assert caption(video_post(**fields)) == words


def test_blanks_and_forms_of_signs_make_no_other_text() -> None:
    assert same_text("上新\n#新茶 ", "上新 ＃新茶")
    assert not same_text("上新", "上新了")
    assert not same_text("", "")


def test_a_video_goes_out_with_all_its_fields() -> None:
    stub, publish = publishing()
    options = {"mentions": ["老周=_000a", "路人"], "visibility": "self", "allow_download": False}
    post = video_post(cover=picture("cover"), options=options)
    publish.submit(ACCOUNT, post, publish.prepare(ACCOUNT, post, {}))
    body = sent(stub, CREATE)
    assert body["at_users"] == ["_000a"]
    assert body["custom_cover_image_url"] == payload("upload_image")["data"]["image"]["image_id"]
    assert (body["private_status"], body["download_type"]) == (1, 2)
    assert body["text"].endswith("@老周 @路人 ")


def test_pictures_go_out_in_their_order() -> None:
    numbers = iter(range(9))

    def upload(_request: object) -> Reply:
        return Reply({"data": {"image": {"image_id": f"image-{next(numbers)}"}, "error_code": 0}})

    stub, publish = publishing({"open.douyin.com/api/douyin/v1/video/upload_image/": upload})
    post = picture_post(count=3)
    publish.submit(ACCOUNT, post, publish.prepare(ACCOUNT, post, {}))
    assert sent(stub, CREATE_PICTURES)["image_list"] == ["image-0", "image-1", "image-2"]


def test_a_used_file_may_be_the_echo_of_an_earlier_try() -> None:
    _, publish = publishing({CREATE: refused(2190007)})
    post = video_post()
    found = publish.submit(ACCOUNT, post, publish.prepare(ACCOUNT, post, {}))
    assert (found.outcome, found.remedy, found.code) == (Outcome.UNKNOWN, "fix_content", "2190007")


def test_nothing_is_made_without_an_uploaded_video() -> None:
    stub, publish = publishing()
    with pytest.raises(FixContent):
        publish.submit(ACCOUNT, video_post(), {})
    assert stub.requests == []


def test_a_reference_says_how_far_an_item_has_come() -> None:
    assert read_reference(MADE) == replace(read_reference(MADE), item_id=ITEM_ID, seen=False, public=True)
    assert read_reference(ITEM_ID).seen
    assert not read_reference(f"own-{ITEM_ID}").public


def test_an_item_that_was_never_seen_is_pending_and_one_that_was_is_removed() -> None:
    _, publish = publishing({VIDEO_DATA: Reply(NOBODY), VIDEO_LIST: Reply(NOBODY)})
    assert publish.look_up(ACCOUNT, MADE).outcome is Outcome.PENDING
    assert publish.look_up(ACCOUNT, ITEM_ID).outcome is Outcome.REMOVED


@pytest.mark.parametrize(
    ("status", "word"), [(None, "还在账号里"), (2, "不适宜公开"), (4, "重新审核"), (6, "好友"), (7, "自己")]
)
def test_an_item_that_only_its_authors_list_shows_is_limited(status: int | None, word: str) -> None:
    listed = payload("video_list")
    item = listed["data"]["list"][0]
    item.pop("video_status", None)
    if status is not None:
        item["video_status"] = status
    stub, publish = publishing({VIDEO_DATA: Reply(NOBODY), VIDEO_LIST: Reply(listed)})
    found = publish.look_up(ACCOUNT, str(item["item_id"]))
    assert (found.outcome, found.limited) == (Outcome.PUBLISHED, True)
    assert word in found.sentence
    stub.requests.clear()
    plain = replace(ACCOUNT, settings={"listed_is_limited": False})
    assert publish.look_up(plain, str(item["item_id"])).outcome is Outcome.REMOVED
    assert stub.sent_to(VIDEO_LIST) == []


def test_an_item_that_can_be_read_gets_its_lasting_reference() -> None:
    _, publish = publishing()
    found = publish.look_up(ACCOUNT, MADE)
    assert (found.outcome, found.reference, found.post_id) == (Outcome.PUBLISHED, ITEM_ID, ITEM_ID)
    assert found.url == "https://www.douyin.com/video/7297500000000000001"
    assert found.facts["video_id"] == "7297500000000000001"


@pytest.mark.parametrize(
    ("status", "outcome"), [(2, Outcome.REFUSED), (4, Outcome.PENDING), (5, Outcome.PUBLISHED)]
)
def test_applications_with_the_old_fields_hear_of_the_review(status: int, outcome: Outcome) -> None:
    listed = payload("video_list")
    listed["data"]["list"][0]["video_status"] = status
    _, publish = publishing({VIDEO_LIST: Reply(listed)})
    account = replace(ACCOUNT, settings={"status_fields": True})
    assert publish.look_up(account, MADE).outcome is outcome


def test_an_application_that_may_only_list_reads_the_list() -> None:
    stub, publish = publishing()
    assert publish.look_up(having("video.list.bind"), MADE).outcome is Outcome.PUBLISHED
    assert stub.sent_to(VIDEO_DATA) == []


def test_an_application_that_may_read_nothing_asks_a_person() -> None:
    stub, publish = publishing()
    assert publish.look_up(having("user_info"), MADE).outcome is Outcome.UNKNOWN
    with pytest.raises(AskPlatform):
        publish.find_published(having("user_info"), video_post(), {}, since=SAMPLE_TIME)
    assert stub.requests == []


@pytest.mark.parametrize(
    ("age", "settings", "certain"),
    [
        (timedelta(seconds=30), {"list_shows_reviewing": True}, False),
        (timedelta(minutes=10), {"list_shows_reviewing": True}, True),
        (timedelta(minutes=10), {}, False),
    ],
)
def test_absence_is_certain_only_when_the_list_proves_it(
    age: timedelta, settings: dict[str, Any], certain: bool
) -> None:
    _, publish = publishing({VIDEO_LIST: Reply(NOBODY)})
    account = replace(ACCOUNT, settings=settings)
    found = publish.find_published(account, video_post(), {}, since=SAMPLE_TIME - age)
    assert found.candidates == ()
    assert found.absence_is_certain is certain
    assert found.sentence.endswith("。")


def test_a_list_that_is_cut_off_proves_nothing() -> None:
    fresh = payload("video_list")["data"]["list"][0]
    many = {
        "data": {"list": [{**fresh, "title": "别的"}] * 20, "has_more": True, "cursor": 20, "error_code": 0}
    }
    stub, publish = publishing({VIDEO_LIST: Reply(many)})
    account = replace(ACCOUNT, settings={"list_shows_reviewing": True})
    found = publish.find_published(account, video_post(), {}, since=SAMPLE_TIME - timedelta(minutes=10))
    assert not found.absence_is_certain
    assert len(stub.sent_to(VIDEO_LIST)) == 5


def test_older_items_with_the_same_words_are_no_candidates() -> None:
    _, publish = publishing()
    since = SAMPLE_TIME + timedelta(minutes=10)
    assert publish.find_published(ACCOUNT, video_post(), {}, since=since).candidates == ()


def test_deleting_without_the_permission_says_how_to_do_it_by_hand() -> None:
    stub, publish = publishing({DELETE: refused(2190004)})
    with pytest.raises(AskPlatform, match="抖音 App"):
        publish.withdraw(having("user_info"), ITEM_ID)
    assert stub.requests == []
    with pytest.raises(AskPlatform, match="抖音 App"):
        publish.withdraw(ACCOUNT, ITEM_ID)


def test_deleting_what_is_gone_is_harmless() -> None:
    _, publish = publishing({DELETE: refused(2100005), VIDEO_DATA: Reply(NOBODY)})
    publish.withdraw(ACCOUNT, MADE)
    _, publish = publishing({DELETE: refused(2100005)})
    with pytest.raises(AskPlatform):
        publish.withdraw(ACCOUNT, ITEM_ID)


def test_what_went_wrong_hands_over_what_is_ready() -> None:
    _, publish = publishing({"open.douyin.com/api/douyin/v1/video/upload_image/": refused(28003018)})
    with pytest.raises(Wait) as caught:
        publish.prepare(ACCOUNT, video_post(cover=picture("cover")), {})
    assert caught.value.prepared["video"]["id"]


def test_publishing_is_offered_only_where_the_scope_was_granted() -> None:
    assert MANIFEST.offer(Standing("api", scopes=SCOPES)).offers("publish")
    bare = MANIFEST.offer(Standing("api", scopes=frozenset({"user_info", "item.comment"})))
    assert not bare.offers("publish")
    assert bare.offers("read_comments")
    assert "video.create.bind" in next(row.note for row in bare.capabilities if row.key == "publish")
    assert not MANIFEST.offer(Standing("api")).offers("publish")
    by_hand = MANIFEST.offer(Standing("assisted"))
    assert by_hand.offers("publish")
    assert by_hand.offers("declaration")
    assert not by_hand.offers("messages")
    assert not MANIFEST.offer(Standing("api", scopes=SCOPES)).offers("declaration")


def test_the_counter_goes_by_the_settings_of_the_channel() -> None:
    _stub, publish = publishing()
    (usual,) = publish.lengths(video_post(), {})
    (set_apart,) = publish.lengths(video_post(), {"text_characters": 1200})
    assert (usual.most, set_apart.most) == (1000, 1200)
