from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from django.test import Client
from django.utils.translation import override

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.compliance import effective, forgiving, house_rules, house_tables, importing, keeping
from chaoxin.compliance.models import RulePack
from chaoxin.compliance.own_rules import applied
from chaoxin.compliance.row_checks import cleaned
from chaoxin.compliance.rule_tables import COLUMNS, BadTable, as_csv, read_csv
from chaoxin.compliance.rulebooks import of_the_house
from chaoxin.core.refusals import Invalid

ROW = {
    "name": "竞品",
    "words": ["某某奶茶", "另，一家"],
    "severity": "block",
    "innocent": ["某某奶茶店地址"],
    "substitutes": ["同类产品"],
    "why": '他们叫"某某"，不要提。',
    "platforms": ["wechat"],
    "valid_to": "2030-12-31",
    "exact": True,
    "industries": ["food", "real_estate"],
    "basis": "广告法",
    "basis_article": "第九条",
    "basis_effective": "2021-04-29",
    "must_hit": ["喝某某奶茶；好", "a|某某奶茶"],
    "must_miss": ["a|b"],
}


@pytest.fixture
def pack(cast: Cast) -> RulePack:
    made = keeping.create_pack(by=cast.lead, name="竞品")
    keeping.put_rule(made, ROW, by=cast.lead)
    keeping.put_rule(made, {"overrides": "superlative-sole", "severity": "warn"}, by=cast.lead)
    return made


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_what_is_carried_out_comes_back_the_same(cast: Cast, pack: RulePack, encoding: str) -> None:
    before = [{**rule.as_json(), "key": ""} for rule in keeping.rules_of(pack)]
    written = as_csv(pack)
    assert written.startswith(b"\xef\xbb\xbf")
    other = keeping.create_pack(by=cast.lead, name="副本")
    octets = written.decode("utf-8-sig").encode(encoding)
    assert importing.bring_in(other, octets, by=cast.lead) == 2
    assert [{**rule.as_json(), "key": ""} for rule in keeping.rules_of(other)] == before


def test_no_cell_is_a_formula_and_all_come_back(cast: Cast, pack: RulePack) -> None:
    rule = pack.rules.all()[0]
    rule.name, rule.words = "=HYPERLINK(1)", ["+加我", "'=加我"]
    rule.save()
    lines = list(csv.reader(io.StringIO(as_csv(pack).decode("utf-8-sig"))))
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@"))]
    row = next(row for row in read_csv(as_csv(pack)) if row["name"] == rule.name)
    assert row["words"] == rule.words


def test_rows_are_added_or_put_in_the_place_of_all(cast: Cast, pack: RulePack) -> None:
    table = "词,轻重\n新词一号,拦截\n".encode()
    assert importing.bring_in(pack, table, by=cast.lead) == 3
    assert importing.bring_in(pack, table, by=cast.lead, replace=True) == 1
    assert pack.rules.get().words == ["新词一号"]
    assert pack.rules.get().severity == "block"


def test_rules_that_are_there_keep_their_ids(cast: Cast, pack: RulePack) -> None:
    table, ids = as_csv(pack), [rule.pk for rule in pack.rules.all()]
    forgiven = f"own-{keeping.key_of(pack.rules.all()[0])}"
    keeping.switch_on(pack, by=cast.lead)
    forgiving.forgive(forgiven, "送到某某奶茶店", by=cast.lead)
    importing.bring_in(pack, "词\n新词一号\n".encode(), by=cast.lead)
    assert [rule.pk for rule in pack.rules.all()][:2] == ids
    keeping.switch_on(pack, by=cast.lead)
    counting = {rule.id: rule for rule in effective.of_workspace(cast.workspace).rules}
    assert "送到某某奶茶店" in counting[forgiven].innocent
    importing.bring_in(pack, table, by=cast.lead, replace=True)
    assert [rule.pk for rule in pack.rules.all()] == ids


