"""What Channels is, how an account is declared, and which forms of post it takes."""

from __future__ import annotations

from chaoxin.connectors.manifest import (
    Capability,
    CredentialField,
    Declaration,
    Format,
    Manifest,
    Mode,
    Option,
)
from chaoxin.connectors.wording import said

from . import limits
from .declarations import LABELS

SETUP = said("""\
1. 用管理员微信打开视频号助手（channels.weixin.qq.com），在首页抄下视频号 ID（sph 开头）；\
也可以填视频号的完整名称，但以后要一直用同一种写法。
2. 填到下面，点“登记”。这里不需要密码，系统也不会登录微信。
3. 到点前，负责人会收到提醒和一个手机页面：复制标题和描述、保存视频和封面、\
照清单选好视频标注，在微信或视频号助手里发表。
4. 发完后点“分享 → 复制链接”，把链接贴回手机页面，这次投放才算完成。
""")
RISK = said(
    "由人在微信里发布，符合平台规则，账号安全。视频号没有发布、评论、数据的接口，市面上的自动发布工具靠模拟登录，"
    "有封号风险，本系统不提供。"
)
FIELDS = (
    CredentialField(
        "account",
        said("视频号 ID 或名称"),
        help=said("视频号 ID 在视频号助手首页，sph 开头；或者填视频号的完整名称"),
    ),
    CredentialField(
        "video_rights",
        said("视频上传权限"),
        required=False,
        help=said("不填按一般账号"),
        choices={
            "standard": said("一般账号：2 小时、4 GB 以内"),
            limits.EXTENDED: said("已开通长视频：8 小时、20 GB 以内"),
        },
    ),
    CredentialField(
        limits.PICTURES.key,
        said("图片最多几张"),
        required=False,
        help=said("不填按 9 张；有的账号可以 18 张，以发布页看到的为准"),
        choices={"9": said("9 张"), "18": said("18 张")},
    ),
)
NO_INTERFACE = said("视频号没有这个接口")
CAPABILITIES = (
    Capability(
        "publish",
        said("发布视频、图片"),
        True,
        said("没有发布接口，由人在微信或视频号助手里发；系统备好文字、视频、封面和清单"),
    ),
    Capability(
        "schedule", said("定时发布"), True, said("到点前提醒负责人去发；视频号助手也能定时到 15 天内")
    ),
    Capability(
        "withdraw",
        said("删除已发的内容"),
        False,
        said("视频号没有这个接口，请在微信里删除"),
    ),
    Capability(
        "find_published",
        said("核对是否已经发出"),
        False,
        said("视频号没有这个接口，以贴回来的链接为准"),
    ),
    Capability("first_comment", said("首条评论"), False, said("请发出后在微信里自己评论")),
    Capability(
        "read_comments",
        said("收评论"),
        False,
        said("视频号没有这个接口，请在视频号助手里看"),
    ),
    Capability(
        "reply_comments",
        said("回复评论"),
        False,
        said("视频号没有这个接口，请在视频号助手里回复"),
    ),
    Capability(
        "messages",
        said("收私信、回私信"),
        False,
        said("视频号没有这个接口，请在视频号助手里回复"),
    ),
    Capability(
        "post_metrics",
        said("播放、点赞、转发"),
        False,
        said("视频号没有这个接口，可以从视频号助手导出后导入"),
    ),
    Capability(
        "account_metrics",
        said("粉丝数"),
        False,
        said("视频号没有这个接口，可以从视频号助手导出后导入"),
    ),
    Capability(
        "leads", said("直播线索"), False, said("直播留资有接口，要另外申请视频号助手应用，这里还没有接")
    ),
    Capability("search", said("全站搜索"), False, NO_INTERFACE),
    Capability("renewal", said("授权自动续期"), False, said("只是登记账号，没有授权，也就没有到期")),
)
OPTIONS = (
    Option(
        "topics", said("话题"), default=[], kind="words", longest=limits.TOPIC_SIGNS.value, most=limits.TOPICS.value,
        help=said("不用写 #"),
    ),
    Option(
        "mentions", said("@ 谁"), default=[], kind="words", longest=30, most=limits.MENTIONS.value,
        help=said("填视频号名称"),
    ),
    Option("place", said("位置"), default="", kind="text", longest=50),
    Option("original", said("声明原创"), help=said("确实是自己拍的、做的才选")),
    Option(
        "declared_source", said("标注说明"), default="", kind="text", longest=100,
        help=said("标注“转载”时写来源，标注“自行拍摄”时写时间和地点"),
    ),
)  # fmt: skip

DECLARATION = Declaration(
    "视频标注", LABELS, "several publishing tools read in 2026", "2026-11-23", "two_sources"
)

MANIFEST = Manifest(
    key="shipinhao",
    name="视频号",
    mark="号",
    color="#fa9d3b",
    modes=(
        Mode(
            key="assisted",
            name=said("手动发布（系统备好，人来发）"),
            connects_by="declared",
            fields=FIELDS,
            risk=RISK,
            setup=SETUP,
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
            modes=frozenset({"assisted"}),
            takes_video=True,
            cover_ratios=("3:4", "4:3"),
        ),
        Format(
            key="pictures",
            name=said("图片"),
            has_title=True,
            takes_html=False,
            max_pictures=18,
            options=OPTIONS,
            modes=frozenset({"assisted"}),
            needs_picture=True,
            picture_ratios=("3:4", "1:1"),
        ),
    ),
    capabilities=CAPABILITIES,
    limits=limits.LIMITS,
    quotas=(),
    docs_url="https://channels.weixin.qq.com",
    api_version="none",
    safe_spacing_seconds=600,
    advised_posts_per_day=limits.ADVISED_POSTS_PER_DAY,
    declaration=DECLARATION,
)
