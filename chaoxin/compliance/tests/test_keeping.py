from __future__ import annotations

from typing import Any

import pytest

from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import Cast
from chaoxin.compliance import effective, forgiving, judging, keeping
from chaoxin.compliance.blanks import blanks
from chaoxin.compliance.models import CompanyRule, RejudgedContent, Rejudging, RulePack
from chaoxin.core.refusals import Invalid, NotAllowed

from .conftest import content_of


def pack_with(cast: Cast, *rows: dict[str, Any], name: str = "竞品", priority: int = 100) -> RulePack:
    pack = keeping.create_pack(by=cast.lead, name=name, priority=priority)
    for row in rows:
        keeping.put_rule(pack, row, by=cast.lead)
    return pack


def level(cast: Cast, text: str) -> str:
    return judging.look(content_of(text), cast.workspace).level


def test_words_count_from_when_the_pack_is_switched_on_and_only_in_the_company(cast: Cast) -> None:
    pack = pack_with(cast, {"words": ["某某奶茶"], "severity": "block", "substitutes": ["同类产品"]})
    assert level(cast, "比某某奶茶好喝") == "allow"
    made = keeping.switch_on(pack, by=cast.lead, note="首批")
    assert made.number == 1
    opinion = judging.look(content_of("比某*某*奶*茶好喝"), cast.workspace)
    assert opinion.level == "block"
    (finding,) = opinion.findings
    assert (finding.substitutes, finding.variant) == (("同类产品",), "spaced")
    assert opinion.rule_versions["竞品"] == 1
    assert judging.look(content_of("比某某奶茶好喝"), cast.other_workspace).level == "allow"
    keeping.switch_off(pack, by=cast.lead)
    assert level(cast, "比某某奶茶好喝") == "allow"


def test_what_is_edited_counts_with_the_next_version_and_an_earlier_one_comes_back(cast: Cast) -> None:
    pack = pack_with(cast, {"words": ["某某奶茶"], "severity": "block"})
    first = keeping.switch_on(pack, by=cast.lead)
    assert keeping.switch_on(pack, by=cast.lead) == first
    keeping.put_rule(pack, {"words": ["另一家"], "severity": "block"}, by=cast.lead, rule=pack.rules.get())
    assert keeping.has_changes(pack)
    assert (level(cast, "某某奶茶"), level(cast, "另一家")) == ("block", "allow")
    assert keeping.switch_on(pack, by=cast.lead).number == 2
    assert (level(cast, "某某奶茶"), level(cast, "另一家")) == ("allow", "block")
    keeping.restore(first, by=cast.lead)
    assert keeping.switch_on(pack, by=cast.lead).number == 3
    assert (level(cast, "某某奶茶"), level(cast, "另一家")) == ("block", "allow")


def test_a_rule_of_the_house_is_made_lighter_switched_off_widened_and_narrowed(cast: Cast) -> None:
    text = "送礼首选"
    assert level(cast, text) == "block"
    rows: list[tuple[dict[str, Any], str]] = [
        ({"severity": "confirm"}, "confirm"),
        ({"off": True}, "allow"),
        ({"innocent": ["送礼首选"]}, "allow"),
    ]
    for number, (values, expected) in enumerate(rows):
        pack = pack_with(cast, {"overrides": "superlative-preferred", **values}, name=f"调整 {number}")
        keeping.switch_on(pack, by=cast.lead)
        assert level(cast, text) == expected, values
        keeping.switch_off(pack, by=cast.lead)
    pack = pack_with(cast, {"overrides": "superlative-preferred", "words": ["懂的都懂"]}, name="加词")
    keeping.switch_on(pack, by=cast.lead)
    assert (level(cast, text), level(cast, "懂的都懂")) == ("block", "block")


def test_of_packs_that_disagree_the_one_with_the_higher_priority_is_right(cast: Cast) -> None:
    for name, priority, severity in (("轻", 10, "warn"), ("重", 20, "block"), ("中", 15, "confirm")):
        row = {"overrides": "superlative-sole", "severity": severity}
        keeping.switch_on(pack_with(cast, row, name=name, priority=priority), by=cast.lead)
    assert level(cast, "独家配方") == "block"
    strongest = RulePack.objects.get(name="重")
    keeping.change_pack(strongest, by=cast.lead, name="重", priority=1)
    assert level(cast, "独家配方") == "confirm"


def test_every_process_sees_a_change_by_one_query(
    cast: Cast, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    pack = pack_with(cast, {"words": ["某某奶茶"]})
    keeping.switch_on(pack, by=cast.lead)
    before = effective.of_workspace(cast.workspace)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert effective.of_workspace(cast.workspace) is before
    keeping.put_rule(pack, {"words": ["另一家"]}, by=cast.lead)
    keeping.switch_on(pack, by=cast.lead)
    assert effective.of_workspace(cast.workspace) is not before


def test_a_switch_has_what_waits_judged_again_and_stands_in_the_audit_trail(cast: Cast) -> None:
    pack = pack_with(cast, {"words": ["某某奶茶"]})
    assert not Rejudging.objects.exists()
    keeping.switch_on(pack, by=cast.lead)
    assert "竞品" in Rejudging.objects.get().reason
    assert not RejudgedContent.objects.exists()
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"rule_pack.create", "rule.put", "rule_pack.switch_on"} <= verbs


