"""What the conformance battery needs to know about Kuaishou."""

from __future__ import annotations

from datetime import timedelta

from chaoxin.connectors.contract import Connector
from chaoxin.connectors.errors import AskPlatform, FixContent, OutcomeUnknown, Reconnect, RenewGrant, Wait
from chaoxin.connectors.testing.samples import (
    SAMPLE_TIME,
    BadPost,
    Call,
    CallKind,
    LinkSample,
    Refusal,
    Samples,
)
from chaoxin.connectors.values import EventKind, Outcome

from .cast import ACCOUNT, PHOTO_ID, REFERENCE, picture, picture_post, post, video, video_post
from .healthy import (
    ACCESS_TOKEN,
    ANSWERS,
    COUNT,
    DELETE,
    INFO,
    LIST,
    PUBLISH,
    REFRESH_TOKEN,
    USER_INFO,
    refused,
)
from .pushed import push

POST = video_post()
SHARED = "今年的第一锅春茶出锅了 该作品在快手被播放过98次，点击链接，打开【快手】直接观看！"


def publish(connector: Connector) -> object:
    assert connector.publish
    prepared = connector.publish.prepare(ACCOUNT, POST, {})
    return connector.publish.submit(ACCOUNT, POST, prepared)


def look_up(connector: Connector) -> object:
    assert connector.publish
    return connector.publish.look_up(ACCOUNT, REFERENCE.reference)


def look_up_fresh(connector: Connector) -> object:
    assert connector.publish
    second = int((SAMPLE_TIME - timedelta(minutes=2)).timestamp())
    return connector.publish.look_up(ACCOUNT, f"{PHOTO_ID}@{second}")


def find_published(connector: Connector) -> object:
    assert connector.publish
    since = SAMPLE_TIME - timedelta(hours=3)
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
        return_url="https://chaoxin.example.com/channels/back",
    )


def post_readings(connector: Connector) -> object:
    assert connector.measure
    return connector.measure.post_readings(ACCOUNT, [REFERENCE])


def account_readings(connector: Connector) -> object:
    assert connector.measure
    return connector.measure.account_readings(ACCOUNT, since_day="2026-11-19", until_day="2026-11-20")


GRANT = (
    Refusal(refused(100200108, "access_token_expired"), raises=RenewGrant),
    Refusal(refused("100200109"), raises=Reconnect),
    Refusal(refused(100200110), raises=Reconnect),
    Refusal(refused(100200106, "scope_invalid"), raises=AskPlatform),
)
READ = (
    *GRANT,
    Refusal(refused(100100402), raises=Wait),
    Refusal(refused(100200500, "internal_error"), raises=Wait),
    Refusal(refused(99999), raises=AskPlatform),
)

CALLS = (
    Call(
        "publish.submit",
        publish,
        PUBLISH,
        CallKind.CHANGE,
        refusals=(
            *GRANT,
            Refusal(refused(100100400, "param_error"), raises=FixContent),
            Refusal(refused("100400"), raises=FixContent),
            Refusal(refused(10000200), raises=FixContent),
            Refusal(refused(100100402), raises=Wait),
            Refusal(refused(100120002, "video_not_uploaded"), raises=Wait),
            Refusal(refused(100120003, "publish_failed"), raises=OutcomeUnknown),
            Refusal(refused("120003"), raises=OutcomeUnknown),
            Refusal(refused(100200500, "internal_error", status=500), raises=OutcomeUnknown),
            Refusal(refused(99999), raises=AskPlatform),
        ),
    ),
    Call(
        "publish.look_up",
        look_up,
        INFO,
        CallKind.READ,
        refusals=(*READ, Refusal(refused("120001"), returns=Outcome.REMOVED)),
    ),
    Call(
        "publish.look_up",
        look_up_fresh,
        INFO,
        CallKind.READ,
        refusals=(Refusal(refused(100120001, "video_not_exist"), returns=Outcome.PENDING),),
    ),
    Call("publish.find_published", find_published, LIST, CallKind.READ, refusals=READ),
    Call(
        "publish.withdraw",
        withdraw,
        DELETE,
        CallKind.CHANGE,
        refusals=(*GRANT, Refusal(refused(100120001)), Refusal(refused(100200500), raises=OutcomeUnknown)),
    ),
    Call(
        "connect.finish",
        finish,
        ACCESS_TOKEN,
        CallKind.HARMLESS,
        refusals=(
            Refusal(refused(100200105, "code_invalid"), raises=Reconnect),
            Refusal(refused(100200101, "client_invalid"), raises=AskPlatform),
            Refusal(refused(100200104), raises=AskPlatform),
        ),
    ),
    Call(
        "connect.renew",
        lambda connector: connector.connect.renew(ACCOUNT),
        REFRESH_TOKEN,
        CallKind.HARMLESS,
        refusals=(
            Refusal(refused(100200113, "refresh_token_expired"), raises=Reconnect),
            Refusal(refused(100200109), raises=Reconnect),
            Refusal(refused(100200500), raises=Wait),
        ),
    ),
    Call(
        "connect.identify",
        lambda connector: connector.connect.identify(ACCOUNT),
        USER_INFO,
        CallKind.READ,
        refusals=READ,
    ),
    Call("measure.post_readings", post_readings, LIST, CallKind.READ, refusals=READ),
    Call("measure.account_readings", account_readings, USER_INFO, CallKind.READ, refusals=READ),
    Call("measure.account_readings", account_readings, COUNT, CallKind.READ, refusals=READ),
)

