"""What the conformance battery needs to know about Douyin."""

from __future__ import annotations

from dataclasses import replace

from chaoxin.connectors.errors import (
    AskPlatform,
    FixContent,
    OutcomeUnknown,
    Reconnect,
    RenewGrant,
    Wait,
)
from chaoxin.connectors.testing.samples import (
    BadPost,
    Call,
    CallKind,
    LinkSample,
    Refusal,
    Samples,
    WebhookSample,
)
from chaoxin.connectors.values import EventKind, Outcome, Webhook

from . import runs
from .cast import ACCOUNT, MEGABYTE, picture, picture_post, signed, video, video_post
from .healthy import (
    ACCESS_TOKEN,
    ANSWERS,
    CLIENT_TOKEN,
    COMMENTS,
    CREATE,
    CREATE_PICTURES,
    DELETE,
    ITEM,
    REFRESH_TOKEN,
    REPLIES,
    REPLY,
    REVOKE,
    SEND,
    SHARE_ID,
    TICKET,
    USER,
    USERINFO,
    VIDEO_DATA,
    VIDEO_LIST,
    refused,
    refused_early,
    refused_newly,
)
from .recorded import payload_text

DEAD_TOKEN = (
    Refusal(refused(28001008), raises=RenewGrant),
    Refusal(refused(28001003), raises=RenewGrant),
    Refusal(refused(28001045), raises=AskPlatform),
    Refusal(refused(28001012), raises=AskPlatform),
    Refusal(refused(28001018), raises=AskPlatform),
    Refusal(refused(28003018), raises=Wait),
    Refusal(refused(28003017), raises=Wait),
)
BUSY = (Refusal(refused(28001005), raises=Wait), Refusal(refused(2100004), raises=Wait))
READING = (*DEAD_TOKEN, *BUSY)
CHANGING = (
    *DEAD_TOKEN,
    Refusal(refused(28001005), raises=OutcomeUnknown),
    Refusal(refused(99999), raises=AskPlatform),
)

