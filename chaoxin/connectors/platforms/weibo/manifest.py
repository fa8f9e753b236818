"""What Weibo is and offers to an ordinary application."""

from __future__ import annotations

from datetime import timedelta

from chaoxin.connectors.manifest import Capability, CredentialField, Declaration, Manifest, Mode, Standing
from chaoxin.connectors.wording import said

from .assist import GENERATED
from .forms import FORMATS
from .limits import LIMITS, PROFILE_NEWEST, PROFILE_PARTNER, QUOTAS
from .standing import DELETE_FIELD, capabilities_of

SETUP = said("""\
1. 用企业微博账号登录微博开放平台（open.weibo.com），创建一个“网页应用”并完成开发者认证。
2. 在“应用信息 → 基本信息”里抄下 App Key 和 App Secret，并填好“安全域名”：每条微博都要带该域名下的链接。
3. 在“应用信息 → 高级信息”里，把授权回调页填成本页给出的地址，一个字符都不能差。
4. 应用提交审核。审核通过之前只能授权给测试账号，而且授权一天就到期；测试账号在“应用信息 → 测试信息”里添加。
5. 要收私信，先有蓝 V 认证，再到粉丝服务平台的“开发者中心”启用开发模式，把接收地址填成本页给出的地址。
6. 在这里填好各项，点“去微博授权”，用要连接的那个微博账号登录并同意。

微博不提供自动续期：授权到期之前要有人再点一次“去微博授权”。系统会提前 7 天提醒。
""")

RISK = said(
    "官方接口，账号安全。代价是限制多：每条不超过 140 字、必须带安全域名下的链接、不能带 #话题#、只能一张图；"
    "每个账号每天总共约 100 次调用，所以评论和数据不会实时更新。"
)

API_FIELDS = (
    CredentialField(
        key="app_key",
        label="App Key",
        help=said("应用信息页上的一串数字"),
        pattern=r"[0-9]{5,20}",
    ),
    CredentialField(
        key="app_secret",
        label="App Secret",
        secret=True,
        help=said("应用信息页上的密钥，也用来核对粉丝服务推送的签名"),
        pattern=r"[0-9A-Za-z]{16,64}",
    ),
    CredentialField(
        key="safe_domain",
        label=said("安全域名"),
        help=said(
            "在应用信息里登记的域名，如 example.com；有几个就用逗号隔开。每条微博要带其中一个域名下的链接"
        ),
        pattern=r"[0-9A-Za-z][0-9A-Za-z.,，、\s-]*",
    ),
    CredentialField(
        key="rip",
        label=said("操作者公网 IP"),
        help=said("微博要求上报操作者的真实公网 IP，如 211.156.0.1；填办公室的出口地址，不要填内网地址"),
        pattern=r"[0-9]{1,3}(\.[0-9]{1,3}){3}",
    ),
    DELETE_FIELD,
)

HAND_RISK = said(
    "没有授权，账号最安全：内容由人在微博 App 或网页上发，没有接口的那些限制（字数、链接、话题、张数）。"
    "代价是不能无人值守；系统看不到结果，贴回的链接才是发布的凭据；评论、私信、数据也读不到。"
)

HAND_SETUP = said("""\
1. 打开自己的微博主页，抄下地址栏里的链接（如 https://weibo.com/u/6397634785），填在这里。
2. 负责发布的同事在手机上登录这个微博账号；头条文章要用电脑发。
3. 到点之前系统会提醒负责人：打开提醒里的页面，复制正文，按顺序存好图片或视频，在微博上发出。
4. 发出后点“分享 → 复制链接”，贴回来，这条发布才算完成。t.cn 短链接也可以。

以后有了开放平台的应用，再按官方接口授权一次即可：同一个账号的记录会接着用。
""")

HAND_FIELDS = (
    CredentialField(
        key="account",
        label=said("微博主页链接或 UID"),
        help=said("带一串数字的主页链接，或那串数字本身；个性域名请先打开主页，看地址栏里的数字"),
    ),
)

