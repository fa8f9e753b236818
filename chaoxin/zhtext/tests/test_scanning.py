from __future__ import annotations

import mmap
from pathlib import Path

import pytest

from chaoxin.zhtext import automaton, signs
from chaoxin.zhtext.lexicon import Lexicon, Variant, Word
from chaoxin.zhtext.scanning import Found, Scanner

WORDS = [
    Word("加微信", key="contact"),
    Word("国家级"),
    Word("最佳"),
    Word("第一"),
    Word("全国第一品牌"),
    Word("微信", phonetic=True, near=("加", "联系", "扫")),
    Word("重庆火锅"),
    Word("天天特价"),
    Word("No.1"),
    Word("VX"),
    Word("免费领取"),
    Word("女装代理", initials=True),
    Word("绿色食品"),
    Word("100%有效"),
    Word("独一无二"),
    Word("加QQ群"),
    Word("skype"),
    Word("加VX"),
    Word("VX咨询"),
    Word("时时彩"),
    Word("TOP1"),
]
INNOCENT = ["第一次", "国家级公园"]
SCANNER = Scanner(Lexicon(WORDS, INNOCENT))


def found(text: str, word: str) -> Found | None:
    places = [one for one in SCANNER.scan(text, keep_innocent=True) if one.word.text == word]
    assert len(places) < 2
    return places[0] if places else None


@pytest.mark.parametrize(
    ("word", "written", "variant"),
    [
        ("加微信", "加微信", Variant.LITERAL),
        ("国家级", "國家級", Variant.FOLDED),
        ("国家级", "囯家级", Variant.FOLDED),
        ("VX", "🆅🆇", Variant.FOLDED),
        ("VX", "ⅤⅩ", Variant.FOLDED),
        ("No.1", "ｎｏ．１", Variant.FOLDED),
        ("全国第一品牌", "全国第①品牌", Variant.FOLDED),
        ("独一无二", "独一无②", Variant.FOLDED),
        ("独一无二", "独①无2", Variant.FOLDED),
        ("skype", "ѕkуpΣ", Variant.FOLDED),
        ("加QQ群", "加🐧群", Variant.SPLIT),
        ("加QQ群", "➕ 🐧 群", Variant.SPLIT),
        ("加QQ群", "加qq群", Variant.FOLDED),
        ("加微信", "加👍微\u200b信", Variant.SPACED),
        ("加微信", "加\n微\n信", Variant.SPACED),
        ("加微信", "加加微微信信", Variant.SPACED),
        ("天天特价", "天 天 特 价", Variant.SPACED),
        ("天天特价", "天\n天\n特\n价", Variant.SPACED),
        ("加微信", "加微亻言", Variant.SPLIT),
        ("加微信", "力口微人言", Variant.SPLIT),
        ("加微信", "➕微信", Variant.SPLIT),
        ("加微信", "jiaweixin", Variant.PINYIN),
        ("加微信", "jiā wēi xìn", Variant.PINYIN),
        ("加微信", "jia1wei1xin4", Variant.PINYIN),
        ("加微信", "加wei信", Variant.PINYIN),
        ("加QQ群", "jiaQQ群", Variant.PINYIN),
        ("加QQ群", "jiaqqqun", Variant.PINYIN),
        ("加VX", "jiaVX", Variant.PINYIN),
        ("VX咨询", "vxzixun", Variant.PINYIN),
        ("加微信", "jiawe1xin", Variant.PINYIN),
        ("加微信", "j1a we1 x1n", Variant.PINYIN),
        ("绿色食品", "lv5e5hipin", Variant.PINYIN),
        ("免费领取", "mianfe1l1ngqu", Variant.PINYIN),
        ("加微信", "jia1wei1xin", Variant.PINYIN),
        ("重庆火锅", "重qing火guo", Variant.PINYIN),
        ("绿色食品", "lü se shi pin", Variant.PINYIN),
        ("绿色食品", "lvse食品", Variant.PINYIN),
        ("女装代理", "nzdl", Variant.PINYIN),
        ("加微信", "佳薇新", Variant.HOMOPHONE),
        ("天天特价", "添天特价", Variant.HOMOPHONE),
        ("加微信", "信微加", Variant.REVERSED),
        ("加微信", "加好友吧好\n微友\n\n信", Variant.REVERSED),
        ("时时彩", "彩时时", Variant.REVERSED),
        ("时时彩", "日寸日寸彩", Variant.SPLIT),
        ("国家级", "国家级级级", Variant.SPACED),
        ("国家级", "国国国家级", Variant.SPACED),
        ("加微信", "加好\n微友\n信", Variant.REVERSED),
    ],
)
def test_a_word_is_found_in_disguise_at_its_exact_place(word: str, written: str, variant: Variant) -> None:
    for text in (f"这里说：\n{written}吧", written):
        one = found(text, word)
        assert one is not None
        assert (text[one.start : one.end], one.variant) == (written, variant)
        assert (one.confidence == 1) == (variant is Variant.LITERAL)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("天特价", "天天特价"),
        ("品牌VXA", "VX"),
        ("100有效", "100%有效x"),
        ("薇芯是一种花", "微信"),
        ("赠送第11名", "第一"),
        ("TOP11", "TOP1"),
        ("这是彩时代", "时时彩"),
        ("加好友\n" + "很长的一行" * 10 + "\n微笑\n信用", "加微信"),
        ("have vx", "加VX"),
        ("a1b2 x1n", "加微信"),
    ],
)
def test_what_is_another_word_is_not_found(text: str, word: str) -> None:
    assert found(text, word) is None


