"""What WeCom offers to a connected corp, and under which conditions."""

from __future__ import annotations

from datetime import timedelta

from chaoxin.connectors.manifest import CredentialField, Format, Manifest, Mode, Option
from chaoxin.connectors.wording import said

from .judging import CAPABILITIES, judge
from .limits import (
    ATTACHMENTS,
    LIMITS,
    LINK_TEXT_BYTES,
    LINK_TITLE_BYTES,
    METERS,
    MINI_TITLE_BYTES,
    PROFILE_DAILY,
    PROFILE_OLDER,
    PROFILE_WEEKLY,
    QUOTAS,
    TAGS_PER_TASK,
)
from .metrics import METRICS

RISK = said(
    "官方接口，账号安全。接口只创建群发任务：成员在企业微信里点“发送”之后，客户才会收到，不会自动发出。"
    "群发过多会被客户投诉、删除好友；每个客户每月能收到的群发数有上限，超过的不会送达。"
)

SETUP = said("""\
1. 用管理员账号登录 work.weixin.qq.com，在“我的企业 → 企业信息”最下面抄下企业 ID。
2. 在“应用管理”里新建一个自建应用，抄下 AgentId 和 Secret；可见范围要包含所有负责群发的成员。
3. 在应用页面的“企业可信 IP”里加上本服务器的公网 IP。没有加时，连接会提示错误 60020 和实际看到的 IP。
4. 在“客户联系 → API → 可调用接口的应用”里勾选这个应用；在“客户联系 → 权限配置”里把成员加进使用范围。
5. 在本页填好企业 ID、AgentId、Secret，点“连接”。
6. 要收到客户添加、流失和客户群变动的通知：在应用的“接收消息 → 设置 API 接收”里填本页给出的回调地址，\
Token 与 EncodingAESKey 点“随机获取”后抄到本页，再点保存。

也可以用“客户联系 → API”里的系统 Secret 代替自建应用，这时 AgentId 留空。
""")

API_FIELDS = (
    CredentialField(
        "corp_id", said("企业 ID"), help=said("以 ww 或 wx 开头"), pattern=r"w[wx][0-9a-zA-Z]{8,32}"
    ),
    CredentialField(
        "agent_id",
        "AgentId",
        required=False,
        help=said("自建应用的编号，纯数字；用“客户联系”的系统 Secret 时留空"),
        pattern=r"\d{1,12}",
    ),
    CredentialField(
        "secret",
        "Secret",
        secret=True,
        help=said("43 位字符，在应用页面查看"),
        pattern=r"[0-9a-zA-Z_\-]{20,128}",
    ),
    CredentialField(
        "sender",
        said("默认发送成员"),
        required=False,
        help=said("成员的账号（userid）。群发任务默认派给他确认，每条内容里可以另选"),
    ),
    CredentialField(
        "callback_token",
        said("回调 Token"),
        secret=True,
        required=False,
        help=said("与“接收消息”设置里一致；不收客户和客户群的通知可以不填"),
        pattern=r"[0-9a-zA-Z]{3,32}",
        suggested_length=32,
    ),
    CredentialField(
        "encoding_aes_key",
        "EncodingAESKey",
        secret=True,
        required=False,
        help=said("43 位字符，与回调 Token 一起填；企业微信的推送都是加密的"),
        pattern=r"[0-9a-zA-Z]{43}",
        suggested_length=43,
    ),
)

SENDER = Option(
    "sender",
    said("发送成员"),
    default="",
    help=said("成员的 userid；留空用账号的默认发送成员"),
    kind="text",
    longest=64,
    unseen=True,
)
CARDS = (
    Option(
        "link_title",
        said("链接卡片标题"),
        default="",
        help=said("填了链接才会用到；留空取正文第一行"),
        kind="text",
        longest=LINK_TITLE_BYTES.value,
    ),
    Option(
        "link_text",
        said("链接卡片描述"),
        default="",
        help=said("可不填"),
        kind="text",
        longest=LINK_TEXT_BYTES.value,
    ),
    Option(
        "mini_appid",
        said("小程序 AppID"),
        default="",
        help=said("要附小程序卡片时填；小程序须已关联到企业"),
        kind="text",
        longest=64,
        unseen=True,
    ),
    Option("mini_page", said("小程序页面路径"), default="", kind="text", longest=1024, unseen=True),
    Option("mini_title", said("小程序卡片标题"), default="", kind="text", longest=MINI_TITLE_BYTES.value),
    Option(
        "first_is_cover",
        said("第一张图片只作卡片封面"),
        default=False,
        help=said("用作链接或小程序卡片的封面，不单独发送；小程序卡片必须有封面"),
    ),
)
TO_CUSTOMERS = (
    SENDER,
    Option(
        "customers",
        said("指定客户"),
        default="",
        help=said("客户的 external_userid，一行一个；留空发给发送成员的全部客户"),
        kind="lines",
        longest=400_000,
        unseen=True,
    ),
    Option(
        "tags",
        said("客户标签"),
        default=[],
        help=said("企业标签的编号，只发给带有其中任一标签的客户；不能与指定客户同时用"),
        kind="words",
        longest=64,
        most=TAGS_PER_TASK.value,
        unseen=True,
    ),
    Option("allow_select", said("允许成员重新选择客户"), default=False),
)
TO_GROUPS = (
    SENDER,
    Option(
        "chats",
        said("指定客户群"),
        default="",
        help=said("客户群编号（chat_id），一行一个；留空由成员自己选群"),
        kind="lines",
        longest=100_000,
        unseen=True,
    ),
)


def _format(key: str, name: str, options: tuple[Option, ...], *, video: bool = False) -> Format:
    return Format(
        key=key,
        name=name,
        has_title=False,
        takes_html=False,
        max_pictures=0 if video else ATTACHMENTS.value,
        takes_video=video,
        options=options,
    )


MANIFEST = Manifest(
    key="wecom",
    name="企业微信",
    mark="企微",
    color="#2b7ce9",
    modes=(
        Mode(
            key="api",
            name=said("官方接口（企业 ID 与应用 Secret）"),
            connects_by="credentials",
            fields=API_FIELDS,
            risk=RISK,
            setup=SETUP,
        ),
    ),
    formats=(
        _format("customers", said("客户群发"), (*TO_CUSTOMERS, *CARDS)),
        _format("groups", said("客户群群发"), (*TO_GROUPS, *CARDS)),
        _format("customers_video", said("客户群发（视频）"), TO_CUSTOMERS, video=True),
        _format("groups_video", said("客户群群发（视频）"), TO_GROUPS, video=True),
    ),
    capabilities=CAPABILITIES,
    limits=LIMITS,
    quotas=QUOTAS,
    docs_url="https://developer.work.weixin.qq.com/document/path/92135",
    api_version="2025-11-17",
    safe_spacing_seconds=60,
    read_metrics_every=timedelta(minutes=30),
    metrics=METRICS,
    meters=METERS,
    quota_profiles={
        PROFILE_DAILY: said("每次都发给同一批客户，管理员设为每天 1 次"),
        PROFILE_WEEKLY: said("每次都发给同一批客户，管理员设为每周 7 次"),
        PROFILE_OLDER: said("旧的调用频率（每分钟 1 千次）"),
        "default": said("现行的调用频率（每分钟 1 万次）"),
    },
    judge=judge,
)
