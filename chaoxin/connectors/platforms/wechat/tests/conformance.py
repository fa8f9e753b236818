"""What the conformance battery needs to know about the official account."""

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
    Reply,
    Samples,
    WebhookSample,
)
from chaoxin.connectors.values import EventKind, Outcome

from .cast import (
    ACCOUNT,
    ANSWERS,
    API,
    ARTICLE_ID,
    CGI,
    REFERENCE,
    article,
    encrypted_push,
    picture_post,
    platform,
    refused,
    verification,
)
from .recorded import payload, payload_text

POST = article()
PREPARED = dict(platform()[1].publish.prepare(ACCOUNT, POST, {}))  # type: ignore[union-attr]
MASS_POST = article(options={"send_to": "all"})
MASS_PREPARED = dict(platform()[1].publish.prepare(ACCOUNT, MASS_POST, {}))  # type: ignore[union-attr]


def submit(connector: Connector) -> object:
    assert connector.publish
    return connector.publish.submit(ACCOUNT, POST, PREPARED)


def submit_mass(connector: Connector) -> object:
    assert connector.publish
    return connector.publish.submit(ACCOUNT, MASS_POST, MASS_PREPARED)


def look_up_mass(connector: Connector) -> object:
    assert connector.publish
    return connector.publish.look_up(ACCOUNT, "mass:1000001625")


def withdraw_mass(connector: Connector) -> object:
    assert connector.publish
    connector.publish.withdraw(ACCOUNT, "mass:1000001625")
    return None


def look_up_job(connector: Connector) -> object:
    assert connector.publish
    return connector.publish.look_up(ACCOUNT, "publish:100000001")


def look_up_article(connector: Connector) -> object:
    assert connector.publish
    return connector.publish.look_up(ACCOUNT, f"article:{ARTICLE_ID}")


def look_up_draft(connector: Connector) -> object:
    assert connector.publish
    return connector.publish.look_up(ACCOUNT, f"draft:{PREPARED['draft']}")


def find_published(connector: Connector) -> object:
    assert connector.publish
    return connector.publish.find_published(ACCOUNT, POST, PREPARED, since=SAMPLE_TIME - timedelta(days=1))


def withdraw(connector: Connector) -> object:
    assert connector.publish
    connector.publish.withdraw(ACCOUNT, f"article:{ARTICLE_ID}")
    return None


def finish(connector: Connector) -> object:
    return connector.connect.finish(credentials=ACCOUNT.credentials, answer={}, keep={}, return_url="")


def renew(connector: Connector) -> object:
    return connector.connect.renew(ACCOUNT)


def identify(connector: Connector) -> object:
    return connector.connect.identify(ACCOUNT)


def fetch(connector: Connector) -> object:
    assert connector.converse
    return connector.converse.fetch_since(ACCOUNT, "", posts=[REFERENCE])


def reply_to_message(connector: Connector) -> object:
    assert connector.converse
    return connector.converse.reply_to_message(
        ACCOUNT, sender_id="oFirstReader", text="有货，可以直接下单", key="reply-1"
    )


def reply_to_comment(connector: Connector) -> object:
    assert connector.converse
    return connector.converse.reply_to_comment(
        ACCOUNT, post=REFERENCE, comment_id="2247483655_0_3", text="门店价 399 元"
    )


def find_reply(connector: Connector) -> object:
    assert connector.converse
    return connector.converse.find_reply(
        ACCOUNT, post=REFERENCE, comment_id="2247483655_0_1", text="谢谢喜欢"
    )


def post_readings(connector: Connector) -> object:
    assert connector.measure
    return connector.measure.post_readings(ACCOUNT, [REFERENCE])


def account_readings(connector: Connector) -> object:
    assert connector.measure
    return connector.measure.account_readings(ACCOUNT, since_day="2026-11-18", until_day="2026-11-20")


STALE = (
    Refusal(refused(40001), RenewGrant),
    Refusal(refused(40014), RenewGrant),
    Refusal(refused(42001), RenewGrant),
)
COMMON = (
    *STALE,
    Refusal(refused(45009), Wait),
    Refusal(refused(45011), Wait),
    Refusal(refused(40164, "invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist"), AskPlatform),
    Refusal(refused(99999, "something new"), AskPlatform),
)
READING = (*COMMON, Refusal(refused(-1), Wait))
CHANGING = (*COMMON, Refusal(refused(-1), OutcomeUnknown))
CREDENTIALS = (
    Refusal(refused(40001), Reconnect),
    Refusal(refused(40013), Reconnect),
    Refusal(refused(40125), Reconnect),
    Refusal(refused(40164), AskPlatform),
    Refusal(refused(89503), AskPlatform),
    Refusal(refused(-1), Wait),
)