TOO_MUCH = post(
    "这是一段怎么也写不完的文字" * 90,
    media=video(name="long", seconds=1900.0, content_type="video/x-msvideo"),
    cover=picture("moving", kind="GIF"),
    pictures=(picture("beside"),),
    options={
        "topics": ["一", "二", "三", "四", "五"],
        "mentions": ["店长"],
        "visibility": "private",
        "disclosures": ["advertising", "ai_generated"],
    },
)
TOO_MANY_PICTURES = post(
    "",
    form="pictures",
    media=video(name="beside"),
    pictures=(
        *(picture(f"many-{number}") for number in range(20)),
        picture("tiff", kind="TIFF"),
        picture("huge", size=30_000_000),
    ),
    options={"topics": ["一", "二", "三", "四", "五"], "disclosures": ["advertising"]},
)

NO_INTERFACE = "comments and private messages are in no interface of Kuaishou"

SAMPLES = Samples(
    account=ACCOUNT,
    answers=ANSWERS,
    calls=CALLS,
    posts=(POST, video_post(size=20_000_000)),
    bad_posts=(
        BadPost(
            post=TOO_MUCH,
            codes=frozenset(
                {
                    "text_too_long",
                    "too_many_topics",
                    "advertising_not_marked",
                    "ai_not_marked",
                    "mentions_are_text",
                    "visibility_not_offered",
                    "video_type",
                    "video_too_long",
                    "cover_type",
                    "pictures_beside_video",
                }
            ),
        ),
        BadPost(post=post("", options={}), codes=frozenset({"text_empty", "video_missing", "cover_missing"})),
        BadPost(post=picture_post(), codes=frozenset({"format_unknown"})),
    ),
    without_calls={
        "connect.revoke": "Kuaishou gives applications no call to return a grant",
        "converse.fetch_since": NO_INTERFACE,
        "converse.reply_to_message": NO_INTERFACE,
        "converse.reply_to_comment": NO_INTERFACE,
        "converse.find_reply": NO_INTERFACE,
    },
    webhooks=(
        push("UNAUTHORIZE", EventKind.GRANT_REVOKED),
        push("AUTHORIZE", EventKind.OTHER, scope=["user_info"], is_new=False),
        push("SOMETHING_NEW"),
    ),
    verification=push("TEST"),
    assisted_posts=(POST, picture_post(), picture_post(1, options={"disclosures": ["fiction"]})),
    bad_assisted_posts=(
        BadPost(
            post=TOO_MANY_PICTURES,
            codes=frozenset(
                {
                    "too_many_topics",
                    "advertising_not_marked",
                    "video_beside_pictures",
                    "too_many_pictures",
                    "picture_type",
                    "picture_large",
                }
            ),
        ),
        BadPost(post=post("", options={}), codes=frozenset({"text_empty", "video_missing"})),
        BadPost(post=post(form="pictures", media=None, options={}), codes=frozenset({"pictures_missing"})),
    ),
    links=(
        LinkSample(
            f"https://www.kuaishou.com/short-video/{PHOTO_ID}?authorId=3x7d6wnpg2mjjkq&streamSource=profile",
            PHOTO_ID,
            f"https://www.kuaishou.com/short-video/{PHOTO_ID}",
        ),
        LinkSample(f"https://v.kuaishou.com/2xQbTn {SHARED}", "", "https://v.kuaishou.com/2xQbTn"),
        LinkSample(f"看了这么多！v.kuaishou.com/2xQbTn/ {SHARED}", "", "https://v.kuaishou.com/2xQbTn"),
        LinkSample(
            f"https://v.m.chenzhongtech.com/fw/photo/{PHOTO_ID}?fid=1&cc=share_copylink",
            PHOTO_ID,
            f"https://www.kuaishou.com/short-video/{PHOTO_ID}",
        ),
        LinkSample(
            "https://www.kuaishou.com/f/X-7JkdmsnVb9rTn", "", "https://www.kuaishou.com/f/X-7JkdmsnVb9rTn"
        ),
    ),
    foreign_links=(
        "https://www.kuaishou.com/profile/3x7d6wnpg2mjjkq",
        "https://cp.kuaishou.com/article/publish/video",
        "https://www.douyin.example.com/video/7300000000000000001",
        f"https://www.kuaishou.com.example.org/short-video/{PHOTO_ID}",
    ),
    declared=(
        {"account": "https://www.kuaishou.com/profile/3x7d6wnpg2mjjkq"},
        {"account": "www.kuaishou.com/profile/3x7d6wnpg2mjjkq/?source=share"},
        {"account": "3x7d6wnpg2mjjkq"},
        {"account": "快手号：3X7d6wnpg2mjjkq"},
    ),
    undeclared=(
        {"account": ""},
        {"account": "潮声茶铺"},
        {"account": "https://v.kuaishou.com/2xQbTn"},
        {"account": "https://www.example.com/profile/3x7d6wnpg2mjjkq"},
        {"account": "www.kuaishou.com"},
    ),
)
