"""Switching a pack where many drafts wait."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels.models import Channel
from chaoxin.compliance import keeping, overriding, trying
from chaoxin.compliance.models import QueuedFinding, Rejudging, RulePack, Verdict
from chaoxin.compliance.subjects import Standing
from chaoxin.content import looking_over
from chaoxin.content.models import Draft, Variant
from chaoxin.content.testing import rows
from chaoxin.content.testing.worker import work_off
from chaoxin.core import clock

MANY = 200


def write(cast: Cast, posts: Channel) -> None:
    """Every other draft names a rival."""
    member = cast.editor.membership
    assert member
    drafts = Draft.objects.bulk_create(
        Draft(
            workspace=cast.workspace,
            title=f"第 {number} 稿",
            body=f"比隔壁茶庄香，第 {number} 批" if number % 2 else f"今天上新了，第 {number} 批",
            author=member,
            writers=[str(member.pk)],
            updated_at=clock.now() - timedelta(hours=1),
        )
        for number in range(MANY)
    )
    Variant.objects.bulk_create(Variant(draft=draft, channel=posts, format="post") for draft in drafts)


def rivals(cast: Cast) -> RulePack:
    pack = keeping.create_pack(by=cast.lead, name="竞品")
    keeping.put_rule(pack, {"name": "竞品", "words": ["隔壁茶庄"], "severity": "block"}, by=cast.lead)
    return pack


def test_what_a_switch_would_hit_is_said_of_all_by_few_queries(
    cast: Cast, posts: Channel, django_assert_max_num_queries: Any
) -> None:
    write(cast, posts)
    pack = rivals(cast)
    with django_assert_max_num_queries(40):
        effect = trying.effect_of(pack, by=cast.lead)
    assert (effect.looked_at, effect.total, effect.cut_short) == (MANY, MANY // 2, False)
    assert effect.counts[Standing.DRAFT] == MANY // 2


def test_the_preview_says_how_many_will_pass_no_more_and_the_run_finds_as_many(
    cast: Cast, posts: Channel
) -> None:
    settled, own, advised = (
        rows.draft_with(cast.editor, posts, title=title, body=body)
        for title, body in (
            ("放行过的", "全国第一的茶，比隔壁茶庄香"),
            ("本来能通过的", "比隔壁茶庄香，隔壁茶庄也知道"),
            ("只是提醒", "新茶到店"),
        )
    )
    pack = rivals(cast)
    keeping.put_rule(pack, {"name": "上新", "words": ["新茶"], "severity": "warn"}, by=cast.lead)
    rows.draft_with(cast.editor, posts, title="本来就拦着的", body="全国第一，比隔壁茶庄香")
    Draft.objects.update(updated_at=clock.now() - timedelta(hours=1))
    looking_over.take_turn()
    overriding.override(
        Verdict.objects.get(subject_id=str(settled.variants.get().pk)), by=cast.reviewer, reason="有证明材料"
    )
    effect = trying.effect_of(pack, by=cast.lead)
    assert (effect.total, effect.places, effect.stopped) == (4, 5, 2)
    keeping.switch_on(pack, by=cast.lead)
    work_off()
    run = Rejudging.objects.get(state="done")
    assert run.worse == effect.stopped
    assert {row.title.split("（")[0] for row in run.contents.exclude(passes=True).exclude(passed=False)} == {
        settled.title,
        own.title,
    }
    assert advised.title not in {row.title for row in run.contents.filter(passes=False)}


def test_all_are_judged_by_the_rules_that_count_then(
    cast: Cast, posts: Channel, django_assert_max_num_queries: Any
) -> None:
    write(cast, posts)
    pack = rivals(cast)
    with django_assert_max_num_queries(60):
        keeping.switch_on(pack, by=cast.lead)
    work_off()
    assert Rejudging.objects.get(state="done").done == MANY
    assert Verdict.objects.filter(level="block").count() == MANY // 2
    assert QueuedFinding.objects.filter(state="open", quoted="隔壁茶庄").count() == MANY // 2
    with django_assert_max_num_queries(60):
        keeping.switch_off(pack, by=cast.lead)
