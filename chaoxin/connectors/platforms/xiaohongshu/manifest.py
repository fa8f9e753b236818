"""What Xiaohongshu is, how it can be connected, and which forms of post it takes."""

from __future__ import annotations

from datetime import timedelta

from chaoxin.connectors.manifest import CredentialField, Declaration, Format, Manifest, Mode, Option
from chaoxin.connectors.wording import said

from . import limits, signatures
from .assist import VISIBILITIES
from .capabilities import EVERYTHING, judge
from .declarations import LABELS

ASSISTED_SETUP = said("""\
1. 在小红书 App 打开“我”，抄下头像旁边的小红书号（也可以填主页链接，但以后要一直用同一种写法）。
2. 填到下面，点“登记”。这里不需要密码，系统也不会登录小红书。
3. 到点前，负责人会收到提醒和一个手机页面：复制标题和正文、保存图片或视频、照清单选好声明，在 App 或创作中心发布。
4. 发完后点“分享 → 复制链接”，把整段文字贴回手机页面，系统认出是哪一篇笔记，这次投放才算完成。
""")
ASSISTED_RISK = said(
    "由人在小红书里发布，符合平台规则，账号安全。小红书没有发布接口，市面上的自动发布工具靠模拟登录，违反平台规则，"
    "有封号风险，本系统不提供。"
)
API_SETUP = said("""\
1. 在聚光平台（ad.xiaohongshu.com）用品牌或代理商账号申请开发者应用，拿到应用 ID 和密钥。
2. 把应用的回调地址填成本页给出的地址；权限至少要有“数据报表”（report_service）。
3. 在聚光后台右上角抄下广告账号 ID，和应用 ID、密钥一起填到下面，点“去授权”，用广告账号登录并同意。
4. 要收私信线索：在私信工具的“线索推送”里，把地址填成接入后给出的推送地址，验签规则和密钥与这里一致。\
平台没有公开验签规则，默认用“口令”，在推送地址后面加 ?token=密钥。
""")
API_RISK = said(
    "官方广告接口，账号安全。只能看广告报表、收私信线索，不能发笔记，也看不到自然流量。"
    "线索里有手机号和微信号，属于个人信息，系统加密保存、打码显示，谁看过会记入审计记录。"
)

ASSISTED_FIELDS = (
    CredentialField(
        "account",
        said("小红书号或主页链接"),
        help=said(
            "小红书号在“我”的页面头像旁边；或者 https://www.xiaohongshu.com/user/profile/ 开头的主页链接"
        ),
    ),
    CredentialField(
        limits.TOPICS.key,
        said("话题最多几个"),
        required=False,
        help=said("不填按 10 个；平台没有公布，发现多了或少了再改"),
        pattern=r"[1-9][0-9]?",
    ),
    CredentialField(
        "share_app_key",
        said("分享 AppKey"),
        required=False,
        help=said(
            "以前申请过小红书分享 SDK 的企业才有，现已停止新申请；填了就能在手机上一点，"
            "带着图片或视频打开小红书（标题和正文仍要粘贴）；没有就不填"
        ),
        pattern=r"[0-9A-Za-z._-]{4,128}",
    ),
    CredentialField(
        "share_app_secret",
        said("分享 AppSecret"),
        secret=True,
        required=False,
        help=said("与分享 AppKey 一起给的密钥；没有就不填"),
        pattern=r"[0-9A-Za-z_-]{8,128}",
    ),
)
API_FIELDS = (
    CredentialField("app_id", said("应用 ID"), help=said("聚光开发者应用的数字 ID"), pattern=r"[0-9]{1,20}"),
    CredentialField(
        "app_secret",
        said("应用密钥"),
        secret=True,
        help=said("聚光开发者应用的密钥"),
        pattern=r"[0-9A-Za-z_-]{8,128}",
    ),
    CredentialField(
        "advertiser_id", said("广告账号 ID"), help=said("聚光后台右上角的数字"), pattern=r"[0-9]{1,20}"
    ),
    CredentialField(
        "push_signature",
        said("线索推送的验签规则"),
        required=False,
        help=said("不填按“口令”"),
        choices=signatures.RULES,
    ),
    CredentialField(
        "push_secret",
        said("线索推送的密钥"),
        secret=True,
        required=False,
        help=said("8 到 64 位字母或数字，自己定，与推送设置里一致；不收线索可以不填"),
        pattern=r"[0-9A-Za-z]{8,64}",
        suggested_length=32,
    ),
    CredentialField(
        "push_parameter",
        said("验签参数名"),
        required=False,
        help=said("推送地址里带口令或签名的参数名；不填按 token（口令）或 signature（签名）"),
        pattern=r"[A-Za-z][0-9A-Za-z_-]{0,30}",
    ),
    CredentialField(
        "report_day_field",
        said("报表日期列"),
        required=False,
        help=said("报表里日期那一列的英文列名；不填时自动认，认不出会提示"),
        pattern=r"[A-Za-z_]{2,30}",
    ),
)

