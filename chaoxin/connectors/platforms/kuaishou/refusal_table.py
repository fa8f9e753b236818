"""Kuaishou's error codes: what each asks for and the sentence for the person in front of the screen.

Source: the error table of the open platform's documents, and the enumeration of a client library that copies it.
"""

from __future__ import annotations

from enum import StrEnum

from chaoxin.connectors.wording import said


class Remedy(StrEnum):
    """What a refusal asks for. `UNCLEAR` is a fault inside the platform: a read is repeated later, a change may have
    taken effect. `DOUBT` is said of a publication that may be the echo of an earlier one that was accepted. `ABSENT`
    means that the post is not there (yet); `UPLOAD_AGAIN` that the video has to be sent once more."""

    RENEW = "renew"
    RECONNECT = "reconnect"
    CONTENT = "content"
    TOMORROW = "tomorrow"
    SOON = "soon"
    UNCLEAR = "unclear"
    PERMISSION = "permission"
    DOUBT = "doubt"
    ABSENT = "absent"
    UPLOAD_AGAIN = "upload_again"


REAUTHORIZE = said("请到账号页点“去快手授权”重新连接，未发出的内容都还在。")
ASK_MAINTAINER = said("这不是内容的问题，请把这条记录交给系统维护人员。")
BUSY = said("快手服务器暂时出错，系统稍后会自动再试，无需处理。")
CHECK_APP = said("请在快手开放平台核对应用状态和 App ID、App Secret，改好后重新连接。")

ABSENT_CODE = "100120001"
UPLOAD_AGAIN_CODE = "100120002"

REFUSALS: dict[str, tuple[Remedy, str]] = {
    "100200100": (Remedy.PERMISSION, said("快手说请求缺少参数或参数类型不对。") + ASK_MAINTAINER),
    "100200101": (Remedy.PERMISSION, said("快手不认这个应用。") + CHECK_APP),
    "100200102": (Remedy.RECONNECT, said("快手不接受这个授权。") + REAUTHORIZE),
    "100200103": (Remedy.PERMISSION, said("快手不支持这种授权应答。") + ASK_MAINTAINER),
    "100200104": (Remedy.PERMISSION, said("快手不支持这种授权方式。") + ASK_MAINTAINER),
    "100200105": (Remedy.RECONNECT, said("授权码已用过或已过期。") + REAUTHORIZE),
    "100200106": (
        Remedy.PERMISSION,
        said(
            "应用没有这项权限，或授权时没有同意。请在快手开放平台为应用申请权限，通过后重新授权并全部勾选。"
        ),
    ),
    "100200107": (Remedy.PERMISSION, said("快手不认这个用户编号。") + ASK_MAINTAINER),
    "100200108": (Remedy.RENEW, said("快手授权已满 48 小时，系统会自动续期，无需处理。")),
    "100200109": (Remedy.RECONNECT, said("账号主人在快手里取消了授权。") + REAUTHORIZE),
    "100200110": (Remedy.RECONNECT, said("快手授权已过期。") + REAUTHORIZE),
    "100200111": (Remedy.RECONNECT, said("这个快手账号没有授权过这个应用。") + REAUTHORIZE),
    "100200112": (Remedy.PERMISSION, said("快手不认这种凭证。") + ASK_MAINTAINER),
    "100200113": (Remedy.RECONNECT, said("快手授权超过 180 天，不能再自动续期。") + REAUTHORIZE),
    "100200500": (Remedy.UNCLEAR, BUSY),
    ABSENT_CODE: (
        Remedy.ABSENT,
        said("快手上查不到这个作品。刚发布的要等一会儿；早就发布的可能已被删除，请到快手 App 里看一眼。"),
    ),
    UPLOAD_AGAIN_CODE: (
        Remedy.UPLOAD_AGAIN,
        said("快手说视频没有传完，作品没有发出。系统会重新上传后再发，无需处理。"),
    ),
    "100120003": (
        Remedy.DOUBT,
        said(
            "快手说发布失败，但不能排除上一次已经发出。系统会先核对；"
            "确认没有发出的话，请放行重发，再失败就到快手 App 手动发布。"
        ),
    ),
    "100100400": (
        Remedy.CONTENT,
        said("快手说参数有误，多半是文案或封面不合要求。请检查文案长度和封面图片，改后再发。"),
    ),
    "100100402": (
        Remedy.TOMORROW,
        said(
            "这个账号今天在快手这个接口上的 1000 次（整个应用 10 万次）已用完，或者账号被限制。"
            "明天零点后会自动再试；明天还是这样，请登录快手看账号通知。"
        ),
    ),
    "10000200": (
        Remedy.CONTENT,
        said("快手说内容含敏感信息或参数有误，没有发出。请修改文案里敏感的词句后再发。"),
    ),
    "400001": (Remedy.PERMISSION, said("快手直播接口说参数有误。") + ASK_MAINTAINER),
    "400002": (Remedy.SOON, said("快手直播接口说请求太频繁。系统稍后会自动再试，无需处理。")),
    "400003": (Remedy.UNCLEAR, BUSY),
    "400005": (Remedy.PERMISSION, said("快手说没有收到直播画面。请检查推流地址和网络，再开播。")),
    "400006": (Remedy.PERMISSION, said("这个快手账号没有直播权限。请在快手 App 里开通直播，然后再试。")),
    "400008": (Remedy.PERMISSION, said("这个快手账号没有电商直播权限。请在快手小店里开通，然后再试。")),
    "400009": (Remedy.PERMISSION, said("快手不认这路直播流。请重新创建直播，用新的推流地址。")),
    "400013": (Remedy.RECONNECT, said("这个快手账号没有授权直播。") + REAUTHORIZE),
    "400014": (Remedy.CONTENT, said("直播封面不合快手的要求。请换一张封面再试。")),
    "400020": (Remedy.PERMISSION, said("快手认为账号或直播标题有风险。请修改标题，并登录快手看账号通知。")),
    "400021": (Remedy.PERMISSION, said("快手全面禁止了这个账号直播。请登录快手看账号通知，按提示申诉。")),
    "400022": (Remedy.PERMISSION, said("快手禁止在所在地区直播。请登录快手看账号通知。")),
    "400023": (Remedy.PERMISSION, said("快手直播不认这个应用。") + CHECK_APP),
}

# The same refusals under their short numbers, as some interfaces write them.
SHORT_CODES = {
    "120001": ABSENT_CODE,
    "120002": UPLOAD_AGAIN_CODE,
    "120003": "100120003",
    "100400": "100100400",
    "100402": "100100402",
}