CALLS = (
    Call("connect.finish", finish, f"{CGI}/stable_token", CallKind.READ, CREDENTIALS),
    Call("connect.renew", renew, f"{CGI}/stable_token", CallKind.READ, CREDENTIALS),
    Call("connect.identify", identify, f"{CGI}/stable_token", CallKind.READ, CREDENTIALS),
    Call(
        "publish.submit",
        submit,
        f"{CGI}/freepublish/submit",
        CallKind.CHANGE,
        (
            *CHANGING,
            Refusal(refused(40007), OutcomeUnknown),
            Refusal(refused(48001), returns=Outcome.NEEDS_PERSON),
            Refusal(refused(53503), FixContent),
            Refusal(refused(53504), returns=Outcome.NEEDS_PERSON),
            Refusal(refused(53505), returns=Outcome.NEEDS_PERSON),
        ),
    ),
    Call(
        "publish.submit",
        submit_mass,
        f"{CGI}/message/mass/sendall",
        CallKind.CHANGE,
        (
            *CHANGING,
            Refusal(Reply(payload("mass_duplicate")), returns=Outcome.PENDING),
            Refusal(refused(45065), OutcomeUnknown),
            Refusal(refused(45066), Wait),
            Refusal(refused(45028), AskPlatform),
            Refusal(refused(45159), FixContent),
            Refusal(refused(40007), OutcomeUnknown),
            Refusal(refused(48001), returns=Outcome.NEEDS_PERSON),
        ),
    ),
    Call(
        "publish.look_up",
        look_up_mass,
        f"{CGI}/message/mass/get",
        CallKind.READ,
        (*READING, Refusal(refused(40059), returns=Outcome.UNKNOWN)),
    ),
    Call("publish.withdraw", withdraw_mass, f"{CGI}/message/mass/get", CallKind.READ, READING),
    Call(
        "publish.withdraw",
        withdraw_mass,
        f"{CGI}/message/mass/delete",
        CallKind.CHANGE,
        (*CHANGING, Refusal(refused(48001), AskPlatform)),
    ),
    Call("publish.look_up", look_up_job, f"{CGI}/freepublish/get", CallKind.READ, READING),
    Call(
        "publish.look_up",
        look_up_job,
        f"{CGI}/freepublish/getarticle",
        CallKind.READ,
        (*READING, Refusal(refused(53600), returns=Outcome.UNKNOWN)),
    ),
    Call(
        "publish.look_up",
        look_up_article,
        f"{CGI}/freepublish/getarticle",
        CallKind.READ,
        (*READING, Refusal(refused(53600), returns=Outcome.REMOVED)),
    ),
    Call(
        "publish.look_up",
        look_up_draft,
        f"{CGI}/draft/get",
        CallKind.READ,
        (*READING, Refusal(refused(40007), returns=Outcome.NEEDS_PERSON)),
    ),
    Call("publish.find_published", find_published, f"{CGI}/draft/get", CallKind.READ, READING),
    Call(
        "publish.find_published",
        find_published,
        f"{CGI}/freepublish/batchget",
        CallKind.READ,
        (*READING, Refusal(refused(48001))),
    ),
    Call(
        "publish.withdraw",
        withdraw,
        f"{CGI}/freepublish/delete",
        CallKind.CHANGE,
        (*CHANGING, Refusal(refused(48001), AskPlatform), Refusal(refused(53600))),
    ),
    Call(
        "converse.fetch_since",
        fetch,
        f"{CGI}/comment/list",
        CallKind.READ,
        (*READING, Refusal(refused(88000), AskPlatform), Refusal(refused(88001)), Refusal(refused(88002))),
    ),
    Call(
        "converse.reply_to_message",
        reply_to_message,
        f"{CGI}/message/custom/send",
        CallKind.CHANGE,
        (
            *CHANGING,
            Refusal(refused(45015), AskPlatform),
            Refusal(refused(45047), AskPlatform),
            Refusal(refused(40003), FixContent),
        ),
    ),
    Call(
        "converse.reply_to_comment",
        reply_to_comment,
        f"{CGI}/comment/reply/add",
        CallKind.CHANGE,
        (*CHANGING, Refusal(refused(88005), FixContent), Refusal(refused(88007), FixContent)),
    ),
    Call("converse.find_reply", find_reply, f"{CGI}/comment/list", CallKind.READ, READING),
    Call("measure.post_readings", post_readings, f"{CGI}/comment/list", CallKind.READ, READING),
    Call(
        "measure.post_readings",
        post_readings,
        f"{API}/datacube/getarticletotaldetail",
        CallKind.READ,
        READING,
    ),
    Call("measure.account_readings", account_readings, f"{CGI}/user/get", CallKind.READ, READING),
    Call(
        "measure.account_readings", account_readings, f"{API}/datacube/getusersummary", CallKind.READ, READING
    ),
    Call(
        "measure.account_readings", account_readings, f"{API}/datacube/getbizsummary", CallKind.READ, READING
    ),
)

