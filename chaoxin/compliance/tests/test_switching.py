"""Switching on a pack of all rules keeps nobody waiting, and its page follows what is judged again by it."""

from __future__ import annotations

from typing import Any

import pytest

from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.compliance import (
    effective,
    house_rules,
    house_tables,
    importing,
    keeping,
    rejudging_turns,
    rulebooks,
    subjects,
    trying,
)
from chaoxin.compliance.models import Rejudging, RulePack
from chaoxin.compliance.subjects import Standing, Subject, Wanted
from chaoxin.zhtext import lexicon

from .conftest import content_of

PACKS = "/w/demo/compliance/rules/packs/"


@pytest.fixture
def pack(cast: Cast) -> RulePack:
    """All rules of the house, taken in from their own table."""
    made = keeping.create_pack(by=cast.lead, name="全部")
    importing.bring_in(made, house_tables.as_csv(house_rules.Wanted()), by=cast.lead, replace=True)
    return made


@pytest.fixture
def held(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    texts = ["这款茶全国第一", "爱买不买"]

    def supply(actor: object, wanted: Wanted) -> list[Subject]:
        if Standing.DRAFT not in wanted.standings or wanted.hand:
            return []
        return [
            Subject(cast.workspace, f"稿 {number}", f"/at/{number}", content_of(text), Standing.DRAFT)
            for number, text in enumerate(texts)
        ]

    monkeypatch.setattr(subjects, "_suppliers", {"test": supply})
    return texts


def test_the_table_of_the_house_taken_in_again_changes_nothing(cast: Cast, pack: RulePack) -> None:
    after = effective.with_rules(pack, keeping.rules_of(pack))
    assert rulebooks.differing(rulebooks.of_the_house(), after) == ((), ())


def test_switching_on_makes_no_search_ready_for_each_sentence(
    cast: Cast, pack: RulePack, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.switch_on(pack, by=cast.owner)
    keeping.switch_off(pack, by=cast.owner)
    made, build = [], lexicon.Lexicon.__init__

    def counted(self: lexicon.Lexicon, *told: Any) -> None:
        made.append(told)
        build(self, *told)

    monkeypatch.setattr(lexicon.Lexicon, "__init__", counted)
    rule = pack.rules.exclude(must_hit=[]).first()
    assert rule is not None
    rule.words = [*rule.words, "某某奶茶"]
    rule.save()
    keeping.switch_on(pack, by=cast.owner)
    assert len(made) <= 3


@pytest.mark.parametrize("few", [0, 1_000])
def test_the_preview_is_the_same_however_many_rules_differ(
    cast: Cast, pack: RulePack, held: list[str], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "FEW", few)
    pack.rules.filter(overrides="superlative-ranked-first").update(severity="confirm")
    effect = trying.effect_of(pack, by=cast.lead)
    assert (effect.looked_at, effect.total, effect.hits[0].before, effect.hits[0].after) == (
        2,
        1,
        "block",
        "confirm",
    )
    assert effect.stopped == 0, "it does not pass as it is"
    pack.rules.filter(overrides="superlative-ranked-first").update(severity="block")
    pack.rules.filter(overrides="abuse-curse").update(off=True)
    effect = trying.effect_of(pack, by=cast.lead)
    assert (effect.total, effect.eased) == (0, 1)


def test_a_preview_of_very_many_contents_answers_in_time_and_says_how_far_it_came(
    cast: Cast, pack: RulePack, held: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pack.rules.filter(overrides="superlative-ranked-first").update(severity="confirm")
    moments = iter([0.0, 1.0, trying.MOST_SECONDS + 1.0])
    monkeypatch.setattr(trying, "monotonic", lambda: next(moments))
    page = sign_in(cast.lead).get(f"{PACKS}{pack.pk}/effect/").content.decode()
    assert "只查了离发布最近的 1 份" in page


def test_the_page_of_a_pack_follows_the_judging_that_a_switch_began(
    cast: Cast, pack: RulePack, held: list[str]
) -> None:
    client, address = sign_in(cast.lead), f"{PACKS}{pack.pk}/"
    assert "pack-rejudged" not in client.get(address).content.decode()
    pack.rules.filter(overrides="superlative-ranked-first").update(severity="confirm")
    client.post(f"{address}on/", {"note": ""})
    part = f'hx-get="{address}rejudged/"'
    assert part in client.get(address).content.decode()
    assert "正在统计" in client.get(f"{address}rejudged/").content.decode()
    begun = Rejudging.objects.get()
    Rejudging.objects.update(total=200, done=50)
    assert "50 / 200" in client.get(f"{address}rejudged/").content.decode()
    Rejudging.objects.update(total=None, done=0)
    assert rejudging_turns.take_turn() == 1
    ended = client.get(f"{address}rejudged/").content.decode()
    assert part not in ended
    assert f'href="/w/demo/compliance/centre/rejudgings/{begun.pk}/"' in ended
    assert "不再通过 1 份" in ended
    assert "查了 2 份内容" in ended


def test_what_another_pack_began_is_not_shown_once_it_is_done(cast: Cast, pack: RulePack, held: Any) -> None:
    other = keeping.create_pack(by=cast.lead, name="竞品")
    keeping.put_rule(other, {"words": ["别家"]}, by=cast.lead)
    keeping.switch_on(other, by=cast.lead)
    client, address = sign_in(cast.lead), f"{PACKS}{pack.pk}/"
    assert "pack-rejudged" in client.get(address).content.decode()
    assert rejudging_turns.take_turn() == 1
    assert "pack-rejudged" not in client.get(address).content.decode()
