"""What the house's rules say has an English text wherever it is shown; what a company's rules say stays as it is."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.compliance import batches, house_words, judging, keeping
from chaoxin.compliance.advice import parted
from chaoxin.compliance.asking import Where
from chaoxin.compliance.house_rules import Wanted, find
from chaoxin.compliance.models import BatchCheck, Verdict
from chaoxin.compliance.reading import packs
from chaoxin.compliance.texts.items import Item
from chaoxin.compliance.values import Finding, Severity

from .conftest import content_of

CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Words of texts that rules are about, names of instruments, and marks of registration numbers.
LEFT_CHINESE = re.compile(r"“[^”]*”|\([\u4e00-\u9fff]+\)|国妆[特进字]+")
RULES = [rule for pack in packs() for rule in pack.rules]
TEXT = "国家级好茶，全国第一的茶，原价199元现价99元，种草一款好茶，下单链接在主页"
BY_NAME = "《广告法》第九条第（三）项（2021-04-29 起施行）"
IN_ENGLISH = "Advertising Law (广告法) art. 9(3), in force since 2021-04-29"


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """The language that a page was told in ends with the test."""
    with translation.override(None):
        yield


@pytest.fixture
def check(cast: Cast) -> BatchCheck:
    return batches.begin(
        [batches.Asked(Item("", {"text": TEXT}))], name="一段", where=Where("weibo"), by=cast.lead
    )


@pytest.fixture
def reader(cast: Cast) -> Client:
    client = sign_in(cast.lead)
    client.post(reverse("accounts:profile"), {"name": "李负责", "language": "en", "theme": "auto"})
    return client


def in_english(text: object, rule: str = "") -> str:
    with translation.override("en"):
        return house_words.told(text, rule)


def finding(rule: str, why: str, name: str = "名") -> Finding:
    return Finding("text", 0, 2, "最好", rule, name, Severity.WARN, "依据", why)


def _english_part(told: str) -> str:
    return LEFT_CHINESE.sub("", LEFT_CHINESE.sub("", told))


def of_a_company(cast: Cast, **row: object) -> Verdict:
    pack = keeping.create_pack(by=cast.owner, name="食品")
    keeping.put_rule(pack, {"words": ["别家"], **row}, by=cast.owner)
    keeping.switch_on(pack, by=cast.owner)
    return judging.judge(
        content_of("比别家好"), workspace=cast.workspace, subject=cast.workspace, by=cast.editor
    )


def test_every_text_of_a_pack_that_is_shown_has_an_english_one() -> None:
    spoken = [text for text, _pack in house_words.spoken()]
    assert len(set(spoken)) > 500
    chinese = {text: told for text in spoken if CHINESE.search(_english_part(told := in_english(text)))}
    assert chinese == {}
    assert [text for text in spoken if in_english(text) == text] == []


def test_what_is_shown_of_rules_is_among_these_texts() -> None:
    spoken = {text for text, _pack in house_words.spoken()}
    shown = {pack.name for pack in packs()} | {text for rule in RULES for text in (rule.name, rule.why)}
    shown |= {context.why for rule in RULES for context in rule.contexts}
    shown |= {text for rule in RULES for text in parted(tuple(rule.all_substitutes))[1]}
    assert shown <= spoken


@pytest.mark.parametrize("ground", sorted({str(rule.basis) for rule in RULES}))
def test_a_ground_names_its_instrument_and_article_in_english(ground: str) -> None:
    told = in_english(ground)
    assert not CHINESE.search(_english_part(told))
    assert "《" not in told


def test_a_ground_reads_as_it_is_cited() -> None:
    assert in_english(BY_NAME) == IN_ENGLISH
    assert house_words.told(BY_NAME) == BY_NAME


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if "{evidence}" in rule.why], ids=lambda rule: rule.id
)
def test_a_reason_that_was_kept_with_its_evidence_is_told_with_it(rule: object) -> None:
    kept = rule.why.replace("{evidence}", "“种草”、“下单”")  # type: ignore[attr-defined]
    told = in_english(kept)
    assert "“种草”, “下单”" in told
    assert not CHINESE.search(_english_part(told))
    assert house_words.told(kept) == kept


def test_a_reason_that_is_held_by_a_change_is_told_with_the_change() -> None:
    rule = RULES[0]
    told = in_english(rule.why + house_words.HELD.format(makers="李负责"), rule.id)
    assert told.startswith(in_english(rule.why))
    assert "only because 李负责 changed them recently" in told


def test_what_a_company_says_stays_even_where_the_house_says_the_same() -> None:
    name, why = RULES[0].name, RULES[0].why
    own = finding("own-1", why, name)
    changed = finding(RULES[0].id, "法务要求先看。")
    with translation.override("en"):
        assert house_words.finding_told(own) == own
        assert house_words.finding_told(changed).why == "法务要求先看。"


def test_what_the_house_says_of_a_company_s_rule_is_told(cast: Cast) -> None:
    [kept] = of_a_company(cast).worst_first
    with translation.override("en"):
        told = house_words.finding_told(kept)
    assert (kept.why, kept.basis) == ("“食品”要求留意这个说法。", "公司规则包“食品”")
    assert (told.why, told.basis) == (
        "“食品” asks to watch out for this wording.",
        "Company rule pack “食品”",
    )


def test_substitutes_stay_and_advice_is_told() -> None:
    rule = next(rule for rule in RULES if rule.id == "price-compared")
    suggested = (*rule.all_substitutes, "优惠价")
    kept = Finding("text", 0, 2, "原价", rule.id, "", Severity.WARN, "", "", substitutes=suggested)
    with translation.override("en"):
        told = house_words.finding_told(kept)
    assert "(State when and where the compared price applied)" in told.advice
    assert told.substitutes == kept.substitutes
    assert "优惠价" in told.substitutes


def test_that_words_can_be_left_out_is_told_where_it_is_read() -> None:
    with translation.override("en"):
        assert house_words.replacements_told(("很好的", "删去")) == ("很好的", "(remove it)")


def test_a_verdict_names_the_packs_by_which_it_was_judged(cast: Cast, reader: Client) -> None:
    path = f"/w/demo/compliance/verdicts/{of_a_company(cast).pk}/"
    versions = {pack.key: pack.version for pack in packs()}
    told = reader.get(path).content.decode()
    assert f"Absolute claims v{versions['superlatives']}" in told
    assert "食品 v1" in told
    chinese = sign_in(cast.owner).get(path).content.decode()
    assert f"绝对化用语 v{versions['superlatives']}" in chinese
    assert f"superlatives v{versions['superlatives']}" not in chinese


def test_pages_and_reports_tell_the_same_kept_finding_to_each_reader(
    cast: Cast, reader: Client, check: BatchCheck
) -> None:
    path = f"/w/demo/compliance/check/{check.pk}"
    named, why = "Absolute claim “第一” (No. 1) with a scope", "means the same as “最佳”, which the law bans"
    for page in (f"{path}/", f"{path}/report.html"):
        told = reader.get(page).content.decode()
        assert [said for said in (f">{named}<", why, IN_ENGLISH) if said not in told] == []
        assert ">绝对化用语“第一”（带范围）<" in sign_in(cast.owner).get(page).content.decode()
    document = zipfile.ZipFile(io.BytesIO(reader.get(f"{path}/report.docx").content))
    assert why in document.read("word/comments.xml").decode()


def test_the_api_tells_findings_in_the_language_of_its_reader(cast: Cast, check: BatchCheck) -> None:
    found = {}
    for language in ("zh-hans", "en"):
        client = Client(headers={**bearer(cast.lead), "Accept-Language": language})
        shown = client.get(f"/api/v1/compliance/checks/{check.pk}").json()
        items = client.get(f"/api/v1/compliance/checks/{check.pk}/items").json()["items"]
        looked = client.post(
            "/api/v1/compliance/check", {"fields": {"text": TEXT}}, content_type="application/json"
        )
        rules = client.get("/api/v1/compliance/rules?q=superlative-ranked-first").json()
        found[language] = str((shown, items, looked.json()["findings"], rules))
    assert "(State when and where the compared price applied)" in found["en"]
    assert "（写明对比价的时间和地点）" in found["zh-hans"]
    assert found["en"].count(IN_ENGLISH) == found["zh-hans"].count(BY_NAME) > 1


def test_the_house_s_rules_are_found_by_what_the_reader_reads() -> None:
    assert find(Wanted(q="swear words")) == []
    with translation.override("en"):
        assert [rule.name for _pack, rule in find(Wanted(q="swear words"))] == ["粗口口头禅"]
        assert find(Wanted(q="粗口口头禅"))
