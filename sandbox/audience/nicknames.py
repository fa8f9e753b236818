"""Nicknames as people choose them, put together from parts."""

from collections.abc import Callable, Mapping
from itertools import accumulate
from random import Random

from sandbox.audience.draws import pick

MOODS = (
    "慢吞吞的", "爱喝茶的", "不吃香菜的", "想睡觉的", "认真摸鱼的", "永远饿的", "圆滚滚的", "会发光的",
    "有点社恐的", "今天也很困的", "戴眼镜的", "早睡失败的", "怕热的", "住在海边的", "迷路的", "攒钱中的",
    "下班最快的", "爱笑的", "偷偷努力的", "一本正经的", "不想上学的", "路痴", "快乐", "佛系", "熬夜",
    "减肥中的",
)  # fmt: skip
CREATURES = (
    "海獭", "小熊", "柯基", "橘猫", "水豚", "仓鼠", "企鹅", "刺猬", "小鹿", "鲸鱼", "兔子", "土豆",
    "云朵", "仙人掌", "胖丁丁", "小羊", "海豹", "树懒", "松鼠", "小鸭", "蘑菇", "麻雀", "锦鲤本鲤",
    "小狐狸", "奶牛猫", "蜗牛",
)  # fmt: skip
SYLLABLES = (
    "橘", "鹿", "满", "鱼", "柚", "桃", "月", "夏", "禾", "晚", "星", "苏", "糖", "粟", "北", "念", "安",
    "麦", "七", "可", "柠", "莓", "溪", "乔", "棠", "茉", "栀", "杏", "椰", "芋", "阮", "柒", "淮", "屿",
    "眠", "朵",
)  # fmt: skip
CALLS = ("阿{0}", "小{0}", "{0}{0}", "{0}子", "{0}酱", "老{0}", "大{0}", "是{0}呀", "{0}宝", "一只{0}")
HABITS = (
    "", "同学", "今天早睡", "不加糖", "要去冰", "爱喝茶", "在路上", "吃饱了", "想去海边", "慢慢来",
    "很困", "不熬夜", "去冰三分糖", "的日常", "的小茶馆", "今天下班了吗", "要上岸", "搬砖中",
    "减肥第一天", "在种花", "养了只猫", "不emo", "碎碎念", "爱吃辣", "的备忘录", "走四方",
)  # fmt: skip
DRINKS = (
    "三分糖", "五分糖", "去冰", "少冰", "芋泥", "啵啵", "椰果", "仙草", "柠檬茶", "乌龙", "普洱", "茉莉",
    "冷泡茶", "桂花酿", "龙井", "小红茶", "冰美式", "桃桃乌龙", "布丁", "西米露",
)  # fmt: skip
CONVICTIONS = (
    "主义者", "星人", "十级爱好者", "品鉴师", "永不缺席", "配送员", "重度患者", "研究所", "本人",
    "代言人", "守护者", "才是正义", "信徒", "观察员", "收藏家", "自由", "续命", "小分队",
)  # fmt: skip
SCENES = (
    "云淡", "静听", "听雨", "晚风", "南风", "山月", "秋水", "浅夏", "暖阳", "半亩", "清欢", "素心",
    "远山", "花开", "小桥", "竹影", "江南", "落日", "星河", "烟雨", "岁月", "海上", "春暖", "一米",
)  # fmt: skip
FEELINGS = (
    "风轻", "潮声", "入梦", "如初", "知味", "无恙", "花田", "常安", "归舟", "煮茶", "人家", "静好",
    "有信", "未央", "浅笑", "微凉", "悠然", "随缘", "听风", "如歌",
)  # fmt: skip
LATIN = (
    "momo", "Luna", "jojo", "Kiki", "coco", "Yoyo", "nana", "Lily", "Mia", "Vivi", "Leo", "Ray", "echo",
    "Summer", "Ivy", "Eleven", "Sunny", "Tina", "Zoe", "kk", "yuyu", "Nemo", "cc", "qiqi",
)  # fmt: skip
LATIN_TAILS = (
    "", "_茶", "不吃香菜", "在发呆", "要早起", "酱", "想喝冰的", "的树洞", "是只猫", "_daily", "不在家",
    "爱拍照", "今天开心", "慢半拍", "_0{n}", "{n}号", "__", "上班了", "ovo", "想放假",
)  # fmt: skip
FAMILY = (
    "朵朵", "轩轩", "糖糖", "豆豆", "果果", "小宇", "乐乐", "安安", "童童", "晨晨", "彤彤", "天天",
    "甜甜", "多多", "壮壮", "一一", "贝贝", "圆圆",
)  # fmt: skip
RELATIONS = ("妈妈", "麻麻", "爸爸", "奶奶", "的外婆", "姥姥", "爹", "小姨", "妈妈在努力", "爸爸爱钓鱼")
FLOWERS = ("🌸", "🌿", "🍃", "☕", "🌙", "🍑", "🐳", "✨", "🌻", "🍋", "")
CITIES = (
    "成都",
    "杭州",
    "广州",
    "武汉",
    "西安",
    "长沙",
    "青岛",
    "厦门",
    "沈阳",
    "昆明",
    "苏州",
    "重庆",
    "洛阳",
    "泉州",
)
TOWN_FOLK = (
    "吃货",
    "小胖",
    "土著",
    "闲人",
    "老张",
    "阿姨",
    "打工人",
    "一枝花",
    "夜猫子",
    "茶客",
    "小王子",
    "姑娘",
)
TRADES = (
    "兼职小助手", "福利分享", "返利君", "赚钱带路人", "推广小妹", "好物优选", "贷款专员", "招聘专员",
    "涨粉工作室", "货源批发", "优惠券搬运工", "投资导师", "瘦身顾问", "客服小美",
)  # fmt: skip

