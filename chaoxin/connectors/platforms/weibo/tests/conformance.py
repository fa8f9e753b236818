"""What the conformance battery needs to know about Weibo."""

from __future__ import annotations

from dataclasses import replace

from chaoxin.connectors.errors import AskPlatform, FixContent, OutcomeUnknown, Reconnect, Wait
from chaoxin.connectors.testing.samples import (
    BadPost,
    Call,
    CallKind,
    LinkSample,
    Refusal,
    Reply,
    Samples,
    WebhookSample,
)
from chaoxin.connectors.values import EventKind, Outcome

from . import runs
from .cast import ACCOUNT, POST_ID, SETTINGS, USER_ID, clip, picture, post, signed
from .healthy import (
    ACCESS_TOKEN,
    ANSWERS,
    BY_ME,
    COMMENT_CREATE,
    COMMENT_REPLY,
    COUNT,
    DESTROY,
    GET_UID,
    MESSAGE_REPLY,
    REVOKE,
    SHARE,
    SHOW,
    TIMELINE,
    TO_ME,
    USER,
    USER_COUNTS,
    refused,
)
from .recorded import payload_text

DEAD_GRANT = (
    Refusal(refused(21327, "expired_token"), raises=Reconnect),
    Refusal(refused("21332", "invalid_access_token", status=403), raises=Reconnect),
)

CALLS = (
    Call(
        "publish.submit",
        runs.publish,
        SHARE,
        CallKind.CHANGE,
        refusals=(
            *DEAD_GRANT,
            Refusal(refused(10017, "text not find domain!", status=403), raises=FixContent),
            Refusal(refused(10017, "appkey not bind domain!", status=403), raises=AskPlatform),
            Refusal(refused("20012"), raises=FixContent),
            Refusal(refused(20021), raises=FixContent),
            Refusal(refused(20016), raises=Wait),
            Refusal(refused(10023, status=403), raises=Wait),
            Refusal(refused(10014, status=403), raises=AskPlatform),
            Refusal(refused(20019), returns=Outcome.UNKNOWN),
            Refusal(refused("20017"), returns=Outcome.UNKNOWN),
            Refusal(refused(20032), returns=Outcome.PENDING),
            Refusal(refused(10001, "system error", status=503), raises=OutcomeUnknown),
            Refusal(refused(99999), raises=AskPlatform),
        ),
    ),
    Call(
        "publish.look_up",
        runs.look_up,
        SHOW,
        CallKind.READ,
        refusals=(*DEAD_GRANT, Refusal(refused(20101), returns=Outcome.REMOVED)),
    ),
    Call("publish.find_published", runs.find_published, TIMELINE, CallKind.READ, refusals=DEAD_GRANT),
    Call(
        "publish.withdraw",
        runs.withdraw,
        DESTROY,
        CallKind.CHANGE,
        refusals=(
            *DEAD_GRANT,
            Refusal(refused(10014, status=403), raises=AskPlatform),
            Refusal(refused(20101)),
        ),
    ),
    Call(
        "connect.finish",
        runs.finish,
        ACCESS_TOKEN,
        CallKind.HARMLESS,
        refusals=(
            Refusal(Reply({"error": "invalid_grant", "error_code": 21325}, status=400), raises=Reconnect),
            Refusal(Reply({"error": "redirect_uri_mismatch"}, status=400), raises=AskPlatform),
        ),
    ),
    Call("connect.revoke", runs.revoke, REVOKE, CallKind.CHANGE, refusals=(Refusal(refused(21321)),)),
    Call("connect.identify", runs.identify, GET_UID, CallKind.READ, refusals=DEAD_GRANT),
    Call("connect.identify", runs.identify, USER, CallKind.READ, refusals=DEAD_GRANT),
    Call("converse.fetch_since", runs.fetch, TO_ME, CallKind.READ, refusals=DEAD_GRANT),
    Call(
        "converse.reply_to_message",
        runs.reply_to_message,
        MESSAGE_REPLY,
        CallKind.CHANGE,
        refusals=(
            *DEAD_GRANT,
            Refusal(refused(20301), raises=AskPlatform),
            Refusal(refused(20306), raises=OutcomeUnknown),
            Refusal(refused(20308), raises=Wait),
        ),
    ),
    Call(
        "converse.reply_to_comment",
        runs.reply_to_comment,
        COMMENT_REPLY,
        CallKind.CHANGE,
        refusals=(
            *DEAD_GRANT,
            Refusal(refused(20201), raises=FixContent),
            Refusal(refused(20019), raises=OutcomeUnknown),
        ),
    ),
    Call("converse.find_reply", runs.find_reply, BY_ME, CallKind.READ, refusals=DEAD_GRANT),
    Call(
        "comment_first.comment_first",
        runs.comment_first,
        COMMENT_CREATE,
        CallKind.CHANGE,
        refusals=(
            *DEAD_GRANT,
            Refusal(refused(20101), raises=FixContent),
            Refusal(refused(20019), raises=OutcomeUnknown),
            Refusal(refused(20032)),
            Refusal(refused(10014, status=403), raises=AskPlatform),
            Refusal(refused(20016), raises=Wait),
        ),
    ),
    Call("comment_first.find_first", runs.find_first, BY_ME, CallKind.READ, refusals=DEAD_GRANT),
    Call("measure.post_readings", runs.post_readings, COUNT, CallKind.READ, refusals=DEAD_GRANT),
    Call("measure.account_readings", runs.account_readings, USER_COUNTS, CallKind.READ, refusals=DEAD_GRANT),
)

