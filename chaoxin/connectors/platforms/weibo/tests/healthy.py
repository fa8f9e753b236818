"""Weibo in good health: the addresses that the connector speaks to, and their answers."""

from __future__ import annotations

from chaoxin.connectors.testing.samples import Reply, Responder

from .recorded import payload

HOST = "api.weibo.com/2"
SHARE = f"{HOST}/statuses/share.json"
SHOW = f"{HOST}/statuses/show.json"
DESTROY = f"{HOST}/statuses/destroy.json"
TIMELINE = f"{HOST}/statuses/user_timeline.json"
TO_ME = f"{HOST}/comments/to_me.json"
BY_ME = f"{HOST}/comments/by_me.json"
COMMENT_REPLY = f"{HOST}/comments/reply.json"
COMMENT_CREATE = f"{HOST}/comments/create.json"
SHORT_LINK = "t.cn/A6xYz12b"
MESSAGE_REPLY = "m.api.weibo.com/2/messages/reply.json"
ACCESS_TOKEN = "api.weibo.com/oauth2/access_token"
REVOKE = "api.weibo.com/oauth2/revokeoauth2"
GET_UID = f"{HOST}/account/get_uid.json"
USER = f"{HOST}/users/show.json"
COUNT = f"{HOST}/statuses/count.json"
USER_COUNTS = f"{HOST}/users/counts.json"

ANSWERS: dict[str, Responder] = {
    SHARE: Reply(payload("status")),
    SHOW: Reply(payload("status")),
    DESTROY: Reply(payload("status")),
    TIMELINE: Reply(payload("user_timeline")),
    TO_ME: Reply(payload("comments_to_me")),
    f"{HOST}/comments/mentions.json": Reply(payload("comments_mentions")),
    f"{HOST}/statuses/mentions.json": Reply(payload("statuses_mentions")),
    BY_ME: Reply(payload("comments_by_me")),
    COMMENT_REPLY: Reply(payload("comment_reply")),
    COMMENT_CREATE: Reply(payload("comment_create")),
    SHORT_LINK: Reply(
        "", status=302, headers={"Location": "https://weibo.com/6397634785/P2GuA0Tpq?from=short"}
    ),
    MESSAGE_REPLY: Reply(payload("message_reply")),
    ACCESS_TOKEN: Reply(payload("access_token")),
    REVOKE: Reply({"result": "true"}),
    GET_UID: Reply({"uid": 6397634785}),
    USER: Reply(payload("user")),
    COUNT: Reply(payload("statuses_count")),
    USER_COUNTS: Reply(payload("users_counts")),
}


def refused(code: int | str, text: str = "refused", *, status: int = 400) -> Reply:
    """An error answer as Weibo writes it."""
    return Reply({"request": "/2/sample.json", "error_code": code, "error": text}, status=status)
