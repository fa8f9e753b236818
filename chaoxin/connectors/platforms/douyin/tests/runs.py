"""Each method of the connector that speaks to Douyin, called once as the house would call it."""

from __future__ import annotations

from datetime import timedelta

from chaoxin.connectors.assisting import PostedLink
from chaoxin.connectors.contract import Connector, MessageReference
from chaoxin.connectors.opening import PublicMedia
from chaoxin.connectors.testing.samples import SAMPLE_TIME

from .cast import ACCOUNT, APPLICATION, COMMENT_ID, FAN_ID, ITEM_ID, REFERENCE, picture_post, video_post
from .recorded import payload

RETURN_URL = "https://chaoxin.example.com/channels/back"
POST, PICTURES = video_post(), picture_post()
PREPARED = {
    "video": {"key": "clip", "id": "v0200fg10000cvabcdef0123456789", "at": SAMPLE_TIME.isoformat()},
    "pictures": {picture.key: f"tos-cn-i-0813/{picture.key}" for picture in PICTURES.pictures},
}
MESSAGE = MessageReference("7297511111111111111", payload("push_message")["content"])


def find_posted(connector: Connector) -> object:
    assert connector.find_posted
    link = PostedLink("https://www.douyin.com/video/7297500000000000001", "7297500000000000001")
    return connector.find_posted.find(ACCOUNT, link, POST, since=SAMPLE_TIME)


def submit(connector: Connector) -> object:
    assert connector.publish
    return connector.publish.submit(ACCOUNT, POST, PREPARED)


def submit_pictures(connector: Connector) -> object:
    assert connector.publish
    return connector.publish.submit(ACCOUNT, PICTURES, PREPARED)


def look_up(connector: Connector) -> object:
    assert connector.publish
    return connector.publish.look_up(ACCOUNT, REFERENCE.reference)


def look_up_own(connector: Connector) -> object:
    assert connector.publish
    return connector.publish.look_up(ACCOUNT, f"own-{ITEM_ID}")


def find_published(connector: Connector) -> object:
    assert connector.publish
    since = SAMPLE_TIME - timedelta(minutes=10)
    return connector.publish.find_published(ACCOUNT, POST, {}, since=since)


def withdraw(connector: Connector) -> object:
    assert connector.publish
    connector.publish.withdraw(ACCOUNT, REFERENCE.reference)
    return None


def finish(connector: Connector) -> object:
    return connector.connect.finish(
        credentials=ACCOUNT.credentials,
        answer={"code": "consent-code-one", "state": "state-of-the-consent"},
        keep={"state": "state-of-the-consent"},
        return_url=RETURN_URL,
    )


def renew(connector: Connector) -> object:
    return connector.connect.renew(ACCOUNT)


def revoke(connector: Connector) -> object:
    connector.connect.revoke(ACCOUNT)
    return None


def identify(connector: Connector) -> object:
    return connector.connect.identify(ACCOUNT)


def fetch(connector: Connector) -> object:
    assert connector.converse
    return connector.converse.fetch_since(ACCOUNT, "", posts=[REFERENCE])


def reply_to_message(connector: Connector) -> object:
    assert connector.converse
    return connector.converse.reply_to_message(
        ACCOUNT, sender_id=FAN_ID, text="早上九点开门", key="reply-1", to=MESSAGE
    )


def reply_to_comment(connector: Connector) -> object:
    assert connector.converse
    return connector.converse.reply_to_comment(
        ACCOUNT, post=REFERENCE, comment_id=COMMENT_ID, text="周日也可以，欢迎来"
    )


def find_reply(connector: Connector) -> object:
    assert connector.converse
    return connector.converse.find_reply(
        ACCOUNT, post=REFERENCE, comment_id=COMMENT_ID, text="周日也可以，欢迎来"
    )


def comment_first(connector: Connector) -> object:
    assert connector.comment_first
    return connector.comment_first.comment_first(ACCOUNT, post=REFERENCE, text="地址在主页")


def find_first(connector: Connector) -> object:
    assert connector.comment_first
    return connector.comment_first.find_first(ACCOUNT, post=REFERENCE, text="地址在主页")


def post_readings(connector: Connector) -> object:
    assert connector.measure
    return connector.measure.post_readings(ACCOUNT, [REFERENCE])


def account_readings(connector: Connector) -> object:
    assert connector.measure
    return connector.measure.account_readings(ACCOUNT, since_day="2026-11-18", until_day="2026-11-20")


def enter(connector: Connector) -> object:
    assert connector.open_app
    return connector.open_app.enter(ACCOUNT.credentials)


def open_app(connector: Connector) -> object:
    assert connector.open_app
    media = PublicMedia(video="https://chaoxin.example.com/m/a.mp4")
    return connector.open_app.open(ACCOUNT.credentials, APPLICATION, POST, media)


def outcome(connector: Connector) -> object:
    assert connector.open_app
    return connector.open_app.outcome(ACCOUNT.credentials, APPLICATION, "share-1650000000000000001")
