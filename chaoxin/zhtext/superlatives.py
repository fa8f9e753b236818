"""Claims of the highest rank, with what they are said of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .extracts import Extract, extract_of
from .layers import Layers
from .sought import Sought

SCOPES = (
    "全国|全网|全球|全世界|世界|国内|国际|行业|业内|同行|同类|市面上?|市场|史上|历史|销量|口碑|质量|品质|亚洲|中国|本地"
    "|全市|全省|全城|全场|有史以来"
)
# What follows 最 without ranking anything.
NO_RANK = (
    r"(?!高人民|高法|高检|大限度|大程度|快[明今后]|近|后|终|初|起码|为止|多|少|晚|早|迟|不济|怕|先"
    r"|好(?:先|提|早|在|别|不|能|是|去|带|穿|到|跟|和|把|让|给|再|还|也|就|多|找|可以))"
)
ADJECTIVES = (
    "美丽|美味|漂亮|强壮|强烈|高兴|高效|高档|低调|低价|新款|新鲜|新型|大气|大方|快乐|快捷|全面|轻薄|小巧|值得信赖|值得买|值得|"
    "受欢迎|具影响力|有影响力|具竞争力|有价值|便宜|划算|实惠|优惠|安全|有效|先进|专业|权威|畅销|流行|高端|高级|优质"
    "|优秀|优越|顶级|完美|耐用|好用|好吃|好看|好喝|好玩|好听|好闻|舒服|舒适|健康|天然|新鲜|正宗|适合|热门|火爆|时尚|潮流|强大|领先"
    "|佳|优|强|大|高|低|新|快|好|美|全|热|火|牛|棒|值|省|薄|轻|小|长|酷|靓|潮|爱"
)
SUPERLATIVE = Sought(
    rf"(?P<cue>(?:{SCOPES})?(?:"
    rf"最{NO_RANK}为?(?:(?:{ADJECTIVES})(?:之一)?|[\u4e00-\u9fff]{{1,4}}?(?=的))"
    r"|第一(?!次|步|部|句|本|天|章|时间|个|季|人称|财经|医|届|批|期|集|页|行|眼|反应|印象|中学|小学|课|部分|阶段|周|年|轮|场|节|条|款|点|位|件|套|组|种|杯|口|站|排|层|队|方|手|任|声|张|遍|关|线|志愿|学期)"
    r"|唯一|独一无二|顶级|顶尖|极品|极致|顶配|顶流|(?:国家|世界|国际|宇宙|殿堂)级|首(?:个|家|款|创|选|席)|独家|绝无仅有|史无前例|前所未有"
    r"|万能|top1(?!\d)|no\.?1(?!\d)|冠军|王牌|之王|遥遥领先|填补(?:国内|国际)?空白|终极|至尊|(?:领袖|领导|领军)(?=品牌|企业|者)"
    r"|无可比拟|无与伦比|无敌|天花板|百分之?百(?=有效|治愈|安全|满意)"
    r"))(?:的|之)?",
    "最 第一 唯一 独 级 顶 极 首 无 前所未有 万能 top1 no1 no.1 冠军 王 遥遥领先 填补 终极 至尊 领 天花板 百分",
)
NOUN = re.compile(r"[\u4e00-\u9fffa-z0-9]{1,10}")
# Verbs and adverbs that begin what is said of a noun; what stands around some makes them part of one (智能手机).
ENDS_A_NOUN = re.compile(
    r"是|在(?![线职])|了|和(?![牛平服谐])|与|(?<!成)就|(?<![首成古])都(?!市)|也|让|给|(?<![需重主])要(?![素点])"
    r"|(?<![社晚酒宴展年机协盛聚工乐大])会(?![员议所展场])|(?<![功智性节效产技才机可势动热体储全万阳])能(?![量力源耗])|把(?!手)"
    r"|(?<![棉丝绒凉])被(?![子套罩单芯])|不(?![锈粘倒])|(?<![行作成])为|吗|呢|(?<![酒网])吧|啊|从|到|(?<![自理])由|(?<![大名])将(?!军)"
    r"|(?<![高中初上])等(?!级)|(?<![人天英口刚])才(?![艺华能])|(?<![所国特])有(?![机氧])|仅|只[要需有能卖为收]|以及|可以|来自|值得|[这那]"
    r"|我们|你|它|他|的"
    r"|(?<=.)(?:已经?|正在|马上|居然|竟然|真的|真心|绝对|一定|必须|应该|非常|特别|适合|超级|推荐|没有|比[^赛例分基]|很|太(?![阳空极])|现[价在]"
    r"|原价|售价|定价|到手|券后|低至|立减|限时|包邮|免费|半价|打折|[今明昨][天日晚年]|上[新市线架]|开[卖售抢]|来[了啦袭]|帮)"
)
STARTS_A_NOUN = re.compile(
    r".*(?:[是在了和与就都也让给要会能把被不为从由将的有]|这[款个种家]?|那[款个种家]?|我们?|本)", re.DOTALL
)
NEGATED = re.compile(
    r"(?:不是|并非|非|没有|未必|不一定|谈不上|算不上|不敢说|不做|不求|拒绝|禁止|避免|不得使用|不要用|不说)[^,。!?;:\n]{0,3}$"
)
LONGEST_SUBJECT = 6
PLAIN_RANKS = ("最大", "最小", "最新", "最高", "最低", "最爱", "首选", "最长", "最快", "最轻", "最适合")


def find(layers: Layers) -> Iterator[Extract]:
    """Kind superlative: the span runs from the claim (`cue`: 全网最好用, 唯一, 顶级) to the end of what it is said of
    (`value`: 面膜 in 最好用的面膜; in 效果最好 the 效果 before it, outside of the span; "" where nothing is)."""
    compact = layers.compact
    for match in SUPERLATIVE.all_in(compact):
        start, end = match.span()
        noun = _noun_after(compact, end)
        before = compact[max(0, start - 12) : start]
        value = noun or _noun_before(before)
        confidence = 0.3 if NEGATED.search(before) else 0.6 if match["cue"].startswith(PLAIN_RANKS) else 0.9
        span = layers.place(start, end + len(noun))
        yield extract_of(("superlative", *layers.span(*span), value, match["cue"], confidence))


def _noun_after(compact: str, place: int) -> str:
    found = NOUN.match(compact, place)
    return ENDS_A_NOUN.split(found[0], maxsplit=1)[0] if found else ""


def _noun_before(before: str) -> str:
    clause = re.split(r"[^\u4e00-\u9fffa-z0-9]", before)[-1]
    return STARTS_A_NOUN.sub("", clause)[-LONGEST_SUBJECT:]
