"""What the conformance battery needs to know about WeCom."""

from __future__ import annotations

from datetime import timedelta

from chaoxin.connectors.contract import Connector
from chaoxin.connectors.errors import AskPlatform, FixContent, OutcomeUnknown, Reconnect, RenewGrant, Wait
from chaoxin.connectors.testing.samples import (
    SAMPLE_TIME,
    BadPost,
    Call,
    CallKind,
    Refusal,
    Reply,
    Samples,
    WebhookSample,
)
from chaoxin.connectors.values import EventKind, Outcome

from .cast import (
    ACCOUNT,
    ANSWERS,
    CGI,
    CONTACT,
    REFERENCE,
    SETTINGS,
    group_video,
    platform,
    push,
    refused,
    to_customers,
    to_groups,
    verification,
    video,
    with_video,
)
from .recorded import payload, payload_text

POST = to_customers()
PREPARED = dict(platform()[1].publish.prepare(ACCOUNT, POST, {}))  # type: ignore[union-attr]


def submit(connector: Connector) -> object:
    assert connector.publish
    return connector.publish.submit(ACCOUNT, POST, PREPARED)


def look_up(connector: Connector) -> object:
    assert connector.publish
    return connector.publish.look_up(ACCOUNT, REFERENCE.reference)


def find_published(connector: Connector) -> object:
    assert connector.publish
    return connector.publish.find_published(ACCOUNT, POST, PREPARED, since=SAMPLE_TIME - timedelta(days=1))


def withdraw(connector: Connector) -> object:
    assert connector.publish
    connector.publish.withdraw(ACCOUNT, REFERENCE.reference)
    return None


def stop(connector: Connector) -> object:
    assert connector.stop_pending
    return connector.stop_pending.stop(ACCOUNT, REFERENCE.reference)


def finish(connector: Connector) -> object:
    return connector.connect.finish(credentials=ACCOUNT.credentials, answer={}, keep={}, return_url="")


def renew(connector: Connector) -> object:
    return connector.connect.renew(ACCOUNT)


def identify(connector: Connector) -> object:
    return connector.connect.identify(ACCOUNT)


def post_readings(connector: Connector) -> object:
    assert connector.measure
    return connector.measure.post_readings(ACCOUNT, [REFERENCE])


def account_readings(connector: Connector) -> object:
    assert connector.measure
    return connector.measure.account_readings(ACCOUNT, since_day="2026-11-18", until_day="2026-11-20")


SENT = {f"{CONTACT}/get_groupmsg_task": Reply(payload("get_groupmsg_task_sent"))}
STALE = (
    Refusal(refused(40014), RenewGrant),
    Refusal(refused(42001), RenewGrant),
    Refusal(refused(41001), RenewGrant),
)
COMMON = (
    *STALE,
    Refusal(refused(6000), Wait),
    Refusal(refused(45009), Wait),
    Refusal(refused(45033), Wait),
    Refusal(refused(60020, "not allow to access from your ip, from ip: 203.0.113.9"), AskPlatform),
    Refusal(refused(50003), AskPlatform),
    Refusal(refused(99999, "something new"), AskPlatform),
)
READING = (*COMMON, Refusal(refused(-1), Wait))
CHANGING = (*COMMON, Refusal(refused(-1), OutcomeUnknown))
FORBIDDEN = (Refusal(refused(48002), AskPlatform), Refusal(refused(60011), AskPlatform))
CREDENTIALS = (
    Refusal(refused(40001), Reconnect),
    Refusal(refused(40013), Reconnect),
    Refusal(refused(41002), Reconnect),
    Refusal(refused(41004), Reconnect),
    Refusal(refused(60020), AskPlatform),
    Refusal(refused(-1), Wait),
)
OF_TASK = (*READING, *FORBIDDEN, Refusal(refused(41063), Wait))