CAPABILITIES = (
    Capability(
        "publish",
        said("发布带链接的微博"),
        True,
        said("每条不超过 140 字，必须带一个安全域名下的链接，最多一张图"),
    ),
    Capability("topics", said("带 #话题# 发布"), False, said("分享接口不收话题；商业接口可以，要向微博申请")),
    Capability(
        "many_pictures",
        said("多图、视频、长微博、头条文章"),
        False,
        said("普通应用没有这些接口；改用手动发布的接入方式就可以"),
    ),
    Capability(
        "first_comment", said("发布后自动发首评"), True, said("单独的一次调用，不超过 140 字；计入评论次数")
    ),
    Capability("schedule", said("定时发布"), True, said("由本系统到点调用接口，微博自己没有定时接口")),
    Capability(
        "withdraw",
        said("删除已发的微博"),
        True,
        said("2017 年 6 月起是要申请的权限；没有权限时会提示你在微博 App 里手动删除"),
    ),
    Capability("find_published", said("核对是否已经发出"), True, said("只能读到自己最近 5 条微博")),
    Capability(
        "read_comments", said("收评论和 @ 我的"), True, said("按间隔读取，不是实时；微博可能只返回一部分")
    ),
    Capability("reply_comments", said("回复评论"), True, said("每条不超过 140 字")),
    Capability(
        "messages",
        said("收私信、回私信"),
        True,
        said("要有蓝 V 和粉丝服务权限；只能在对方最近一次互动后的 48 小时内回复"),
    ),
    Capability("post_metrics", said("微博的转发、评论、点赞数"), True, said("累计值；阅读量不在接口里")),
    Capability(
        "account_metrics", said("粉丝数、关注数、微博数"), True, said("当前累计值；不提供历史每日数据")
    ),
    Capability("reads", said("阅读量、粉丝画像"), False, said("接口不提供，可以从微博后台导出后导入")),
    Capability("search", said("全站搜索"), False, said("只有商业接口有，要向微博购买")),
    Capability("renewal", said("授权自动续期"), False, said("到期前要有人重新授权一次")),
)

# Three reads per poll and two per measuring: with these intervals the background uses 60 of the 100 calls
# that the newest rule allows in a day.
POLL_EVENTS_EVERY = timedelta(hours=2)
READ_METRICS_EVERY = timedelta(hours=2)
# A partner application may make about 1,000 calls in an hour; this uses 36 of them.
PARTNER_POLLS_EVERY = timedelta(minutes=5)


def judge(standing: Standing) -> tuple[Capability, ...]:
    """The capabilities of one account: by its mode, its verification, and what its application may do."""
    return capabilities_of(standing, CAPABILITIES)


DECLARATION = Declaration(
    name="内容声明",
    labels={"ai_generated": GENERATED},
    source="news of 2025-09-01 and one publishing tool",
    read_on="2026-11-23",
    certainty="one_source",
)

MANIFEST = Manifest(
    key="weibo",
    name="微博",
    mark="微",
    color="#e6162d",
    modes=(
        Mode(
            key="api",
            name=said("官方接口（授权登录）"),
            connects_by="oauth",
            fields=API_FIELDS,
            risk=RISK,
            setup=SETUP,
        ),
        Mode(
            key="assisted",
            name=said("手动发布（微博 App 或网页）"),
            connects_by="declared",
            fields=HAND_FIELDS,
            risk=HAND_RISK,
            setup=HAND_SETUP,
        ),
    ),
    formats=FORMATS,
    capabilities=CAPABILITIES,
    limits=LIMITS,
    quotas=QUOTAS,
    docs_url="https://open.weibo.com/wiki/微博API",
    api_version="2",
    safe_spacing_seconds=120,
    poll_events_every=POLL_EVENTS_EVERY,
    read_metrics_every=READ_METRICS_EVERY,
    poll_events_every_by_profile={PROFILE_PARTNER: PARTNER_POLLS_EVERY},
    metrics={
        "shares": "转发",
        "comments": "评论",
        "likes": "点赞",
        "followers": "粉丝",
        "following": "关注",
        "posts": "微博",
    },
    meters={
        "calls": said("接口调用"),
        "posts": said("发微博"),
        "comments": said("发评论"),
        "messages": said("发私信"),
    },
    quota_profiles={
        PROFILE_NEWEST: said("普通应用（每账号每天约 100 次）"),
        PROFILE_PARTNER: said("合作应用（每账号每小时约 1000 次）"),
    },
    judge=judge,
    declaration=DECLARATION,
)
