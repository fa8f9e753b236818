from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.compliance import judging, keeping, sentences
from chaoxin.compliance.models import CompanyRule, RulePack
from chaoxin.compliance.own_rules import own_rule_of
from chaoxin.compliance.reading import packs
from chaoxin.compliance.sentences import SentencesFail
from chaoxin.core.refusals import Invalid

from .conftest import content_of
from .test_pack_doors import ADDRESS, JSON, rule_form

TESTED = {
    "words": ["某某奶茶"],
    "severity": "block",
    "innocent": ["某某奶茶店地址"],
    "must_hit": ["比某某奶茶好喝", "某*某*奶*茶"],
    "must_miss": ["某某奶茶店地址在哪", "桂花乌龙"],
}


@pytest.fixture
def pack(cast: Cast) -> RulePack:
    return keeping.create_pack(by=cast.lead, name="竞品")


def wrong(pack: RulePack, cast: Cast, **values: Any) -> list[tuple[str, str, str]]:
    """What is wrong with the sentences of a rule put into the pack: kind, sentence, why."""
    row = keeping.put_rule(pack, values, by=cast.lead)
    found = sentences.failing(pack, [keeping.value_of(row)])
    row.delete()
    return [(entry.kind, entry.sentence, entry.why) for entry in found]


def test_sentences_that_come_out_as_they_say_let_the_pack_be_switched_on(cast: Cast, pack: RulePack) -> None:
    keeping.put_rule(pack, TESTED, by=cast.lead)
    assert sentences.failing(pack, keeping.rules_of(pack)) == []
    assert keeping.switch_on(pack, by=cast.lead).rules[0]["must_hit"] == TESTED["must_hit"]


def test_a_sentence_fails_with_its_reason(cast: Cast, pack: RulePack) -> None:
    told = wrong(
        pack,
        cast,
        **{
            **TESTED,
            "must_hit": ["另一家的茶", "某某奶茶店地址"],
            "must_miss": ["喝某某奶茶"],
        },
    )
    assert [(kind, sentence) for kind, sentence, _why in told] == [
        ("must_hit", "另一家的茶"),
        ("must_hit", "某某奶茶店地址"),
        ("must_miss", "喝某某奶茶"),
    ]
    assert told[0][2] == "没有命中。"
    assert "放过的说法" in told[1][2]
    assert "某某奶茶" in told[2][2]


def test_a_rule_is_tried_where_and_when_it_counts(cast: Cast, pack: RulePack) -> None:
    narrow = {
        "platforms": ["weibo"],
        "industries": ["finance"],
        "valid_from": "2090-01-01",
        "valid_to": "2091-01-01",
    }
    assert wrong(pack, cast, **TESTED, **narrow) == []


def test_a_changed_rule_of_the_house_is_tried_as_changed_and_alone(cast: Cast, pack: RulePack) -> None:
    change = {"overrides": "superlative-preferred", "severity": "confirm", "innocent": ["首选之地"]}
    good = {"must_hit": ["送礼首选"], "must_miss": ["首选之地", "全国第一"]}
    assert wrong(pack, cast, **change, **good) == []
    ((kind, sentence, why),) = wrong(pack, cast, **change, must_miss=["送礼首选"])
    assert (kind, sentence) == ("must_miss", "送礼首选")
    assert "需确认" in why
    ((_kind, _sentence, why),) = wrong(
        pack, cast, overrides="superlative-preferred", off=True, must_hit=["送礼首选"]
    )
    assert "停用" in why


def test_every_rule_of_the_house_keeps_its_own_sentences_when_it_is_changed_to_itself(
    cast: Cast, pack: RulePack
) -> None:
    rows = [
        {
            "overrides": rule.id,
            "must_hit": list(rule.tests.hit),
            "must_miss": list(rule.tests.miss),
        }
        for house in packs()
        for rule in house.rules
        if rule.words or rule.patterns
    ]
    keeping.replace_rules(pack, rows, by=cast.lead)
    assert sentences.failing(pack, keeping.rules_of(pack)) == []


