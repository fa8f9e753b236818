"""Error codes of the platform, and the three envelopes in which answers travel. Business errors come with HTTP 200."""

from typing import Any

from sandbox.calls import Answer, Call, Refusal, json_answer

TEXTS = {
    10001: "系统错误",
    10002: "参数错误",
    10003: "client_key错误",
    10004: "应用权限不足",
    10005: "缺少参数",
    10006: "非法重定向URI, 需要与APP配置中的授权回调域一致",
    10007: "授权码过期",
    10008: "access_token无效或过期",
    10010: "refresh_token过期",
    10011: "应用包名不一致",
    10012: "应用正在审核中",
    10013: "client_key或者client_secret报错",
    10014: "client_key不匹配",
    10015: "应用类型不正确",
    10017: "签名不一致",
    10020: "refresh_token超过刷新次数限制",
    28001003: "access_token无效",
    28001005: "系统内部错误，请重试",
    28001006: "网络调用错误，请重试",
    28001007: "参数不合法",
    28001008: "access_token过期，请刷新或重新授权",
    28001012: "用户未授权该OpenAPI",
    28001014: "应用未授权任何能力",
    28001015: "access_token与open_id不匹配",
    28001016: "当前应用已被封禁或下线",
    28001017: "URI未收录",
    28001018: "应用未获得该能力",
    28001019: "应用该能力已被封禁",
    28001020: "用户未绑定测试应用",
    28001021: "测试应用已过期",
    28001042: "isv_token未授权该能力",
    28001045: "用户已注销",
    28001046: "用户已被封禁",
    28001047: "用户为私密账号",
    28001052: "访问存在风险，请降低频率",
    28001056: "接口已下线",
    28003017: "quota已用完",
    28003018: "调用频率过高",
    28003070: "私信发送频率超限",
    28004020: "该授权场景不支持此scope",
    2100004: "系统繁忙，此时请开发者稍候再试",
    2100005: "参数不合法",
    2100006: "open_id与follower_open_id相同",
    2100007: "无权限操作",
    2100009: "用户被禁封使用该操作",
    2190001: "quota已用完",
    2190002: "access_token无效",
    2190003: "用户未授权该api",
    2190004: "应用未获得该能力, 请去https://open.douyin.com/申请",
    2190005: "视频文件太大了",
    2190006: "视频时长不能超过15分钟",
    2190007: "无效的视频文件id",
    2190008: "access_token过期,请刷新或重新授权",
    2190015: "请求的open_id与access_token不匹配",
    2111001: "命中敏感词",
    2111002: "获取评论失败",
    2111003: "无效的评论",
    2111004: "评论不属于该视频",
    2111005: "上一条置顶评论审核中",
    2111006: "评论失败",
    2111007: "获取视频失败",
    2112001: "非企业号",
    2113001: "素材审核不通过",
    2113002: "素材数量达到上限",
    2114007: "发布数量达到今日上限",
    29002002: "ClientKey不合法",
}
# The same refusals have other numbers on the calls of before 2022.
OLD_NUMBERS = {
    28001003: 2190002,
    28001005: 2100004,
    28001007: 2100005,
    28001008: 2190008,
    28001012: 2190003,
    28001015: 2190015,
    28001018: 2190004,
    28003017: 2190001,
}
OLD_PATHS = ("/video/", "/item/comment/", "/data/external/", "/data/extern/", "/fans/", "/image/")
NEW_ENVELOPE = ("/im/", "/api/im/", "/api/douyin/v1/schema/", "/api/douyin/v1/role/", "/tool/imagex/")


def refusal(code: int, text: str = "") -> Refusal:
    """The platform's no, with its usual text unless another is given."""
    return Refusal(code, text)


def success(call: Call, data: dict[str, Any] | None = None, **beside: Any) -> dict[str, Any]:
    """A good answer in the envelope of the call's address; `beside` stands next to the data."""
    return envelope(call, data or {}, 0, "") | beside


def answer_refusal(call: Call, no: Refusal) -> Answer:
    code = number_on(call.path, no.code)
    text = no.message or TEXTS.get(no.code, "error")
    return json_answer(envelope(call, dict(no.extra), code, text), code=str(code), status=no.status or 200)


def number_on(path: str, code: int) -> int:
    return OLD_NUMBERS.get(code, code) if path.startswith(OLD_PATHS) else code


def envelope(call: Call, data: dict[str, Any], code: int, text: str) -> dict[str, Any]:
    log_id = f"{int(call.service_at)}{call.id:012d}"
    if call.path.startswith("/oauth/"):
        inside = {**data, "error_code": code, "description": text}
        if code:
            inside["log_id"] = log_id
        return {"data": inside, "message": "error" if code else "success"}
    if call.path.startswith(NEW_ENVELOPE):
        return {"data": data, "err_no": code, "err_msg": text, "log_id": log_id}
    extra = {
        "error_code": code,
        "description": text,
        "sub_error_code": 0,
        "sub_description": "",
        "logid": log_id,
        "now": int(call.service_at * 1000),
    }
    return {"data": {**data, "error_code": code, "description": text}, "extra": extra}