def test_a_line_in_the_place_of_the_same_rule_changes_it(cast: Cast, pack: RulePack) -> None:
    own, changed = pack.rules.all()
    table = "名称,词,轻重,调整的内置规则\n,,提示,superlative-sole\n新的,新词一号,,\n竞品,另，一家|某某奶茶,提醒,\n"
    assert importing.bring_in(pack, table.encode(), by=cast.lead, replace=True) == 3
    first, second, third = pack.rules.all()
    assert (first.pk, first.severity) == (changed.pk, "note")
    assert (third.pk, third.severity, third.platforms) == (own.pk, "warn", [])
    assert second.words == ["新词一号"]


def test_tabs_and_semicolons_part_columns_too() -> None:
    for sign in "\t;":
        (row,) = read_csv(f"词{sign}可改成\n某某奶茶|另一家{sign}同类产品\n".encode())
        assert (row["words"], row["substitutes"]) == (["某某奶茶", "另一家"], ["同类产品"])


def test_every_line_that_makes_no_rule_is_named_and_nothing_is_taken(cast: Cast, pack: RulePack) -> None:
    table = "词,轻重,停用,生效日期\n好,拦截,,\n某某奶茶,严重,,\n另一家,,也许,\n第三家,,,2026-13-01\n\n行的,提醒,,\n"
    with pytest.raises(BadTable) as refusal:
        importing.bring_in(pack, table.encode(), by=cast.lead, replace=True)
    told = {complaint.line: complaint.sentence for complaint in refusal.value.complaints}
    assert list(told) == [2, 3, 4, 5]
    assert "太短" in told[2]
    assert "严重" in told[3]
    assert "也许" in told[4]
    assert "2026-13-01" in told[5]
    assert "第 2 行" in refusal.value.sentence
    assert pack.rules.count() == 2


def test_everything_that_is_wrong_with_a_line_is_named_with_its_column() -> None:
    table = (
        "词,轻重,平台,停用,生效日期,失效日期\n"
        "好|坏|某某奶茶,严重,火星网|木星网,也许,2026-13-01,昨天\n"
        "另一家,拦截,,,2026-02-01,2026-01-01\n"
    )
    with pytest.raises(BadTable) as refusal:
        read_csv(table.encode())
    told = [(complaint.line, complaint.column) for complaint in refusal.value.complaints]
    assert sorted(told[:-1]) == sorted(
        [
            *[(2, column) for column in ("词", "词", "轻重", "平台", "平台", "停用", "生效日期", "失效日期")],
        ]
    )
    assert told[-1] == (3, "失效日期")
    assert "2 行" in refusal.value.summary
    said = " ".join(complaint.sentence for complaint in refusal.value.complaints)
    for cell in ("好", "坏", "严重", "火星网", "木星网", "也许", "2026-13-01", "昨天"):
        assert f"“{cell}”" in said


def test_of_very_many_complaints_the_first_are_told_with_how_many_there_are() -> None:
    with pytest.raises(BadTable, match="一共 60 处，先列出前 50 处") as refusal:
        read_csv(("词,轻重\n" + "好,严重\n" * 30).encode())
    assert len(refusal.value.complaints) == 50


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("/(a+)+$/", "像是正则表达式"),
        ("国.*级", "像是正则表达式"),
        ("最.{0,3}好", "像是正则表达式"),
        (r"\d{11}", "像是正则表达式"),
        ("(?:最|第)好", "像是正则表达式"),
        ("C++", "符号不算"),
        ("！！", "符号不算"),
        ("好", "一个字到处都是"),
    ],
)
def test_a_word_that_cannot_be_looked_for_is_refused_by_what_is_wrong_with_it(word: str, said: str) -> None:
    with pytest.raises(Invalid, match=said) as refusal:
        cleaned({"words": [word]})
    assert word in refusal.value.sentence
    assert refusal.value.field == "words"