OPTIONS = (
    Option(
        "topics",
        said("话题"),
        default=[],
        kind="words",
        longest=limits.TOPIC_SIGNS.value,
        most=limits.TOPICS.value,
        help=said("不用写 #；发布时要从列表里逐个点选"),
    ),
    Option(
        "mentions",
        said("@ 谁"),
        default=[],
        kind="words",
        longest=30,
        most=limits.MENTIONS.value,
        help=said("填对方的昵称"),
    ),
    Option("place", said("地点"), default="", kind="text", longest=50),
    Option(
        "first_comment",
        said("首条评论"),
        default="",
        kind="lines",
        longest=limits.COMMENT_SIGNS.value,
        help=said("发出后由人粘贴"),
    ),
    Option("visibility", said("谁可以看"), default="public", kind="choice", choices=VISIBILITIES),
    Option("original", said("声明原创"), help=said("确实是自己拍的、写的才选")),
    Option("cooperation", said("品牌合作"), help=said("收了钱或拿了样品：必须先在蒲公英报备")),
)
RATIOS = ("3:4", "1:1", "4:3")

DECLARATION = Declaration(
    "内容类型声明", LABELS, "several publishing tools read in 2026", "2026-11-23", "two_sources"
)

MANIFEST = Manifest(
    key="xiaohongshu",
    name="小红书",
    mark="书",
    color="#ff2442",
    modes=(
        Mode(
            key="assisted",
            name=said("手动发布（系统备好，人来发）"),
            connects_by="declared",
            fields=ASSISTED_FIELDS,
            risk=ASSISTED_RISK,
            setup=ASSISTED_SETUP,
        ),
        Mode(
            key="api",
            name=said("广告接口（聚光）：报表和线索"),
            connects_by="oauth",
            fields=API_FIELDS,
            risk=API_RISK,
            setup=API_SETUP,
        ),
    ),
    formats=(
        Format(
            key="pictures",
            name=said("图文笔记"),
            has_title=True,
            takes_html=False,
            max_pictures=limits.PICTURES.value,
            options=OPTIONS,
            modes=frozenset({"assisted"}),
            needs_picture=True,
            picture_ratios=RATIOS,
        ),
        Format(
            key="video",
            name=said("视频笔记"),
            has_title=True,
            takes_html=False,
            max_pictures=0,
            options=OPTIONS,
            modes=frozenset({"assisted"}),
            takes_video=True,
            cover_ratios=RATIOS,
        ),
    ),
    capabilities=EVERYTHING,
    limits=limits.LIMITS,
    quotas=limits.QUOTAS,
    docs_url="https://agora.xiaohongshu.com/doc",
    api_version="2025-09",
    safe_spacing_seconds=1800,
    advised_posts_per_day=limits.ADVISED_POSTS_PER_DAY,
    read_metrics_every=timedelta(hours=6),
    metrics={
        "ad_spend_yuan": "广告消耗（元）",
        "ad_impressions": "广告展现",
        "ad_clicks": "广告点击",
        "ad_interactions": "广告互动",
        "ad_leads": "表单线索",
        "ad_message_consults": "私信进线",
        "ad_message_leads": "私信留资",
    },
    meters={"reports": said("读广告报表")},
    judge=judge,
    declaration=DECLARATION,
)
