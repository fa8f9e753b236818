"""Error codes of the platform and their texts. Refusals travel under HTTP 200."""

from sandbox.calls import Answer, Call, Refusal, json_answer

OK = 1
PARAMETER, CLIENT, TOKEN_REFUSED, RESPONSE_TYPE, GRANT_TYPE, CODE, SCOPE, OPEN_ID, TOKEN_EXPIRED = range(
    100200100, 100200109
)
CANCELLED, GRANT_EXPIRED, NEVER_GRANTED, BUNDLE_TOKEN, REFRESH_EXPIRED = range(100200109, 100200114)
INTERNAL = 100200500
VIDEO_ABSENT, VIDEO_NOT_UPLOADED, PUBLISH_FAILED = range(100120001, 100120004)
CONTENT_PARAMETER, RATE_LIMIT = 100100400, 100100402

TEXTS = {
    PARAMETER: ("parameter_error", "参数缺失或类型不对"),
    CLIENT: ("client_invalid", "应用不合法"),
    TOKEN_REFUSED: ("request_refused", "请求被拒绝"),
    RESPONSE_TYPE: ("response_type_error", "response_type 不合法"),
    GRANT_TYPE: ("grant_type_unsupported", "不支持的 grant_type"),
    CODE: ("code_invalid", "code 不合法"),
    SCOPE: ("scope_invalid", "scope 不合法或应用没有该权限"),
    OPEN_ID: ("open_id_invalid", "open_id 不合法"),
    TOKEN_EXPIRED: ("access_token_expired", "access_token 已过期"),
    CANCELLED: ("authorization_cancelled", "用户取消了授权"),
    GRANT_EXPIRED: ("authorization_expired", "授权已过期"),
    NEVER_GRANTED: ("user_not_authorized", "用户未授权"),
    BUNDLE_TOKEN: ("bundle_token_invalid", "bundle token 不合法"),
    REFRESH_EXPIRED: ("refresh_token_expired", "refresh_token 已过期"),
    INTERNAL: ("internal_error", "服务器内部错误"),
    VIDEO_ABSENT: ("video_not_exist", "视频不存在"),
    VIDEO_NOT_UPLOADED: ("video_not_uploaded", "视频未上传"),
    PUBLISH_FAILED: ("publish_failed", "视频发布失败"),
    CONTENT_PARAMETER: ("param_error", "参数错误"),
    RATE_LIMIT: ("rate_limit", "用户被封禁或调用超过限制"),
    10000200: ("param_error", "参数错误或内容含敏感信息"),
}


def refusal(code: int, text: str = "") -> Refusal:
    """The platform's no, with its usual text unless another is given."""
    return Refusal(code, text)


def answer_refusal(call: Call, no: Refusal) -> Answer:
    name, text = TEXTS.get(no.code, ("error", "错误"))
    body = {"result": no.code, "error": name, "error_msg": no.message or text}
    return json_answer(body, status=no.status or 200, code=str(no.code))
