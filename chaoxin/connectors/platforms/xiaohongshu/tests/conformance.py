"""What the conformance battery needs to know about Xiaohongshu."""

from __future__ import annotations

from dataclasses import replace

from chaoxin.connectors.contract import Connector
from chaoxin.connectors.errors import AskPlatform, Reconnect, RenewGrant, Wait
from chaoxin.connectors.testing.samples import (
    BadPost,
    Call,
    CallKind,
    LinkSample,
    Refusal,
    Samples,
    WebhookSample,
)
from chaoxin.connectors.values import EventKind, Webhook

from .cast import (
    ACCESS_TOKEN,
    ACCOUNT,
    ACCOUNT_REPORT,
    ANSWERS,
    CAMPAIGN_REPORT,
    CREDENTIALS,
    NOTE_ID,
    NOTE_REPORT,
    NOW,
    PUSH_SECRET,
    REFERENCE,
    REFRESH_TOKEN,
    SHARE,
    note,
    picture,
    push,
    refused,
    video,
    video_note,
    with_options,
)
from .recorded import payload_text

RETURN_URL = "https://chaoxin.example.com/channels/back"
STATE = "state-of-the-consent"


def finish(connector: Connector) -> object:
    return connector.connect.finish(
        credentials=CREDENTIALS,
        answer={"auth_code": "consent-code-one", "state": STATE},
        keep={"state": STATE},
        return_url=RETURN_URL,
    )


def post_readings(connector: Connector) -> object:
    assert connector.measure
    return connector.measure.post_readings(ACCOUNT, [REFERENCE])


def account_readings(connector: Connector) -> object:
    assert connector.measure
    return connector.measure.account_readings(ACCOUNT, since_day="2026-11-18", until_day="2026-11-20")


def enter(connector: Connector) -> object:
    assert connector.open_app
    return connector.open_app.enter(CREDENTIALS)


READING = (
    Refusal(refused(40001, "token expired"), raises=RenewGrant),
    Refusal(refused(40003), raises=AskPlatform),
    Refusal(refused(40010), raises=AskPlatform),
    Refusal(refused(42900), raises=Wait),
    Refusal(refused(50000), raises=Wait),
    Refusal(refused(31337, "something else"), raises=AskPlatform),
)
GRANTING = (
    Refusal(refused(40001, "refresh_token expired"), raises=Reconnect),
    Refusal(refused(40010, "app_id"), raises=AskPlatform),
    Refusal(refused(42900), raises=Wait),
)
CALLS = (
    Call("connect.finish", finish, ACCESS_TOKEN, CallKind.HARMLESS, refusals=GRANTING),
    Call(
        "connect.renew",
        lambda connector: connector.connect.renew(ACCOUNT),
        REFRESH_TOKEN,
        CallKind.HARMLESS,
        refusals=GRANTING,
    ),
    Call(
        "connect.identify",
        lambda connector: connector.connect.identify(ACCOUNT),
        ACCOUNT_REPORT,
        CallKind.READ,
        refusals=READING,
    ),
    Call("measure.post_readings", post_readings, NOTE_REPORT, CallKind.READ, refusals=READING),
    Call("measure.account_readings", account_readings, ACCOUNT_REPORT, CallKind.READ, refusals=READING),
    Call("measure.account_readings", account_readings, CAMPAIGN_REPORT, CallKind.READ, refusals=READING),
    Call("measure.account_readings", account_readings, NOTE_REPORT, CallKind.READ, refusals=READING),
    Call(
        "open_app.enter", enter, SHARE, CallKind.READ, refusals=(Refusal(refused(40010), raises=AskPlatform),)
    ),
)
NO_INTERFACE = "comments and private messages are in no public interface"

