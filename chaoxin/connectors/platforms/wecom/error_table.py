"""The platform's error codes, each with the remedy it asks for and a sentence for the person who meets it.

Source: the error list of developer.work.weixin.qq.com as crawled 2024-04-08 (go-workwx 3887053) and the pages of
group messages (2025-11-17).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from chaoxin.connectors.errors import AskPlatform, ConnectorError, FixContent, Reconnect, RenewGrant, Wait
from chaoxin.connectors.wording import Sentence, said

BUSY_PAUSE = timedelta(seconds=30)
MINUTE = timedelta(minutes=1)
HALF_DAY = timedelta(hours=12)


@dataclass(frozen=True)
class Remedy:
    """What a code means. `pause` is used by Wait alone."""

    kind: type[ConnectorError]
    sentence: str
    pause: timedelta = BUSY_PAUSE


RENEW = said("接口凭证已失效，系统会自动换新凭证后再试，无需处理。")
CHECK_BACKEND = said("请登录企业微信管理后台核对后再试。")
REPORT = said("这是接口用法上的问题，请把错误码转给系统管理员。")

UNLISTED_ADDRESS = 60020


def unlisted_address(address: str) -> Sentence:
    """What to do where the platform does not let the server in; `address` is the one that it saw."""
    return said(
        "服务器的 IP %(address)s 不在应用的“企业可信 IP”里。请到管理后台“应用管理→应用→企业可信 IP”加上它，"
        "几分钟后再试。",
        address=address,
    )


REMEDIES: Mapping[int, Remedy] = {
    # the platform is busy, or asked too often
    -1: Remedy(Wait, said("企业微信系统繁忙，稍后会自动再试，无需处理。")),
    6000: Remedy(Wait, said("企业微信的数据正被别处修改，稍后会自动再试，无需处理。")),
    45009: Remedy(Wait, said("调用太频繁，一分钟后会自动再试，无需处理。"), MINUTE),
    45033: Remedy(Wait, said("同时调用同一个接口太多，稍后会自动再试，无需处理。")),
    41063: Remedy(Wait, said("群发任务还在派发给成员，稍后会自动再查，无需处理。")),
    41096: Remedy(Wait, said("这条欢迎语正在发送，不用重复。")),
    41094: Remedy(
        Wait, said("24 小时内最多提醒成员 3 次，已经用完。请稍后再提醒，或直接联系成员。"), HALF_DAY
    ),
    # the token
    40014: Remedy(RenewGrant, RENEW),
    42001: Remedy(RenewGrant, RENEW),
    41001: Remedy(RenewGrant, RENEW),
    # the credentials
    40001: Remedy(
        Reconnect,
        said("应用的 Secret 不正确，可能已被重置。请到企业微信管理后台取得新的 Secret 后重新连接。"),
    ),
    40013: Remedy(Reconnect, said("企业 ID 不正确。请到管理后台“我的企业→企业信息”核对后重新连接。")),
    41002: Remedy(Reconnect, said("没有填写企业 ID。请补全后重新连接。")),
    41004: Remedy(Reconnect, said("没有填写应用的 Secret。请补全后重新连接。")),
    40056: Remedy(Reconnect, said("AgentId 不正确。请到管理后台“应用管理”核对后重新连接。")),
    301002: Remedy(Reconnect, said("AgentId 与 Secret 不是同一个应用的。请核对两者后重新连接。")),
    # permissions
    UNLISTED_ADDRESS: Remedy(
        AskPlatform,
        unlisted_address(said("（企业微信没有说明）")),
    ),
    48001: Remedy(
        AskPlatform, said("这个应用没有此接口的权限。请管理员在“客户联系→API→可调用接口的应用”里勾选它。")
    ),
    48002: Remedy(
        AskPlatform, said("这个应用不能调用此接口。请管理员在“客户联系→API→可调用接口的应用”里勾选它。")
    ),
    48006: Remedy(
        AskPlatform,
        said("接口权限因长期没有使用被企业微信收回。请管理员在“客户联系→API”里重新勾选这个应用。"),
    ),
    50001: Remedy(AskPlatform, said("回调或跳转的域名没有在应用里登记为可信域名。") + CHECK_BACKEND),
    50002: Remedy(
        AskPlatform, said("这名成员不在应用的可见范围里。请管理员把他加进可见范围，或换一名成员发送。")
    ),
    50003: Remedy(AskPlatform, said("这个应用已被停用。请管理员在“应用管理”里启用后再试。")),
    60011: Remedy(
        AskPlatform, said("应用没有查看或操作这名成员、部门的权限。请管理员调整应用的可见范围后再试。")
    ),
    60111: Remedy(FixContent, said("企业里没有这名成员（userid 不存在）。请核对发送成员的 userid。")),
    40003: Remedy(FixContent, said("发送成员的 userid 不正确。请到管理后台“通讯录”里核对成员的账号。")),
    81013: Remedy(
        FixContent, said("所填的成员、部门或标签都不存在，或不在应用的可见范围里。请核对后重新提交。")
    ),
    81017: Remedy(AskPlatform, said("可见的成员超过 1000 人，必须按群主查询客户群。") + REPORT),
    84072: Remedy(
        AskPlatform, said("这名成员没有客户联系的权限。请管理员在“客户联系→权限配置”里把他加进使用范围。")
    ),
    84074: Remedy(AskPlatform, said("没有外部联系人的权限。请管理员在“客户联系→权限配置”里核对使用范围。")),
    41054: Remedy(
        AskPlatform, said("这名成员还没有激活或实名认证。请成员先在手机上登录企业微信并完成实名。")
    ),
    # group messages
    41035: Remedy(FixContent, said("没有填写客户的 external_userid。请选择客户，或改为指定发送成员。")),
    40096: Remedy(
        FixContent,
        said("有客户的 external_userid 不正确。请从本企业的客户列表里重新取得；别的企业的编号不能用。"),
    ),
    40050: Remedy(FixContent, said("有客户群的编号（chat_id）不正确。请从客户群列表里重新选择。")),
    41046: Remedy(FixContent, said("没有群发任务的编号。请刷新后再试。")),
    41047: Remedy(
        FixContent, said("企业微信里没有这个群发任务，编号不正确。请到“客户联系→群发工具”里核对。")
    ),
    41048: Remedy(
        FixContent,
        said(
            "没有可以发送的客户：可能都已不是好友，或本期收到的群发都已到上限。请换一批客户，或换一天再发。"
        ),
    ),
    41064: Remedy(FixContent, said("附件太多，图片、链接、小程序、视频合计最多 9 个。请删减后重新提交。")),
    41065: Remedy(
        FixContent, said("附件的类型不被接受。请只用图片、链接、小程序或视频，并检查每个附件是否填写完整。")
    ),
    41093: Remedy(FixContent, said("这个群发任务已经停止。需要再发请新建一条。")),
    45002: Remedy(FixContent, said("文字太长，最多 4000 字节（约 1300 个汉字）。请删减后重新提交。")),
    # media
    40004: Remedy(FixContent, said("素材类型不被接受。请换成 JPG、PNG 图片或 MP4 视频。")),
    40007: Remedy(FixContent, said("素材已失效（上传后 3 天有效）或不属于这个企业。请重新准备这条内容。")),
    40009: Remedy(FixContent, said("图片大小不被接受。请压缩到 2 MB 以内。")),
    40123: Remedy(FixContent, said("图片格式不被接受。请换成 JPG 或 PNG。")),
    45001: Remedy(
        FixContent, said("文件大小不被接受：图片 2 MB、视频 10 MB 以内，且不能是空文件。请压缩后重试。")
    ),
    # customers, tags and groups
    84061: Remedy(FixContent, said("成员与这位客户没有好友关系。请核对客户和成员，或换一名成员。")),
    40068: Remedy(FixContent, said("标签编号不正确，或标签已被删除。请刷新标签列表后重新选择。")),
    40071: Remedy(FixContent, said("同名的标签已经存在。请换一个名字。")),
    40126: Remedy(FixContent, said("企业客户标签已满 3000 个。请先删掉不用的标签。")),
    41041: Remedy(FixContent, said("一个“联系我”最多关联 100 名成员。请减少成员。")),
    90500: Remedy(FixContent, said("这个群的群主还没有离职，不能按离职继承转移。请用在职转移。")),
    90501: Remedy(FixContent, said("这个群不是客户群，不能转移。请重新选择。")),
    # welcome messages
    41050: Remedy(FixContent, said("欢迎语的凭证无效或已过期（只有 20 秒）。可请成员自己给客户发消息。")),
    41051: Remedy(
        FixContent, said("已经开始聊天，或已有别的应用发过欢迎语，不能再发。可请成员自己给客户发消息。")
    ),
    41053: Remedy(FixContent, said("欢迎语没有发出。可请成员自己给客户发消息。")),
    # how the call was made
    40058: Remedy(AskPlatform, said("提交的参数不合要求。") + REPORT),
    40063: Remedy(AskPlatform, said("提交的内容里有空的参数。") + REPORT),
}