BAD_POST = BadPost(
    post=post(
        "#双十一# " + "这是一段怎么也写不完的文字" * 12 + " https://elsewhere.example.org/a",
        pictures=(
            picture(runs.FOLDER, content_type="image/tiff"),
            picture(runs.FOLDER, content_type="image/gif", size=6 * 1024 * 1024),
        ),
    ),
    settings=SETTINGS,
    codes=frozenset(
        {
            "text_too_long",
            "safe_link_missing",
            "topic_not_allowed",
            "too_many_pictures",
            "picture_type",
            "picture_too_large",
        }
    ),
)

PICTURE = picture(runs.FOLDER)
ASSISTED_POSTS = (
    post(
        "冬季新品今天上架 #冬日穿搭#",
        form="web_post",
        link="https://shop.example.com/winter",
        pictures=tuple(replace(PICTURE, key=f"picture-{number}") for number in range(9)),
        options={"topics": ["冬日穿搭", "新品上架"], "first_comment": "门店地址在这里"},
    ),
    post("试穿实拍", form="web_video", title="冬季新品试穿", video=clip(runs.FOLDER), cover=PICTURE),
    post("第一段\n\n第二段", form="headline", title="冬季新品怎么选", cover=PICTURE, pictures=(PICTURE,)),
)
BAD_ASSISTED_POSTS = (
    BadPost(
        post(
            "字" * 2001 + " #没有成对",
            form="web_post",
            pictures=(picture(runs.FOLDER, content_type="image/tiff"),) * 19,
            options={"first_comment": "字" * 141},
        ),
        frozenset(
            {"text_too_long", "topic_open", "too_many_pictures", "picture_type", "first_comment_too_long"}
        ),
    ),
    BadPost(
        post("", form="web_video", title="字" * 31, cover=replace(PICTURE, size=6 * 1024 * 1024)),
        frozenset({"text_empty", "title_long", "video_missing", "cover_too_large"}),
    ),
    BadPost(
        post("字" * 50_001, form="headline"), frozenset({"title_missing", "text_too_long", "cover_missing"})
    ),
    BadPost(post(form="post"), frozenset({"format_unknown"})),
)
PERMALINK = "https://weibo.com/6397634785/P2GuA0Tpq"
BY_NUMBER = f"https://m.weibo.cn/status/{POST_ID}"
LINKS = (
    LinkSample(f"快来看！{PERMALINK}?refer_flag=1001030103_&type=comment#_rnd1", POST_ID, PERMALINK),
    LinkSample(PERMALINK.replace("https://", "http://www."), POST_ID, PERMALINK),
    LinkSample(f"https://m.weibo.cn/{USER_ID}/{POST_ID}", POST_ID, PERMALINK),
    LinkSample(f"m.weibo.cn/status/{POST_ID}?from=page", POST_ID, BY_NUMBER),
    LinkSample("https://m.weibo.cn/detail/P2GuA0Tpq", POST_ID, f"https://m.weibo.cn/status/{POST_ID}"),
    LinkSample(f"https://share.api.weibo.cn/share/38,{POST_ID}.html?weibo_id={POST_ID}", POST_ID, BY_NUMBER),
    LinkSample("我发了微博 http://t.cn/A6xYz12b 大家看看", "", "https://t.cn/A6xYz12b"),
    LinkSample(
        "https://video.weibo.com/show?fid=1034:5106400000212996",
        "1034:5106400000212996",
        "https://weibo.com/tv/show/1034:5106400000212996",
    ),
    LinkSample(
        "https://weibo.com/ttarticle/p/show?id=2309405106400000212996&mod=zwenzhang",
        "2309405106400000212996",
        "https://weibo.com/ttarticle/p/show?id=2309405106400000212996",
    ),
)

