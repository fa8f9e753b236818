from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.compliance import judging, keeping, subjects, trying
from chaoxin.compliance.models import CompanyRule, RulePack
from chaoxin.compliance.subjects import Standing, Subject, Wanted

from .conftest import content_of

JSON = "application/json"
ADDRESS = "/w/demo/compliance/rules/packs/"


@pytest.fixture
def pack(cast: Cast) -> RulePack:
    return keeping.create_pack(by=cast.lead, name="竞品")


@pytest.fixture
def held(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Contents of a room above, by title, that the test may fill; those beginning with S are scheduled."""
    texts: dict[str, str] = {}

    def supply(actor: object, wanted: Wanted) -> list[Subject]:
        found = []
        for title, text in texts.items():
            standing = Standing.SCHEDULED if title.startswith("S") else Standing.DRAFT
            if standing in wanted.standings:
                found.append(Subject(cast.workspace, title, f"/at/{title}", content_of(text), standing))
        return found

    monkeypatch.setattr(subjects, "_suppliers", {"test": supply})
    return texts


def rule_form(**values: Any) -> dict[str, Any]:
    return {"words": "", "category": "company", **values}


def test_a_pack_from_first_to_last_on_the_pages(cast: Cast) -> None:
    client = sign_in(cast.lead)
    made = client.post(f"{ADDRESS}new/", {"name": "竞品", "priority": "50"})
    pack = RulePack.objects.get()
    assert (made.status_code, made["Location"]) == (302, f"{ADDRESS}{pack.pk}/")
    saved = client.post(
        f"{ADDRESS}{pack.pk}/rules/new/", rule_form(words="某某奶茶\n另一家", severity="block")
    )
    assert saved.status_code == 302
    rule = CompanyRule.objects.get()
    assert rule.words == ["某某奶茶", "另一家"]
    assert judging.look(content_of("某某奶茶"), cast.workspace).level == "allow"
    client.post(f"{ADDRESS}{pack.pk}/on/", {"note": "首批"})
    assert judging.look(content_of("某某奶茶"), cast.workspace).level == "block"
    page = client.get(f"{ADDRESS}{pack.pk}/").content.decode()
    assert "在用 v1" in page
    assert "首批" in page
    client.post(f"/w/demo/compliance/rules/own/{rule.pk}/", rule_form(words="第三家"))
    assert "有改动未启用" in client.get(ADDRESS).content.decode()
    client.post(f"{ADDRESS}{pack.pk}/versions/1/restore/")
    assert pack.rules.get().words == ["某某奶茶", "另一家"]
    client.post(f"{ADDRESS}{pack.pk}/off/")
    client.post(f"{ADDRESS}{pack.pk}/delete/")
    assert not RulePack.objects.exists()


def test_what_makes_no_rule_comes_back_with_what_was_typed(cast: Cast, pack: RulePack) -> None:
    answer = sign_in(cast.lead).post(
        f"{ADDRESS}{pack.pk}/rules/new/", rule_form(words="好", why="写过的原因")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "太短" in page
    assert "写过的原因" in page


def test_a_long_list_is_searched_and_filtered(cast: Cast, pack: RulePack) -> None:
    for number in range(60):
        severity = "block" if number == 7 else "warn"
        keeping.put_rule(pack, {"words": [f"示例词{number:02}号"], "severity": severity}, by=cast.lead)
    client = sign_in(cast.viewer)
    assert len(client.get(f"{ADDRESS}{pack.pk}/").context["page"]) == 50
    found = client.get(f"{ADDRESS}{pack.pk}/?q=示例词33").context["page"]
    assert [rule.words for rule in found] == [["示例词33号"]]
    found = client.get(f"{ADDRESS}{pack.pk}/?severity=block").context["page"]
    assert [rule.words for rule in found] == [["示例词07号"]]


def test_a_sentence_is_tried_on_the_rule_that_is_being_written(cast: Cast, pack: RulePack) -> None:
    keeping.put_rule(pack, {"words": ["某某奶茶"], "severity": "block"}, by=cast.lead)
    client = sign_in(cast.lead)
    address = f"{ADDRESS}{pack.pk}/try/"
    assert 'class="mark-block"' in client.post(address, {"text": "比某某奶茶好"}).content.decode()
    unsaved = rule_form(words="另一家", severity="warn", text="另·一·家不行")
    page = client.post(address, unsaved).content.decode()
    assert 'class="mark-warn"' in page
    replaced = {**unsaved, "written_over": str(pack.rules.get().pk), "text": "某某奶茶"}
    assert "没有命中" in client.post(address, replaced).content.decode()
    assert "太短" in client.post(address, {**unsaved, "words": "好"}).content.decode()
    assert "里的符号不算" in client.post(address, {**unsaved, "words": "[(）"}).content.decode()
    assert pack.rules.count() == 1


def test_a_change_tells_what_it_would_newly_hit_and_what_it_eases(
    cast: Cast, pack: RulePack, held: dict[str, str]
) -> None:
    held |= {"甲": "比某某奶茶好喝", "S乙": "某-某-奶-茶来了", "丙": "今天上新", "丁": "独家配方"}
    keeping.put_rule(pack, {"words": ["某某奶茶"], "severity": "block"}, by=cast.lead)
    keeping.put_rule(pack, {"overrides": "superlative-sole", "off": True}, by=cast.lead)
    effect = trying.effect_of(pack, by=cast.lead)
    assert (effect.looked_at, effect.total, effect.eased) == (4, 2, 1)
    assert effect.counts == {Standing.SCHEDULED: 1, Standing.DRAFT: 1}
    first = effect.hits[0]
    assert (first.subject.title, first.before, first.after) == ("S乙", "allow", "block")
    assert first.findings[0].quoted == "某-某-奶-茶"
    page = sign_in(cast.viewer).get(f"{ADDRESS}{pack.pk}/effect/").content.decode()
    assert 'href="/at/S乙"' in page
    assert "新命中 2 份内容、共 2 处（查了 4 份内容）" in page
    assert "其中 2 份现在能通过" in page
    told = Client(headers=bearer(cast.editor)).get(f"/api/v1/compliance/packs/{pack.pk}/effect").json()
    assert (told["total"], told["counts"]) == (2, {"scheduled": 1, "draft": 1})
    assert (told["places"], told["stopped"]) == (2, 2)
    keeping.switch_on(pack, by=cast.lead)
    assert trying.effect_of(pack, by=cast.lead).total == 0


def test_what_another_rule_says_of_the_same_place_already_is_nothing_new(
    cast: Cast, pack: RulePack, held: dict[str, str]
) -> None:
    held["甲"] = "我们是全国第一"
    keeping.put_rule(pack, {"words": ["全国第一"], "severity": "warn"}, by=cast.lead)
    assert trying.effect_of(pack, by=cast.lead).total == 0


def test_a_table_with_bad_lines_is_refused_on_the_page_and_a_good_one_taken(
    cast: Cast, pack: RulePack
) -> None:
    client = sign_in(cast.lead)
    bad = SimpleUploadedFile("规则.csv", "词\n好\n".encode())
    answer = client.post(f"{ADDRESS}{pack.pk}/import/", {"file": bad})
    assert answer.status_code == 422
    assert "第 2 行" in answer.content.decode()
    good = SimpleUploadedFile("规则.csv", "词\n某某奶茶\n".encode("gbk"))
    assert client.post(f"{ADDRESS}{pack.pk}/import/", {"file": good}).status_code == 302
    exported = client.get(f"{ADDRESS}{pack.pk}/rules.csv")
    assert "某某奶茶" in exported.content.decode("utf-8-sig")
    assert "attachment" in exported["Content-Disposition"]


def test_a_rule_of_the_house_is_adjusted_from_its_page(cast: Cast) -> None:
    client = sign_in(cast.lead)
    assert "为本公司调整" in client.get("/w/demo/compliance/rules/?q=首选").content.decode()
    assert "为本公司调整" not in sign_in(cast.viewer).get("/w/demo/compliance/rules/").content.decode()
    answer = client.post("/w/demo/compliance/rules/adjust/", {"rule": "superlative-preferred"})
    page = client.get(answer["Location"])
    assert page.context["form"].initial["overrides"] == "superlative-preferred"
    client.post(answer["Location"], rule_form(overrides="superlative-preferred", severity="confirm"))
    again = client.post("/w/demo/compliance/rules/adjust/", {"rule": "superlative-preferred"})
    assert again["Location"].endswith(f"/rules/own/{CompanyRule.objects.get().pk}/")


def test_a_pack_shows_changes_that_add_no_words(cast: Cast, pack: RulePack) -> None:
    keeping.put_rule(pack, {"overrides": "superlative-sole", "severity": "warn"}, by=cast.lead)
    keeping.put_rule(pack, {"words": ["某某奶茶"]}, by=cast.lead)
    for actor in (cast.lead, cast.viewer):
        page = sign_in(actor).get(f"{ADDRESS}{pack.pk}/").content.decode()
        assert "superlative-sole" in page
        assert ">某某奶茶<" in page


def test_the_rules_of_the_house_are_filtered_by_category_and_industry(cast: Cast) -> None:
    client = sign_in(cast.viewer)
    shown = client.get("/w/demo/compliance/rules/?category=finance").context["shown"]
    assert {rule.category for _pack, rules in shown for rule in rules} == {"finance"}
    assert "finance" in {pack.key for pack, _rules in shown}
    shown = client.get("/w/demo/compliance/rules/?industry=education&severity=block").context["shown"]
    assert {rule.severity for _pack, rules in shown for rule in rules} == {"block"}
    assert {pack.key for pack, _rules in shown} == {"education"}


def test_the_same_by_api(cast: Cast) -> None:
    api = Client(headers=bearer(cast.lead))

    def post(address: str, **told: Any) -> Any:
        return api.post(f"/api/v1/compliance/{address}", json.dumps(told), content_type=JSON)

    pack = post("packs", name="竞品", blank="competitors").json()
    assert (pack["on"], pack["rules"]) == (False, 1)
    made = post(f"packs/{pack['id']}/rules", words=["某某奶茶"], severity="block")
    assert made.status_code == 201
    assert post(f"packs/{pack['id']}/rules", words=["好"]).json()["field"] == "words"
    assert post(f"packs/{pack['id']}/try", text="某某奶茶").json()["level"] == "block"
    assert post(f"packs/{pack['id']}/on", note="首批").json()["number"] == 1
    told = post("check", fields={"text": "某某奶茶"}).json()
    assert told["level"] == "block"
    forgiven = post(f"rules/{told['findings'][0]['rule']}/forgive", phrase="某某奶茶店地址")
    assert forgiven.status_code == 200
    assert post("check", fields={"text": "某某奶茶店地址"}).json()["level"] == "allow"
    listed = api.get(f"/api/v1/compliance/packs/{pack['id']}/rules").json()
    assert listed["total"] == 2
    file = SimpleUploadedFile("规则.csv", "词\n新词一号\n".encode())
    taken = api.post(f"/api/v1/compliance/packs/{pack['id']}/import", {"file": file, "replace": "true"})
    assert taken.json() == {"rules": 1}
    assert "新词一号" in api.get(f"/api/v1/compliance/packs/{pack['id']}/rules.csv").content.decode(
        "utf-8-sig"
    )
    assert api.delete(f"/api/v1/compliance/packs/{pack['id']}").json()["code"] == "still_on"
    assert post(f"packs/{pack['id']}/off").json()["on"] is False
    assert api.delete(f"/api/v1/compliance/packs/{pack['id']}").status_code == 204


def test_packs_of_others_are_not_found_and_editors_change_nothing(cast: Cast, pack: RulePack) -> None:
    stranger = Client(headers=bearer(cast.stranger))
    assert stranger.get(f"/api/v1/compliance/packs/{pack.pk}").status_code == 404
    assert sign_in(cast.editor).post(f"{ADDRESS}{pack.pk}/on/").status_code == 403
    assert sign_in(cast.editor).get(f"{ADDRESS}{pack.pk}/").status_code == 200


def test_a_changed_rule_of_the_house_is_called_by_its_name(cast: Cast) -> None:
    pack = keeping.create_pack(by=cast.lead, name="调整")
    rule = keeping.put_rule(pack, {"overrides": "superlative-preferred", "off": True}, by=cast.lead)
    page = sign_in(cast.lead).get(f"/w/demo/compliance/rules/packs/{pack.pk}/").content.decode()
    assert f'/{rule.pk}/">绝对化用语“首选”一类</a>' in page
    unknown = keeping.put_rule(pack, {"overrides": "superlative-first", "off": True}, by=cast.lead)
    unknown.overrides = "rule-of-an-earlier-release"
    assert str(unknown) == "rule-of-an-earlier-release"