CALLS = (
    Call("connect.finish", finish, f"{CGI}/gettoken", CallKind.READ, CREDENTIALS),
    Call("connect.renew", renew, f"{CGI}/gettoken", CallKind.READ, CREDENTIALS),
    Call("connect.identify", identify, f"{CGI}/gettoken", CallKind.READ, CREDENTIALS),
    Call(
        "connect.identify",
        identify,
        f"{CGI}/agent/get",
        CallKind.READ,
        (*READING, Refusal(refused(40056), Reconnect), Refusal(refused(301002), Reconnect)),
    ),
    Call(
        "connect.identify",
        identify,
        f"{CONTACT}/get_follow_user_list",
        CallKind.READ,
        # An application without the permission is still the application.
        (*READING, Refusal(refused(48002)), Refusal(refused(48001))),
    ),
    Call(
        "publish.submit",
        submit,
        f"{CONTACT}/add_msg_template",
        CallKind.CHANGE,
        (
            *CHANGING,
            *FORBIDDEN,
            Refusal(refused(41048), FixContent),
            Refusal(refused(41064), FixContent),
            Refusal(refused(41065), FixContent),
            Refusal(refused(40007), FixContent),
            Refusal(refused(40096), FixContent),
            Refusal(refused(60111), FixContent),
            Refusal(refused(84072), AskPlatform),
            Refusal(refused(40058), AskPlatform),
        ),
    ),
    Call(
        "publish.look_up",
        look_up,
        f"{CONTACT}/get_groupmsg_task",
        CallKind.READ,
        (
            *OF_TASK,
            Refusal(refused(41047), returns=Outcome.UNKNOWN),
            Refusal(refused(41093), returns=Outcome.REMOVED),
        ),
    ),
    Call(
        "publish.look_up",
        look_up,
        f"{CONTACT}/get_groupmsg_send_result",
        CallKind.READ,
        OF_TASK,
        SENT,
    ),
    Call(
        "publish.find_published",
        find_published,
        f"{CONTACT}/get_groupmsg_list_v2",
        CallKind.READ,
        (*READING, *FORBIDDEN),
    ),
    Call("publish.find_published", find_published, f"{CONTACT}/get_groupmsg_task", CallKind.READ, READING),
    Call(
        "publish.withdraw",
        withdraw,
        f"{CONTACT}/cancel_groupmsg_send",
        CallKind.CHANGE,
        (*CHANGING, *FORBIDDEN, Refusal(refused(41093)), Refusal(refused(41047))),
    ),
    Call(
        "stop_pending.stop",
        stop,
        f"{CONTACT}/cancel_groupmsg_send",
        CallKind.CHANGE,
        (*CHANGING, *FORBIDDEN, Refusal(refused(41093), returns=Outcome.REMOVED)),
    ),
    Call(
        "stop_pending.stop",
        stop,
        f"{CONTACT}/get_groupmsg_task",
        CallKind.READ,
        (
            *READING,
            *FORBIDDEN,
            Refusal(refused(41047), returns=Outcome.UNKNOWN),
            Refusal(refused(41063), returns=Outcome.REMOVED),
            Refusal(refused(41093), returns=Outcome.REMOVED),
        ),
    ),
    Call(
        "measure.post_readings",
        post_readings,
        f"{CONTACT}/get_groupmsg_task",
        CallKind.READ,
        (*OF_TASK, Refusal(refused(41047)), Refusal(refused(41093))),
    ),
    Call(
        "measure.post_readings",
        post_readings,
        f"{CONTACT}/get_groupmsg_send_result",
        CallKind.READ,
        OF_TASK,
        SENT,
    ),
    Call(
        "measure.account_readings",
        account_readings,
        f"{CONTACT}/list",
        CallKind.READ,
        (*COMMON, *FORBIDDEN, Refusal(refused(84061))),
    ),
    *(
        Call("measure.account_readings", account_readings, f"{CONTACT}/{path}", CallKind.READ, READING)
        for path in (
            "get_follow_user_list",
            "groupchat/statistic_group_by_day",
            "get_user_behavior_data",
        )
    ),
)

PUSHES: dict[str, tuple[EventKind, ...]] = {
    "customer_added": (EventKind.FOLLOW,),
    "customer_half_added": (EventKind.OTHER,),
    "customer_edited": (EventKind.OTHER,),
    "customer_removed_by_member": (EventKind.UNFOLLOW,),
    "customer_handed_over": (EventKind.OTHER,),
    "customer_left": (EventKind.UNFOLLOW,),
    "transfer_failed": (EventKind.OTHER,),
    "audit_approved": (EventKind.OTHER,),
    "group_created": (EventKind.OTHER,),
    "group_members_added": (EventKind.OTHER,),
    "group_renamed": (EventKind.OTHER,),
    "group_dismissed": (EventKind.OTHER,),
    "tag_created": (EventKind.OTHER,),
    "member_message": (),
}

SAMPLES = Samples(
    account=ACCOUNT,
    answers=ANSWERS,
    calls=CALLS,
    posts=(POST, to_groups(), with_video(), group_video()),
    settings=SETTINGS,
    bad_posts=(
        BadPost(
            to_customers(
                text="长" * 1334,
                link="shop.example.com/" + "x" * 2048,
                pictures=(),
                options={
                    "link_title": "题" * 43,
                    "link_text": "述" * 171,
                    "customers": "wm1\nwm2",
                    "tags": ["et1"],
                    "mini_appid": "wx1",
                },
            ),
            frozenset(
                {
                    "text_too_long",
                    "link_malformed",
                    "link_too_long",
                    "link_title_too_long",
                    "link_text_too_long",
                    "tags_with_customers",
                    "mini_title_missing",
                    "mini_page_missing",
                    "mini_cover_missing",
                }
            ),
        ),
        BadPost(
            to_groups(text="", pictures=(), options={"sender": ""}), frozenset({"sender_missing", "empty"})
        ),
        BadPost(
            with_video(
                video=video(size=10_000_001), options={"customers": "\n".join(map(str, range(10_001)))}
            ),
            frozenset({"video_too_large", "customers_too_many"}),
        ),
    ),
    webhooks=tuple(
        WebhookSample(f"{name} (AES)", push(payload_text(f"event_{name}.xml")), kinds, "msg_signature")
        for name, kinds in PUSHES.items()
    ),
    verification=WebhookSample("address check", verification(), signature_parameter="msg_signature"),
    without_calls={
        "connect.revoke": "the platform has no call that gives a token back",
        "converse.fetch_since": "events come as pushes only",
        "converse.reply_to_message": "only a member may write to his customer",
        "converse.reply_to_comment": "messages have no comments",
        "converse.find_reply": "chats cannot be read",
    },
)
