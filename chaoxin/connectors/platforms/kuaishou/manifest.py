"""What Kuaishou is, and how accounts are connected."""

from __future__ import annotations

from datetime import timedelta

from chaoxin.connectors.manifest import (
    CredentialField,
    Declaration,
    Format,
    Manifest,
    Mode,
    Option,
)
from chaoxin.connectors.wording import said

from .capabilities import CAPABILITIES, capabilities_of
from .captions import DECLARATIONS
from .limits import ADVISED_POSTS_PER_DAY, FORM_PICTURES, LIMITS, METERS, QUOTAS, TOPICS

API_SETUP = said("""\
1. 用企业的快手账号登录快手开放平台（open.kuaishou.com），完成企业认证（要营业执照）。
2. 创建“网站应用”，类目选“内容”，把授权回调域名填成本页给出的地址的域名，提交审核。
3. 审核通过后，为应用申请这些权限：user_info、user_video_publish、user_video_info、user_video_delete。
4. 在应用详情里抄下 App ID 和 App Secret，填到这里，点“去快手授权”，用要连接的快手账号登录并同意。
5. 想在账号主人取消授权时马上知道：在应用的消息推送里填本页接入后给出的回调地址，保存时快手会发一条测试消息。

授权 48 小时一换，由系统自动续期；账号主人在快手里取消授权，或者 180 天没有续期，才要重新授权一次。
""")

API_RISK = said(
    "官方接口，账号安全，普通企业就能申请。接口只发视频，而且没有作者声明、定位、可见范围、@ 提醒这些选项；"
    "审核没有通过时快手不说原因，要到快手 App 里看。"
)

ASSISTED_SETUP = said("""\
不用申请任何接口。填上快手号或主页链接登记这个账号，到发布时间由系统把文案、图片或视频、封面和要勾选的声明
准备成一个手机页面；负责人扫码打开，照着在快手 App 或创作者中心里发布，再把作品链接贴回来。
""")

ASSISTED_RISK = said(
    "由人亲手发布，没有封号风险，平台上的功能都能用。代价是到点要有人操作；数据不能自动读取，可以以后导入。"
)

API_FIELDS = (
    CredentialField(
        key="app_id",
        label="App ID",
        help=said("应用详情页上的一串字母和数字，以 ks 开头"),
        pattern=r"[0-9A-Za-z_-]{6,64}",
    ),
    CredentialField(
        key="app_secret",
        label="App Secret",
        secret=True,
        help=said("应用详情页上的密钥"),
        pattern=r"[0-9A-Za-z_-]{8,128}",
    ),
    CredentialField(
        key="scopes",
        label=said("申请的权限"),
        required=False,
        help=said(
            "留空就申请全部四项。应用只通过了其中几项时才填，用逗号隔开，如 user_info,user_video_publish；"
            "多写一项，快手的授权页就打不开"
        ),
        pattern=r"[a-z_]+([,，\s]+[a-z_]+)*",
    ),
)

ASSISTED_FIELDS = (
    CredentialField(
        key="account",
        label=said("快手号或主页链接"),
        help=said("快手 App“我”页面上的快手号；或者在网页版打开自己的主页，复制地址栏里的链接"),
    ),
)

TOPICS_OPTION = Option(
    "topics", said("话题"), default=[], help=said("不用写 # 号"), kind="words", longest=30, most=TOPICS
)
MENTIONS_OPTION = Option(
    "mentions",
    said("@ 提醒"),
    default=[],
    help=said("对方的快手昵称；接口发布时只是文字"),
    kind="words",
    longest=30,
    most=10,
)
VISIBILITY_OPTION = Option(
    "visibility",
    said("谁可以看"),
    default="public",
    help=said("接口发布的都是公开作品"),
    kind="choice",
    choices={"public": "公开", "friends": "好友可见", "private": "仅自己可见"},
)
OPTIONS = (TOPICS_OPTION, MENTIONS_OPTION, VISIBILITY_OPTION)


DECLARATION = Declaration(
    "作者声明", DECLARATIONS, "publishing tools read in 2026", "2026-11-23", "two_sources"
)

MANIFEST = Manifest(
    key="kuaishou",
    name="快手",
    mark="快",
    color="#ff4906",
    modes=(
        Mode(
            key="api",
            name=said("官方接口（授权登录）"),
            connects_by="oauth",
            fields=API_FIELDS,
            risk=API_RISK,
            setup=API_SETUP,
        ),
        Mode(
            key="assisted",
            name=said("手动发布（手机页面协助）"),
            connects_by="declared",
            fields=ASSISTED_FIELDS,
            risk=ASSISTED_RISK,
            setup=ASSISTED_SETUP,
        ),
    ),
    formats=(
        Format(
            key="video",
            name=said("视频"),
            has_title=False,
            takes_html=False,
            max_pictures=0,
            needs_cover=True,
            options=OPTIONS,
            modes=frozenset({"api", "assisted"}),
            takes_video=True,
            cover_ratios=("3:4", "9:16"),
        ),
        Format(
            key="pictures",
            name=said("图文"),
            has_title=False,
            takes_html=False,
            max_pictures=FORM_PICTURES,
            options=OPTIONS,
            modes=frozenset({"assisted"}),
            needs_picture=True,
            picture_ratios=("3:4", "9:16", "1:1"),
        ),
    ),
    capabilities=CAPABILITIES,
    limits=LIMITS,
    quotas=QUOTAS,
    docs_url="https://open.kuaishou.com/platform/openApi",
    api_version="openapi",
    safe_spacing_seconds=300,
    advised_posts_per_day=ADVISED_POSTS_PER_DAY,
    read_metrics_every=timedelta(minutes=30),
    metrics={
        "reads": "播放",
        "likes": "点赞",
        "comments": "评论",
        "followers": "粉丝",
        "following": "关注",
        "posts": "公开作品",
        "all_posts": "全部作品",
    },
    meters=dict(METERS),
    judge=capabilities_of,
    declaration=DECLARATION,
)
