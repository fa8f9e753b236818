"""What the conformance battery needs to know about Weibo."""

from __future__ import annotations

from chaoxin.connectors.errors import AskPlatform, FixContent, OutcomeUnknown, Reconnect, Wait
from chaoxin.connectors.testing.samples import BadPost, Call, CallKind, Refusal, Reply, Samples, WebhookSample
from chaoxin.connectors.values import EventKind, Outcome

from . import runs
from .cast import ACCOUNT, SETTINGS, picture, post, signed
from .healthy import (
    ACCESS_TOKEN,
    ANSWERS,
    BY_ME,
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
    without_calls={"connect.renew": "Weibo gives web applications no refresh token; renewing needs a person"},
)
