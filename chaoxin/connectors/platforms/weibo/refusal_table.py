"""Weibo's error codes: what each asks for and the sentence for the person in front of the screen.

Source: Error_code of the platform's wiki as rebuilt from two client libraries and mirrors of the table.
"""

from __future__ import annotations

from enum import StrEnum

from chaoxin.connectors.wording import said


class Remedy(StrEnum):
    """What a refusal asks for. `UNCLEAR` is a fault inside the platform: a read is repeated later, a change
    may have taken effect. `DUPLICATE` may mean that an earlier try was accepted."""

    RECONNECT = "reconnect"
    CONTENT = "content"
    NEXT_HOUR = "next_hour"
    SOON = "soon"
    UNCLEAR = "unclear"
    PERMISSION = "permission"
    DUPLICATE = "duplicate"
    DELAYED = "delayed"


REAUTHORIZE = said("请到渠道页点“去微博授权”重新连接，未发出的内容都还在。")
ASK_MAINTAINER = said("这不是内容的问题，请把这条记录交给系统维护人员。")
WAITS_BY_ITSELF = said("到时间会自动再试，无需处理。")
BUSY = said("微博服务器暂时出错，系统稍后会自动再试，无需处理。")

REFUSALS: dict[str, tuple[Remedy, str]] = {
    "10001": (Remedy.UNCLEAR, BUSY),
    "10002": (Remedy.UNCLEAR, BUSY),
    "10003": (Remedy.UNCLEAR, BUSY),
    "10004": (
        Remedy.PERMISSION,
        said("微博限制了这台服务器的 IP 调用接口。请在开放平台核对应用的 IP 白名单。"),
    ),
    "10005": (Remedy.PERMISSION, said("这个接口要更高的应用权限。请在开放平台为应用申请该权限。")),
    "10006": (Remedy.RECONNECT, said("微博没有认出这个应用或授权，连接信息不完整。") + REAUTHORIZE),
    "10007": (Remedy.PERMISSION, said("微博不接受这种请求格式。") + ASK_MAINTAINER),
    "10008": (Remedy.PERMISSION, said("微博说请求参数有误。") + ASK_MAINTAINER),
    "10009": (Remedy.SOON, said("微博任务过多、系统繁忙，没有受理这次请求。系统稍后会自动再试，无需处理。")),
    "10010": (Remedy.UNCLEAR, BUSY),
    "10011": (Remedy.UNCLEAR, BUSY),
    "10012": (
        Remedy.PERMISSION,
        said("微博认为这是非法请求。请先核对渠道里填的“操作者公网 IP”是不是真实公网地址。"),
    ),
    "10013": (Remedy.PERMISSION, said("微博认为这个账号不是有效用户。请登录微博确认账号状态是否正常。")),
    "10014": (
        Remedy.PERMISSION,
        said("应用没有这个接口的权限。请在开放平台申请，或者在微博 App 里手动完成这一步。"),
    ),
    "10016": (Remedy.PERMISSION, said("请求缺少必填参数。") + ASK_MAINTAINER),
    "10017": (Remedy.PERMISSION, said("微博说有参数的值不合法。") + ASK_MAINTAINER),
    "10018": (Remedy.CONTENT, said("内容太大，微博不收。请压缩图片或缩短文字后再发。")),
    "10020": (Remedy.PERMISSION, said("微博说没有这个接口，可能已下线。") + ASK_MAINTAINER),
    "10021": (Remedy.PERMISSION, said("微博不接受这种请求方式。") + ASK_MAINTAINER),
    "10022": (Remedy.NEXT_HOUR, said("这台服务器这一小时的微博调用次数已用完。") + WAITS_BY_ITSELF),
    "10023": (Remedy.NEXT_HOUR, said("这个账号的微博调用次数已用完。") + WAITS_BY_ITSELF),
    "10024": (Remedy.NEXT_HOUR, said("这个账号在这个接口上的调用次数已用完。") + WAITS_BY_ITSELF),
    "10032": (Remedy.RECONNECT, said("授权时没有同意这项权限。") + REAUTHORIZE),
    "20001": (Remedy.PERMISSION, said("请求里没有微博编号。") + ASK_MAINTAINER),
    "20002": (Remedy.PERMISSION, said("请求里没有用户编号。") + ASK_MAINTAINER),
    "20003": (Remedy.PERMISSION, said("微博上没有这个用户，可能已注销。请登录微博确认账号状态。")),
    "20005": (Remedy.CONTENT, said("微博只收 JPG、GIF、PNG 图片。请换一张图片再发。")),
    "20006": (Remedy.CONTENT, said("图片太大，微博要求小于 5 MB。请压缩后再发。")),
    "20007": (Remedy.PERMISSION, said("图片没有按微博要求的方式上传。") + ASK_MAINTAINER),
    "20008": (Remedy.CONTENT, said("正文是空的，请写上内容再发。")),
    "20009": (Remedy.PERMISSION, said("一次查询的编号太多。") + ASK_MAINTAINER),
    "20012": (Remedy.CONTENT, said("文字超过 140 字（链接也算）。请缩短后再发。")),
    "20013": (Remedy.CONTENT, said("文字超过 300 字。请缩短后再发。")),
    "20014": (Remedy.SOON, said("微博要求重新校验后再调用。系统稍后会自动再试，无需处理。")),
    "20015": (
        Remedy.PERMISSION,
        said("微博认为账号、IP 或应用有异常，停止了这次操作。请登录微博查看账号通知，确认正常后再试。"),
    ),
    "20016": (Remedy.NEXT_HOUR, said("发得太频繁，微博暂时不让这个账号再发。") + WAITS_BY_ITSELF),
    "20017": (
        Remedy.DUPLICATE,
        said("微博说与最近发过的内容相似。如果核对后确认没有发出，请改写文字再发。"),
    ),
    "20018": (Remedy.CONTENT, said("文字里有微博不允许的网址。请换掉这个链接再发。")),
    "20019": (
        Remedy.DUPLICATE,
        said("微博说与刚发过的内容相同。如果核对后确认没有发出，请改动文字再发。"),
    ),
    "20020": (Remedy.CONTENT, said("微博认为这是广告内容，没有发出。请改写推销的说法再发。")),
    "20021": (Remedy.CONTENT, said("微博认为内容含有不允许发布的信息，没有发出。请修改敏感的词句再发。")),
    "20022": (Remedy.PERMISSION, said("微博认为这个 IP 行为异常。请核对渠道里的“操作者公网 IP”，稍后再试。")),
    "20031": (
        Remedy.PERMISSION,
        said("微博要求输入验证码，接口做不到。请用这个账号登录微博完成验证，然后再试。"),
    ),
    "20032": (Remedy.DELAYED, said("微博已收下，一到两分钟后才能看到。系统会自己去核对。")),
    "20034": (Remedy.PERMISSION, said("这个微博账号已被锁定。请登录微博按提示解锁，然后再试。")),
    "20035": (Remedy.PERMISSION, said("这个微博账号没有实名认证。请在微博 App 完成实名认证，然后再试。")),
    "20049": (Remedy.CONTENT, said("长微博超过字数上限。请缩短后再发。")),
    "20101": (Remedy.CONTENT, said("这条微博已不存在，可能已被删除。请刷新后再看。")),
    "20102": (Remedy.PERMISSION, said("这条微博不是这个账号发的。请核对渠道连接的是不是同一个账号。")),
    "20103": (Remedy.CONTENT, said("不能转发自己的微博。")),
    "20104": (Remedy.CONTENT, said("这条微博不合规，微博不让操作。请登录微博查看通知。")),
    "20109": (Remedy.PERMISSION, said("请求里没有微博编号。") + ASK_MAINTAINER),
    "20111": (Remedy.DUPLICATE, said("微博说与刚发过的内容相同。如果核对后确认没有发出，请改动文字再发。")),
    "20201": (Remedy.CONTENT, said("这条评论已不存在，可能已被删除，所以回复不了。")),
    "20202": (Remedy.CONTENT, said("微博认为这条评论含有不允许的内容。请修改后再回复。")),
    "20203": (Remedy.PERMISSION, said("这条评论不属于这个账号。请核对渠道连接的是不是同一个账号。")),
    "20204": (Remedy.PERMISSION, said("请求里没有评论编号。") + ASK_MAINTAINER),
    "20206": (Remedy.PERMISSION, said("博主只允许他关注的人评论，所以回复不了。")),
    "20301": (
        Remedy.PERMISSION,
        said("对方没有关注这个账号，或已超过 48 小时，不能发私信。请等对方再次联系。"),
    ),
    "20302": (Remedy.CONTENT, said("微博认为这条私信含有不允许的内容。请修改后再发。")),
    "20303": (Remedy.PERMISSION, said("这条私信不属于这个账号。请核对渠道连接的是不是同一个账号。")),
    "20305": (Remedy.CONTENT, said("这条私信已不存在。")),
    "20306": (Remedy.DUPLICATE, said("微博说与刚发过的私信相同。如果对方确实没有收到，请改动文字再发。")),
    "20307": (Remedy.PERMISSION, said("私信编号不合法。") + ASK_MAINTAINER),
    "20308": (Remedy.NEXT_HOUR, said("私信发得太多，微博暂时不让再发。") + WAITS_BY_ITSELF),
    "20311": (Remedy.PERMISSION, said("按微博的规则不能给这个人发私信。请等对方再次联系，或在评论里回复。")),
    "20401": (Remedy.PERMISSION, said("微博说这个域名不存在。") + ASK_MAINTAINER),
    "20402": (Remedy.PERMISSION, said("验证没有通过。请登录微博完成验证，然后再试。")),
    "20403": (Remedy.PERMISSION, said("对方在黑名单里，不能互动。")),
    "20504": (Remedy.PERMISSION, said("不能关注自己。")),
    "20505": (Remedy.PERMISSION, said("关注数已到上限。")),
    "20506": (Remedy.PERMISSION, said("已经关注过对方。")),
    "20512": (Remedy.PERMISSION, said("对方拉黑了这个账号，不能互动。")),
    "21301": (Remedy.RECONNECT, said("微博授权没有通过。") + REAUTHORIZE),
    "21302": (Remedy.RECONNECT, said("微博账号或密码不对。") + REAUTHORIZE),
    "21303": (Remedy.RECONNECT, said("登录尝试太多，微博暂时不让授权。请过一会儿再试。") + REAUTHORIZE),
    "21314": (Remedy.RECONNECT, said("微博授权已经用过，不再有效。") + REAUTHORIZE),
    "21315": (Remedy.RECONNECT, said("微博授权已过期。") + REAUTHORIZE),
    "21316": (Remedy.RECONNECT, said("微博授权已被收回。") + REAUTHORIZE),
    "21317": (Remedy.RECONNECT, said("微博不再接受这个授权。") + REAUTHORIZE),
    "21319": (Remedy.RECONNECT, said("账号主人取消了对应用的授权。") + REAUTHORIZE),
    "21321": (
        Remedy.RECONNECT,
        said(
            "应用还没过审，这个账号不在测试名单里，或者授权已被取消。请先在开放平台加测试账号或提交审核，再重新授权。"
        ),
    ),
    "21322": (
        Remedy.PERMISSION,
        said("回调地址和开放平台登记的不一致。请把开放平台“高级信息”里的授权回调页改成渠道页给出的地址。"),
    ),
    "21323": (Remedy.RECONNECT, said("授权请求不完整。请核对 App Key 和 App Secret。") + REAUTHORIZE),
    "21324": (Remedy.RECONNECT, said("App Key 或 App Secret 不对。请在开放平台核对后重填。") + REAUTHORIZE),
    "21325": (Remedy.RECONNECT, said("授权码已用过或已过期。") + REAUTHORIZE),
    "21326": (
        Remedy.PERMISSION,
        said("应用没有用这种方式授权的资格。请在开放平台核对应用类型是不是网页应用。"),
    ),
    "21327": (Remedy.RECONNECT, said("微博授权已过期。") + REAUTHORIZE),
    "21328": (Remedy.PERMISSION, said("微博不支持这种授权方式。") + ASK_MAINTAINER),
    "21329": (Remedy.PERMISSION, said("微博不支持这种授权应答。") + ASK_MAINTAINER),
    "21330": (
        Remedy.RECONNECT,
        said("授权时点了取消，账号没有连接。要连接的话请再点一次“去微博授权”并同意。"),
    ),
    "21331": (Remedy.SOON, said("微博授权服务暂时不可用。请过几分钟再试。")),
    "21332": (Remedy.RECONNECT, said("微博授权无效或已不存在。") + REAUTHORIZE),
    "21335": (Remedy.PERMISSION, said("这个接口只能查授权账号自己。请核对渠道连接的是不是同一个账号。")),
    "21337": (Remedy.PERMISSION, said("应用没有这个接口的权限。请在开放平台为应用申请。")),
    "21501": (Remedy.PERMISSION, said("请求里没有网址。") + ASK_MAINTAINER),
    "21602": (Remedy.CONTENT, said("文字里有微博禁止的词。请修改后再发。")),
}

# The OAuth address names its errors instead of numbering them in some answers.
OAUTH_NAMES = {
    "redirect_uri_mismatch": "21322",
    "invalid_request": "21323",
    "invalid_client": "21324",
    "invalid_grant": "21325",
    "unauthorized_client": "21326",
    "expired_token": "21327",
    "unsupported_grant_type": "21328",
    "unsupported_response_type": "21329",
    "access_denied": "21330",
    "temporarily_unavailable": "21331",
}
