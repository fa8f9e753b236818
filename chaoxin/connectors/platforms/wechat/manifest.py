"""What the WeChat Official Account offers to a connected account, and under which conditions."""

from __future__ import annotations

from datetime import timedelta

from chaoxin.connectors.manifest import (
    Capability,
    CredentialField,
    Declaration,
    Format,
    Manifest,
    Mode,
    Option,
    Standing,
)
from chaoxin.connectors.wording import said

from .assist import DECLARATIONS
from .limits import ARTICLE_PICTURES, LIMITS, NEWSPIC_PICTURES
from .metrics import METRICS
from .quotas import METERS, PROFILES, QUOTAS
from .sending import SENDING_OPTIONS
from .standing import KIND_FIELD, capabilities_of

RISK = said(
    "官方接口，账号安全。默认走“发布”而不是“群发”：文章公开可读、可转发，但不推送给粉丝，也不占群发次数；"
    "选了群发就会推送给粉丝，收不回来。个人主体和未认证的账号只能自动存草稿，要有人再点一次发表。"
    "AppSecret 能操作整个公众号，请只在自己的服务器上使用；保存后页面不再显示。"
)

SETUP = said("""\
1. 用管理员微信登录 mp.weixin.qq.com，打开“设置与开发 → 开发接口管理 → 基本配置”。
2. 抄下 AppID；点“启用”或“重置”取得 AppSecret（只显示一次，重置会让其他正在用它的系统失效）。
3. 在同一页的“IP 白名单”里加上本服务器的公网 IP。没有加时，连接会提示错误 40164 和实际看到的 IP。
4. 在本页填好 AppID、AppSecret，并自己定一个 Token；点“连接”。
5. 连接后，把本页给出的回调地址填到“服务器配置”的 URL，Token 与本页一致，加解密方式选“安全模式”，\
EncodingAESKey 点“随机生成”后抄到本页，最后点“启用”。启用后公众平台里的自动回复和自定义菜单会停用。
6. 要回复留言，公众号须有留言功能；要看数据，公众号须完成微信认证。

不填回调也能发布、看数据、收留言；收私信、收关注通知必须配置回调。
""")

API_FIELDS = (
    CredentialField("app_id", "AppID", help=said("以 wx 开头的 18 位字符"), pattern=r"wx[0-9a-zA-Z]{16}"),
    CredentialField(
        "app_secret",
        "AppSecret",
        secret=True,
        help=said("32 位字符，在“基本配置”里取得"),
        pattern=r"[0-9a-fA-F]{32}",
    ),
    KIND_FIELD,
    CredentialField(
        "callback_token",
        said("回调 Token"),
        secret=True,
        required=False,
        help=said("3 到 32 位字母或数字，自己定，与“服务器配置”里一致；不收私信可以不填"),
        pattern=r"[0-9a-zA-Z]{3,32}",
        suggested_length=32,
    ),
    CredentialField(
        "encoding_aes_key",
        "EncodingAESKey",
        secret=True,
        required=False,
        help=said("43 位字符，“安全模式”必填；填了以后只接受加密的推送。明文模式留空"),
        pattern=r"[0-9a-zA-Z]{43}",
        suggested_length=43,
    ),
)

HAND_RISK = said(
    "没有接口，账号最安全：内容由人在手机或公众平台上发表。代价是不能无人值守；"
    "系统看不到结果，贴回的文章链接才是发布的凭据；留言、私信、数据也读不到。"
)

HAND_SETUP = said("""\
1. 填公众号的名称，或在公众平台“设置与开发 → 账号设置”里抄下 gh_ 开头的原始 ID（改名后也不变，更稳妥）。
2. 请负责发布的同事成为这个公众号的运营者，并在手机上装好“订阅号助手”，或者用电脑登录 mp.weixin.qq.com。
3. 到点之前系统会提醒负责人：打开提醒里的页面，复制标题和正文，按顺序存好图片，在手机上发表。
4. 发表后把文章链接贴回来，这条发布才算完成。

以后有了 AppID 和 AppSecret，再按官方接口接入一次即可；这里的记录会留着。
""")

HAND_FIELDS = (
    CredentialField(
        "account",
        said("公众号名称或原始 ID"),
        help=said("如“示例企业服务号”，或账号设置里 gh_ 开头的 15 位原始 ID"),
    ),
    KIND_FIELD,
)