def test_a_false_alarm_is_let_pass_by_that_rule_alone(cast: Cast) -> None:
    text = "本店是独家代言的首选之地"
    rules = {finding.rule for finding in judging.look(content_of(text), cast.workspace).findings}
    assert "superlative-preferred" in rules
    pack = forgiving.forgive("superlative-preferred", "首选之地", by=cast.lead)
    assert pack is not None
    assert forgiving.forgive("superlative-preferred", "首选之地", by=cast.lead) is None
    forgiving.forgive("superlative-preferred", "首选之城", by=cast.lead)
    assert CompanyRule.objects.get().innocent == ["首选之地", "首选之城"]
    left = {finding.rule for finding in judging.look(content_of(text), cast.workspace).findings}
    assert left == rules - {"superlative-preferred"}
    assert level(cast, "送礼首选") == "block"
    with pytest.raises(Invalid):
        forgiving.forgive("no-such-rule", "首选之地", by=cast.lead)


def test_a_companys_own_rule_is_forgiven_too(cast: Cast) -> None:
    keeping.switch_on(pack_with(cast, {"words": ["某某奶茶"], "severity": "block"}), by=cast.lead)
    (finding,) = judging.look(content_of("某某奶茶店地址"), cast.workspace).findings
    forgiving.forgive(finding.rule, "某某奶茶店地址", by=cast.lead)
    assert (level(cast, "某某奶茶店地址"), level(cast, "某某奶茶")) == ("allow", "block")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "words"),
        ({"words": ["好"]}, "words"),
        ({"words": ["字" * 41]}, "words"),
        ({"words": ["某某奶茶"], "innocent": ["某某奶茶"]}, "innocent"),
        ({"words": ["某某奶茶"], "severity": "fatal"}, "severity"),
        ({"words": ["某某奶茶"], "category": "x"}, "category"),
        ({"words": ["某某奶茶"], "platforms": ["nowhere"]}, "platforms"),
        ({"words": ["某某奶茶"], "valid_from": "2026-02-30"}, "valid_from"),
        ({"words": ["某某奶茶"], "valid_from": "2026-02-02", "valid_to": "2026-02-01"}, "valid_to"),
        ({"words": ["某某奶茶"], "off": True}, "off"),
        ({"overrides": "no-such-rule", "off": True}, "overrides"),
        ({"overrides": "superlative-sole"}, "severity"),
    ],
)
def test_values_that_make_no_rule_are_refused_by_field(
    cast: Cast, values: dict[str, Any], field: str
) -> None:
    pack = keeping.create_pack(by=cast.lead, name="竞品")
    with pytest.raises(Invalid) as refusal:
        keeping.put_rule(pack, values, by=cast.lead)
    assert refusal.value.field == field
    assert not CompanyRule.objects.exists()


def test_a_rule_is_changed_once_a_pack_and_a_pack_that_counts_is_not_deleted(cast: Cast) -> None:
    row = {"overrides": "superlative-sole", "severity": "warn"}
    pack = pack_with(cast, row)
    with pytest.raises(Invalid, match="已经调整过"):
        keeping.put_rule(pack, row, by=cast.lead)
    keeping.switch_on(pack, by=cast.lead)
    with pytest.raises(keeping.StillOn):
        keeping.delete_pack(pack, by=cast.lead)
    keeping.switch_off(pack, by=cast.lead)
    keeping.delete_pack(pack, by=cast.lead)
    assert not RulePack.objects.exists()


@pytest.mark.parametrize("blank", blanks())
def test_packs_that_only_a_company_can_fill_begin_with_examples(cast: Cast, blank: str) -> None:
    pack = keeping.create_pack(by=cast.lead, name="", blank=blank)
    assert pack.name == blanks()[blank].name
    assert pack.rules.count() == len(blanks()[blank].rows) > 0
    word = pack.rules.get().words[0]
    assert level(cast, f"关于{word}的消息") == "allow"
    keeping.switch_on(pack, by=cast.lead)
    assert judging.look(content_of(f"关于{word}的消息"), cast.workspace).findings


def test_a_name_is_needed_and_given_once(cast: Cast) -> None:
    keeping.create_pack(by=cast.lead, name="竞品")
    for name in ("竞品", "  "):
        with pytest.raises(Invalid) as refusal:
            keeping.create_pack(by=cast.lead, name=name)
        assert refusal.value.field == "name"
    with pytest.raises(Invalid, match="还没有规则"):
        keeping.switch_on(RulePack.objects.get(), by=cast.lead)


def test_only_those_with_the_right_change_rules(cast: Cast) -> None:
    pack = keeping.create_pack(by=cast.lead, name="竞品")
    for act in (
        lambda: keeping.create_pack(by=cast.editor, name="别的"),
        lambda: keeping.put_rule(pack, {"words": ["某某奶茶"]}, by=cast.editor),
        lambda: keeping.switch_on(pack, by=cast.editor),
        lambda: forgiving.forgive("superlative-sole", "独家代言", by=cast.editor),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_rule_of_tomorrow_says_nothing_today(cast: Cast) -> None:
    rows = [
        {"words": ["昨天的活动"], "valid_to": "2020-01-01"},
        {"words": ["明天的活动"], "valid_from": "2090-01-01"},
        {"words": ["今天的活动"], "valid_from": "2020-01-01", "valid_to": "2090-01-01"},
    ]
    keeping.switch_on(pack_with(cast, *rows), by=cast.lead)
    levels = [level(cast, f"{day}的活动") for day in ("昨天", "今天", "明天")]
    assert levels == ["allow", "confirm", "allow"]