CALLS = (
    Call("find_posted.find", runs.find_posted, VIDEO_LIST, CallKind.READ, refusals=READING),
    Call("find_posted.find", runs.find_posted, VIDEO_DATA, CallKind.READ, refusals=READING),
    Call(
        "publish.submit",
        runs.submit,
        CREATE,
        CallKind.CHANGE,
        refusals=(
            *CHANGING,
            Refusal(refused(2114007), raises=Wait),
            Refusal(refused(28001007), raises=AskPlatform),
            Refusal(refused(2190006), raises=FixContent),
            Refusal(refused(2190007), returns=Outcome.UNKNOWN),
        ),
    ),
    Call("publish.submit", runs.submit_pictures, CREATE_PICTURES, CallKind.CHANGE, refusals=CHANGING),
    Call("publish.look_up", runs.look_up, VIDEO_DATA, CallKind.READ, refusals=READING),
    Call("publish.look_up", runs.look_up_own, VIDEO_LIST, CallKind.READ, refusals=READING),
    Call("publish.find_published", runs.find_published, VIDEO_LIST, CallKind.READ, refusals=READING),
    Call(
        "publish.withdraw",
        runs.withdraw,
        DELETE,
        CallKind.CHANGE,
        refusals=(*CHANGING, Refusal(refused(2190004), raises=AskPlatform)),
    ),
    Call(
        "connect.finish",
        runs.finish,
        ACCESS_TOKEN,
        CallKind.HARMLESS,
        refusals=(
            Refusal(refused_early(10007), raises=Reconnect),
            Refusal(refused_early(10013), raises=Reconnect),
            Refusal(refused_early(10004), raises=AskPlatform),
            Refusal(refused_early(10001), raises=Wait),
        ),
    ),
    Call(
        "connect.renew",
        runs.renew,
        REFRESH_TOKEN,
        CallKind.HARMLESS,
        refusals=(
            Refusal(refused_early(10010), raises=Reconnect),
            Refusal(refused_early(10008), raises=Reconnect),
            Refusal(refused_early(10001), raises=Wait),
        ),
    ),
    Call("connect.revoke", runs.revoke, REVOKE, CallKind.CHANGE, refusals=(Refusal(refused_early(10008)),)),
    Call(
        "connect.identify",
        runs.identify,
        USERINFO,
        CallKind.READ,
        refusals=(
            Refusal(refused_early(10008), raises=RenewGrant),
            Refusal(refused_early(28001015), raises=Reconnect),
        ),
    ),
    Call("converse.fetch_since", runs.fetch, COMMENTS, CallKind.READ, refusals=READING),
    Call(
        "converse.reply_to_message",
        runs.reply_to_message,
        SEND,
        CallKind.CHANGE,
        refusals=(
            *CHANGING,
            Refusal(refused_newly(28003070), raises=AskPlatform),
            Refusal(refused_newly(28001008), raises=RenewGrant),
        ),
    ),
    Call(
        "converse.reply_to_comment",
        runs.reply_to_comment,
        REPLY,
        CallKind.CHANGE,
        refusals=(
            *CHANGING,
            Refusal(refused(2111001), raises=FixContent),
            Refusal(refused(2111003), raises=FixContent),
            Refusal(refused(2111006), raises=OutcomeUnknown),
            Refusal(refused(2111007), raises=Wait),
        ),
    ),
    Call("converse.find_reply", runs.find_reply, REPLIES, CallKind.READ, refusals=READING),
    Call("comment_first.comment_first", runs.comment_first, REPLY, CallKind.CHANGE, refusals=CHANGING),
    Call("comment_first.find_first", runs.find_first, COMMENTS, CallKind.READ, refusals=READING),
    Call("measure.post_readings", runs.post_readings, VIDEO_DATA, CallKind.READ, refusals=READING),
    Call("measure.post_readings", runs.post_readings, f"{ITEM}/base/", CallKind.READ, refusals=BUSY),
    Call("measure.account_readings", runs.account_readings, f"{USER}/fans/", CallKind.READ, refusals=READING),
    Call(
        "open_app.enter",
        runs.enter,
        CLIENT_TOKEN,
        CallKind.HARMLESS,
        refusals=(Refusal(refused_early(10013), raises=Reconnect), *BUSY),
    ),
    Call("open_app.open", runs.open_app, TICKET, CallKind.READ, refusals=READING),
    Call("open_app.open", runs.open_app, SHARE_ID, CallKind.READ, refusals=READING),
    Call("open_app.outcome", runs.outcome, SHARE_ID, CallKind.READ, refusals=READING),
)

BAD_VIDEO = BadPost(
    post=video_post(
        text="长" * 1001,
        video=video(key="film", said=5_000_000_000, content_type="video/x-flv", seconds=1200.0),
        cover=picture("cover", content_type="image/gif", size=21 * MEGABYTE),
    ),
    codes=frozenset(
        {
            "text_too_long",
            "video_type",
            "video_too_large",
            "video_too_long",
            "picture_type",
            "picture_too_large",
        }
    ),
)
BAD_PICTURES = BadPost(
    post=picture_post(count=31, options={"visibility": "self", "topics": list("一二三四五六")}),
    codes=frozenset({"too_many_pictures", "visibility_not_offered", "topics_too_many"}),
)
BAD_FORM_VIDEO = BadPost(
    post=video_post(
        title="长" * 31, text="长" * 1001, video=video(key="film", seconds=3700.0, said=17_000_000_000)
    ),
    codes=frozenset({"title_too_long", "text_too_long", "video_too_long", "video_too_large"}),
)
BAD_FORM_PICTURES = BadPost(
    post=picture_post(
        title="长" * 21,
        pictures=(
            picture("moving", content_type="image/gif"),
            picture("tall", sides=(10, 30), size=51_000_000),
        ),
        options={"disclosures": ["advertising", "ai_generated"]},
    ),
    codes=frozenset(
        {"title_too_long", "picture_type", "picture_too_large", "picture_ratio", "declaration_single"}
    ),
)