BAD_NOTE = BadPost(
    post=with_options(
        note(
            title="这个标题写得实在是太长太长太长了谁也读不完它",
            text="加微信 tea_house_1 或看 https://shop.example.com/a " + "茶" * 1000,
            link="https://shop.example.com/a",
            pictures=(
                picture("moving", kind="GIF"),
                replace(picture("huge"), size=33_000_000),
                picture("strip", content_type="image/png", width=100, height=900),
                *(picture("more") for _ in range(16)),
            ),
        ),
        topics=[f"话题{number}" for number in range(11)],
        first_comment="好" * 301,
        disclosures=["ai_generated", "advertising"],
    ),
    codes=frozenset(
        {
            "title_too_long",
            "text_too_long",
            "too_many_topics",
            "comment_too_long",
            "link_not_taken",
            "outside_link",
            "contact_diversion",
            "one_declaration_only",
            "too_many_pictures",
            "picture_type",
            "picture_too_large",
            "picture_ratio",
        }
    ),
)
BAD_VIDEO = BadPost(
    post=video_note(
        pictures=(picture(),),
        video=video(seconds=15_000.0, size=21_000_000_000, content_type="video/x-flv", width=480, height=640),
        cover=picture("moving", kind="GIF"),
    ),
    codes=frozenset(
        {
            "pictures_not_taken",
            "video_too_long",
            "video_too_large",
            "video_type",
            "video_small",
            "picture_type",
        }
    ),
)

SAMPLES = Samples(
    account=ACCOUNT,
    code_parameter="auth_code",
    answers=ANSWERS,
    calls=CALLS,
    webhooks=(
        WebhookSample("a new lead", push("lead_new"), (EventKind.LEAD,), "token"),
        WebhookSample("a changed lead", push("lead_changed"), (EventKind.LEAD,), "token"),
        WebhookSample("a lead with another campaign", push("lead_attributed"), (EventKind.LEAD,), "token"),
    ),
    verification=WebhookSample(
        "the address check",
        Webhook("GET", {"token": PUSH_SECRET, "timestamp": NOW, "echostr": "812364987"}, {}, b""),
        signature_parameter="token",
    ),
    without_calls={
        "connect.revoke": "no address for giving a grant back is known; the advertiser does it in his console",
        "open_app.open": "the signature is made here, by the token",
        "open_app.outcome": "the platform tells nothing of what a person did in the app",
        "converse.fetch_since": NO_INTERFACE,
        "converse.reply_to_message": NO_INTERFACE,
        "converse.reply_to_comment": NO_INTERFACE,
        "converse.find_reply": NO_INTERFACE,
    },
    assisted_posts=(
        note(),
        video_note(),
        with_options(note(title=""), topics=[], mentions=[], first_comment="", disclosures=["ai_generated"]),
    ),
    bad_assisted_posts=(
        BAD_NOTE,
        BAD_VIDEO,
        BadPost(
            post=note(pictures=(), video=video()), codes=frozenset({"picture_missing", "video_not_taken"})
        ),
        BadPost(post=video_note(video=None), codes=frozenset({"video_missing"})),
        BadPost(post=note(format="article"), codes=frozenset({"format_unknown"})),
    ),
    links=(
        LinkSample(
            f"https://www.xiaohongshu.com/explore/{NOTE_ID}?xsec_token=ABx=&xsec_source=pc_user&utm=1",
            NOTE_ID,
            f"https://www.xiaohongshu.com/explore/{NOTE_ID}?xsec_token=ABx%3D&xsec_source=pc_user",
        ),
        LinkSample(
            f"看看 https://xiaohongshu.com/discovery/item/{NOTE_ID.upper()}，不错",
            NOTE_ID,
            f"https://www.xiaohongshu.com/discovery/item/{NOTE_ID.upper()}",
        ),
        LinkSample(payload_text("share_text.txt"), "", "https://xhslink.com/m/3xAmPle0001"),
    ),
    foreign_links=(
        "https://www.xiaohongshu.com/user/profile/5f0c1a2b000000000100abcd",
        "https://creator.xiaohongshu.com/publish/publish",
        f"https://evilxiaohongshu.com/explore/{NOTE_ID}",
        f"https://www.xiaohongshu.com.example.com/explore/{NOTE_ID}",
        f"https://example.com/?to=https://www.xiaohongshu.com/explore/{NOTE_ID}",
        "https://www.xiaohongshu.com/explore",
        "https://v.douyin.com/abc/",
    ),
    declared=(
        {"account": "Shanye_Tea"},
        {"account": " 小红书号：shanye_tea "},
        {"account": "小红书号:Shanye_tea"},
        {"account": "Ｓｈａｎｙｅ＿Ｔｅａ"},
    ),
    undeclared=(
        {},
        {"account": ""},
        {"account": "山野茶铺"},
        {"account": "http://xhslink.com/m/3xAmPle0001"},
        {"account": f"https://www.xiaohongshu.com/explore/{NOTE_ID}"},
        {"account": "https://example.com/user/profile/5f0c1a2b000000000100abcd"},
    ),
)
