"""Error codes of the platform and the texts that come with them. Business errors travel under HTTP 200."""

from typing import Any

from sandbox.calls import Answer, Call, Refusal, json_answer

NOT_LATEST = (
    "invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, "
    "more details at https://mmbizurl.cn/s/JtxxFh33r"
)
TEXTS = {
    -1: "system error",
    40001: NOT_LATEST,
    40002: "invalid grant_type",
    40003: "invalid openid",
    40004: "invalid media type",
    40005: "invalid file type",
    40006: "invalid meida size",  # the platform's own spelling
    40007: "invalid media_id",
    40008: "invalid message type",
    40009: "invalid image size",
    40010: "invalid voice size",
    40011: "invalid video size",
    40012: "invalid thumb size",
    40013: "invalid appid",
    40014: "invalid access_token",
    40032: "invalid openid list size",
    40033: "invalid charset. please check your request, if include \\uxxxx will create fail!",
    40059: "invalid msg id",
    40060: "invalid article idx",
    40066: "invalid url",
    40114: "invalid index value",
    40125: "invalid appsecret",
    40137: "invalid image format",
    40164: "invalid ip, not in whitelist",
    40201: "callback url is not set",
    40243: "AppSecret is frozen",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41005: "media data missing",
    41039: "invalid content_source_url",
    42001: "access_token expired",
    43001: "require GET method",
    43002: "require POST method",
    44001: "empty media data",
    44002: "empty post data",
    44003: "empty news data",
    45001: "media size out of limit",
    45002: "content size out of limit",
    45003: "title size out of limit",
    45004: "description size out of limit",
    45008: "article size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    45015: "response out of time limit or subscription is canceled",
    45028: "has no masssend quota",
    45047: "out of response count limit",
    45056: "too many tags",
    45057: "tag has too many fans",
    45058: "can not modify sys tag",
    45059: "can not add more tags to this user",
    45065: "clientmsgid exist",
    45066: "same clientmsgid retry too fast",
    45067: "clientmsgid size out of limit",
    45072: "invalid command",
    45080: "can not typing, no recent interaction",
    45081: "already in typing",
    45083: "speed out of range",
    45084: "speed missing",
    45110: "author size out of limit",
    45157: "invalid tag name",
    45158: "tag name too long",
    45159: "invalid tag id",
    45166: "invalid content",
    47001: "data format error",
    48001: "api unauthorized",
    48006: "forbid to clear quota because of reaching the limit",
    49003: "not match openid with appid",
    50004: "token endpoint forbidden",
    50007: "account frozen",
    53402: "cover crop failed",
    53503: "draft failed the publish check",
    53504: "must be handled on mp.weixin.qq.com",
    53505: "save the draft manually first",
    53600: "invalid article id",
    61500: "date format error",
    61501: "date range error",
    61503: "data not ready",
    76001: "rid not found",
    76003: "rid is not yours",
    76021: "cgi_path not found",
    76022: "no permission for cgi_path",
    88000: "without comment privilege",
    88001: "msg_data is not exists",
    88002: "the article is limit for safety",
    88003: "elected comment upper limit",
    88004: "comment was deleted by user",
    88005: "already reply",
    88007: "reply content beyond max len or content len is zero",
    88008: "comment is not exists",
    88009: "reply is not exists",
    88010: "count range error. cout <= 0 or count > 50",
}


def refusal(code: int, note: str = "", *, extra: dict[str, Any] | None = None) -> Refusal:
    """The platform's no with its usual text; `note` is put behind it."""
    text = TEXTS.get(code, "error")
    return Refusal(code, f"{text} {note}".strip(), extra=extra)


def answer_refusal(call: Call, no: Refusal) -> Answer:
    message = no.message or TEXTS.get(no.code, "error")
    body = {"errcode": no.code, "errmsg": f"{message} rid: {trace_of(call)}", **no.extra}
    return json_answer(body, status=no.status or 200, code=str(no.code))


def trace_of(call: Call) -> str:
    """The key printed behind an error text, under which the platform lets the call be looked up."""
    if not call.trace:
        ids = call.world.ids(f"trace|{call.id}")
        call.trace = f"{int(call.service_at):08x}-{ids.hexadecimal(8)}-{ids.hexadecimal(8)}"
    return call.trace
