"""What is being written appears in 合规中心 once it was put down, and goes when it is put away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F

from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.channels.models import Channel
from chaoxin.compliance import handling, judging, rejudging, rejudging_turns, trend
from chaoxin.compliance.causes import cause
from chaoxin.compliance.models import QueuedFinding, Verdict
from chaoxin.content import adapting, drafting, looking_over, packing, reviewing
from chaoxin.content.models import Draft
from chaoxin.content.testing import rows

CENTRE = "/w/demo/compliance/centre/"
BLOCKED = "全国第一的茶，一口回甘。"


def waiting() -> list[str]:
    """Words of what waits in the queue."""
    return sorted(QueuedFinding.objects.filter(state="open").values_list("quoted", flat=True))


def later(minutes: float = 3.0) -> int:
    """So many minutes go by, and the worker takes a turn."""
    passed = timedelta(minutes=minutes)
    Draft.objects.update(updated_at=F("updated_at") - passed, looked_over_at=F("looked_over_at") - passed)
    return looking_over.take_turn()


@pytest.fixture
def draft(cast: Cast, posts: Channel) -> Draft:
    return rows.draft_with(cast.editor, posts, title="秋茶", body=BLOCKED)


def change(draft: Draft, body: str, cast: Cast) -> Draft:
    draft.refresh_from_db()
    return drafting.save(draft, expected_number=draft.number, by=cast.editor, body=body, automatic=True)


def test_a_draft_is_in_the_queue_once_nobody_writes_on_it(cast: Cast, draft: Draft) -> None:
    assert later(1) == 0
    assert waiting() == []
    assert later(1.5) == 1
    (found,) = QueuedFinding.objects.filter(state="open", quoted__contains="第一")
    assert (found.standing, found.url, found.author) == (
        "draft",
        f"/w/demo/drafts/{draft.pk}/",
        cast.editor.membership,
    )
    assert later() == 0, "what has not been changed is not looked at again"


def test_what_is_being_written_while_rules_change_makes_no_noise(cast: Cast, draft: Draft) -> None:
    rejudging.rules_changed(cast.workspace, why=cause("pack_changed", name="新规则"))
    rejudging_turns.take_turn()
    assert waiting() == []
    later()
    assert waiting() != []


def test_a_written_draft_without_findings_leaves_no_verdict(cast: Cast, posts: Channel) -> None:
    rows.draft_with(cast.editor, posts, title="秋茶", body="新茶到店，周六下午试喝。")
    assert later() == 1
    assert Verdict.objects.count() == 0


def test_what_was_mended_is_gone_and_what_was_decided_holds_in_the_next_text(
    cast: Cast, draft: Draft
) -> None:
    later()
    (found,) = QueuedFinding.objects.filter(state="open", quoted__contains="第一")
    handling.dismiss([found], by=cast.reviewer)
    change(draft, BLOCKED + "周六见。", cast)
    later()
    assert found.quoted not in waiting(), "nobody is asked twice about the same words of a draft"
    change(draft, "一口回甘。", cast)
    later()
    assert waiting() == []


def test_texts_that_were_written_anew_count_in_no_figure(cast: Cast, draft: Draft) -> None:
    for number in range(3):
        change(draft, f"{BLOCKED}第 {number} 稿。", cast)
        later()
    assert Verdict.objects.count() == 3
    assert Verdict.objects.filter(outdated=False).count() == 1
    assert {line.total for line in trend.trend(cast.reviewer).lines} == {1}
    variant = draft.variants.get()
    change(draft, f"{BLOCKED}第 0 稿。", cast)
    later()
    variant.refresh_from_db()
    current = Verdict.objects.get(outdated=False)
    assert current.content_hash == packing.pack(variant).hash, "an older text that is back counts again"


def test_what_was_handed_in_counts_though_it_was_written_anew(cast: Cast, draft: Draft) -> None:
    later()
    with pytest.raises(reviewing.NotFit):
        reviewing.submit_for_review(draft, by=cast.editor)
    change(draft, BLOCKED + "周六见。", cast)
    later()
    assert Verdict.objects.filter(outdated=False).count() == 2


def test_what_was_found_goes_with_its_account_and_with_its_draft(
    cast: Cast, draft: Draft, articles: Channel
) -> None:
    adapting.add(draft, articles, by=cast.editor)
    later()
    both = len(waiting())
    adapting.remove(draft.variants.get(channel=articles), by=cast.editor)
    later()
    assert 0 < len(waiting()) < both
    drafting.archive(draft, by=cast.editor)
    assert waiting() == []
    draft.refresh_from_db()
    drafting.unarchive(draft, by=cast.editor)
    later()
    assert waiting() != []


def test_a_draft_that_cannot_be_read_keeps_no_other_waiting(
    cast: Cast, draft: Draft, posts: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = rows.draft_with(cast.editor, posts, title="坏的", body=BLOCKED)
    judge = judging.judge_written

    def fails(subject, **told):  # type: ignore[no-untyped-def]
        if subject.row.draft_id == broken.pk:
            raise RuntimeError("a rule is broken")
        judge(subject, **told)

    monkeypatch.setattr(judging, "judge_written", fails)
    assert later() == 2
    assert {row.title for row in QueuedFinding.objects.all()} == {f"秋茶（{posts.name}）"}
    assert later() == 0


def test_the_page_says_what_is_not_judged_yet(cast: Cast, draft: Draft) -> None:
    client = sign_in(cast.reviewer)
    page = client.get(CENTRE).content.decode()
    assert "1 篇稿件改过以后还没有检查" in page
    assert f"/w/demo/drafts/{draft.pk}/" in page
    later()
    assert "还没有检查" not in client.get(CENTRE).content.decode()
    assert "都检查完了" in client.get(f"{CENTRE}still-judged/").content.decode()
    rejudging.rules_changed(cast.workspace, why=cause("pack_changed", name="新规则"))
    assert "正在重新检查" in client.get(CENTRE).content.decode()


def test_a_stranger_is_told_of_no_draft(cast: Cast, draft: Draft) -> None:
    client = sign_in(cast.stranger)
    assert client.get(CENTRE).status_code == 404