Pattern = Callable[[Random], str]
ATTEMPTS_PER_NAME = 40


def nicknames(*, count: int, habits: Mapping[str, int], stream: Random) -> tuple[str, ...]:
    """`count` different nicknames; `habits` weighs the ways of putting one together.

    Raises ValueError when the parts do not give that many.
    """
    patterns = [_PATTERNS[name] for name in habits]
    bounds = list(accumulate(habits.values()))
    found: dict[str, None] = {}
    for _ in range(count * ATTEMPTS_PER_NAME):
        found[stream.choices(patterns, cum_weights=bounds)[0](stream)] = None
        if len(found) == count:
            return tuple(found)
    raise ValueError(f"The parts give only {len(found)} of {count} nicknames.")


def _mood(stream: Random) -> str:
    return pick(stream, MOODS) + pick(stream, CREATURES)


def _call(stream: Random) -> str:
    return pick(stream, CALLS).format(pick(stream, SYLLABLES)) + pick(stream, HABITS)


def _two_syllables(stream: Random) -> str:
    return pick(stream, SYLLABLES) + pick(stream, SYLLABLES) + pick(stream, HABITS)


def _drink(stream: Random) -> str:
    return pick(stream, DRINKS) + pick(stream, CONVICTIONS)


def _scene(stream: Random) -> str:
    flower = pick(stream, FLOWERS)
    return flower + pick(stream, SCENES) + pick(stream, FEELINGS) + flower


def _latin(stream: Random) -> str:
    return pick(stream, LATIN) + pick(stream, LATIN_TAILS).format(n=int(stream.random() * 90) + 10)


def _family(stream: Random) -> str:
    return pick(stream, FAMILY) + pick(stream, RELATIONS)


def _town(stream: Random) -> str:
    return (
        pick(stream, CITIES)
        + pick(stream, TOWN_FOLK)
        + pick(stream, ("", "", "_", "儿", "本地", str(int(stream.random() * 99))))
    )


def _numbered(stream: Random) -> str:
    return f"用户{int(stream.random() * 9_000_000) + 1_000_000}"


def _trade(stream: Random) -> str:
    return (
        pick(stream, ("", "A", "A0", "小", "专业"))
        + pick(stream, TRADES)
        + pick(stream, ("", "01", "88", "66", "呀", "官方"))
    )


_PATTERNS: Mapping[str, Pattern] = {
    "call": _call,
    "two_syllables": _two_syllables,
    "mood": _mood,
    "drink": _drink,
    "scene": _scene,
    "latin": _latin,
    "town": _town,
    "family": _family,
    "numbered": _numbered,
    "trade": _trade,
}
