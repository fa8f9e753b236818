"""Declarations that a post may have to carry, the words by which it does, and the facts that call for one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext_noop

from chaoxin.zhtext.extracting import extract
from chaoxin.zhtext.matching import Text

from . import prices
from .values import JudgedContent, MediaFacts


@dataclass(frozen=True)
class Disclosure:
    """`mark` is the visible text that carries the declaration where the platform's interface has no field for it;
    it stands before the text (`leads`) or after it. `said` finds the mark written by hand."""

    key: str
    name: str
    mark: str
    leads: bool
    said: re.Pattern[str]
    help: str


def _said(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\[【(（〔#\s])(?:{words})(?=$|[\]】)）〕#\s])")


CATALOGUE: Mapping[str, Disclosure] = {
    entry.key: entry
    for entry in (
        Disclosure(
            "advertising",
            gettext_noop("广告"),
            "【广告】",
            True,
            _said("广告"),
            gettext_noop("推销商品或服务，或者收了钱、拿了样品"),
        ),
        Disclosure(
            "ai_generated",
            gettext_noop("AI 生成"),
            "（本内容含 AI 生成内容）",
            False,
            re.compile(
                r"(?:含有?|由|为|系)\s*(?:ai|人工智能)\s*(?:生成|合成|创作)|(?:ai|人工智能)\s*(?:生成|合成)内容"
            ),
            gettext_noop("文字、图片、声音或视频由 AI 生成或合成"),
        ),
        Disclosure(
            "fiction",
            gettext_noop("虚构演绎"),
            "（虚构演绎，仅供娱乐）",
            False,
            re.compile(r"虚构演绎|剧情演绎"),
            gettext_noop("情节是编的，不是真事"),
        ),
        Disclosure(
            "opinion",
            gettext_noop("个人观点"),
            "（个人观点，仅供参考）",
            False,
            re.compile(r"个人观点[，,]?仅供参考"),
            gettext_noop("表达的是个人看法"),
        ),
        Disclosure(
            "repost",
            gettext_noop("转载"),
            "（本内容为转载）",
            False,
            re.compile(r"本内容为转载|转载自|来源[:：]"),
            gettext_noop("内容来自他人"),
        ),
    )
}

SHOP_HOSTS = (
    "taobao.com", "tmall.com", "tb.cn", "jd.com", "3.cn", "pinduoduo.com", "yangkeduo.com", "youzan.com",
    "koudaitong.com", "weidian.com", "suning.com", "vip.com", "dangdang.com", "kaola.com", "1688.com",
    "jinritemai.com", "kwaixiaodian.com", "store.weixin.qq.com",
)  # fmt: skip
HOST = re.compile(r"^https?://([^/?#:]+)", re.IGNORECASE)
BUYING = re.compile(
    r"下单|购买(?!力)|立即(?:抢|买|购)|抢购|到手价|优惠券|领券|券后|拍下|加购|购物车|直达链接|小黄车|橱窗|戳链接|"
    r"链接在(?:评论|主页)|[¥￥]\s{0,3}\d|\d{1,9}(?:\.\d{1,4})?\s{0,3}元(?!宵|旦|素|气|宇)|包邮|秒杀价|预售价|团购"
)
# Words that plainly point to goods which hang on the post, or lead to a place where they are sold. A cart or a shop
# window as a thing of the story ("在购物车里躺了很久", "路过橱窗") is none.
COUNTER = re.compile(
    r"(?<![没无不别])(?<!没有)(?<!不挂)(?:小黄车|购物小?车(?:自取|下单|直接拍|同款|链接|见)|黄车链接|挂(?:了)?(?:小黄|购物)?车)"
    r"|(?:左|右)下角.{0,4}(?:小?黄?车|购物车|商品|链接|团购|下单|购买|橱窗|抢|拍)"
    r"|(?:点击?|戳|进|去|打开)(?:一下)?(?:我的?|我们的?|主页的?|下方的?|屏幕下方的?|视频下方的?|文末的?)?(?:购物车|商品(?:卡片?|橱窗|链接)|橱窗|购买链接)"
    r"|(?:我的?|主页|商品|个人)橱窗|橱窗(?:里?有?同款|自取|链接|下单|购买|可拍|直接拍|见)"
    r"|(?:商品|产品|好物|同款)(?:卡片?|链接)(?=.{0,8}(?:下单|购买|入手|带走|自取|拍|点|戳|在|见|放))"
    r"|(?:评论区?|置顶|主页|简介|文末|下方).{0,4}(?:链接|口令).{0,6}(?:下单|购买|入手|自取|直接拍|领券)"
    r"|(?<!全文)(?<!原文)(?<!视频)(?<!教程)(?<!问卷)(?<!报名)链接.{0,2}(?:在|放在?|见|挂在?|丢在?|贴在?)(?:了)?(?:评论|主页|置顶|左下角|橱窗|商品)"
    r"|(?:评论|留言|私信|后台)(?:区)?(?:我|扣|打|回复?|发)?.{0,4}(?:发|给|拿|要|领)(?:你们?|大家)?(?:购买|下单|商品|优惠|团购)?链接"
    r"|复制.{0,20}(?:打开|去)(?:手机)?(?:淘宝|天猫|京东|拼多多|tb)|[￥¥€₤][a-z0-9]{11}[￥¥€₤]",
    re.IGNORECASE,
)
# Shops of platforms that sell under their own address.
GOODS_PAGE = re.compile(r"^https?://(?:shop\.sc\.[^/]+|[^/]+/goods-detail)", re.IGNORECASE)
# Pages of mini programmes by the words that shops name them with.
MINI_SHOP = re.compile(r"goods|product|item|sku|shop|mall|cart|buy|order|coupon", re.IGNORECASE)
EXPERIENCE = re.compile(
    r"种草|亲测|实测|测评|评测|试用(?:报告|感受|体验)|使用(?:感受|心得)|回购|安利|好物(?:推荐|分享)|自用|用了(?:一|两|三|半|\d)|"
    r"用下来|入手(?:了|一)|开箱|真心推荐|无限回购|避雷|闭眼入|个人体验|体验分享"
)
FICTION = re.compile(
    r"短剧|情景剧|剧情演绎|小剧场|故事纯属虚构|如有雷同|(?:真人|情景)演绎|反转剧情|第[一二三四五六七八九十\d]{1,6}集"
)
BORROWED = re.compile(
    r"侵(?:权)?(?:联系?)?(?:必)?删|(?:图|图片|素材|视频)(?:源|来源)(?:于|自)?(?:网络|水印)|素材(?:均)?来(?:自|源于)网络|搬运(?:自|至)|(?:转|翻)自"
)
GENERATED = "ai_generated"
# What a fact answers that is known without a place in the text to quote.
KNOWN = "picture"


def is_made(content: JudgedContent, disclosure: str) -> bool:
    """Whether the content carries the disclosure, chosen or written by hand."""
    if disclosure in content.disclosures:
        return True
    said = CATALOGUE[disclosure].said
    return any(any(True for _ in _read(text).find_pattern(said)) for text in content.fields.values())


def _way_to_buy(content: JudgedContent) -> str:
    """The words, the link, the code or the card that show where to buy; "" without any."""
    links = _links(content)
    for link in links:
        matched = HOST.match(link)
        host = matched[1].lower() if matched else ""
        if any(host == shop or host.endswith(f".{shop}") for shop in SHOP_HOSTS) or GOODS_PAGE.search(link):
            return link
    return _shop_card(content) or _counter(content) or (_buying_words(content) if links else "")


def _counter(content: JudgedContent) -> str:
    """Words that point to goods on the post, also where something stands between their characters."""
    for text in _texts(content):
        for hit in _read(text).find_phrase(COUNTER):
            return text[hit.start : hit.end]
    return ""


def _shop_card(content: JudgedContent) -> str:
    """What is said of a card to a mini programme's shop that hangs on the content; "" without one."""
    options = content.rest.get("options", {})
    page = str(options.get("mini_page", ""))
    return str(options.get("mini_title") or page) if MINI_SHOP.search(page) else ""


