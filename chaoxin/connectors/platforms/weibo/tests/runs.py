"""Each method of the connector that speaks to Weibo, called once as the house would call it."""

from __future__ import annotations

from datetime import timedelta

from chaoxin.connectors.contract import Connector
from chaoxin.connectors.testing.samples import SAMPLE_TIME

from .cast import ACCOUNT, COMMENT_ID, REFERENCE, picture, post, sample_folder

RETURN_URL = "https://chaoxin.example.com/channels/back"
FIRST_COMMENT = "门店地址和营业时间在这里"
FOLDER = sample_folder()
POST_WITH_PICTURE = post(pictures=(picture(FOLDER),))


def publish(connector: Connector) -> object:
    assert connector.publish
    return connector.publish.submit(ACCOUNT, POST_WITH_PICTURE, {})


def look_up(connector: Connector) -> object:
    assert connector.publish
    return connector.publish.look_up(ACCOUNT, REFERENCE.reference)


def find_published(connector: Connector) -> object:
    assert connector.publish
    since = SAMPLE_TIME - timedelta(minutes=10)
    return connector.publish.find_published(ACCOUNT, POST_WITH_PICTURE, {}, since=since)


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


def revoke(connector: Connector) -> object:
    connector.connect.revoke(ACCOUNT)
    return None


def identify(connector: Connector) -> object:
    return connector.connect.identify(ACCOUNT)


def fetch(connector: Connector) -> object:
    assert connector.converse
    return connector.converse.fetch_since(ACCOUNT, "", posts=())


def reply_to_message(connector: Connector) -> object:
    assert connector.converse
    return connector.converse.reply_to_message(
        ACCOUNT, sender_id="2489518277", text="您好，可以七天内退换", key="reply-1"
    )


def reply_to_comment(connector: Connector) -> object:
    assert connector.converse
    return connector.converse.reply_to_comment(
        ACCOUNT, post=REFERENCE, comment_id=COMMENT_ID, text="很抱歉给您添麻烦了，已安排专人联系您"
    )


def find_reply(connector: Connector) -> object:
    assert connector.converse
    return connector.converse.find_reply(
        ACCOUNT, post=REFERENCE, comment_id=COMMENT_ID, text="很抱歉给您添麻烦了，已安排专人联系您"
    )


def comment_first(connector: Connector) -> object:
    assert connector.comment_first
    return connector.comment_first.comment_first(ACCOUNT, post=REFERENCE, text=FIRST_COMMENT)


def find_first(connector: Connector) -> object:
    assert connector.comment_first
    return connector.comment_first.find_first(ACCOUNT, post=REFERENCE, text=FIRST_COMMENT)


def post_readings(connector: Connector) -> object:
    assert connector.measure
    return connector.measure.post_readings(ACCOUNT, [REFERENCE])


def account_readings(connector: Connector) -> object:
    assert connector.measure
    return connector.measure.account_readings(ACCOUNT, since_day="2026-11-19", until_day="2026-11-20")