@pytest.mark.parametrize("text", ["jia wei xin B", "B，jia wei xin", "a1 jia wei xin"])
def test_letters_apart_from_pinyin_do_not_hide_it(text: str) -> None:
    one = found(text, "加微信")
    assert one is not None
    assert text[one.start : one.end] == "jia wei xin"


def test_a_homophone_of_two_characters_needs_a_word_near_it() -> None:
    near = found("加我薇芯", "微信")
    assert near is not None
    assert near.variant is Variant.HOMOPHONE
    assert found("加了很多很多很多很多很多很多很多很多很多很多很多很多薇芯", "微信") is None


@pytest.mark.parametrize(
    ("text", "word", "reason"),
    [
        ("这是我第一次来", "第一", "第一次"),
        ("这并非最佳的选择", "最佳", "negated"),
        ("“最佳”一词不能用", "最佳", "quoted"),
    ],
)
def test_an_innocent_place_is_answered_only_with_its_reason(text: str, word: str, reason: str) -> None:
    one = found(text, word)
    assert one is not None
    assert one.innocent == reason
    assert not [other for other in SCANNER.scan(text) if other.word.text == word]


def test_what_looks_and_sounds_alike_is_no_repetition() -> None:
    scanner = Scanner(Lexicon([Word("买卖文凭")]))
    assert [one.variant for one in scanner.scan("有買賣文憑的")] == [Variant.FOLDED]


@pytest.mark.parametrize("written", ["绿*泡*泡", "绿 泡 泡", "绿🎈泡🎈泡", "绿泡泡", "绿绿泡泡泡"])
def test_a_character_doubled_in_the_word_may_have_signs_between(written: str) -> None:
    text = f"来{written}找我"
    one = Scanner(Lexicon([Word("绿泡泡")])).scan(text)[0]
    assert text[one.start : one.end] == written


@pytest.mark.parametrize("written", ["兔费岭取", "免贾岭取", "勉责领取", "免贵岭娶"])
def test_one_character_may_look_like_the_word_and_others_sound_like_it(written: str) -> None:
    (one,) = Scanner(Lexicon([Word("免费领取")])).scan(f"现在{written}吧")
    assert one.start == 2
    assert 0.4 <= one.confidence < 0.8


@pytest.mark.parametrize(
    ("word", "written", "least"),
    [
        ("独一无二", "㹨一无二", 0.9),
        ("加微信", "咖微伩", 0.6),
        ("免费领取", "兔费翎取", 0.6),
        ("全国第一品牌", "全国第Ⅰ品牌", 0.9),
        ("全国第一品牌", "全国第I品牌", 0.75),
        ("独一无二", "独l无二", 0.75),
        ("TOP1", "T0P1", 0.7),
        ("TOP1", "topⅠ", 0.9),
        ("No.1", "N0.1", 0.7),
        ("skype", "5kyp3", 0.6),
        ("全国第一品牌", "全国🥇品牌", 0.85),
        ("加微信", "加微💌", 0.85),
    ],
)
def test_shapes_stand_for_characters_letters_and_digits(word: str, written: str, least: float) -> None:
    one = found(f"这家，{written}，不错", word)
    assert one
    assert (one.start, one.end) == (3, 3 + len(written))
    assert one.confidence >= least


@pytest.mark.parametrize("text", ["TOPIC", "top10", "stop1", "全国第il品牌", "5kyper"])
def test_letters_and_digits_of_other_words_stand_for_none(text: str) -> None:
    assert SCANNER.scan(text) == []


def test_what_looks_and_sounds_like_a_word_but_holds_another_is_none() -> None:
    scanner = Scanner(Lexicon([Word("太可怕了"), Word("污污的")]))
    assert scanner.scan("你也太奇葩了") == []
    assert scanner.scan("严重缺水，干的很") == []


