"""What is said by denying its contrary, put as it is meant: 不难吃 is mild praise, and 性价比不高 is blame."""

from __future__ import annotations

import re

from .grams import CLAUSE_END

# Of a fault somebody denies that it is there, of a merit that it is.
FAULTS = (
    "难[吃喝用闻听穿受懂看](?![出到见])",
    "差(?![评不一点几这那钱劲错异别距价额])",
    "贵(?![重宾人在公])",
    "坏(?![了的掉人习事处])",
    "糟糕?(?!蹋)",
    "[脏臭吵丑烂坑咸酸涩腻]",
    "慢(?!慢)",
    "麻烦(?![您你了])",
    "油腻|廉价|粗糙|敷衍|恐怖|可怕|夸张|离谱|失望|吓人|黑心|复杂",
)
MERITS = "好(?:[吃喝看用玩闻听穿]|(?![像多几坏奇]))|漂亮|惊艳|新鲜|舒服|香|神奇|高级|方便|精致"
# Of what a high one is good, and of what it is bad.
GOOD_IF_HIGH = (
    "性价比|清晰度|满意度|舒适度|新鲜度|还原度|完成度|贴合度|配合度|灵敏度|分辨率|精度|准确度|准确率|识别率|利用率|"
    "质量|品质|颜值|素质|水平|效率|档次|配置|像素|音质|含金量|专业度|回购率|可信度|逼格|品味"
)
BAD_IF_HIGH = "价格|价位|价钱|单价|消费|收费|门槛|难度|成本|费用|运费|油耗|能耗|功耗|噪音|风险|故障率"
EXPECTED = "想象|想像|预期|预想|料想|传说|说[的得]|讲[的得]|评论|评价|网上|别人|大家|以为|担心|图片|照片|宣传"
MILD_PRAISE, MILD_BLAME, LET_DOWN = "还不错", "很差", "不如预期"

_INSIDE = f"[^{CLAUSE_END}]"
_FAULT = "|".join(FAULTS)
_THAN_EXPECTED = f"(?:{_INSIDE}{{0,6}}?(?:{EXPECTED}){_INSIDE}{{0,5}}?(?:那么|这么|那样|这样)?的?|那么|这么)"
_SOFTLY = "(?:算是?|是很|是特别|会很|会太|会|怎么|太|至于|那么)?"
# What such a phrase goes on with behind its 不, which is asked before all ways are tried.
_NEXT = "算是会怎太至那难差贵坏糟脏臭吵丑烂坑咸酸涩腻慢麻油廉粗敷恐可夸离失吓黑复"
_SURELY = "(?:真的|真心|实在|确实|其实|感觉|并|也|都)?"
# Every way begins with a sign of its own, by which a place is found at once. 贵不贵 and 是不是 ask.
_DENIED = re.compile(
    f"(?:不像|没有?(?!人|想到|[看听][到见过])){_THAN_EXPECTED}(?:(?P<blame>{MERITS})|{_FAULT})"
    f"|不(?=[{_NEXT}])(?<![是要能难贵差坏脏臭吵丑烂坑咸酸涩腻慢]不){_SOFTLY}(?:{_FAULT})"
)
# 好吃是好吃，就是…: what is conceded first counts no more than to say that something else follows. It begins with
# its 是, by which a place is found at once; before that the same must stand that follows.
_CONCEDED = re.compile(
    r"是(?<=(?P<last>[\u4e00-\u9fff])是)(?P<said>[^，。！？；,.!?; \n]{0,3}(?P=last))(?:[了的]|了?一?点)?[，, ]{0,2}"
    r"(?:就是|但是?|可是?|不过|只是|然而)(?!说)"
)
# In a longer text it counts for little.
LONGEST_CONCEDING = 40
ANYHOW = "不过"
# 偏大还是偏小 asks, and blames neither.
_EITHER = re.compile("(?P<said>[偏太很好难])[\u4e00-\u9fff]{1,3}?还是(?P=said)[\u4e00-\u9fff]")
WHICH = "是哪种"
# 没有一次让我失望过, 从没后悔过.
_NEVER_LET_DOWN = re.compile(
    "(?:没有?(?:哪怕)?[一哪][次回]|从[来未]?(?:没有?|不曾|未|不)|一[次回]都?(?:没有?|不曾))"
    "(?:[让使令叫](?:我们?|人|大家)?)?(?:失望|后悔)过?"
)
_NOT_HIGH = re.compile("不(?:太|是很|怎么|算|够)?高")
_NOT_HIGH_OF = re.compile(f"((?:({GOOD_IF_HIGH})|{BAD_IF_HIGH}){_SURELY}){_NOT_HIGH.pattern}")


def put_plainly(text: str) -> str:
    """The text with such phrases replaced by plain ones; mostly the text itself."""
    # Asked first, since most texts have none of these signs and are many.
    if "高" in text and _NOT_HIGH.search(text):
        text = _NOT_HIGH_OF.sub(_meant_of_height, text)
    if len(text) <= LONGEST_CONCEDING and "是" in text:
        text = _without_concession(text)
        text = _EITHER.sub(WHICH, text) if "还是" in text else text
    if "不" in text or "没" in text:
        if "失望" in text or "后悔" in text:
            text = _NEVER_LET_DOWN.sub(MILD_PRAISE, text)
        text = _DENIED.sub(_meant, text)
    return text


def _without_concession(text: str) -> str:
    found = _CONCEDED.search(text)
    begin = found.start() - len(found["said"]) if found else 0
    if found is None or begin < 0 or not text.startswith(found["said"], begin):
        return text
    return text[:begin] + ANYHOW + text[found.end() :]


def _meant(found: re.Match[str]) -> str:
    return LET_DOWN if found["blame"] else MILD_PRAISE


def _meant_of_height(found: re.Match[str]) -> str:
    return found[1] + (MILD_BLAME if found[2] else MILD_PRAISE)
