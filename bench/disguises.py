"""Ways in which people hide words from a filter, made by hand for the words below."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

from chaoxin.zhtext.lexicon import Word

NEAR = ("加", "扫", "联系", "私", "发")
# As many as a small pack has: 广告法, contact diversion, finance, medicine, rewards for sharing.
WORDS = [
    *(
        Word(text)
        for text in "国家级 世界级 全国第一 销量第一 全网最低 史上最强 独一无二 绝无仅有 万能神药 永久有效 百分百有效 根治百病 "
        "药到病除 零风险 稳赚不赔 保本高息 躺着赚钱 日入过千 兼职刷单 无抵押贷款 加微信 微信号 扫码加群 私聊我 "
        "免费领取 转发抽奖 关注有礼 点击链接 代开发票 办假证 高仿手表 原单尾货 内部渠道 祖传秘方 包治百病 一针见效 "
        "减肥神器 无效退款 纯天然 零添加 顶级享受 至尊品质 王者归来 唯一指定 领导品牌 国宴专用 特供酒 网络兼职 "
        "彩票预测 股票内幕 翻倍收益 美女陪聊 裸聊视频 信用卡套现".split()
    ),
    *(Word(text, phonetic=True, near=NEAR) for text in ("微信", "红包", "返利")),
    *(Word(text) for text in ("最佳", "第一", "VX", "wechat", "telegram", "QQ群", "TOP1")),
]
INNOCENT = ("第一次", "第一批", "第一双", "第一时间", "第一天", "第一名", "世界级难题")

_SYLLABLES = (
    "国guó 家jiā 级jí 世shì 界jiè 全quán 第dì 一yī 销xiāo 量liàng 网wǎng 最zuì 低dī 史shǐ 上shàng 强qiáng 独dú 无wú 二èr 绝jué 仅jǐn 有yǒu "
    "万wàn 能néng 神shén 药yào 永yǒng 久jiǔ 效xiào 百bǎi 分fēn 根gēn 治zhì 病bìng 到dào 除chú 零líng 风fēng 险xiǎn 稳wěn 赚zhuàn 不bù 赔péi "
    "保bǎo 本běn 高gāo 息xī 躺tǎng 着zhe 钱qián 日rì 入rù 过guò 千qiān 兼jiān 职zhí 刷shuā 单dān 抵dǐ 押yā 贷dài 款kuǎn 加jiā 微wēi 信xìn 号hào "
    "扫sǎo 码mǎ 群qún 私sī 聊liáo 我wǒ 免miǎn 费fèi 领lǐng 取qǔ 转zhuǎn 发fā 抽chōu 奖jiǎng 关guān 注zhù 礼lǐ 点diǎn 击jī 链liàn 接jiē 代dài 开kāi "
    "票piào 办bàn 假jiǎ 证zhèng 仿fǎng 手shǒu 表biǎo 原yuán 尾wěi 货huò 内nèi 部bù 渠qú 道dào 祖zǔ 传chuán 秘mì 方fāng 包bāo 针zhēn 见jiàn "
    "减jiǎn 肥féi 器qì 退tuì 纯chún 天tiān 然rán 添tiān 顶dǐng 享xiǎng 受shòu 至zhì 尊zūn 品pǐn 质zhì 王wáng 者zhě 归guī 来lái 唯wéi 指zhǐ 定dìng "
    "导dǎo 牌pái 宴yàn 专zhuān 用yòng 特tè 供gòng 酒jiǔ 络luò 彩cǎi 预yù 测cè 股gǔ 幕mù 翻fān 倍bèi 收shōu 益yì 美měi 女nǚ 陪péi 裸luǒ 视shì "
    "频pín 用yòng 卡kǎ 套tào 现xiàn 红hóng 返fǎn 利lì 佳jiā"
)
_HOMOPHONES = (
    "国帼 家佳嘉加 级集急吉 世是式事 界借戒 全权泉 第地弟帝 一依衣医 销消肖霄 量亮辆谅 网往罔 最罪醉 低滴堤 史使始 上尚 强墙蔷 独读毒 无吴吾 二贰 绝觉决 仅紧锦 "
    "有友右 万腕 能 神什伸审 药要耀 永泳勇 久九酒 效笑校 百佰摆 分芬纷 根跟 治制志 病并 到道倒 除厨储 零玲铃 风疯丰 险显 稳吻 赚转撰 不布部 赔陪 保宝饱 本苯 高糕羔 "
    "息西希 躺淌 着 钱前浅 日 入褥 过 千签迁 兼间坚 职值直 刷唰 单丹担 抵底 押鸭压 贷代带 款 加佳嘉 微薇威维 信芯新欣 号浩耗 扫嫂 码马玛 群裙 私思丝司 聊疗辽 我 "
    "免勉冕 费废肺 领岭 取娶曲 转 发罚 抽 奖讲桨 关观官 注住祝 礼里理 点典 击机鸡 链练恋 接街阶 代带待 开揩 票漂 办半伴 假甲 证正政 仿访 手守首 表婊 原元圆 尾伟委 货或获 "
    "内 部布步 渠取 道到盗 祖组阻 传船 秘密蜜 方芳 包胞 针真珍 见件建 减剪捡 肥 器气汽 退腿 纯唇淳 天添 然燃 顶鼎 享想响 受瘦售 至制质 尊遵樽 品 质制 王亡 者 归规龟 来莱 "
    "唯维围 指纸止 定订 导倒岛 牌排 宴艳验 专砖 用佣 特 供贡 酒久 络落洛 彩采踩 预遇玉 测侧策 股古骨 幕木暮 翻帆 倍被贝 收 益意义 美每 女 陪培 裸 视是 频贫 卡咖 套 现线县 "
    "红洪鸿 返反 利力立 佳家加"
)
_TRADITIONAL = (
    "国國 级級 销銷 网網 强強 独獨 无無 绝絕 仅僅 万萬 药藥 风風 险險 稳穩 赚賺 赔賠 钱錢 过過 职職 单單 贷貸 号號 扫掃 码碼 费費 领領 转轉 发發 奖獎 关關 礼禮 点點 击擊 链鏈 "
    "开開 办辦 证證 货貨 内內 传傳 针針 见見 减減 纯純 顶頂 质質 归歸 来來 导導 专專 络絡 预預 测測 视視 频頻 现現 红紅"
)
_PARTS = (
    "国口玉 家宀豕 级纟及 界田介 全人王 第竹弟 销金肖 量旦里 低亻氐 强弓虽 独犭虫 绝纟色 仅亻又 有𠂇月 能厶月匕匕 神礻申 药艹约 效交攵 百一白 分八刀 根木艮 治氵台 病疒丙 "
    "到至刂 除阝余 零雨令 险阝佥 稳禾急 赚贝兼 赔贝咅 保亻呆 息自心 躺身尚 钱钅戋 职耳只 抵扌氐 押扌甲 贷代贝 加力口 微彳山一几攵 信亻言 号口丂 扫扌彐 码石马 群君羊 私禾厶 "
    "聊耳卯 费弗贝 领令页 取耳又 转车专 抽扌由 奖将大 关丷天 注氵主 礼礻乚 点占灬 链钅连 接扌妾 代亻弋 票西示 假亻叚 证讠正 仿亻方 货化贝 部咅阝 道辶首 祖礻且 传亻专 秘禾必 "
    "针钅十 减冫咸 肥月巴 纯纟屯 添氵忝 顶丁页 者耂日 来一米 唯口隹 指扌旨 定宀疋 牌片卑 专二厶 特牛寺 供亻共 酒氵酉 络纟各 彩采彡 预予页 测氵则 股月殳 幕莫巾 翻番羽 倍亻咅 "
    "收丩攵 视礻见 频步页 现王见 红纟工 返辶反 利禾刂 佳亻圭"
)
_ALIKE = (
    "国囯 家冢 级极 第弟 一⼀ 销锁 最蕞 低底 史吏 独浊 无旡 二⼆ 绝艳 万方 能熊 药约 永氷 效郊 治冶 病丙 除徐 风凤 险验 稳隐 赚嫌 赔陪 保堡 钱浅 日曰 入人 千干 职织 单革 "
    "抵低 贷货 微徽 信伩 号亏 群裙 免兔 费贲 转传 发友 抽油 奖桨 代伐 开幵 办为 证征 仿访 手毛 货贷 内肉 针什 见贝 顶项 王玉 者耆 牌脾 特持 测侧 股肢 利莉 佳住 返反"
)
_CYRILLIC = dict(zip("acehikmopqstvwxy", "асенікмоpԛѕтѵԝху", strict=True))
_GREEK = dict(zip("aeikmnoptuvxy", "αεικмηορτυνχγ", strict=True))
_NOISE = {
    "ascii_signs": "*-_.~/|+=#@^&",
    "cjk_signs": "、·。，！～—…【】「」《》￥：；？",
    "other_signs": "★☆◆●▲♪※→√∞卍〓▓░╱░▪♂§¤¶†‡°ˇ´¨",
    "emoji": "😀🎉👍🌸😂🙏🐾🎈🍀🎁✨💪🏻",
    "invisible": "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e\ufe0f",
    "spaces": " \u3000\u00a0\u2009\u2002",
}


def _pairs(entries: str) -> dict[str, str]:
    return {entry[0]: entry[1:] for entry in entries.split()}


SYLLABLES, HOMOPHONES, TRADITIONAL = _pairs(_SYLLABLES), _pairs(_HOMOPHONES), _pairs(_TRADITIONAL)
PARTS, ALIKE = _pairs(_PARTS), _pairs(_ALIKE)
Disguise = Callable[[str, random.Random], str | None]


def _is_han(word: str) -> bool:
    return all("一" <= sign <= "鿿" for sign in word)


def _between(kind: str) -> Disguise:
    def write(word: str, chance: random.Random) -> str:
        one = chance.choice(_NOISE[kind])
        same = chance.random() < 0.5
        joined = word[0]
        for sign in word[1:]:
            joined += (one if same else chance.choice(_NOISE[kind])) * chance.choice((1, 1, 2)) + sign
        return joined

    return write


def _breaks(word: str, chance: random.Random) -> str:
    return chance.choice(("\n", "\r\n", "\n\n")).join(word)


def _repeated(word: str, chance: random.Random) -> str:
    return "".join(sign * chance.choice((2, 2, 3)) for sign in word)


def _toneless(sign: str) -> str:
    letters = unicodedata.normalize("NFD", SYLLABLES[sign].replace("ǚ", "v"))
    return "".join(letter for letter in letters if letter.isalpha())


def _pinyin(separators: str, toned: bool = False) -> Disguise:
    def write(word: str, chance: random.Random) -> str | None:
        if not _is_han(word):
            return None
        separator = chance.choice(separators.split(",")).replace("_", " ")
        return separator.join(SYLLABLES[sign] if toned else _toneless(sign) for sign in word)

    return write


def _numbered(word: str, chance: random.Random) -> str | None:
    if not _is_han(word):
        return None
    marks = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
    spelled = []
    for sign in word:
        tone = [marks[part] for part in unicodedata.normalize("NFD", SYLLABLES[sign]) if part in marks]
        spelled.append(_toneless(sign) + (tone[0] if tone else "5"))
    return chance.choice(("", " ")).join(spelled)


def _some(word: str, chance: random.Random, least: int = 1) -> set[int]:
    count = chance.randint(least, max(least, len(word) - 1))
    return set(chance.sample(range(len(word)), min(count, len(word))))


def _part_pinyin(word: str, chance: random.Random) -> str | None:
    if not _is_han(word):
        return None
    chosen = _some(word, chance)
    return "".join(_toneless(sign) if place in chosen else sign for place, sign in enumerate(word))


def _replaced(table: dict[str, str], whole: bool) -> Disguise:
    def write(word: str, chance: random.Random) -> str | None:
        can = [place for place, sign in enumerate(word) if table.get(sign)]
        if not can or (whole and len(can) < len(word)):
            return None
        chosen = can if whole else [chance.choice(can)]
        return "".join(
            chance.choice(table[sign]) if place in chosen else sign for place, sign in enumerate(word)
        )

    return write


def _split(whole: bool) -> Disguise:
    def write(word: str, chance: random.Random) -> str | None:
        can = [place for place, sign in enumerate(word) if sign in PARTS]
        if not can:
            return None
        chosen = set(can) if whole else {chance.choice(can)}
        return "".join(PARTS[sign] if place in chosen else sign for place, sign in enumerate(word))

    return write


def _traditional(word: str, chance: random.Random) -> str:
    del chance
    return "".join(TRADITIONAL.get(sign, sign) for sign in word)


def _latin(change: Callable[[str, random.Random], str]) -> Disguise:
    def write(word: str, chance: random.Random) -> str | None:
        letters = [sign for sign in word if sign.isascii() and sign.isalpha()]
        return "".join(change(sign, chance) for sign in word) if letters else None

    return write


def _shifted(upper: int, lower: int) -> Callable[[str, random.Random], str]:
    def change(sign: str, chance: random.Random) -> str:
        del chance
        if "A" <= sign <= "Z":
            return chr(upper + ord(sign) - ord("A"))
        return chr(lower + ord(sign) - ord("a")) if "a" <= sign <= "z" else sign

    return change


def _from(table: dict[str, str]) -> Callable[[str, random.Random], str]:
    def change(sign: str, chance: random.Random) -> str:
        del chance
        return table.get(sign.lower(), sign)

    return change


def _wide(sign: str, chance: random.Random) -> str:
    del chance
    return chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign


def _backwards(word: str, chance: random.Random) -> str | None:
    del chance
    return word[::-1] if len(word) > 2 and _is_han(word) and word != word[::-1] else None


def _two(one: Disguise, other: Disguise) -> Disguise:
    def write(word: str, chance: random.Random) -> str | None:
        first = one(word, chance)
        return other(first, chance) if first else None

    return write


def _spoken_between(first: Disguise, kind: str) -> Disguise:
    """Disguised by sound and with a sign between the characters of what came out."""

    def write(word: str, chance: random.Random) -> str | None:
        said = first(word, chance) if _is_han(word) else None
        sign = chance.choice(_NOISE[kind])
        return sign.join(said.split(" ") if " " in said else said) if said else None

    return write


_homophone_all = _replaced(HOMOPHONES, whole=True)
DISGUISES: dict[str, Disguise] = {
    "plain": lambda word, _chance: word,
    "case": _latin(lambda sign, chance: chance.choice((sign.upper(), sign.lower(), sign.swapcase()))),
    "full_width": _latin(_wide),
    "traditional": _traditional,
    "ascii_signs": _between("ascii_signs"),
    "cjk_signs": _between("cjk_signs"),
    "other_signs": _between("other_signs"),
    "spaces": _between("spaces"),
    "emoji": _between("emoji"),
    "invisible": _between("invisible"),
    "line_breaks": _breaks,
    "repeated": _repeated,
    "pinyin": _pinyin(",_"),
    "pinyin_separated": _pinyin("_,-,.,*,',·"),
    "pinyin_toned": _pinyin(",_", toned=True),
    "pinyin_numbered": _numbered,
    "part_pinyin": _part_pinyin,
    "homophone_one": _replaced(HOMOPHONES, whole=False),
    "homophone_all": _homophone_all,
    "split_one": _split(whole=False),
    "split_all": _split(whole=True),
    "cyrillic_greek": _latin(lambda sign, chance: _from(chance.choice((_CYRILLIC, _GREEK)))(sign, chance)),
    "mathematical": _latin(_shifted(0x1D5D4, 0x1D5EE)),
    "circled": _latin(_shifted(0x24B6, 0x24D0)),
    "squared": _latin(lambda sign, chance: _shifted(0x1F170, 0x1F170)(sign.upper(), chance)),
    "alike": _replaced(ALIKE, whole=False),
    "reversed": _backwards,
    "traditional_signs": _two(_traditional, _between("other_signs")),
    "homophone_signs": _spoken_between(_homophone_all, "emoji"),
    "pinyin_signs": _spoken_between(_pinyin("_"), "other_signs"),
}
