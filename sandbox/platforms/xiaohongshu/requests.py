"""The JSON bodies of calls, and the envelope of answers."""

import json
from typing import Any

from sandbox.calls import Call
from sandbox.platforms.xiaohongshu.errors import WRONG_PARAMETER, refusal


def body_of(call: Call) -> dict[str, Any]:
    """The call's JSON object; refuses anything else with 40010."""
    try:
        body = json.loads(call.body or b"{}")
    except ValueError as error:
        raise refusal(WRONG_PARAMETER, "请求体不是 JSON") from error
    if not isinstance(body, dict):
        raise refusal(WRONG_PARAMETER, "请求体不是 JSON 对象")
    return body


def text_in(body: dict[str, Any], name: str) -> str:
    """A field that must be there; refuses with 40010 without it."""
    value = str(body.get(name) or "")
    if not value:
        raise refusal(WRONG_PARAMETER, f"缺少参数 {name}")
    return value


def success(call: Call, data: Any) -> dict[str, Any]:
    return {"code": 0, "success": True, "msg": "成功", "request_id": f"{call.id:016x}", "data": data}
