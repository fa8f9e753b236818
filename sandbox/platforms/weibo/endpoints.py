"""Every API path of the platform that the sandbox answers."""

from collections.abc import Callable
from typing import Any

from sandbox.calls import Call, Endpoint
from sandbox.platforms.weibo import comments, fan_service, oauth, rates, statuses, timelines, users

API, MESSAGES, REMINDERS, UPLOADS, COMMERCIAL = (
    "api.weibo.com",
    "m.api.weibo.com",
    "rm.api.weibo.com",
    "upload.api.weibo.com",
    "c.api.weibo.com",
)
GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")


def endpoint(
    path: str,
    answer: Callable[[Call], Any],
    methods: tuple[str, ...] = GET,
    *,
    host: str = API,
    publishes: bool = False,
    needs_token: bool = True,
) -> Endpoint:
    return Endpoint(host, path, answer, methods, publishes, needs_token)


ENDPOINTS = (
    endpoint("/oauth2/authorize", oauth.authorize, BOTH, needs_token=False),
    endpoint("/oauth2/access_token", oauth.access_token, POST, needs_token=False),
    endpoint("/oauth2/get_token_info", oauth.get_token_info, POST, needs_token=False),
    endpoint("/oauth2/revokeoauth2", oauth.revoke, BOTH, needs_token=False),
    endpoint("/2/statuses/share.json", statuses.share, POST, publishes=True),
    endpoint("/2/statuses/update.json", statuses.update, POST, publishes=True),
    endpoint("/2/statuses/destroy.json", statuses.destroy, POST),
    endpoint("/2/statuses/repost.json", statuses.gated, POST),
    endpoint("/2/statuses/upload_url_text.json", statuses.gated, POST),
    endpoint("/2/statuses/upload_pic.json", statuses.gated, POST),
    endpoint("/2/statuses/upload.json", statuses.gated, POST, host=UPLOADS),
    endpoint("/2/statuses/update/biz.json", statuses.gated, POST, host=COMMERCIAL),
    endpoint("/2/statuses/upload_url_text/biz.json", statuses.gated, POST, host=COMMERCIAL),
    endpoint("/2/statuses/user_timeline.json", timelines.user_timeline),
    endpoint("/2/statuses/show.json", timelines.show),
    endpoint("/2/statuses/count.json", timelines.count),
    endpoint("/2/statuses/queryid.json", timelines.query_id),
    endpoint("/2/statuses/querymid.json", timelines.query_mid),
    endpoint("/2/statuses/go", timelines.go),
    endpoint("/2/statuses/mentions.json", timelines.mentions),
    endpoint("/2/comments/show.json", comments.show),
    endpoint("/2/comments/to_me.json", comments.to_me),
    endpoint("/2/comments/by_me.json", comments.by_me),
    endpoint("/2/comments/timeline.json", comments.timeline),
    endpoint("/2/comments/mentions.json", comments.mentions),
    endpoint("/2/comments/show_batch.json", comments.show_batch),
    endpoint("/2/comments/create.json", comments.create, POST),
    endpoint("/2/comments/reply.json", comments.reply, POST),
    endpoint("/2/comments/destroy.json", comments.destroy, POST),
    endpoint("/2/comments/destroy_batch.json", comments.destroy_batch, POST),
    endpoint("/2/users/show.json", users.show),
    endpoint("/2/users/counts.json", users.counts),
    endpoint("/2/account/get_uid.json", users.get_uid),
    endpoint("/2/account/rate_limit_status.json", rates.status),
    endpoint("/2/emotions.json", users.emotions),
    endpoint("/2/remind/unread_count.json", users.unread_count, host=REMINDERS),
    endpoint("/2/messages/reply.json", fan_service.reply, POST, host=MESSAGES),
)
NOT_COUNTED = frozenset({"/2/account/rate_limit_status.json"})
