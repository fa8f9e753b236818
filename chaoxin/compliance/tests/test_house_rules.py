from __future__ import annotations

from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.compliance import house_rules
from chaoxin.compliance.house_rules import Wanted
from chaoxin.compliance.reading import packs

ADDRESS = "/w/demo/compliance/rules/"
API = "/api/v1/compliance/rules"


def test_a_page_shows_fifty_rules_and_leads_on(cast: Cast) -> None:
    client, total = sign_in(cast.viewer), len(house_rules.find(Wanted()))
    first, second = client.get(ADDRESS), client.get(f"{ADDRESS}?page=2")
    assert total > 100
    assert [len(page.context["page"].object_list) for page in (first, second)] == [50, 50]
    assert "?page=2" in first.content.decode()
    shown = [rule.id for _pack, rules in first.context["shown"] for rule in rules]
    after = [rule.id for _pack, rules in second.context["shown"] for rule in rules]
    assert len(set(shown + after)) == 100


def test_what_is_looked_for_stands_in_the_address_of_every_page(cast: Cast) -> None:
    answer = sign_in(cast.viewer).get(f"{ADDRESS}?severity=block")
    assert {rule.severity for _pack, rules in answer.context["shown"] for rule in rules} == {"block"}
    if answer.context["page"].has_next():
        assert "severity=block&amp;page=2" in answer.content.decode()


def test_rules_are_found_by_pack_and_word_on_the_page_and_in_the_api(cast: Cast, client: Client) -> None:
    pack = packs()[0]
    answer = sign_in(cast.viewer).get(f"{ADDRESS}?pack={pack.key}")
    assert [entry.key for entry, _rules in answer.context["shown"]] == [pack.key]
    headers = bearer(cast.editor)
    assert client.get(f"{API}?pack={pack.key}", headers=headers).json()["total"] == len(pack.rules)
    whole = client.get(API, headers=headers).json()
    assert (len(whole["items"]), whole["total"]) == (50, len(house_rules.find(Wanted())))
    found = client.get(f"{API}?q=全国第一", headers=headers).json()["total"]
    assert 0 < found < whole["total"]
    assert "没有符合条件的规则" in sign_in(cast.viewer).get(f"{ADDRESS}?q=没有这种词").content.decode()
