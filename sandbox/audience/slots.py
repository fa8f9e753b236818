"""The words that fill the slots of a line: {drink}, {city}, {days} and the like."""

from dataclasses import dataclass
from functools import cache
from random import Random

from sandbox.audience.draws import pick
from sandbox.audience.lines import Line, fitting_line
from sandbox.audience.occasions import occasions_of

ON_TOPIC = 0.75  # how often a slot takes a thing that the post names

DRINKS = (
    "海盐乌龙", "白桃乌龙", "栀子绿茶", "茉莉轻乳茶", "生椰普洱", "荔枝红茶", "杨梅气泡茶", "柚香龙井",
    "桂花金萱", "手打柠檬茶", "潮汐原叶茶",
)  # fmt: skip
GIFTS = ("中秋礼盒", "潮声礼盒", "四季茶礼盒", "新年礼盒", "伴手礼盒")
CITIES = (
    "成都", "杭州", "广州", "武汉", "西安", "长沙", "南京", "苏州", "青岛", "厦门", "重庆", "郑州",
    "沈阳", "合肥", "昆明", "福州", "宁波", "佛山", "泉州", "洛阳",
)  # fmt: skip
SLOTS: dict[str, tuple[str, ...]] = {
    "drink": DRINKS,
    "gift": GIFTS,
    "product": DRINKS + GIFTS,
    "city": CITIES,
    "store": ("滨江店", "大学城店", "老码头店", "东门店", "海棠路店", "南湖店", "钟楼店"),
    "flavor": ("白桃", "栀子", "茉莉", "荔枝", "杨梅", "桂花", "柚子"),
    "sweet": ("三分糖", "五分糖", "少糖", "微糖", "无糖"),
    "friend": ("闺蜜", "室友", "同事", "对象", "我弟", "我妈", "我姐", "同桌", "男朋友", "女朋友", "发小"),
    "coupon": ("满减券", "第二杯半价券", "生日券", "新人券", "会员券"),
    "when": ("昨天", "前天", "大前天", "上周三", "上周六", "上周日"),
    "days": ("3", "4", "5", "6", "7", "8", "9"),
    "minutes": ("20", "30", "40", "45", "50"),
    "count": ("3", "4", "5", "6"),
    "bulk": ("30", "50", "80", "100", "200"),
    "price": ("18", "22", "26", "28", "32"),
    "gift_price": ("99", "128", "168", "199", "268", "300"),
    "points": ("300", "500", "800", "1200", "2000"),
}
NAMED_IN_POSTS = ("drink", "gift", "product", "city", "store", "flavor")


@dataclass(frozen=True, slots=True)
class Topic:
    """What a post is about: for some slots the things it names, and whether it draws lots."""

    named: dict[str, tuple[str, ...]]
    lottery: bool = False

    @classmethod
    def of(cls, text: str, *, lottery: bool) -> "Topic":
        found = {slot: tuple(word for word in SLOTS[slot] if word in text) for slot in NAMED_IN_POSTS}
        return cls(named={slot: words for slot, words in found.items() if words}, lottery=lottery)


NO_TOPIC = Topic(named={})


def fill(template: str, *, stream: Random, topic: Topic, at: float) -> str:
    """The template with every slot filled; a slot that occurs twice keeps its word."""
    return template.format_map(_Filling(stream, topic=topic, at=at))


class _Filling(dict[str, str]):
    def __init__(self, stream: Random, *, topic: Topic, at: float) -> None:
        super().__init__()
        self._stream = stream
        self._topic = topic
        self._at = at

    def __missing__(self, slot: str) -> str:
        named = self._topic.named.get(slot)
        if named and self._stream.random() < ON_TOPIC:
            word = pick(self._stream, named)
        else:
            word = fitting_line(self._stream, _words_of(slot), at=self._at).text
        self[slot] = word
        return word


@cache
def _words_of(slot: str) -> tuple[Line, ...]:
    return tuple(Line(word, occasions_of(word)) for word in SLOTS[slot])