@pytest.mark.parametrize(
    "word", ["24/7", "[品牌]", "100%", "A/B 面", "Notepad++", "（新）茶", "v1.2", "¥99", "yes?", "a.b"]
)
def test_a_word_may_have_signs_of_its_own(word: str) -> None:
    assert cleaned({"words": [word]})["words"] == [word]


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        ("某某奶茶\n另一家\n".encode(), "列名"),
        ("词,颜色\n某某奶茶,红\n".encode(), "颜色"),
        ("词,轻重\n".encode(), "没有规则"),
        (b"", "列名"),
        (b"\xff\xff\xff", "编码"),
        (b"x" * (5 * 1024 * 1024 + 1), "5 MB"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_what_to_do(octets: bytes, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        read_csv(octets)


def test_sentences_stand_on_lines_or_between_strokes() -> None:
    table = '词,必须命中,不能命中,行业,说明\n某某奶茶,"一；一\n二|二",三|四,食品饮料|房地产,随便写\n'
    (row,) = read_csv(table.encode())
    assert (row["must_hit"], row["must_miss"]) == (["一；一", "二|二"], ["三", "四"])
    assert row["industries"] == ["food", "real_estate"]
    with pytest.raises(BadTable, match="钢铁"):
        read_csv("词,行业\n某某奶茶,钢铁\n".encode())


def test_the_rules_of_the_house_come_back_as_changes_that_change_nothing(cast: Cast) -> None:
    pack = keeping.create_pack(by=cast.lead, name="内置规则")
    octets = house_tables.as_csv(house_rules.Wanted())
    house = of_the_house().rules
    assert importing.bring_in(pack, octets, by=cast.lead) == len(house)
    changed = {rule.id: rule for rule in effective.with_rules(pack, keeping.rules_of(pack)).rules}
    for rule in house:
        as_it_was = replace(changed[rule.id], innocent=tuple(dict.fromkeys(changed[rule.id].innocent)))
        assert as_it_was == replace(rule, innocent=tuple(dict.fromkeys(rule.innocent)))
    keeping.switch_on(pack, by=cast.lead)


def test_lines_of_the_house_that_name_no_rule_are_rules_of_their_own(cast: Cast) -> None:
    lines = list(
        csv.DictReader(
            io.StringIO(house_tables.as_csv(house_rules.Wanted(pack="finance")).decode("utf-8-sig"))
        )
    )
    assert {line["类别"] for line in lines} == {"金融"}
    text = io.StringIO()
    writer = csv.DictWriter(text, list(lines[0]))
    writer.writeheader()
    writer.writerows({**line, "调整的内置规则": ""} for line in lines if line["词"])
    pack = keeping.create_pack(by=cast.lead, name="金融")
    assert importing.bring_in(pack, text.getvalue().encode(), by=cast.lead)
    own = keeping.rules_of(pack)[0]
    house = next(rule for rule in of_the_house().rules if rule.name == own.name)
    assert str(applied([], [("金融", own)])[0].basis) == str(house.basis)


def test_a_table_is_the_same_in_every_language_and_names_of_the_readers_are_known(
    cast: Cast, pack: RulePack
) -> None:
    written = as_csv(pack)
    with override("en"):
        assert as_csv(pack) == written
        (row,) = read_csv("词,轻重,行业\n某某奶茶,Block,Real estate|食品饮料\n".encode())
        assert (row["severity"], row["industries"]) == ("block", ["real_estate", "food"])
        assert len(read_csv(written)) == 2


def test_what_a_table_cannot_hold_is_named_in_it() -> None:
    lines = {
        line["调整的内置规则"]: line["说明"]
        for line in csv.DictReader(io.StringIO(house_tables.as_csv(house_rules.Wanted()).decode("utf-8-sig")))
    }
    for rule in of_the_house().rules:
        assert ("句式" in lines[rule.id]) == bool(rule.patterns)
        assert ("例外语境" in lines[rule.id]) == bool(rule.contexts)


def test_both_doors_give_the_rules_of_the_house_as_a_table(cast: Cast) -> None:
    page = sign_in(cast.viewer).get("/w/demo/compliance/rules/rules.csv?pack=finance")
    api = Client(headers=bearer(cast.editor)).get("/api/v1/compliance/rules.csv?pack=finance")
    assert page.content == api.content == house_tables.as_csv(house_rules.Wanted(pack="finance"))
    assert "attachment" in page["Content-Disposition"]


def test_the_columns_are_those_of_the_documentation() -> None:
    assert list(COLUMNS)[:3] == ["名称", "词", "轻重"]