def test_a_companys_own_rule_changed_by_another_pack_is_tried(cast: Cast, pack: RulePack) -> None:
    row = keeping.put_rule(pack, TESTED, by=cast.lead)
    keeping.switch_on(pack, by=cast.lead)
    other = keeping.create_pack(by=cast.lead, name="放过", priority=10)
    change = {"overrides": f"own-{keeping.key_of(row)}", "innocent": ["喝某某奶茶"]}
    assert wrong(other, cast, **change, must_hit=["送某某奶茶"], must_miss=["喝某某奶茶"]) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"must_hit": ["长" * 501]}, "must_hit"),
        ({"must_miss": [f"第{number}句" for number in range(101)]}, "must_miss"),
        ({"must_hit": ["同一句"], "must_miss": ["同一句"]}, "must_miss"),
        ({"industries": ["steel"]}, "industries"),
        ({"words": ["某某\ud800奶茶"]}, "words"),
        ({"why": "原\x00因"}, "why"),
        ({"basis_article": "第九条"}, "basis"),
        ({"basis_effective": "2026-02-30", "basis": "广告法"}, "basis_effective"),
    ],
)
def test_sentences_industries_and_basis_are_refused_by_field(
    cast: Cast, pack: RulePack, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        keeping.put_rule(pack, {"words": ["某某奶茶"], **values}, by=cast.lead)
    assert refusal.value.field == field


def test_failing_sentences_are_kept_and_shown_and_stop_the_switch_on_the_page(
    cast: Cast, pack: RulePack
) -> None:
    client = sign_in(cast.lead)
    form = rule_form(words="某某奶茶", must_hit="另一家的茶\r\n某某奶茶", must_miss="来杯|某某奶茶")
    shown = client.post(f"{ADDRESS}{pack.pk}/sentences/try/", form).content.decode()
    assert "3 句例句里有 2 句对不上" in shown
    assert client.post(f"{ADDRESS}{pack.pk}/rules/new/", form).status_code == 302
    rule = CompanyRule.objects.get()
    assert (rule.must_hit, rule.must_miss) == (["另一家的茶", "某某奶茶"], ["来杯|某某奶茶"])
    assert "另一家的茶" in client.get(f"/w/demo/compliance/rules/own/{rule.pk}/").content.decode()
    listed = sign_in(cast.viewer).get(f"{ADDRESS}{pack.pk}/sentences/").content.decode()
    assert "来杯|某某奶茶" in listed
    refused = client.post(f"{ADDRESS}{pack.pk}/on/", {"note": "首批"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "没有启用：2 句例句" in page
    assert "另一家的茶" in page
    assert f"/rules/own/{rule.pk}/" in page
    assert 'value="首批"' in page
    assert judging.look(content_of("某某奶茶"), cast.workspace).level == "allow"
    client.post(f"/w/demo/compliance/rules/own/{rule.pk}/", rule_form(words="某某奶茶", must_hit="某某奶茶"))
    assert client.post(f"{ADDRESS}{pack.pk}/on/").status_code == 302
    assert judging.look(content_of("某某奶茶"), cast.workspace).level == "confirm"


def test_the_same_by_api(cast: Cast, pack: RulePack) -> None:
    api = Client(headers=bearer(cast.lead))
    address = f"/api/v1/compliance/packs/{pack.pk}"
    told = {**TESTED, "must_hit": ["另一家的茶"], "industries": ["food"]}
    made = api.post(f"{address}/rules", json.dumps(told), content_type=JSON)
    assert made.status_code == 201
    assert made.json()["industries"] == ["food"]
    (failing,) = made.json()["failing"]
    assert (failing["kind"], failing["sentence"]) == ("must_hit", "另一家的茶")
    assert api.get(f"{address}/sentences").json() == {"sentences": 3, "failing": [failing]}
    refused = api.post(f"{address}/on", "{}", content_type=JSON)
    assert (refused.status_code, refused.json()["code"]) == (422, "sentences_fail")
    assert "另一家的茶" in refused.json()["errors"][0]["message"]
    changed = api.put(
        f"/api/v1/compliance/company-rules/{made.json()['id']}", json.dumps(TESTED), content_type=JSON
    )
    assert changed.json()["failing"] == []
    assert api.post(f"{address}/on", "{}", content_type=JSON).status_code == 200


def test_a_pack_of_which_one_sentence_fails_makes_no_version(cast: Cast, pack: RulePack) -> None:
    keeping.put_rule(pack, TESTED, by=cast.lead)
    keeping.put_rule(pack, {**TESTED, "words": ["另一家"], "must_hit": ["不会命中"]}, by=cast.lead)
    with pytest.raises(SentencesFail) as refusal:
        keeping.switch_on(pack, by=cast.lead)
    assert "不会命中" in refusal.value.sentence
    assert not RulePack.objects.get().versions.exists()


def test_rules_of_an_industry_count_for_companies_of_it_alone(cast: Cast, pack: RulePack) -> None:
    cast.workspace.industry = "food"
    row = {"words": ["某某奶茶"], "severity": "block", "industries": ["food", "retail"]}
    keeping.put_rule(pack, row, by=cast.lead)
    keeping.switch_on(pack, by=cast.lead)
    for industry, level in (("food", "block"), ("finance", "allow"), ("", "allow")):
        judged = content_of("某某奶茶")
        judged = type(judged)(**{**judged.__dict__, "industry": industry})
        assert judging.look(judged, cast.workspace).level == level
    assert "食品饮料" in sign_in(cast.viewer).get(f"{ADDRESS}{pack.pk}/").content.decode()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "公司规则包“竞品”"),
        ({"basis": "品牌手册第 3 页"}, "品牌手册第 3 页"),
        (
            {"basis": "广告法", "basis_article": "第九条", "basis_effective": "2021-04-29"},
            "《广告法》第九条（2021-04-29 起施行）",
        ),
        ({"basis": "《广告法》", "basis_article": "第九条"}, "《广告法》第九条"),
    ],
)
def test_the_basis_is_told_with_article_and_date(
    cast: Cast, pack: RulePack, values: dict[str, Any], said: str
) -> None:
    keeping.put_rule(pack, {"words": ["某某奶茶"], **values}, by=cast.lead)
    keeping.switch_on(pack, by=cast.lead)
    assert judging.look(content_of("某某奶茶"), cast.workspace).findings[0].basis == said


def test_a_version_from_before_these_fields_counts_and_comes_back(cast: Cast, pack: RulePack) -> None:
    keeping.put_rule(pack, {"words": ["某某奶茶"], "severity": "block"}, by=cast.lead)
    version = keeping.switch_on(pack, by=cast.lead)
    new = ("industries", "basis_article", "basis_effective", "must_hit", "must_miss")
    version.rules = [{name: value for name, value in version.rules[0].items() if name not in new}]
    version.save()
    assert own_rule_of(version.rules[0]).industries == ()
    assert not keeping.has_changes(RulePack.objects.get())
    assert keeping.switch_on(RulePack.objects.get(), by=cast.lead) == version
    keeping.restore(version, by=cast.lead)
    assert keeping.switch_on(RulePack.objects.get(), by=cast.lead) == version
    assert judging.look(content_of("某某奶茶"), cast.workspace).level == "block"
