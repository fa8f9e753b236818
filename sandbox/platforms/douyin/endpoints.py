"""Every API path of the platform that the sandbox answers."""

from collections.abc import Callable
from typing import Any

from sandbox.calls import Call, Endpoint
from sandbox.platforms.douyin import (
    comments,
    items,
    messages,
    oauth,
    publishing,
    sharing,
    statistics,
    uploads,
)

API = "open.douyin.com"
GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")
VIDEO, USER, DATA = "/api/douyin/v1/video", "/data/external/user", "/data/external/item"
CREATE, LIST, SHOW = "video.create.bind", "video.list.bind or video.list", "video.data.bind or video.data"
COMMENT, MESSAGE = "item.comment", messages.SCOPE


def endpoint(
    path: str,
    answer: Callable[[Call], Any],
    methods: tuple[str, ...] = GET,
    *,
    permission: str = "",
    publishes: bool = False,
    needs_token: bool = True,
) -> Endpoint:
    return Endpoint(API, path, answer, methods, publishes, needs_token, permission)


def reading(path: str, answer: Callable[[Call], Any], permission: str) -> Endpoint:
    return endpoint(path, answer, GET, permission=permission)


def open_to_all(path: str, answer: Callable[[Call], Any], methods: tuple[str, ...] = POST) -> Endpoint:
    return endpoint(path, answer, methods, needs_token=False)


ENDPOINTS = (
    open_to_all("/platform/oauth/connect/", oauth.connect, BOTH),
    open_to_all("/oauth/access_token/", oauth.access_token),
    open_to_all("/oauth/refresh_token/", oauth.refresh_token),
    open_to_all("/oauth/renew_refresh_token/", oauth.renew_refresh_token),
    open_to_all("/oauth/client_token/", oauth.client_token),
    open_to_all("/oauth/revoke/", oauth.revoke),
    open_to_all("/oauth/userinfo/", oauth.userinfo, BOTH),
    endpoint(f"{VIDEO}/upload_video/", uploads.upload_video, POST, permission=CREATE),
    endpoint(f"{VIDEO}/init_video_part_upload/", uploads.init_part_upload, POST, permission=CREATE),
    endpoint(f"{VIDEO}/upload_video_part/", uploads.upload_part, POST, permission=CREATE),
    endpoint(f"{VIDEO}/complete_video_part_upload/", uploads.complete_part_upload, POST, permission=CREATE),
    endpoint(f"{VIDEO}/upload_image/", uploads.upload_image, POST, permission=CREATE),
    endpoint(f"{VIDEO}/create_video/", publishing.create_video, POST, permission=CREATE, publishes=True),
    endpoint(
        f"{VIDEO}/create_image_text/", publishing.create_image_text, POST, permission=CREATE, publishes=True
    ),
    endpoint("/video/delete/", publishing.delete, POST, permission="video.delete"),
    reading(f"{VIDEO}/video_list/", items.video_list, LIST),
    reading("/video/list/", items.video_list, LIST),
    endpoint(f"{VIDEO}/video_data/", items.video_data, POST, permission=SHOW),
    endpoint("/video/data/", items.video_data, POST, permission=SHOW),
    endpoint(f"{VIDEO}/video_basic_info/", items.basic_info, POST, permission="posting.behavior"),
    reading("/item/comment/list/", comments.comment_list, COMMENT),
    reading("/item/comment/reply/list/", comments.reply_list, COMMENT),
    endpoint("/item/comment/reply/", comments.reply, POST, permission=COMMENT),
    endpoint("/item/comment/top/", comments.top, POST, permission=COMMENT),
    endpoint("/im/send/msg/", messages.send, POST, permission=MESSAGE),
    endpoint("/im/recall/msg/", messages.recall, POST, permission="im.recall_message"),
    reading(f"{USER}/item/", statistics.user_item, "data.external.user"),
    reading(f"{USER}/fans/", statistics.user_fans, "data.external.user"),
    reading(f"{USER}/like/", statistics.user_like, "data.external.user"),
    reading(f"{USER}/comment/", statistics.user_comment, "data.external.user"),
    reading(f"{USER}/share/", statistics.user_share, "data.external.user"),
    reading(f"{USER}/profile/", statistics.user_profile, "data.external.user"),
    reading(f"{DATA}/base/", statistics.item_base, "data.external.item"),
    reading(f"{DATA}/like/", statistics.item_like, "data.external.item"),
    reading(f"{DATA}/comment/", statistics.item_comment, "data.external.item"),
    reading(f"{DATA}/play/", statistics.item_play, "data.external.item"),
    reading(f"{DATA}/share/", statistics.item_share, "data.external.item"),
    reading("/api/douyin/v1/user/fans_data/", statistics.fans_data, "fans.data.bind"),
    reading("/open/getticket/", sharing.get_ticket, "clt open.get.ticket"),
    endpoint("/share-id/", sharing.share_id, BOTH, permission="clt aweme.share"),
    endpoint("/api/douyin/v1/schema/get_share/", sharing.get_share, POST, permission="clt jump.basic"),
)
