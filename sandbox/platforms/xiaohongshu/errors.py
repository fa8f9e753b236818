"""Refusals: 200 with `success` false. The codes are the sandbox's own, not from the platform; it publishes none."""

from sandbox.calls import Answer, Call, Refusal, json_answer

TOKEN_INVALID = 40001
SCOPE_MISSING = 40003
WRONG_PARAMETER = 40010
NOT_FOUND = 40400
TOO_MANY_CALLS = 42900
INTERNAL = 50000
TEXTS = {
    TOKEN_INVALID: "token 无效或已过期",
    SCOPE_MISSING: "没有这项权限",
    WRONG_PARAMETER: "参数错误",
    NOT_FOUND: "接口不存在",
    TOO_MANY_CALLS: "调用过于频繁",
    INTERNAL: "系统繁忙",
}


def refusal(code: int, text: str = "") -> Refusal:
    return Refusal(code, text)


def answer_refusal(call: Call, no: Refusal) -> Answer:
    text = no.message or TEXTS.get(no.code, "error")
    body = {"code": no.code, "success": False, "msg": text, "request_id": f"{call.id:016x}", "data": None}
    return json_answer(body, status=no.status or 200, code=str(no.code))