CAPABILITIES = (
    Capability(
        "publish",
        said("发布图文、贴图"),
        True,
        said(
            "须是已认证的企业公众号或服务号；个人和未认证账号自 2025 年 7 月起只能自动存草稿，再到公众平台点一次发表"
        ),
    ),
    Capability(
        "mass_send",
        said("群发推送给全部粉丝或一个标签"),
        True,
        said("须已认证；公众号每天 1 次，服务号每月 4 次，和公众平台网页共用；重复提交由微信按防重编号拦下"),
    ),
    Capability(
        "first_comment",
        said("发布后自动发首评"),
        False,
        said("微信没有以账号身份发留言的接口，请在手机上自己留言"),
    ),
    Capability("schedule", said("定时发布"), True, said("由本系统到点调用接口")),
    Capability(
        "pictures",
        said("正文插图"),
        True,
        said("超过 1 MB 或不是 JPG、PNG 的图片会自动压缩转换；站外图片会被微信删掉"),
    ),
    Capability("video", said("发布视频、音频"), False, said("请在公众平台或视频号助手发布")),
    Capability(
        "original", said("声明原创、声明创作来源"), False, said("接口没有这些选项，需要时请在公众平台发布")
    ),
    Capability("edit", said("修改已发布的文章"), False, said("接口不能改已发布的内容")),
    Capability(
        "withdraw", said("删除已发布的文章"), True, said("不能恢复；每天约 10 次；群发的推送收不回来")
    ),
    Capability(
        "find_published",
        said("核对是否已经发出"),
        True,
        said("按标题、摘要和正文比对草稿箱与发布列表；群发按编号查结果，文章不在列表里"),
    ),
    Capability("read_comments", said("收留言"), True, said("按间隔读取；公众号须有留言功能，文章须打开留言")),
    Capability("reply_comments", said("回复留言"), True, said("每条留言只能回复一次")),
    Capability("messages", said("收私信、回私信"), True, said("须配置回调；用户来信后 48 小时内可回 5 条")),
    Capability("follow_events", said("关注、取消关注通知"), True, said("须配置回调")),
    Capability(
        "follower_names", said("粉丝的昵称和头像"), False, said("微信自 2021 年 12 月起不再提供，只有 OpenID")
    ),
    Capability(
        "post_metrics",
        said("文章的阅读、点赞、推荐、分享、收藏"),
        True,
        said("须已认证；数据截至昨日，发布后 30 天内"),
    ),
    Capability(
        "account_metrics",
        said("粉丝增减、总数、每日阅读"),
        True,
        said("粉丝总数是实时的；其余截至昨日，须已认证"),
    ),
    Capability("tags", said("粉丝标签"), True, said("最多 100 个标签，每个粉丝最多 20 个")),
    Capability("renewal", said("授权自动续期"), True, said("凭证两小时一换，由系统自动完成")),
)

OPTIONS = (
    *SENDING_OPTIONS,
    Option("open_comments", said("打开留言"), default=True, help=said("没有留言功能的公众号会自动关闭")),
    Option("fans_only_comments", said("只有粉丝可以留言")),
)

BOTH = frozenset({"api", "assisted"})


def judge(standing: Standing) -> tuple[Capability, ...]:
    """The capabilities of one account: by its mode, by what the platform lets its token do, by the kind that the
    person connecting has named."""
    return capabilities_of(standing, CAPABILITIES)


DECLARATION = Declaration(
    name="创作来源",
    labels=DECLARATIONS,
    source="one publishing tool read in 2026; single choice, not changeable after publishing",
    read_on="2026-11-23",
    certainty="one_source",
)

MANIFEST = Manifest(
    key="wechat",
    name="微信公众号",
    mark="公",
    color="#07c160",
    modes=(
        Mode(
            key="api",
            name=said("官方接口（AppID 与 AppSecret）"),
            connects_by="credentials",
            fields=API_FIELDS,
            risk=RISK,
            setup=SETUP,
        ),
        Mode(
            key="assisted",
            name=said("人工发布（手机或公众平台上点发表）"),
            connects_by="declared",
            fields=HAND_FIELDS,
            risk=HAND_RISK,
            setup=HAND_SETUP,
        ),
    ),
    formats=(
        Format(
            key="article",
            name=said("图文文章"),
            has_title=True,
            takes_html=True,
            max_pictures=ARTICLE_PICTURES.value,
            needs_cover=True,
            options=OPTIONS,
            modes=BOTH,
            cover_ratios=("2.35:1", "1:1"),
        ),
        Format(
            key="pictures",
            name=said("贴图（图片消息）"),
            has_title=True,
            takes_html=False,
            max_pictures=NEWSPIC_PICTURES.value,
            options=OPTIONS,
            modes=BOTH,
            needs_picture=True,
            picture_ratios=("3:4", "1:1"),
        ),
    ),
    capabilities=CAPABILITIES,
    limits=LIMITS,
    quotas=QUOTAS,
    docs_url="https://developers.weixin.qq.com/doc/subscription/api/",
    api_version="2025-12-19",
    safe_spacing_seconds=60,
    poll_events_every=timedelta(minutes=5),
    read_metrics_every=timedelta(minutes=30),
    metrics=METRICS,
    meters=METERS,
    quota_profiles=PROFILES,
    judge=judge,
    declaration=DECLARATION,
)