PUSHES = {
    "message_text": EventKind.MESSAGE,
    "message_image": EventKind.MESSAGE,
    "message_voice": EventKind.MESSAGE,
    "message_video": EventKind.MESSAGE,
    "message_shortvideo": EventKind.MESSAGE,
    "message_location": EventKind.MESSAGE,
    "message_link": EventKind.MESSAGE,
    "event_subscribe": EventKind.FOLLOW,
    "event_subscribe_scan": EventKind.FOLLOW,
    "event_unsubscribe": EventKind.UNFOLLOW,
    "event_scan": EventKind.OTHER,
    "event_location": EventKind.OTHER,
    "event_click": EventKind.OTHER,
    "event_view": EventKind.OTHER,
    "event_mass_finish": EventKind.PUBLISH_RESULT,
    "event_mass_sent": EventKind.PUBLISH_RESULT,
    "event_template_finish": EventKind.OTHER,
    "event_publish_finish": EventKind.PUBLISH_RESULT,
    "event_publish_rejected": EventKind.PUBLISH_RESULT,
}

SHORT = "https://mp.weixin.qq.com/s/aB3dE5fG7hI9jK1lM3nO5p"
LONG = "https://mp.weixin.qq.com/s?__biz=MzA4ODMyMjI3Mg==&mid=2247483655&idx=1&sn=0f1e2d3c4b5a6978"
LINKS = (
    LinkSample(f"冬季新品上架\n{SHORT}", "aB3dE5fG7hI9jK1lM3nO5p", SHORT),
    LinkSample(SHORT.replace("https://", ""), "aB3dE5fG7hI9jK1lM3nO5p", SHORT),
    LinkSample(
        LONG.replace("https", "http").replace("&", "&amp;") + "&amp;chksm=ab&amp;scene=27#wechat_redirect",
        "2247483655_1",
        LONG,
    ),
)

SAMPLES = Samples(
    account=ACCOUNT,
    answers=ANSWERS,
    calls=CALLS,
    posts=(POST, picture_post(), MASS_POST, picture_post(options={"send_to": "tag", "tag_id": "100"})),
    bad_posts=(
        BadPost(
            article(
                title="长" * 65, author="字" * 17, summary="摘" * 129, link="www.example.com", cover=None
            ),
            frozenset(
                {"title_too_long", "author_too_long", "summary_too_long", "link_malformed", "cover_missing"}
            ),
        ),
        BadPost(
            article(
                title=" ", text="", html='<img src="https://example.com/a.png"><img data-picture="gone">'
            ),
            frozenset({"title_missing", "foreign_pictures", "pictures_lost", "pictures_unused"}),
        ),
        BadPost(
            picture_post(title="长" * 33, pictures=(), options={"send_to": "tag", "tag_id": "老客户"}),
            frozenset({"title_too_long", "pictures_missing", "tag_missing"}),
        ),
    ),
    webhooks=tuple(
        WebhookSample(f"{name} (AES)", encrypted_push(payload_text(f"{name}.xml")), (kind,), "msg_signature")
        for name, kind in PUSHES.items()
    ),
    verification=WebhookSample("address check", verification()),
    assisted_posts=(
        article(options={"disclosures": ["ai_generated"], "send_to": "all"}, link="https://www.example.com/"),
        picture_post(),
    ),
    bad_assisted_posts=(
        BadPost(
            article(title="长" * 65, author="示例企业市场部小编", cover=None),
            frozenset({"title_too_long", "author_long", "cover_missing"}),
        ),
    ),
    links=LINKS,
    foreign_links=(
        "https://mp.weixin.qq.com/s?__biz=MzA4&mid=1&tempkey=MTIz&idx=1",
        "https://mp.weixin.qq.com/s?__biz=MzA4&mid=2247483655",
        "https://mp.weixin.qq.com/cgi-bin/appmsg?t=media/appmsg_edit&action=edit&token=1",
        "https://mp.weixin.qq.com/mp/profile_ext?action=home&__biz=MzA4",
        "https://mp.weixin.qq.com/",
    ),
    declared=(
        {"account": "gh_7f083739789a"},
        {"account": "  GH_7F083739789A "},
        {"account": "ｇｈ_7f083739789a"},
    ),
    undeclared=({}, {"account": " "}, {"account": "https://mp.weixin.qq.com/s/x"}, {"account": "字" * 31}),
    without_calls={"connect.revoke": "the platform has no call that gives a token back"},
)