@pytest.mark.parametrize("text", ["加微信信用卡", "请加加微信", "国家级级别"])
def test_a_character_that_begins_the_next_word_is_none_of_the_one_before(text: str) -> None:
    (one,) = Scanner(Lexicon([Word("加微信"), Word("国家级")])).scan(text)
    assert (text[one.start : one.end], one.variant) == (one.word.text, Variant.LITERAL)


def test_the_ends_of_lines_of_unequal_length_are_read_down() -> None:
    text = "大家都来加\n真的很微\n有信"
    one = found(text, "加微信")
    assert one is not None
    assert (one.start, one.end, one.variant) == (4, len(text), Variant.REVERSED)


def test_a_doubled_verb_is_no_drawn_out_word() -> None:
    (one,) = Scanner(Lexicon([Word("最好看")])).scan("买的人最好看看。")
    assert one.variant is Variant.LITERAL


@pytest.mark.parametrize("text", ["国家级级！", "，国国家级", "国国家级级"])
def test_before_and_behind_signs_it_is_one_of_the_word(text: str) -> None:
    (one,) = Scanner(Lexicon([Word("国家级")])).scan(text)
    assert (text[one.start : one.end], one.variant) == (text.strip("！，"), Variant.SPACED)


def test_a_doubled_character_is_not_made_of_what_follows_the_sentence() -> None:
    assert Scanner(Lexicon([Word("绿泡泡")])).scan("一只绿泡，泡菜一坛") == []


@pytest.mark.parametrize("behind", ["", "信", "信信信信信信信", "信" * 30 + "x", "\u0301" * 20, "，", "A"])
def test_what_was_weighed_before_is_weighed_the_same(behind: str) -> None:
    """In every surrounding as by a scanner that has seen nothing yet."""
    used = Scanner(Lexicon(WORDS, INNOCENT))
    for before in ("", "加", "ai", "，这里"):
        for written in ("加*微*信", "佳薇新", "jiaweixin", "jia1wei1xin1", "力口微亻言", "加薇信", "V X"):
            text = f"{before}{written}{behind}"
            used.scan(text)
            assert used.scan(text) == Scanner(used.lexicon).scan(text)
            assert used.scan("加*微*信吧" + text) == Scanner(used.lexicon).scan("加*微*信吧" + text)


def test_many_texts_answer_as_each_by_itself() -> None:
    texts = ["加微信", "", "信", "加\n微\n信", "ⅤⅩ", "x" * 20_000, "最佳"] * 3
    assert SCANNER.scan_many(texts) == [SCANNER.scan(text) for text in texts]


def test_no_character_is_too_special_to_be_read() -> None:
    special = (signs.table() >= signs.SPECIAL).nonzero()[0].tolist()
    assert len(special) > 10_000
    for start in range(0, len(special), 500):
        signs_of_it = [chr(point) for point in special[start : start + 500]]
        SCANNER.scan("加" + "信".join(signs_of_it) + "最佳")


def test_the_sign_that_stands_between_texts_parts_no_word() -> None:
    parted = found(f"真是最{signs.BETWEEN}佳", "最佳")
    assert parted
    assert (parted.start, parted.end, parted.variant) == (2, 5, Variant.SPACED)
    answers = SCANNER.scan_many([f"最{signs.BETWEEN}", "佳", f"{signs.BETWEEN}就最佳"])
    assert [[(one.start, one.end) for one in answer] for answer in answers] == [[], [], [(2, 4)]]


def test_a_lexicon_is_loaded_from_a_mapped_file(tmp_path: Path) -> None:
    path = tmp_path / "words.lexicon"
    path.write_bytes(SCANNER.lexicon.dump())
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        loaded = Scanner(Lexicon.load(memoryview(mapped)))
        text = "加微亻言，佳薇新，jiaweixin，全国第①品牌，nzdl"
        assert loaded.scan(text) == SCANNER.scan(text)
        del loaded


def test_what_is_no_lexicon_is_refused() -> None:
    with pytest.raises(ValueError, match="no lexicon"):
        Lexicon.load(b"something else, longer than the mark")


@pytest.mark.parametrize("maker", automaton.makers())
def test_by_whatever_means_the_same_is_found(maker: automaton.Maker) -> None:
    plain = Scanner(Lexicon(WORDS, INNOCENT, maker=maker))
    texts = [
        "加微信国家級最佳第一次",
        "力口微人言",
        "jia wei xin",
        "佳薇新",
        "信微加",
        "加好\n微友\n信吧",
        "v x 100%有效",
    ]
    assert plain.scan_many(texts, keep_innocent=True) == SCANNER.scan_many(texts, keep_innocent=True)


