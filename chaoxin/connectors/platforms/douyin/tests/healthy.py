"""Douyin in good health: the addresses that the connector speaks to, and their answers."""

from __future__ import annotations

from chaoxin.connectors.testing.samples import Reply, Responder

from .recorded import payload

HOST = "open.douyin.com"
VIDEO = f"{HOST}/api/douyin/v1/video"
ACCESS_TOKEN, REFRESH_TOKEN = f"{HOST}/oauth/access_token/", f"{HOST}/oauth/refresh_token/"
RENEW, REVOKE, USERINFO = (f"{HOST}/oauth/{name}/" for name in ("renew_refresh_token", "revoke", "userinfo"))
UPLOAD, INIT = f"{VIDEO}/upload_video/", f"{VIDEO}/init_video_part_upload/"
PART, COMPLETE = f"{VIDEO}/upload_video_part/", f"{VIDEO}/complete_video_part_upload/"
IMAGE = f"{VIDEO}/upload_image/"
CREATE, CREATE_PICTURES = f"{VIDEO}/create_video/", f"{VIDEO}/create_image_text/"
VIDEO_LIST, VIDEO_DATA = f"{VIDEO}/video_list/", f"{VIDEO}/video_data/"
DELETE = f"{HOST}/video/delete/"
COMMENTS, REPLIES, REPLY = (f"{HOST}/item/comment/{path}/" for path in ("list", "reply/list", "reply"))
SEND = f"{HOST}/im/send/msg/"
USER, ITEM = f"{HOST}/data/external/user", f"{HOST}/data/external/item"
CLIENT_TOKEN, TICKET, SHARE_ID = (
    f"{HOST}/{path}/" for path in ("oauth/client_token", "open/getticket", "share-id")
)
FANS = f"{HOST}/api/douyin/v1/user/fans_data/"

ANSWERS: dict[str, Responder] = {
    ACCESS_TOKEN: Reply(payload("access_token")),
    REFRESH_TOKEN: Reply(payload("refresh_token")),
    RENEW: Reply(payload("renew_refresh_token")),
    REVOKE: Reply(payload("revoke")),
    USERINFO: Reply(payload("userinfo")),
    UPLOAD: Reply(payload("upload_video")),
    INIT: Reply(payload("upload_init")),
    PART: Reply(payload("upload_part")),
    COMPLETE: Reply(payload("upload_video")),
    IMAGE: Reply(payload("upload_image")),
    CREATE: Reply(payload("create_video")),
    CREATE_PICTURES: Reply(payload("create_video")),
    VIDEO_LIST: Reply(payload("video_list")),
    VIDEO_DATA: Reply(payload("video_data")),
    DELETE: Reply(payload("upload_part")),
    COMMENTS: Reply(payload("comment_list")),
    REPLIES: Reply(payload("reply_list")),
    REPLY: Reply(payload("comment_reply")),
    SEND: Reply(payload("im_send")),
    **{f"{USER}/{name}/": Reply(payload(f"user_{name}")) for name in ("fans", "item", "like", "comment")},
    **{f"{USER}/{name}/": Reply(payload(f"user_{name}")) for name in ("share", "profile")},
    f"{ITEM}/base/": Reply(payload("item_base")),
    f"{ITEM}/play/": Reply(payload("item_play")),
    FANS: Reply(payload("fans_data")),
    CLIENT_TOKEN: Reply(payload("client_token")),
    TICKET: Reply(payload("ticket")),
    SHARE_ID: Reply(payload("share_id")),
}


def refused(code: int, text: str = "refused") -> Reply:
    """A refusal in the envelope of most calls."""
    inside = {"error_code": code, "description": text}
    return Reply(
        {"data": inside, "extra": {**inside, "sub_error_code": 0, "sub_description": "", "logid": "1"}}
    )


def refused_early(code: int, text: str = "refused") -> Reply:
    """A refusal in the envelope of the OAuth addresses."""
    return Reply({"data": {"error_code": code, "description": text}, "message": "error"})


def refused_newly(code: int, text: str = "refused") -> Reply:
    """A refusal in the envelope of the newest calls."""
    return Reply({"data": {}, "err_no": code, "err_msg": text, "log_id": "1"})
