"""The link that opens the app with a post in it, and what comes back of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from chaoxin.connectors.errors import Wait
from chaoxin.connectors.opening import OpenApp, Opening, PublicMedia
from chaoxin.connectors.platforms.douyin import build
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import Outcome, Post

from .cast import ACCOUNT, APPLICATION, picture, picture_post, video, video_post
from .healthy import ANSWERS, CLIENT_TOKEN, SHARE_ID, TICKET
from .recorded import payload

CREDENTIALS = ACCOUNT.credentials
PICTURES = ("https://chaoxin.example.com/m/1.png", "https://chaoxin.example.com/m/2.png")
GIF, PNG = "image/gif", "image/png"


def opener(answers: dict[str, Responder] | None = None) -> tuple[StubPlatform, OpenApp]:
    stub = StubPlatform({**ANSWERS, **(answers or {})})
    found = build(stub.wire(now=SAMPLE_TIME)).open_app
    assert found
    return stub, found


def opened(post: Post, media: PublicMedia) -> Opening:
    _stub, app = opener()
    return app.open(CREDENTIALS, APPLICATION, post, media)


def fields_of(opening: Opening) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(opening.url).query))


def test_the_token_is_kept_a_little_shorter_than_it_lives() -> None:
    stub, app = opener()
    token = app.enter(CREDENTIALS)
    assert token.expires_at == SAMPLE_TIME + timedelta(hours=2) - timedelta(minutes=10)
    assert len(stub.sent_to(CLIENT_TOKEN)) == 1
    with pytest.raises(Wait):
        opener({CLIENT_TOKEN: Reply({"data": {"error_code": 0}})})[1].enter(CREDENTIALS)


def test_the_link_is_signed_by_the_ticket_and_carries_the_share() -> None:
    opening = opened(video_post(), PublicMedia(video="https://chaoxin.example.com/m/a.mp4"))
    fields = fields_of(opening)
    joined = f"nonce_str={fields['nonce_str']}&ticket=sample-ticket-of-the-application"
    joined += f"&timestamp={fields['timestamp']}"
    assert fields["signature"] == hashlib.md5(joined.encode(), usedforsecurity=False).hexdigest()
    assert (fields["state"], opening.reference) == ("1650000000000000001", "share-1650000000000000001")
    assert (fields["video_path"], fields["share_to_publish"]) == ("https://chaoxin.example.com/m/a.mp4", "1")
    assert opening.serves_until < SAMPLE_TIME + timedelta(hours=2)
    assert "+" not in opening.url, "blanks are %20"
    for secret in (CREDENTIALS["client_secret"], APPLICATION.secrets["client_token"]):
        assert secret not in opening.url


def test_each_opening_has_a_nonce_of_its_own() -> None:
    media = PublicMedia(video="https://chaoxin.example.com/m/a.mp4")
    nonces = {fields_of(opened(video_post(), media))["nonce_str"] for _time in range(3)}
    assert len(nonces) == 3


def test_several_pictures_go_as_a_list_and_one_alone() -> None:
    both = fields_of(opened(picture_post(), PublicMedia(PICTURES)))
    assert json.loads(both["image_list_path"]) == list(PICTURES)
    assert fields_of(opened(picture_post(), PublicMedia(PICTURES[:1])))["image_path"] == PICTURES[0]


@pytest.mark.parametrize(
    ("post", "word"),
    [
        (replace(video_post(), video=video(size=129 * 1024**2)), "128 MB"),
        (replace(video_post(), video=video(content_type="video/webm")), "video/webm"),
        (replace(picture_post(), pictures=(picture(content_type="image/webp"),)), "JPG 和 PNG"),
        (replace(picture_post(), pictures=(picture(content_type=GIF), picture(content_type=PNG))), "动图"),
        (replace(picture_post(), pictures=()), "没有图片"),
    ],
)
def test_what_the_app_does_not_fetch_is_said_before(post: Post, word: str) -> None:
    _stub, app = opener()
    assert word in app.check(post)


def test_what_the_app_fetches_is_not_complained_of() -> None:
    _stub, app = opener()
    assert (app.check(video_post()), app.check(picture_post())) == ("", "")


def test_a_platform_without_a_ticket_or_a_share_is_waited_for() -> None:
    media = PublicMedia(PICTURES)
    for broken in (TICKET, SHARE_ID):
        _stub, app = opener({broken: Reply({"data": {"error_code": 0}, "extra": {"error_code": 0}})})
        with pytest.raises(Wait):
            app.open(CREDENTIALS, APPLICATION, picture_post(), media)


def test_what_came_of_a_share_is_a_post_or_nothing_yet() -> None:
    _stub, waiting = opener()
    assert waiting.outcome(CREDENTIALS, APPLICATION, "share-1650000000000000001") is None
    _stub, done = opener({SHARE_ID: Reply(payload("share_result"))})
    found = done.outcome(CREDENTIALS, APPLICATION, "share-1650000000000000001")
    assert found
    assert (found.outcome, found.post_id) == (Outcome.PUBLISHED, "7297500000000000001")
    assert found.facts["item_id"].startswith("@")
