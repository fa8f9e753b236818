"""Error codes of the platform and the texts that come with them. Business errors travel under HTTP 200."""

from typing import Any

from sandbox.calls import Answer, Call, Refusal, json_answer

TEXTS = {
    -1: "system busy",
    6000: "data version conflict",
    40001: "invalid credential",
    40003: "invalid userid",
    40004: "invalid media type",
    40007: "invalid media_id",
    40009: "invalid image size",
    40013: "invalid corpid",
    40014: "invalid access_token",
    40050: "invalid chatid",
    40056: "invalid agentid",
    40058: "invalid Request Parameter",
    40063: "some parameters are empty",
    40066: "invalid url",
    40068: "invalid tagid",
    40071: "tag name already existed",
    40096: "invalid external userid",
    40123: "invalid image format",
    40126: "too many tags",
    41001: "access_token missing",
    41002: "corpid missing",
    41004: "corpsecret missing",
    41035: "missing external_userid",
    41046: "missing msgid",
    41047: "invalid msgid",
    41048: "no customer to send",
    41050: "invalid or expired welcome code",
    41051: "chat already started",
    41063: "message is being dispatched",
    41064: "too many attachments",
    41065: "invalid attachment type",
    41093: "group message task is cancelled",
    41094: "remind too frequently",
    42001: "access_token expired",
    43001: "require GET method",
    43002: "require POST method",
    45001: "media size out of limit",
    45009: "api freq out of limit",
    45033: "concurrent request out of limit",
    48002: "api forbidden",
    48006: "api forbidden for inactivity",
    50003: "app is disabled",
    60011: "no privilege to access/modify contact/party/agent",
    60020: "not allow to access from your ip",
    60111: "userid not found",
    81017: "too many members, owner_filter is needed",
    84061: "not external contact",
    84072: "no permission of external contact",
    301002: "no privilege of this agent",
}


def refusal(code: int, note: str = "") -> Refusal:
    """The platform's no with its usual text; `note` is put behind it."""
    text = TEXTS.get(code, "error")
    return Refusal(code, f"{text} {note}".strip())


def answer_refusal(call: Call, no: Refusal) -> Answer:
    message = no.message or TEXTS.get(no.code, "error")
    hint = f"hint: [{int(call.service_at)}{call.id:015d}], from ip: {call.client_ip}"
    body = {"errcode": no.code, "errmsg": f"{message}, {hint}", **no.extra}
    return json_answer(body, status=no.status or 200, code=str(no.code))


def fine(**fields: Any) -> dict[str, Any]:
    """An answer of success."""
    return {"errcode": 0, "errmsg": "ok", **fields}
