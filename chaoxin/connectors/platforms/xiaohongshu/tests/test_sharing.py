"""The signature by which a page may open the app with media attached."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest

from chaoxin.connectors.errors import AskPlatform, Wait
from chaoxin.connectors.opening import OpenApp, PublicMedia
from chaoxin.connectors.platforms.xiaohongshu import build
from chaoxin.connectors.platforms.xiaohongshu.sharing import signature
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import Token

from .cast import CREDENTIALS, SHARE, note, refused, video, video_note
from .recorded import payload


def opener(reply: Reply | None = None) -> tuple[StubPlatform, OpenApp]:
    stub = StubPlatform({SHARE: reply or Reply(payload("share_token"))})
    found = build(stub.wire(now=SAMPLE_TIME)).open_app
    assert found
    return stub, found


def entered(reply: Reply | None = None) -> tuple[StubPlatform, Token]:
    stub, app = opener(reply)
    return stub, app.enter(CREDENTIALS)


def test_the_signature_is_over_sorted_parameters_and_the_secret() -> None:
    expected = hashlib.sha256(b"appKey=k&nonce=n&timeStamp=1s").hexdigest()
    assert signature("k", "n", "1", "s") == expected


def test_a_token_is_asked_for_with_a_signature_by_the_secret() -> None:
    stub, token = entered()
    assert token.secrets == {"share_token": "share-token-sample-0001"}
    assert token.expires_at == SAMPLE_TIME + timedelta(days=1)
    asked = json.loads(stub.requests[0].content)
    assert len(asked["nonce"]) == 32
    assert asked["timestamp"] == str(int(SAMPLE_TIME.timestamp() * 1000))
    secret = CREDENTIALS["share_app_secret"]
    assert asked["signature"] == signature("red.sampleKey", asked["nonce"], asked["timestamp"], secret)
    assert secret not in stub.requests[0].content.decode()


def test_both_shapes_of_the_answer_are_taken() -> None:
    flat = {
        "success": True,
        "access_token": "flat-token",
        "expires_in": int(SAMPLE_TIME.timestamp() * 1000) + 60_000,
    }
    _, token = entered(Reply(flat))
    assert (token.secrets["share_token"], token.expires_at) == (
        "flat-token",
        SAMPLE_TIME + timedelta(minutes=1),
    )


def test_no_token_lasts_longer_than_a_day() -> None:
    far = {"data": {"access_token": "far", "expires_in": 4_000_000_000_000}}
    _, token = entered(Reply(far))
    assert token.expires_at == SAMPLE_TIME + timedelta(days=1)


def test_a_refusal_says_what_to_look_at() -> None:
    for reply in (refused(40010), Reply({"success": True, "data": {}})):
        with pytest.raises(AskPlatform, match="AppKey"):
            entered(reply)
    with pytest.raises(Wait):
        entered(Reply("<html>"))


def test_a_page_hands_over_media_and_a_signature_by_the_token_without_words() -> None:
    _stub, app = opener()
    token = Token({"share_token": "t"}, expires_at=SAMPLE_TIME + timedelta(hours=3))
    opening = app.open(CREDENTIALS, token, note(), PublicMedia(("https://a.example.com/1.png",)))
    info, config = opening.arguments["shareInfo"], opening.arguments["verifyConfig"]
    assert config["signature"] == signature("red.sampleKey", config["nonce"], config["timestamp"], "t")
    assert set(config) == {"appKey", "nonce", "timestamp", "signature"}
    assert (info["title"], info["content"]) == ("", "")
    assert (info["type"], info["images"]) == ("normal", ["https://a.example.com/1.png"])
    assert (opening.call, opening.serves_until) == ("xhs.share", token.expires_at)
    assert {"title", "text"} <= set(opening.left)
    assert opening.reference == ""
    assert CREDENTIALS["share_app_secret"] not in json.dumps(opening.arguments)


def test_a_video_goes_with_its_cover() -> None:
    _stub, app = opener()
    media = PublicMedia(video="https://a.example.com/a.mp4", cover="https://a.example.com/c.png")
    info = app.open(CREDENTIALS, Token({"share_token": "t"}), video_note(), media).arguments["shareInfo"]
    assert (info["type"], info["video"], info["cover"]) == ("video", media.video, media.cover)
    assert "images" not in info


def test_what_a_page_cannot_hand_over_is_said_before() -> None:
    _stub, app = opener()
    assert (app.check(note()), app.check(video_note())) == ("", "")
    assert "1 到 18" in app.check(note(pictures=()))
    assert "MP4" in app.check(video_note(video=video(content_type="video/quicktime")))
