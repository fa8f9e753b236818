"""Douyin's error codes: what each asks for and the sentence for the person in front of the screen.

Source: the tables of status codes of the open platform, old and new, and those of its OAuth pages.
"""

from __future__ import annotations

from enum import StrEnum

from chaoxin.connectors.wording import said


class Remedy(StrEnum):
    """What a refusal asks for. `UNCLEAR` is a fault inside the platform: a read is repeated later, a change may have
    taken effect. `FILE_GONE` is about an uploaded file that no longer serves, maybe because it did serve already."""

    RENEW = "renew"
    RECONNECT = "reconnect"
    CONTENT = "content"
    SOON = "soon"
    NEXT_DAY = "next_day"
    UNCLEAR = "unclear"
    PERMISSION = "permission"
    FILE_GONE = "file_gone"


REAUTHORIZE = said("请到渠道页点“去抖音授权”重新连接，未发出的内容都还在。")
ASK_MAINTAINER = said("这不是内容的问题，请把这条记录交给系统维护人员。")
RENEWS_BY_ITSELF = said("系统会自动换新，无需处理。")
WAITS_BY_ITSELF = said("到时间会自动再试，无需处理。")
BUSY = said("抖音服务器暂时出错，系统稍后会自动再试，无需处理。")
APPLY = said("请到抖音开放平台的“能力管理”里申请，通过后重新授权；也可以改为手动发布。")
TICK = said("请到渠道页重新授权，并在抖音的授权页上勾选这项权限。")
LOOK_IN_APP = said("请登录抖音 App 查看账号通知，处理之后再试。")

EXPIRED = (Remedy.RENEW, said("抖音的访问令牌已过期。") + RENEWS_BY_ITSELF)
INVALID = (Remedy.RENEW, said("抖音不认这个访问令牌，可能已换新或被收回。") + RENEWS_BY_ITSELF)
SCOPE_MISSING = (Remedy.PERMISSION, said("账号授权时没有给这项权限。") + TICK)
CAPABILITY_MISSING = (Remedy.PERMISSION, said("应用没有获得这项能力。") + APPLY)
CAPABILITY_BANNED = (
    Remedy.PERMISSION,
    said("应用的这项能力已被抖音封禁或下线。请到抖音开放平台查看通知；急发的内容请改为手动发布。"),
)
QUOTA = (Remedy.NEXT_DAY, said("这个接口今天的调用额度已用完，明天恢复。") + WAITS_BY_ITSELF)
MISMATCH = (Remedy.RECONNECT, said("授权和账号对不上，可能换过账号。") + REAUTHORIZE)
ILLEGAL = (Remedy.PERMISSION, said("抖音说请求里有不合法的参数。") + ASK_MAINTAINER)
CONFIG = said("请到抖音开放平台核对 Client Key 和 Client Secret，在渠道页重填后重新授权。")