SAMPLES = Samples(
    account=ACCOUNT,
    answers=ANSWERS,
    calls=CALLS,
    posts=(post(), runs.POST_WITH_PICTURE, post("新品上架", link="https://www.example.com/a")),
    settings=SETTINGS,
    bad_posts=(
        BAD_POST,
        BadPost(post=post(""), codes=frozenset({"text_empty", "safe_domain_missing", "rip_missing"})),
    ),
    webhooks=(
        WebhookSample("a private message", signed(payload_text("push_text.json")), (EventKind.MESSAGE,)),
        WebhookSample(
            "a private message in XML", signed(payload_text("push_text.xml")), (EventKind.MESSAGE,)
        ),
        WebhookSample("a picture", signed(payload_text("push_image.json")), (EventKind.MESSAGE,)),
        WebhookSample("a follow", signed(payload_text("push_follow.json")), (EventKind.FOLLOW,)),
        WebhookSample("an unfollow", signed(payload_text("push_unfollow.json")), (EventKind.UNFOLLOW,)),
        WebhookSample("a follow by scan", signed(payload_text("push_scan_follow.json")), (EventKind.FOLLOW,)),
        WebhookSample("an event of the future", signed(payload_text("push_unknown.json")), ()),
    ),
    verification=WebhookSample("the address check", signed(method="GET", echo="8123649871236498")),
    assisted_posts=ASSISTED_POSTS,
    bad_assisted_posts=BAD_ASSISTED_POSTS,
    links=LINKS,
    foreign_links=(
        "https://weibo.com/u/6397634785",
        "https://weibo.com/6397634785",
        "https://weibo.com/6397634785/profile?topnav=1",
        "https://s.weibo.com/weibo?q=%23冬日穿搭%23",
        "https://t.cn/",
        "https://weibo.com.evil.example.com/6397634785/P2GuA0Tpq",
        "https://example.com/weibo.com/6397634785/P2GuA0Tpq",
    ),
    declared=(
        {"account": USER_ID},
        {"account": f"https://weibo.com/u/{USER_ID}?refer_flag=1"},
        {"account": f" weibo.com/{USER_ID} "},
        {"account": f"https://m.weibo.cn/profile/{USER_ID}"},
        {"account": f"https://m.weibo.cn/u/{USER_ID}"},
        {"account": f"https://weibo.com/p/100505{USER_ID}/home"},
    ),
    undeclared=({}, {"account": " "}, {"account": "https://weibo.com/examplebrand"}, {"account": "示例企业"}),
    without_calls={"connect.renew": "Weibo gives web applications no refresh token; renewing needs a person"},
)
