"""What Douyin is, and how accounts are connected."""

from __future__ import annotations

from datetime import timedelta

from chaoxin.connectors.manifest import CredentialField, Declaration, Format, Manifest, Mode, Option
from chaoxin.connectors.wording import said

from .assist import DECLARATIONS
from .limits import ADVISED_POSTS_PER_DAY, COMMENT_CHARACTERS, FORM_PICTURES, LIMITS, QUOTAS, TOPICS
from .standing import CAPABILITIES, judge

API_SETUP = said("""\
1. 用企业主体在抖音开放平台（developer.open-douyin.com）注册开发者，创建一个“网站应用”并通过审核。个人不能申请。
2. 在“能力管理”里申请需要的能力。代账号发布（video.create.bind）是受限能力：只给企业和机关事业单位，
   只能用于自有或签约账号，每一条都要有人看过完整内容并确认。本系统的审批和发布记录可以作为凭据。
3. 在“开发配置”里抄下 Client Key 和 Client Secret，把授权回调地址填成本页给出的地址。
4. 把已经通过的能力名称填在“已开通的能力”里，一个也不要多：多写了没有通过的，抖音的授权页会打不开。
5. 要收私信、评论和授权变化，把 Webhooks 的地址填成本页给出的地址，保存时抖音会验证一次。
6. 点“去抖音授权”，用要连接的抖音账号扫码同意。

访问令牌 15 天，系统自动换新；开通了 renew_refresh_token 的，授权能自动延长 5 次，约半年，之后要有人重新授权一次。
""")
API_RISK = said(
    "官方接口，账号安全，但发布能力很难申请，而且平台要求每一条都由人知情确认，违规会收回能力。"
    "审核状态读不到：提交之后只能等作品公开，长时间不公开要到抖音 App 里看原因。接口不能选“自主声明”。"
)
ASSISTED_SETUP = said("""\
不用申请任何接口。填上抖音号或主页链接登记这个账号；到发布时间，系统把标题、简介、话题、图片或视频、封面和要选的自主声明
准备成一个手机页面，负责人扫码打开，照着在抖音 App 或创作者中心里发布，再把作品的分享链接贴回来。

公司有开通了“分享投稿”的网站应用的，可以再填 Client Key 和 Client Secret：手机页面上一点，抖音就带着视频或图片打开，
发布后回执自动填好。要及时知道，把应用的 Webhooks 地址填成登记后账号页给出的地址。
""")
ASSISTED_RISK = said(
    "由人亲手发布，账号安全，App 里有的功能都能用。代价是到点要有人操作；评论、私信和数据要到抖音里看。"
)

API_FIELDS = (
    CredentialField(
        key="client_key",
        label="Client Key",
        help=said("应用详情里的一串字母和数字"),
        pattern=r"[0-9A-Za-z]{8,64}",
    ),
    CredentialField(
        key="client_secret",
        label="Client Secret",
        secret=True,
        help=said("应用详情里的密钥，也用来核对推送的签名"),
        pattern=r"[0-9A-Za-z]{16,128}",
    ),
    CredentialField(
        key="scopes",
        label=said("已开通的能力"),
        required=False,
        help=said(
            "开放平台“能力管理”里已通过的能力，用逗号隔开，如 user_info,video.create.bind,video.list.bind；"
            "留空只申请 user_info 和 renew_refresh_token"
        ),
        pattern=r"[0-9A-Za-z_.]+([,，、\s]+[0-9A-Za-z_.]+)*",
    ),
)
ASSISTED_FIELDS = (
    CredentialField(
        key="account",
        label=said("抖音号或主页链接"),
        help=said(
            "抖音 App“我”页面上的抖音号；或者在网页版打开自己的主页，复制地址栏里 douyin.com/user/ 开头的链接"
        ),
    ),
    CredentialField(
        key="client_key",
        label=said("分享应用的 Client Key"),
        required=False,
        help=said(
            "公司有开通“分享投稿”（h5.share、aweme.share、open.get.ticket）的网站应用才填：手机上一点就带着视频或图片打开抖音"
        ),
        pattern=r"[0-9A-Za-z]{8,64}",
    ),
    CredentialField(
        key="client_secret",
        label=said("分享应用的 Client Secret"),
        secret=True,
        required=False,
        help=said("和 Client Key 一起填；加密保存，不再显示"),
        pattern=r"[0-9A-Za-z]{16,128}",
    ),
)

OPTIONS = (
    Option(
        "topics",
        said("话题"),
        default=[],
        help=said("不用写 # 号"),
        kind="words",
        longest=30,
        most=2 * TOPICS,
    ),
    Option(
        "mentions",
        said("@ 别人"),
        default=[],
        help=said("对方的昵称。接口发布要真正提到对方，写成“昵称=open_id”"),
        kind="words",
        longest=120,
        most=10,
    ),
    Option(
        "visibility",
        said("谁可以看"),
        default="public",
        kind="choice",
        choices={"public": "公开", "friends": "好友可见", "self": "仅自己可见"},
    ),
    Option("allow_download", said("允许别人保存到手机"), default=True),
    Option(
        "first_comment",
        said("首条评论"),
        default="",
        help=said("作品公开之后自己先评论一条"),
        kind="lines",
        longest=COMMENT_CHARACTERS,
    ),
)

DECLARATION = Declaration(
    name="自主声明",
    labels=DECLARATIONS,
    source="several publishing tools read in 2026",
    read_on="2026-11-23",
    certainty="two_sources",
)

MANIFEST = Manifest(
    key="douyin",
    name="抖音",
    mark="抖",
    color="#161823",
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
            has_title=True,
            takes_html=False,
            max_pictures=0,
            options=OPTIONS,
            modes=frozenset({"api", "assisted"}),
            takes_video=True,
            cover_ratios=("3:4", "4:3"),
        ),
        Format(
            key="pictures",
            name=said("图文"),
            has_title=True,
            takes_html=False,
            max_pictures=FORM_PICTURES,
            options=OPTIONS,
            modes=frozenset({"api", "assisted"}),
            needs_picture=True,
            picture_ratios=("3:4", "4:3", "1:1", "9:16"),
        ),
    ),
    capabilities=CAPABILITIES,
    limits=LIMITS,
    quotas=QUOTAS,
    docs_url="https://developer.open-douyin.com/docs/resource/zh-CN/dop/develop/openapi/list",
    api_version="v1",
    safe_spacing_seconds=300,
    advised_posts_per_day=ADVISED_POSTS_PER_DAY,
    poll_events_every=timedelta(minutes=10),
    read_metrics_every=timedelta(minutes=30),
    metrics={
        "reads": "播放",
        "likes": "点赞",
        "comments": "评论",
        "shares": "分享",
        "day_reads": "当日播放（单个作品）",
        "average_watch_seconds": "平均播放时长（秒）",
        "followers": "粉丝",
        "posts": "作品",
        "new_followers": "净增粉丝",
        "account_reads": "当日播放",
        "account_likes": "当日点赞",
        "account_comments": "当日评论",
        "account_shares": "当日分享",
        "account_posts": "当日发布",
        "profile_visits": "当日主页访问人数",
    },
    meters={
        "calls": said("接口调用"),
        "posts": said("发布作品"),
        "comments": said("发评论"),
        "messages": said("发私信"),
        "uploads": said("上传"),
    },
    judge=judge,
    declaration=DECLARATION,
)