LINKS = (
    LinkSample(
        "https://www.douyin.com/video/7297500000000000001?previous_page=app_code_link",
        "7297500000000000001",
        "https://www.douyin.com/video/7297500000000000001",
    ),
    LinkSample(
        "作品发好了 www.douyin.com/note/7297500000000000002 请查收",
        "7297500000000000002",
        "https://www.douyin.com/note/7297500000000000002",
    ),
    LinkSample(
        "https://www.iesdouyin.com/share/video/7297500000000000001/?region=CN&mid=1",
        "7297500000000000001",
        "https://www.douyin.com/video/7297500000000000001",
    ),
    LinkSample(
        "https://www.douyin.com/user/MS4wLjABAAAAx1y2z3x1y2z3x1y2z3?modal_id=7297500000000000003",
        "7297500000000000003",
        "https://www.douyin.com/video/7297500000000000003",
    ),
    LinkSample(
        "7.43 复制打开抖音，看看【清溪茶铺的作品】春茶上新… https://v.douyin.com/iRNBho6u/ 05/11 k@Q.xS Nwf:/",
        "",
        "https://v.douyin.com/iRNBho6u/",
    ),
)
FOREIGN_LINKS = (
    "https://www.kuaishou.com/short-video/3xabcdefgh",
    "https://www.douyin.com/user/MS4wLjABAAAAx1y2z3x1y2z3x1y2z3",
    "https://creator.douyin.com/creator-micro/content/manage",
    "https://www.douyin.com.evil.example.com/video/7297500000000000001",
    "https://v.douyin.com/",
)
HOME = "https://www.douyin.com/user/MS4wLjABAAAAx1y2z3x1y2z3x1y2z3"


def push(name: str, kinds: tuple[EventKind, ...]) -> WebhookSample:
    webhook: Webhook = signed(payload_text(f"push_{name}"))
    return WebhookSample(name, webhook, kinds, signature_header="x-douyin-signature")


SAMPLES = Samples(
    account=ACCOUNT,
    answers=ANSWERS,
    calls=CALLS,
    posts=(
        video_post(),
        video_post(
            cover=picture("cover"), options={"mentions": ["茶农老周=_000laozhou"], "visibility": "friends"}
        ),
        video_post(video=video(size=61 * MEGABYTE, key="long")),
        picture_post(),
    ),
    bad_posts=(BAD_VIDEO, BAD_PICTURES, BadPost(video_post(video=None), frozenset({"video_missing"}))),
    webhooks=(
        push("message", (EventKind.MESSAGE,)),
        push("image", (EventKind.MESSAGE,)),
        push("sent", (EventKind.MESSAGE,)),
        push("lead", (EventKind.LEAD,)),
        push("enter", (EventKind.OTHER,)),
        push("comment", (EventKind.COMMENT,)),
        push("follow", (EventKind.FOLLOW,)),
        push("authorize", (EventKind.OTHER,)),
        push("unauthorize", (EventKind.GRANT_REVOKED,)),
        push("create_video", (EventKind.PUBLISH_RESULT,)),
        push("unknown", ()),
    ),
    verification=replace(push("verify", ()), name="the address check"),
    assisted_posts=(
        video_post(cover=picture("cover"), options={"topics": ["新茶"], "disclosures": ["ai_generated"]}),
        picture_post(pictures=(picture("web", content_type="image/webp"), picture("two"))),
    ),
    bad_assisted_posts=(
        BAD_FORM_VIDEO,
        BAD_FORM_PICTURES,
        BadPost(video_post(video=None), frozenset({"video_missing"})),
    ),
    links=LINKS,
    foreign_links=FOREIGN_LINKS,
    declared=({"account": "Brand_Tea"}, {"account": "抖音号：brand_tea"}, {"account": " @brand_tea "}),
    undeclared=({"account": ""}, {"account": "清溪茶铺"}, {"account": "https://v.douyin.com/iRNBho6u/"}, {}),
)