def _buying_words(content: JudgedContent) -> str:
    """Words that ask to buy, or a price that is known of what is shown or named in any writing."""
    return _first(BUYING, content) or prices.first_of(content)


def _link(content: JudgedContent) -> str:
    return next(iter(_links(content)), "")


def _experience(content: JudgedContent) -> str:
    return _first(EXPERIENCE, content)


def _generated_picture(content: JudgedContent) -> str:
    """A machine's work whose mark cannot be seen on it."""
    made = [picture for picture in content.pictures if picture.provenance == GENERATED]
    return KNOWN if any(not picture.stamped for picture in made) else ""


def _marked_picture(content: JudgedContent) -> str:
    marked = [
        picture
        for picture in content.pictures
        if picture.marked and picture.provenance != GENERATED and not picture.stamped
    ]
    return next((picture.name or KNOWN for picture in marked), "")


def _links(content: JudgedContent) -> list[str]:
    """Links of the content, those that stand in its texts without their scheme, and those that codes lead to."""
    codes = [code.text for picture in content.pictures for code in picture.codes if HOST.match(code.text)]
    bare = [link for text in content.fields.values() for link in _bare_links(text)]
    return list(dict.fromkeys([*content.links, *bare, *codes]))


@lru_cache(maxsize=64)
def _bare_links(text: str) -> tuple[str, ...]:
    """The addresses in a text that nobody wrote a scheme before, with one."""
    found = extract(text, {"link"}) if "." in text or "点" in text else []
    bare = [one.value for one in found if not HOST.match(text[one.start : one.end])]
    return tuple(value if HOST.match(value) else f"https://{value}" for value in bare)


def _first(pattern: re.Pattern[str], content: JudgedContent) -> str:
    for text in _texts(content):
        for hit in _read(text).find_pattern(pattern):
            return text[hit.start : hit.end]
    return ""


def _texts(content: JudgedContent) -> tuple[str, ...]:
    return (*content.fields.values(), *(_writing(picture) for picture in content.pictures))


@lru_cache(maxsize=64)
def _read(text: str) -> Text:
    """The text with its foldings, which many facts look into."""
    return Text(text)


def _writing(picture: MediaFacts) -> str:
    return "\n".join(line.text for line in picture.lines)


def _origin(origin: str) -> Callable[[JudgedContent], str]:
    return lambda content: KNOWN if content.origin == origin else ""


# Each answers what it found, to be quoted in the rule's reason, or "" for nothing.
FACTS: Mapping[str, Callable[[JudgedContent], str]] = {
    "way_to_buy": _way_to_buy,
    "buying_words": _buying_words,
    "link": _link,
    "experience": _experience,
    "paid": lambda content: KNOWN if content.paid else "",
    "generated_picture": _generated_picture,
    "marked_picture": _marked_picture,
    "generated_text": _origin("ai_generated"),
    "assisted_text": _origin("ai_assisted"),
    "reposted_text": _origin("reposted"),
    "borrowed_words": lambda content: _first(BORROWED, content),
    "fictional": lambda content: KNOWN if content.fictional else "",
    "fiction_words": lambda content: _first(FICTION, content),
}
