"""Claims of the highest rank, with what they are said of."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import accumulate, compress
from operator import sub
from typing import NamedTuple

import numpy as np

from .extracts import Extract, extract_of
from .layers import Layers
from .readings import readings
from .sought import Sought

SCOPES = (
    "全国|全网|全球|全世界|世界|国内|国际|行业|业内|同行|同类|市面上?|市场|史上|历史|销量|口碑|质量|品质|亚洲|中国|本地"
    "|全市|全省|全城|全场|有史以来|全?宇宙|地表|天下"
)
# Bounds, measures and news: 最低温度 and 最新消息 praise nothing, with 的 or without.
MEASURES = (
    "温|气温|水温|室温|体温|血压|血糖|心率|海拔|气压|湿度|浓度|亮度|分辨率|画质|帧|音量|时速|转速|工资|薪|额|限|消费|起[订购批拍]|投保|年龄|"
    "学历|门槛|分(?!的)|得分|水[位平]|点|值|位|潮|处|楼|层|境界|法|人民|检察|院|学府|权力|机关|领导|指示|礼[仪遇]|生活保障"
)
SIZES = (
    "值|号|码|数|化|限|程度|尺寸|功率|容量|载[重客荷]|承重|负荷|直径|半径|公约|公倍|音量|间[距隔]|"
    "[宽长高厚深速力角]度|扭矩|电[流压]|单位|努力|可能|利益"
)
NEWS = (
    "消息|通[知报告]|公[告示]|新闻|资讯|动态|进展|数据|报[道告]|政策|规定|版|状态|信息|情况|更新|研究|视频|文章|评论|订单|批次|日期"
    "|章|[一两几]?[期集篇条]|预告|疫情|病例|医院名单|名单|指示|要求|安排|时间表"
)
UP_TO = r"\d|[可能减返省享领补赔奖达至]|立减|支持|不超|只[要需]|仅"
# What follows 最 without ranking anything.
NO_RANK = (
    r"(?!高人民|高法|高检|大限度|大程度|快[明今后当次半\d]|快[一两三][个天小分]|近|后|终|初|起码|为止|多|少|晚|早|迟|不济|怕|先"
    rf"|[高低]的?(?:{MEASURES})|低的?(?:标准|要求|配|效果)|[高低](?:{UP_TO})|[大小]的?(?:{SIZES})|[大长](?:\d|可[达至]|不超)|[长短]的?(?:时间|期限|潜伏)|新的?(?:{NEWS})"
    r"|爱(?:[吃喝看听玩去做说唱你他她]|的(?:[人你他她它我]|[妈爸男女老孩宝家朋歌书电明偶季地城食菜颜动]|一[首本部个句种]|那|就是|还是))|(?<=[我你他她俺]最)爱|(?<=[我你他她咱]们最)爱"
    r"|好(?:先|提|早|在|别|不|能|是|去|带|穿|到|跟|和|把|让|给|再|还|也|就|多|找|可以))"
)
ADJECTIVES = (
    "美丽|美味|漂亮|强壮|强烈|高兴|高效|高档|低调|低价|新款|新鲜|新型|大气|大方|快乐|快捷|全面|轻薄|小巧|值得信赖|值得买|值得|"
    "受欢迎|具影响力|有影响力|具竞争力|有价值|便宜|划算|实惠|优惠|安全|有效|先进|专业|权威|畅销|流行|高端|高级|优质"
    "|优秀|优越|顶级|完美|耐用|好用|好吃|好看|好喝|好玩|好听|好闻|舒服|舒适|健康|天然|新鲜|正宗|适合|热门|火爆|时尚|潮流|强大|领先"
    "|佳|优|强|大|高|低|新|快|好|美|全|热|火|牛|棒|值|省|薄|轻|小|长|酷|靓|潮|爱"
)
RANKED = "|".join(said for said in ADJECTIVES.split("|") if len(said) > 1)
# What a claim begins with; asked first, since most characters begin none.
FIRST_SIGNS = "".join(
    sorted(
        {said[0] for said in SCOPES.split("|")}
        | set("最第唯独顶极国世际宇殿首绝史前万tn冠王之遥填终至领无天百举空")
    )
)
SUPERLATIVE = Sought(
    rf"(?=[{FIRST_SIGNS}])(?P<cue>(?P<scope>{SCOPES})?(?:"
    rf"最{NO_RANK}为?(?:(?:{ADJECTIVES})(?:之一)?|[\u4e00-\u9fff]{{1,4}}?(?=的))"
    rf"|第一(?!次|步|部|句|本|天|章|时间|个|季|人称|财经|医|届|批|期|集|页|行|眼|反应|印象|中学|小学|课|部分|阶段|周|年|轮|场|节|条|款|点|位|件|套|组|种|杯|口|站|排|层|队|方|手|任|声|号|张|遍|关|线|志愿|学期|感[觉受]|册|例|晚|班|箱|现场)(?:(?:{RANKED})(?=的))?"
    # Of one's own: the first of a row, where no scope is told (国内第一台).
    r"(?(scope)|(?![段份代回篇幅笔堂夜胎只首封顿双把根颗块片瓶盒包袋碗桶台]))"
    r"|唯一|独一无二|顶级|顶尖|极品|极致|顶配|顶流|(?:国家|世界|国际|宇宙|殿堂)级|首(?:个|家|款|创|选|席)|独家|绝无仅有|史无前例|前所未有"
    r"|万能|top1(?!\d)|no\.?1(?!\d)|冠军|王牌|之王|遥遥领先|填补(?:国内|国际)?空白|终极|至尊|(?:领袖|领导|领军)(?=品牌|企业|者)"
    r"|无可比拟|无与伦比|无敌|无人能[及敌比]|无[可与]匹敌|无出其右|举世无双|首屈一指|空前绝后|天花板|百分之?百(?=有效|治愈|安全|满意)"
    r"))(?:的|之)?",
    "最 第一 唯一 独 级 顶 极 首 无 前所未有 万能 top1 no1 no.1 冠军 王 遥遥领先 填补 终极 至尊 领 天花板 百分 "
    "无双 首屈 空前",
)
# 最 in another writing: 蕞 and the like, its letters, its parts, a character of its sound before what it ranks; and
# what it ranks in letters.
SOUNDS_LIKE_IT = (
    rf"(?:(?<![喝酒陶沉麻迷烂宿灌买心])醉|(?<![犯有认得受怪遭无定大])罪"
    rf"|(?<![张闭小大插拌亲顶贫多堵吵油])嘴(?!好看|漂亮|美丽|健康|舒|大方|小巧|新鲜))(?={RANKED})"
)
TYPED = {"".join(readings(sign)[0] for sign in said): said for said in ADJECTIVES.split("|")}
INITIALS = "".join(sorted({letters[0] for letters in TYPED}))
DISGUISED = Sought(
    rf"(?=[蕞嶵檇晸z曰日醉罪嘴最独{SCOPES.replace('|', '').replace('?', '')}])"
    rf"(?:[蕞嶵檇晸]|(?<![a-z])zui|[曰日]取(?=好|佳|{RANKED})|{SOUNDS_LIKE_IT}|最(?=[{INITIALS}]))(?:[a-z]{{2,16}}+)?"
    rf"|独(?:1无[二2]|一无2)|(?:{SCOPES})第1(?!\d)",
    " ".join(("蕞 嶵 檇 晸 zui 取 醉 罪 嘴 独1 无2 第1", *(f"最{letter}" for letter in INITIALS))),
)
APART = re.compile(f"({DISGUISED.pattern.pattern})")
NUMERALS = str.maketrans("12", "一二")
NUMBERED = f"独{SCOPES}"
SOUNDS_ALIKE, SURE_OF_A_FORM, SURE_OF_LETTERS, SURE_OF_A_SOUND = "醉罪嘴", 0.92, 0.85, 0.75
NOUN = re.compile(r"[\u4e00-\u9fffa-z0-9]{1,10}")
# Verbs and adverbs that begin what is said of a noun; what stands around some makes them part of one (智能手机).
ENDS_A_NOUN = re.compile(
    r"(?=[是在了和与就都也让给要会能把被不为吗呢吧啊从到由将等才有仅只以可来值这那我你它他的已正马居竟真绝一必应非特适超推没比很太现原售定券低立限包免半打今明昨上开帮])(?:"
    r"是|在(?![线职])|了|和(?![牛平服谐])|与|(?<!成)就|(?<![首成古])都(?!市)|也|让|给|(?<![需重主])要(?![素点])"
    r"|(?<![社晚酒宴展年机协盛聚工乐大])会(?![员议所展场])|(?<![功智性节效产技才机可势动热体储全万阳])能(?![量力源耗])|(?<![拖火车门刀])把(?!手)"
    r"|(?<![棉丝绒凉])被(?![子套罩单芯])|不(?![锈粘倒])|(?<![行作成])为|吗|呢|(?<![酒网])吧|啊|从|到|(?<![自理])由|(?<![大名])将(?!军)"
    r"|(?<![高中初上])等(?!级)|(?<![人天英口刚])才(?![艺华能])|(?<![所国特])有(?![机氧])|仅|只[要需有能卖为收]|以及|可以|来自|值得|[这那]"
    r"|我们|你|它|他|的"
    r"|(?<=.)(?:已经?|正在|马上|居然|竟然|真的|真心|绝对|一定|必须|应该|非常|特别|适合|超级|推荐|没有|比[^赛例分基]|很|太(?![阳空极])|现[价在]"
    r"|原价|售价|定价|到手|券后|低至|立减|限时|包邮|免费|半价|打折|[今明昨][天日晚年]|上[新市线架]|开[卖售抢]|来[了啦袭]|帮))"
)
STARTS_A_NOUN = re.compile(
    r".*(?:[是在了和与就都也让给要会能被不为从由将的有]|(?<![拖火车门刀])把|[这那][款个种家些次样边里件类]?|[我你您他她它咱]们?家?|本|觉得|认为|感觉|大家|其实|反正|(?<!小)说)",
    re.DOTALL,
)
# What joins a noun to the claim that follows it: 这款拖把堪称, 价格是, 质量绝对是.
JOINS = re.compile(
    "(?:堪称|号称|可谓|称得上|算得上|被?誉为|荣[获膺]|稳[居坐]|位[居列]|成为|做到了?|达到了?|绝对|真的|确实|的确|当之无愧|简直|应该|一定|肯定|可以说|感觉|觉得"
    "|似乎|依然|仍然|几乎|目前|现在|一直|永远|关键|[才还总也都就]?是|[为乃])+的?$"
)
NEGATED = re.compile(
    r"(?:不是|并非|非|没有|未必|不一定|谈不上|算不上|不敢说|不做|不求|拒绝|禁止|避免|不得使用|不要用|不说)[^,。!?;:\n]{0,3}$"
)
LONGEST_SUBJECT = 6
SEEN_BEFORE, LONGEST_NOUN = 12, 10
PLAIN_RANKS = ("最大", "最小", "最新", "最高", "最低", "最爱", "首选", "最长", "最快", "最轻", "最适合")


def find(layers: Layers) -> list[Extract]:
    """Kind superlative: the span runs from the claim (`cue`: 全网最好用, 唯一, 顶级) to the end of what it is said of
    (`value`: 面膜 in 最好用的面膜; in 效果最好 the 效果 before it, outside of the span; "" where nothing is). A claim
    in disguise (蕞好用, zui好用, 醉好用) has the cue that it says and is less sure."""
    claims = _claims(layers.compact) + _in_disguise(layers.compact)
    if not claims:
        return []
    places = layers.sources_of_compact
    return [
        extract_of(("superlative", places[start], places[last] + 1, value, cue, sure))
        for start, last, value, cue, sure in claims
    ]


# First and last place, value, cue and confidence.
Claim = tuple[int, int, str, str, float]


def _claims(text: str) -> list[Claim]:
    """Those of a compact text."""
    claims = []
    for match in SUPERLATIVE.all_in(text):
        start, end = match.span()
        before = text[start - SEEN_BEFORE if start > SEEN_BEFORE else 0 : start]
        cue = match["cue"]
        noun, value, sure = _said_of(cue, before, text[end : end + LONGEST_NOUN])
        claims.append((start, end + noun - 1, value, cue, sure))
    return claims


def _in_disguise(text: str) -> list[Claim]:
    """As `_claims`, of those that are written as something else."""
    made = _written_out(text)
    claims = _claims(made.text) if made else []
    if not made or not claims:
        return []
    starts, lasts, _values, cues, _sure = zip(*claims, strict=True)
    begins = np.array(starts)
    first = np.searchsorted(made.ends, begins, "right")
    behind = np.searchsorted(made.ends, np.array(lasts) + 1, "right")
    reaches = begins + np.fromiter(map(len, cues), dtype=np.intp, count=len(cues))
    written = np.append(made.starts, len(made.text))[first] < reaches
    more = np.array(made.more)
    source = (begins + more[first]).tolist(), (np.array(lasts) + more[behind]).tolist()
    return [
        (start, last, value, cue, _product(sure, made.sure[at]))
        for start, last, at, (_start, _last, value, cue, sure) in compress(
            zip(*source, first.tolist(), claims, strict=True), written.tolist()
        )
    ]


class _WrittenOut(NamedTuple):
    """In `text` what stood in disguise stands from its place in `starts` to that in `ends`, as sure as `sure`;
    `more` says how many more characters of the source stand before the end of each, and behind the last."""

    text: str
    starts: list[int]
    ends: list[int]
    more: list[int]
    sure: list[float]


def _written_out(text: str) -> _WrittenOut | None:
    if not DISGUISED.may_be_in(text):
        return None
    parts = APART.split(text)
    meanings = {part: _said(part) for part in set(parts[1::2])}
    said, sure = zip(*map(meanings.__getitem__, parts[1::2]), strict=True) if meanings else ((), ())
    if not any(said):
        return None
    made = parts.copy()
    made[1::2] = [one or other for one, other in zip(said, parts[1::2], strict=True)]
    ends, source_ends = (list(accumulate(map(len, some))) for some in (made, parts))
    starts, ends, source_ends = ends[:-1:2], ends[1::2], source_ends[1::2]
    return _WrittenOut(
        "".join(made),
        list(compress(starts, said)),
        list(compress(ends, said)),
        [0, *compress(map(sub, source_ends, ends), said)],
        list(compress(sure, said)),
    )


@cache
def _product(one: float, other: float) -> float:
    """Of two of the few confidences there are; to round takes longer than to look up."""
    return round(one * other, 2)


@lru_cache(maxsize=1_000)
def _said(written: str) -> tuple[str, float]:
    """What is written in disguise there and how sure that is; "" where nothing is."""
    best = next((way for way in ("最", "zui", "曰取", "日取") if written.startswith(way)), written[0])
    if written[0] in NUMBERED:
        said = written.translate(NUMERALS)
        return said if said != written else "", SURE_OF_A_FORM
    typed = written[len(best) :]
    if written == "最" or (typed and typed not in TYPED):
        return "", 0.0
    sure = SURE_OF_A_SOUND if best in SOUNDS_ALIKE else SURE_OF_A_FORM
    return "最" + TYPED.get(typed, ""), SURE_OF_LETTERS if written[-1].isascii() else sure


@lru_cache(maxsize=10_000)
def _said_of(cue: str, before: str, after: str) -> tuple[int, str, float]:
    """How long the noun behind a claim is, what it is said of and how sure that is."""
    found = NOUN.match(after)
    noun = found[0] if found else ""
    if ended := ENDS_A_NOUN.search(noun):
        noun = noun[: ended.start()]
    sure = 0.3 if NEGATED.search(before) else 0.6 if cue.startswith(PLAIN_RANKS) else 0.9
    return len(noun), noun or _noun_before(before), sure


def _noun_before(before: str) -> str:
    clause = JOINS.sub("", re.split(r"[^\u4e00-\u9fffa-z0-9]", before)[-1])
    return STARTS_A_NOUN.sub("", clause)[-LONGEST_SUBJECT:]
