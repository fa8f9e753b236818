"""The platform's error codes, each with the remedy it asks for and a sentence for the person who meets it.

Source: the error tables of developers.weixin.qq.com (official account APIs, read 2025-12 to 2026-11) and
reports of users of its interfaces.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from chaoxin.connectors.errors import (
    AskPlatform,
    ConnectorError,
    FixContent,
    OutcomeUnknown,
    Reconnect,
    RenewGrant,
    Wait,
)
from chaoxin.connectors.wording import Sentence, said

BUSY_PAUSE = timedelta(seconds=30)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
UNTIL_MIDNIGHT = timedelta(0)  # daily counters start anew at the platform's midnight


@dataclass(frozen=True)
class Remedy:
    """What a code means. `pause` is used by Wait alone."""

    kind: type[ConnectorError]
    sentence: str
    pause: timedelta = BUSY_PAUSE


RENEW = said("接口凭证已失效，系统会自动换新凭证后再试，无需处理。")
CHECK_BACKEND = said("请登录公众平台核对后再试。")
REPORT = said("这是接口用法上的问题，请把错误码转给系统管理员。")

UNLISTED_ADDRESS = 40164


def unlisted_address(address: str) -> Sentence:
    """What to do where the platform does not let the server in; `address` is the one that it saw."""
    return said(
        "服务器的 IP %(address)s 不在公众号的 IP 白名单里。请到公众平台“开发接口管理→基本配置→IP 白名单”加上它，"
        "几分钟后再试。",
        address=address,
    )


REMEDIES: Mapping[int, Remedy] = {
    # the platform is busy or a counter is used up
    -1: Remedy(Wait, said("微信系统繁忙，稍后会自动再试，无需处理。")),
    45009: Remedy(
        Wait,
        said("这个接口今天的调用次数已用完，明天零点后会自动继续；急用可在公众平台“接口权限”里清零一次。"),
        UNTIL_MIDNIGHT,
    ),
    45011: Remedy(Wait, said("调用太频繁，一分钟后会自动再试，无需处理。"), MINUTE),
    45066: Remedy(Wait, said("同一条群发重试太快，一分钟后会自动再试，无需处理。"), MINUTE),
    61503: Remedy(Wait, said("微信还没有算好这一天的数据（一般早上八点后才有），稍后会自动再取。"), HOUR),
    # the token
    40001: Remedy(RenewGrant, RENEW),
    40014: Remedy(RenewGrant, RENEW),
    42001: Remedy(RenewGrant, RENEW),
    41001: Remedy(RenewGrant, RENEW),
    42007: Remedy(Reconnect, said("公众号改过密码，授权已失效。请重新连接这个公众号。")),
    # the credentials
    40002: Remedy(AskPlatform, said("获取凭证的方式不被接受。") + REPORT),
    40013: Remedy(Reconnect, said("AppID 不正确。请到公众平台“设置与开发→开发接口管理”核对后重新连接。")),
    40125: Remedy(
        Reconnect, said("AppSecret 不正确，可能已被重置。请到公众平台取得新的 AppSecret 后重新连接。")
    ),
    40243: Remedy(Reconnect, said("AppSecret 已被冻结。请在公众平台解冻或重置后重新连接。")),
    41002: Remedy(Reconnect, said("没有填写 AppID。请补全后重新连接。")),
    41004: Remedy(Reconnect, said("没有填写 AppSecret。请补全后重新连接。")),
    40008: Remedy(AskPlatform, said("消息类型不被接受。") + REPORT),
    40066: Remedy(AskPlatform, said("接口地址不正确。") + REPORT),
    43001: Remedy(AskPlatform, said("这个接口只接受 GET 请求。") + REPORT),
    44002: Remedy(AskPlatform, said("请求里没有内容。") + REPORT),
    43002: Remedy(AskPlatform, said("这个接口只接受 POST 请求。") + REPORT),
    UNLISTED_ADDRESS: Remedy(
        AskPlatform,
        unlisted_address(said("（微信没有说明）")),
    ),
    89503: Remedy(
        AskPlatform, said("微信要求公众号管理员确认这次调用。请管理员在微信里点“确认”，再重新连接。")
    ),
    89506: Remedy(
        AskPlatform, said("公众号管理员拒绝了这台服务器的调用，24 小时内不能再试。请先与管理员商量好。")
    ),
    89507: Remedy(
        AskPlatform, said("公众号管理员拒绝了这台服务器的调用，1 小时内不能再试。请先与管理员商量好。")
    ),
    50004: Remedy(AskPlatform, said("这个公众号被禁止获取接口凭证。请登录公众平台查看站内信并按提示申诉。")),
    50007: Remedy(AskPlatform, said("这个公众号已被冻结。请登录公众平台查看原因并申诉。")),
    # permissions
    48001: Remedy(
        AskPlatform,
        said(
            "这个公众号没有此接口的权限（个人主体、未认证的账号都没有）。请在公众平台“接口权限”里核对，认证后再用。"
        ),
    ),
    48002: Remedy(AskPlatform, said("粉丝在公众号资料页关闭了接收消息，发不过去。可等对方再次来信后回复。")),
    48006: Remedy(AskPlatform, said("本月的清零次数已用完，只能等下个月或等当天额度恢复。")),
    49003: Remedy(AskPlatform, said("这个粉丝的 OpenID 不属于当前公众号。请核对所选的账号。")),
    # media
    40004: Remedy(FixContent, said("素材类型不被接受。请换成 JPG 或 PNG 图片。")),
    40005: Remedy(FixContent, said("文件类型不被接受。请换成 JPG 或 PNG 图片。")),
    40006: Remedy(FixContent, said("文件大小不被接受。请压缩后重新上传。")),
    40009: Remedy(FixContent, said("图片太大。请压缩后重新上传。")),
    40010: Remedy(FixContent, said("语音大小不被接受。请控制在 2 MB、60 秒以内。")),
    40011: Remedy(FixContent, said("视频大小不被接受。请控制在 10 MB 以内。")),
    40012: Remedy(FixContent, said("缩略图大小不被接受。请控制在 64 KB 以内。")),
    40137: Remedy(FixContent, said("图片格式不被接受。请换成 JPG 或 PNG 图片。")),
    41005: Remedy(FixContent, said("上传的文件没有内容。请重新选择文件。")),
    44001: Remedy(FixContent, said("上传的文件是空的。请重新选择文件。")),
    45001: Remedy(FixContent, said("文件超过大小上限。请压缩后重新上传。")),
    40007: Remedy(FixContent, said("素材或草稿已不存在（可能被删除、过期或已发布）。请重新准备这篇内容。")),
    # drafts
    40033: Remedy(FixContent, said("文字里有平台不认的转义字符（如 \\u 开头的编码）。请删掉后重新提交。")),
    40114: Remedy(FixContent, said("草稿里没有这个位置的文章。请刷新后再试。")),
    41039: Remedy(
        FixContent, said("“阅读原文”的链接不正确。请填写以 https:// 开头的完整网址，不超过 1 KB。")
    ),
    44003: Remedy(FixContent, said("草稿内容是空的。请补上标题和正文后重新提交。")),
    45002: Remedy(
        FixContent, said("正文太长（带排版代码要少于 2 万字符）。请删减文字或简化排版后重新提交。")
    ),
    45003: Remedy(FixContent, said("标题太长。请控制在 32 个字以内。")),
    45004: Remedy(FixContent, said("摘要太长。请控制在 120 个字以内。")),
    45110: Remedy(FixContent, said("作者名太长。请控制在 16 个字以内。")),
    45166: Remedy(FixContent, said("正文里有平台不接受的内容或标签。请去掉特殊组件、外链卡片后重新提交。")),
    47001: Remedy(
        FixContent, said("平台读不懂提交的内容，多半是夹带了控制字符或表情异常。请粘贴为纯文本后重新排版。")
    ),
    53402: Remedy(FixContent, said("封面裁剪失败。请换一张封面图或调整裁剪范围。")),
    53404: Remedy(AskPlatform, said("这个公众号的带货能力被限制。请登录公众平台查看，或去掉商品后再发。")),
    53405: Remedy(FixContent, said("商品信息不正确。请核对商品后重新提交。")),
    53406: Remedy(AskPlatform, said("这个公众号还没有开通带货。请在公众平台开通，或去掉商品后再发。")),
    # publishing
    53503: Remedy(
        FixContent, said("草稿没有通过微信的发布检查。请到公众平台草稿箱查看提示，改好后重新提交。")
    ),
    53504: Remedy(
        AskPlatform, said("这篇草稿需要到公众平台网页上操作后才能发布。请登录 mp.weixin.qq.com 处理。")
    ),
    53505: Remedy(
        AskPlatform, said("这篇草稿要先在公众平台手动保存一次才能发布。请登录 mp.weixin.qq.com 处理。")
    ),
    53600: Remedy(FixContent, said("平台上没有这篇文章，可能已被删除。请在公众平台“发表记录”里核对。")),
    # mass sending
    40059: Remedy(FixContent, said("群发消息的编号不正确。请刷新后再试。")),
    40060: Remedy(FixContent, said("群发消息里没有这个位置的文章。请刷新后再试。")),
    45028: Remedy(AskPlatform, said("群发次数已用完。请等次数恢复后再群发。")),
    45065: Remedy(OutcomeUnknown, said("微信说这条群发已经提交过。系统会先核实结果，不会重复发送。")),
    45067: Remedy(AskPlatform, said("群发的防重编号太长（最多 32 字节）。") + REPORT),
    45083: Remedy(AskPlatform, said("群发速度的档位超出范围。") + REPORT),
    45084: Remedy(AskPlatform, said("没有给出群发速度的档位。") + REPORT),
    # comments
    88000: Remedy(
        AskPlatform, said("这个公众号没有留言功能，或这篇文章没有打开留言。请在公众平台“留言”里核对。")
    ),
    88001: Remedy(FixContent, said("平台上找不到这篇文章的留言区。请核对文章是否还在。")),
    88002: Remedy(AskPlatform, said("这篇文章因安全原因被限制留言。请在公众平台查看原因。")),
    88003: Remedy(FixContent, said("精选留言已达上限。请先取消一些精选。")),
    88004: Remedy(FixContent, said("这条留言已被用户删除，不能再回复或精选。")),
    88005: Remedy(FixContent, said("这条留言已经有回复（每条只能回复一次）。要改回复，请先删除原来的回复。")),
    88007: Remedy(FixContent, said("回复是空的或太长。请改好后重新发送。")),
    88008: Remedy(FixContent, said("这条留言已不存在，可能被用户删除了。")),
    88009: Remedy(FixContent, said("这条留言还没有回复，没有可删除的内容。")),
    87009: Remedy(FixContent, said("这条留言还没有回复，没有可删除的内容。")),
    88010: Remedy(AskPlatform, said("一次取的留言条数超出范围（要少于 50）。") + REPORT),
    # messages to followers
    40003: Remedy(FixContent, said("这个用户不存在或已取消关注，消息发不过去。")),
    45008: Remedy(FixContent, said("图文消息一次只能带一篇文章。请删减后重新发送。")),
    45015: Remedy(
        AskPlatform,
        said(
            "超出可回复的时间：用户来信 48 小时内才能回复，对方也可能已取消关注。请等对方再次来信，或换其他方式联系。"
        ),
    ),
    45047: Remedy(AskPlatform, said("用户来信后最多回复 5 条，已经用完。请等对方再次来信后继续。")),
    45072: Remedy(AskPlatform, said("“正在输入”的指令不正确。") + REPORT),
    45080: Remedy(AskPlatform, said("要在用户来信 30 秒内才能显示“正在输入”。可以直接回复。")),
    45081: Remedy(Wait, said("“正在输入”还在显示，不用重复。"), BUSY_PAUSE),
    40037: Remedy(FixContent, said("模板编号不正确。请在公众平台核对模板。")),
    43004: Remedy(AskPlatform, said("对方没有关注公众号，发不过去。")),
    43019: Remedy(AskPlatform, said("对方在公众号的黑名单里。请先移出黑名单再发。")),
    43100: Remedy(Wait, said("所属行业一个月只能改一次，请下个月再改。"), UNTIL_MIDNIGHT),
    43101: Remedy(AskPlatform, said("用户没有订阅这类通知，发不过去。")),
    43107: Remedy(AskPlatform, said("用户在设置里屏蔽了这类通知，发不过去。")),
    47003: Remedy(FixContent, said("模板里有字段不合要求。请按模板的字段类型改好后重新发送。")),
    # followers and tags
    40032: Remedy(FixContent, said("一次选的粉丝太多（打标签每次最多 50 个）。请分批操作。")),
    45056: Remedy(FixContent, said("标签已满 100 个。请先删掉不用的标签。")),
    45057: Remedy(FixContent, said("这个标签下超过 10 万粉丝，不能直接删除。请先给粉丝取消标签。")),
    45058: Remedy(FixContent, said("系统自带的标签不能修改。")),
    45059: Remedy(FixContent, said("有粉丝的标签已满 20 个。请先去掉一些标签。")),
    45157: Remedy(FixContent, said("标签名不合要求或已存在。请换一个名字。")),
    45158: Remedy(FixContent, said("标签名太长（最多 30 个字符）。请改短。")),
    45159: Remedy(FixContent, said("标签不存在，可能已被删除。请刷新标签列表。")),
    # statistics
    61500: Remedy(AskPlatform, said("统计日期的格式不正确。") + REPORT),
    61501: Remedy(AskPlatform, said("统计日期超出范围（只能取到昨天）。") + REPORT),
    # menus
    **{
        code: Remedy(
            FixContent, said("自定义菜单不合要求（名称、按钮个数、链接或标识的长度）。请改好后重新保存。")
        )
        for code in (40015, 40016, 40017, 40018, 40019, 40020, 40023, 40054, 40055)
    },
    46003: Remedy(FixContent, said("公众号还没有自定义菜单。")),
    # the developer's own checks
    40201: Remedy(AskPlatform, said("公众平台里还没有填服务器地址（URL）。请在“基本配置”里填好并启用。")),
    40202: Remedy(AskPlatform, said("回调检测的动作不正确。") + REPORT),
    40203: Remedy(AskPlatform, said("回调检测的运营商不正确。") + REPORT),
    76001: Remedy(AskPlatform, said("微信查不到这次请求的编号（rid）。") + REPORT),
    76002: Remedy(AskPlatform, said("请求编号（rid）不正确。") + REPORT),
    76003: Remedy(AskPlatform, said("这个请求编号（rid）不属于当前公众号。") + REPORT),
    76004: Remedy(AskPlatform, said("请求编号（rid）已超过 7 天，微信不再提供。")),
    76021: Remedy(AskPlatform, said("要查询额度的接口路径不正确。") + REPORT),
    76022: Remedy(AskPlatform, said("当前公众号不能查询这个接口的额度。") + CHECK_BACKEND),
}