REFUSALS: dict[str, tuple[Remedy, str]] = {
    "10001": (Remedy.UNCLEAR, BUSY),
    "10002": ILLEGAL,
    "10003": (Remedy.RECONNECT, said("抖音上没有这个应用，Client Key 不对。") + CONFIG),
    "10004": (
        Remedy.PERMISSION,
        said("应用没有其中某项权限。请核对渠道里填的“已开通的能力”，去掉没有通过的，再重新授权。"),
    ),
    "10005": (Remedy.PERMISSION, said("请求里缺少参数。") + ASK_MAINTAINER),
    "10006": (
        Remedy.PERMISSION,
        said("授权回调地址和抖音开放平台登记的不一致。请把开放平台上的回调地址改成渠道页给出的地址。"),
    ),
    "10007": (Remedy.RECONNECT, said("授权码已过期或已用过。") + REAUTHORIZE),
    "10008": EXPIRED,
    "10010": (Remedy.RECONNECT, said("抖音授权已到期，不能再自动换新。") + REAUTHORIZE),
    "10011": (Remedy.PERMISSION, said("应用的包名和登记的不一致。") + ASK_MAINTAINER),
    "10012": (Remedy.PERMISSION, said("应用还在审核中，暂时不能授权。请等抖音开放平台审核通过后再连接。")),
    "10013": (Remedy.RECONNECT, said("Client Key 或 Client Secret 不对。") + CONFIG),
    "10014": (Remedy.RECONNECT, said("授权码和应用对不上。") + REAUTHORIZE),
    "10015": (
        Remedy.PERMISSION,
        said("应用类型不对，要用“网站应用”。请在抖音开放平台新建网站应用后重新连接。"),
    ),
    "10017": (Remedy.PERMISSION, said("应用的签名和登记的不一致。") + ASK_MAINTAINER),
    "10020": (Remedy.RECONNECT, said("自动延长的 5 次机会已用完，要有人重新授权。") + REAUTHORIZE),
    "28001003": INVALID,
    "28001005": (Remedy.UNCLEAR, BUSY),
    "28001006": (Remedy.UNCLEAR, BUSY),
    "28001007": ILLEGAL,
    "28001008": EXPIRED,
    "28001012": SCOPE_MISSING,
    "28001014": CAPABILITY_MISSING,
    "28001015": MISMATCH,
    "28001016": (
        Remedy.PERMISSION,
        said(
            "这个应用已被抖音封禁或下线，所有调用都不通。请登录抖音开放平台查看通知；急发的内容请改为手动发布。"
        ),
    ),
    "28001017": (Remedy.PERMISSION, said("抖音说没有这个接口。") + ASK_MAINTAINER),
    "28001018": CAPABILITY_MISSING,
    "28001019": CAPABILITY_BANNED,
    "28001020": (
        Remedy.PERMISSION,
        said("这是测试应用，而这个账号不在测试名单里。请到抖音开放平台添加测试账号，再重新授权。"),
    ),
    "28001021": (Remedy.PERMISSION, said("测试应用已过期。请到抖音开放平台续期，或换成正式应用后重新连接。")),
    "28001042": (Remedy.PERMISSION, said("服务商授权里没有这项权限。") + TICK),
    "28001045": (Remedy.PERMISSION, said("这个抖音账号已注销，不能再发布和回复。请在渠道页断开它。")),
    "28001046": (Remedy.PERMISSION, said("这个抖音账号已被封禁。") + LOOK_IN_APP),
    "28001047": (
        Remedy.PERMISSION,
        said("这个抖音账号设成了私密账号，接口用不了。请在抖音 App 的隐私设置里关掉私密账号。"),
    ),
    "28001052": (Remedy.SOON, said("抖音认为访问得太急，要求放慢。系统稍后会自动再试，无需处理。")),
    "28001056": CAPABILITY_BANNED,
    "28003017": QUOTA,
    "28003018": (Remedy.SOON, said("对抖音的调用太频繁。系统稍后会自动再试，无需处理。")),
    "28003070": (
        Remedy.PERMISSION,
        said("已超过可以回复私信的时间或条数。请等对方再发来消息，或在抖音 App 里处理。"),
    ),
    "28004020": (
        Remedy.PERMISSION,
        said("这种授权场景不支持这项权限。请核对渠道里填的“已开通的能力”，再重新授权。"),
    ),
    "29002002": (Remedy.RECONNECT, said("抖音不认这个 Client Key。") + CONFIG),
    "2100004": (Remedy.UNCLEAR, BUSY),
    "2100005": ILLEGAL,
    "2100006": (Remedy.PERMISSION, said("查询的对方就是账号自己。") + ASK_MAINTAINER),
    "2100007": (
        Remedy.PERMISSION,
        said("账号没有权限做这一步，可能是账号类型或粉丝数不够。请到抖音 App 里核对账号状态。"),
    ),
    "2100009": (Remedy.PERMISSION, said("抖音禁止这个账号做这一步。") + LOOK_IN_APP),
    "2190001": QUOTA,
    "2190002": INVALID,
    "2190003": SCOPE_MISSING,
    "2190004": CAPABILITY_MISSING,
    "2190005": (Remedy.CONTENT, said("文件太大，抖音不收。请压缩后再发。")),
    "2190006": (Remedy.CONTENT, said("视频超过 15 分钟，接口不收。请剪短，或改为手动发布。")),
    "2190007": (
        Remedy.FILE_GONE,
        said(
            "抖音说上传的视频已失效。可能上一次其实已经发出，系统先去核实；确认没有发出的话，重新发布会再上传一遍。"
        ),
    ),
    "2190008": EXPIRED,
    "2190015": MISMATCH,
    "2111001": (Remedy.CONTENT, said("评论里有抖音不允许的词，没有发出。请修改后再发。")),
    "2111002": (Remedy.UNCLEAR, said("抖音没有读出评论。系统稍后会自动再试，无需处理。")),
    "2111003": (Remedy.CONTENT, said("这条评论已不存在，可能被删除了，所以回复不了。")),
    "2111004": (Remedy.CONTENT, said("这条评论不在这个作品下面，所以回复不了。请刷新后再看。")),
    "2111005": (Remedy.SOON, said("上一条置顶的评论还在审核。系统稍后会自动再试，无需处理。")),
    "2111006": (Remedy.UNCLEAR, said("抖音说评论失败，没有说明原因。系统会先核实有没有发出，不会重复发送。")),
    "2111007": (Remedy.SOON, said("抖音暂时读不到这个作品，可能还没公开。系统稍后会自动再试，无需处理。")),
    "2112001": (Remedy.PERMISSION, said("这个账号不是企业号，用不了这个接口。请先在抖音 App 里开通企业号。")),
    "2113001": (Remedy.CONTENT, said("素材没有通过抖音的审核。请换掉图片或文字后再发。")),
    "2113002": (Remedy.PERMISSION, said("素材数量已到上限。请到抖音的企业后台删掉一些旧素材，再发一次。")),
    "2114007": (Remedy.NEXT_DAY, said("这个账号今天的发布数量已到上限，明天恢复。") + WAITS_BY_ITSELF),
}