@pytest.mark.parametrize(
    ("word", "text", "span", "variant"),
    [
        ("国家级", "爱国。国家级品质", "国家级", Variant.LITERAL),
        ("加微信", "快加\n加微信", "加微信", Variant.LITERAL),
        ("天天", "今天，天天有货", "天天", Variant.LITERAL),
        ("1688", "1，1688", "1688", Variant.LITERAL),
        ("加微信", "加，加薇信", "加薇信", Variant.FOLDED),
        ("+V", "快+V了解", "+V", Variant.LITERAL),
        ("¥9", "只要¥9", "¥9", Variant.LITERAL),
        ("#VIP", "看#VIP", "#VIP", Variant.LITERAL),
        ("100%", "１００％有效", "１００％", Variant.FOLDED),
        ("1688", "１６８８", "１６８８", Variant.FOLDED),
    ],
)
def test_what_stands_before_a_word_does_not_disguise_it(
    word: str, text: str, span: str, variant: Variant
) -> None:
    found = Scanner(Lexicon([Word(word)])).scan(text)
    assert [(text[one.start : one.end], one.variant, one.crosses_sentence) for one in found] == [
        (span, variant, False)
    ]


def test_a_number_within_a_longer_one_is_none() -> None:
    assert Scanner(Lexicon([Word("1688")])).scan("１６８８８") == []


@pytest.mark.parametrize(
    ("word", "text"),
    [("二手车", "二手⻋"), ("全国最大", "全国最⼤"), ("中国银行", "中国银⾏"), ("大揭秘", "减肥大揭㊙")],
)
def test_a_radical_or_a_sign_at_the_end_is_read_as_its_character(word: str, text: str) -> None:
    assert [one.variant for one in Scanner(Lexicon([Word(word)])).scan(text)] == [Variant.FOLDED]


@pytest.mark.parametrize(
    ("word", "texts"),
    [
        ("黑社会", ["嗨嗨", "社会真乱"]),
        ("爱奇艺", ["呃呃", "奇艺会员"]),
        ("哈哈", ["①", "哈" * 10 + "好" * 55 + "①"]),
    ],
)
def test_a_text_is_read_alike_whatever_stands_beside_it(word: str, texts: list[str]) -> None:
    scanner = Scanner(Lexicon([Word(word)]))
    assert scanner.scan_many(texts) == [scanner.scan(text) for text in texts]


@pytest.mark.parametrize(
    ("words", "innocent"),
    [([Word("最\ud800好")], []), ([Word("最好", near=("\udfff",))], []), ([Word("最好")], ["\ud800最好"])],
)
def test_half_a_sign_is_refused_when_a_word_is_entered(words: list[Word], innocent: list[str]) -> None:
    with pytest.raises(ValueError, match="surrogate"):
        Lexicon(words, innocent)
    assert Lexicon([Word("最😀好")]).dump()


@pytest.mark.parametrize(
    "text",
    [
        *("加1️⃣微1️⃣信", "加1️⃣微信", "加ℹ️微ℹ️信", "加丨微信", "加丶微丶信", "加ー微ー信"),
    ],
)
def test_keycaps_strokes_and_kana_between_are_ornament(text: str) -> None:
    (found,) = (one for one in SCANNER.scan(text) if one.word.text == "加微信")
    assert (found.start, found.end, found.variant) == (0, len(text), Variant.SPACED)


def test_a_keycap_is_a_digit_all_the_same() -> None:
    assert [found.word.text for found in SCANNER.scan("第1️⃣")] == ["第一"]


@pytest.mark.parametrize("before", ["", "看\n", " ", "\n"])
def test_ends_of_lines_are_read_wherever_the_text_begins(before: str) -> None:
    scanner = Scanner(Lexicon([Word("世界第一")]))
    text = f"{before}世甲\n界甲\n第甲\n一甲乙"
    (found,) = scanner.scan(text)
    assert found.word.text == "世界第一"
    assert scanner.scan_many(["x", text, text]) == [[], [found], [found]]


def test_one_bit_of_a_lexicon_that_is_another_is_noticed() -> None:
    dumped = bytearray(SCANNER.lexicon.dump())
    for place in range(len(dumped) // 2, len(dumped), 9973):
        dumped[place] ^= 4
        with pytest.raises(ValueError, match="damaged"):
            Lexicon.load(bytes(dumped))
        dumped[place] ^= 4


@pytest.mark.parametrize("text", ["ji4we1x1n", "jiawe1xin", "j1awei xin"])
def test_digits_stand_for_the_letters_that_they_look_like(text: str) -> None:
    assert "加微信" in {found.word.text for found in SCANNER.scan(f"请{text}。")}
