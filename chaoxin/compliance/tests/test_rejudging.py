from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership
from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.compliance import judging, overriding, rejudging, rejudging_turns, subjects
from chaoxin.compliance.causes import cause
from chaoxin.compliance.models import QueuedFinding, RejudgedContent, Rejudging, Verdict
from chaoxin.compliance.subjects import Standing, Subject, Wanted
from chaoxin.compliance.values import JudgedContent, Severity
from chaoxin.core import clock, worker_identity
from chaoxin.core.models import Fact
from chaoxin.core.refusals import Invalid, NotAllowed

from .conftest import content_of
from .rules_of_a_test import ChangingRules

JSON = "application/json"
COUNT = 30


class Shelf:
    """Contents of a test, told of as a higher room tells of its own."""

    def __init__(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cast = cast
        self.texts: dict[Standing, list[str]] = {
            Standing.SCHEDULED: [f"排期 {number}" for number in range(COUNT)],
            Standing.DRAFT: ["稿件"],
            Standing.PUBLISHED: ["已经上线"],
        }
        monkeypatch.setattr(subjects, "_suppliers", {"shelf": self.supply})

    def supply(self, actor: Actor, wanted: Wanted) -> Iterator[Subject]:
        if actor.workspace != self.cast.workspace:
            return
        for standing in wanted.standings:
            for text in self.texts.get(standing, []):
                yield self.subject(text, standing)

    def subject(self, text: str, standing: Standing) -> Subject:
        return Subject(
            self.cast.workspace,
            text,
            f"/w/demo/{standing}/",
            content_of(text),
            standing,
            self.cast.editor.membership,
        )

    def judged(self) -> None:
        """Everything has been judged before."""
        for standing, texts in self.texts.items():
            for text in texts:
                subject = self.subject(text, standing)
                judging.judge(
                    subject.judged, workspace=self.cast.workspace, subject=subject.row, by=self.cast.editor
                )


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> ChangingRules:
    return ChangingRules(monkeypatch)


@pytest.fixture
def shelf(cast: Cast, rules: ChangingRules, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    made = Shelf(cast, monkeypatch)
    made.judged()
    return made


def run() -> Rejudging:
    assert rejudging_turns.take_turn() == 1
    return Rejudging.objects.order_by("-created_at")[0]


def told() -> list[str]:
    return [fact.payload["content_hash"] for fact in Fact.objects.filter(name="verdict.failed_again")]


def test_what_a_changed_rule_hits_is_found_and_told_of(
    cast: Cast, shelf: Shelf, rules: ChangingRules
) -> None:
    rules.words = {"排期 7": Severity.BLOCK, "稿件": Severity.CONFIRM}
    begun = rejudging.rules_changed(cast.workspace, why=cause("pack_changed", name="规则包更新"))
    assert (begun.total, begun.percent) == (None, None)
    done = run()
    assert (done.state, done.total, done.done, done.worse, done.percent) == (
        "done",
        COUNT + 1,
        COUNT + 1,
        2,
        100,
    )
    assert told() == [content_of("排期 7").hash], "a draft needs nobody to hold it"
    assert not judging.passes(cast.workspace, content_of("排期 7").hash)
    assert {row.standing for row in QueuedFinding.objects.filter(state="open")} == {"scheduled", "draft"}
    assert Fact.objects.filter(name="contents.rejudged").count() == 1
    assert rejudging_turns.take_turn() == 0


def test_every_row_with_the_same_content_counts(
    cast: Cast, shelf: Shelf, rules: ChangingRules, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where one text goes to several accounts of a platform."""
    rows = [cast.workspace, *Membership.objects.order_by("pk")[:2]]

    def supply(actor: Actor, wanted: Wanted) -> Iterator[Subject]:
        if Standing.SCHEDULED in wanted.standings:
            yield from (replace(shelf.subject("排期 7", Standing.SCHEDULED), row=row) for row in rows)

    monkeypatch.setattr(subjects, "_suppliers", {"shelf": supply})
    rules.words = {"排期 7": Severity.BLOCK}
    rejudging.rules_changed(cast.workspace, why=cause("by_hand"))
    done = run()
    assert (done.done, done.worse) == (3, 3)


def test_what_is_out_is_judged_only_on_demand(cast: Cast, shelf: Shelf, rules: ChangingRules) -> None:
    rules.words = {"上线": Severity.BLOCK}
    rejudging.rules_changed(cast.workspace, why=cause("pack_changed", name="规则包更新"))
    assert run().worse == 0
    rejudging.begin([Standing.PUBLISHED], by=cast.lead, reason="新规")
    assert run().worse == 1
    assert told() == [], "nobody can hold what is out"
    assert QueuedFinding.objects.get(state="open").standing == "published"


def test_a_rule_taken_back_makes_it_pass_again(cast: Cast, shelf: Shelf, rules: ChangingRules) -> None:
    rules.words = {"排期 7": Severity.BLOCK}
    rejudging.rules_changed(cast.workspace, why=cause("pack_changed", name="新规则"))
    run()
    rules.words = {}
    rejudging.rules_changed(cast.workspace, why=cause("pack_changed", name="规则撤回"))
    assert (run().better, QueuedFinding.objects.filter(state="open").count()) == (1, 0)
    assert judging.passes(cast.workspace, content_of("排期 7").hash)


def test_what_somebody_has_let_pass_is_not_asked_for_again(
    cast: Cast, shelf: Shelf, rules: ChangingRules
) -> None:
    rules.words = {"排期 7": Severity.BLOCK}
    rejudging.rules_changed(cast.workspace, why=cause("pack_changed", name="新规则"))
    run()
    verdict = Verdict.objects.filter(content_hash=content_of("排期 7").hash).latest("judged_at")
    overriding.override(verdict, by=cast.reviewer, reason="有协会证明")
    rules.why = "换了一种说法。"
    rejudging.rules_changed(cast.workspace, why=cause("pack_changed", name="改说法"))
    assert run().worse == 0
    assert len(told()) == 1


def test_after_a_dead_worker_another_goes_on_and_nothing_is_judged_or_told_twice(
    cast: Cast, shelf: Shelf, rules: ChangingRules
) -> None:
    rules.words = {"排期": Severity.BLOCK}
    rejudging.rules_changed(cast.workspace, why=cause("pack_changed", name="新规则"))
    seen: list[str] = []

    def dies(judged: JudgedContent) -> None:
        seen.append(judged.fields["text"])
        if len(seen) == 12:
            raise SystemExit

    rules.before_look = dies
    with worker_identity.assumed("dead"), pytest.raises(SystemExit):
        rejudging_turns.take_turn()
    assert Rejudging.objects.get().done == 11
    assert rejudging_turns.take_turn() == 0, "the dead worker's lease still runs"
    rejudging_turns.WORK.release_dead_worker("dead")
    done = run()
    assert (done.done, done.worse, done.tries) == (COUNT + 1, COUNT, 2)
    assert len(seen) == COUNT + 2, "only the one that died is looked at again"
    assert len(told()) == len(set(told())) == COUNT
    assert RejudgedContent.objects.count() == COUNT + 1


def test_a_stopped_one_ends_and_what_was_judged_stays(cast: Cast, shelf: Shelf, rules: ChangingRules) -> None:
    begun = rejudging.rules_changed(cast.workspace, why=cause("pack_changed", name="新规则"))
    seen: list[str] = []

    def stops(judged: JudgedContent) -> None:
        seen.append(judged.fields["text"])
        if len(seen) == 5:
            rejudging.cancel(begun, by=cast.lead)

    rules.before_look = stops
    stopped = run()
    assert stopped.state == "cancelled"
    assert 4 <= stopped.done <= 5
    assert len(seen) <= 6
    assert rejudging.cancel(stopped, by=cast.lead).state == "cancelled"


def test_what_fails_again_and_again_is_given_up(cast: Cast, shelf: Shelf, rules: ChangingRules) -> None:
    rejudging.rules_changed(cast.workspace, why=cause("pack_changed", name="新规则"))

    def fails(judged: JudgedContent) -> None:
        raise RuntimeError("a rule is broken")

    rules.before_look = fails
    at = clock.now()
    for turn in range(rejudging_turns.WORK.most_tries + 1):
        with clock.frozen(at + timedelta(minutes=turn)):
            last = run()
    assert last.state == "failed"


def test_asking_twice_before_it_begins_is_asking_once(cast: Cast, shelf: Shelf) -> None:
    first = rejudging.rules_changed(cast.workspace, why=cause("pack_changed", name="甲"))
    assert rejudging.rules_changed(cast.workspace, why=cause("pack_changed", name="乙")) == first
    other = rejudging.begin([Standing.PUBLISHED], by=cast.lead)
    assert other != first
    run()
    assert rejudging.rules_changed(cast.workspace, why=cause("pack_changed", name="丙")) != first


def test_what_was_judged_by_the_packs_of_now_is_not_judged_again(cast: Cast) -> None:
    content = JudgedContent(platform="", format="", fields={"body": "早上好"})
    judging.judge(content, workspace=cast.workspace, subject=cast.workspace, by=cast.editor)
    assert rejudging.watch_house() == 0
    noted = Rejudging.objects.get()
    assert (noted.state, noted.total, noted.standings) == ("done", 0, [])
    assert rejudging.watch_house() == 0


def test_an_update_of_the_houses_packs_is_noticed_once_in_every_workspace_with_verdicts(
    cast: Cast, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rejudging, "_house_versions", lambda: {"pack": 1})
    assert rejudging.watch_house() == 1
    assert Rejudging.objects.get().workspace == cast.workspace
    run()
    assert rejudging.watch_house() == 0
    rejudging.begin([Standing.PUBLISHED], by=cast.lead)
    assert rejudging.watch_house() == 0
    monkeypatch.setattr(rejudging, "_house_versions", lambda: {"pack": 2})
    assert rejudging.watch_house() == 1
    assert Rejudging.objects.filter(reason="系统更新后规则包有变化").count() == 2
    Rejudging.objects.update(state="done", ended_at=clock.now() - 2 * rejudging.ENDED_KEPT)
    rejudging.sweep()
    assert rejudging.watch_house() == 0
    assert Rejudging.objects.count() == 1


def test_it_needs_the_right_and_something_to_judge(cast: Cast, shelf: Shelf) -> None:
    with pytest.raises(NotAllowed):
        rejudging.begin([Standing.DRAFT], by=cast.reviewer)
    with pytest.raises(Invalid):
        rejudging.begin([], by=cast.lead)
    with pytest.raises(Invalid):
        rejudging.begin([Standing.DRAFT], by=cast.lead, days=-1)


def test_it_is_begun_watched_and_read_by_both_doors(cast: Cast, shelf: Shelf, rules: ChangingRules) -> None:
    rules.words = {"排期 7": Severity.BLOCK}
    browser = sign_in(cast.lead)
    form = {"standings": ["scheduled"], "days": "", "reason": "平台更新了规范"}
    begun = browser.post("/w/demo/compliance/centre/rejudgings/begin/", form)
    assert begun.status_code == 302
    assert "正在统计" in browser.get(begun["Location"]).content.decode()
    run()
    page = browser.get(begun["Location"]).content.decode()
    assert "排期 7" in page
    assert "排期 8" not in page
    assert (
        "平台更新了规范" in sign_in(cast.viewer).get("/w/demo/compliance/centre/rejudgings/").content.decode()
    )
    assert browser.post("/w/demo/compliance/centre/rejudgings/begin/", {"days": "1"}).status_code == 422
    assert sign_in(cast.reviewer).post("/w/demo/compliance/centre/rejudgings/begin/", form).status_code == 403
    api = Client(headers=bearer(cast.lead))
    asked = api.post("/api/v1/compliance/rejudgings", json.dumps({"standings": ["draft"]}), content_type=JSON)
    assert asked.status_code == 202
    listed = api.get("/api/v1/compliance/rejudgings").json()
    assert [entry["state"] for entry in listed["items"]] == ["under_way", "done"]
    address = f"/api/v1/compliance/rejudgings/{listed['items'][1]['id']}"
    worse = [row for row in api.get(f"{address}/contents?page_size=200").json()["items"] if not row["passes"]]
    assert [(row["title"], row["passed"]) for row in worse] == [("排期 7", True)]
    assert api.delete(f"/api/v1/compliance/rejudgings/{asked.json()['id']}").json()["state"] == "cancelled"
    assert Client(headers=bearer(cast.stranger)).get(address).status_code == 404


def test_the_list_leaves_out_what_the_house_did_without_a_change(
    cast: Cast, shelf: Shelf, rules: ChangingRules
) -> None:
    address = "/w/demo/compliance/centre/rejudgings/"
    rejudging.rules_changed(cast.workspace, why=cause("pack_changed", name="没有变化"))
    run()
    client, api = sign_in(cast.lead), Client(headers=bearer(cast.editor))
    page = client.get(address)
    assert [entry.reason for entry, _names in page.context["lines"]] == []
    assert "另有 1 次自动检查没有发现变化" in page.content.decode()
    rules.words = {"排期 7": Severity.BLOCK}
    rejudging.rules_changed(cast.workspace, why=cause("pack_changed", name="有变化"))
    run()
    rejudging.begin([Standing.PUBLISHED], by=cast.lead, reason="手动")
    run()
    shown = [entry.reason for entry, _names in client.get(address).context["lines"]]
    assert shown == ["手动", "规则包“有变化”有调整"]
    everything = [entry.reason for entry, _names in client.get(f"{address}?view=all").context["lines"]]
    assert everything == [*shown, "规则包“没有变化”有调整"]
    for query, count in (("", 3), ("?notable=true", 2)):
        assert api.get(f"/api/v1/compliance/rejudgings{query}").json()["total"] == count


def test_the_list_follows_what_is_under_way_and_then_rests(cast: Cast, shelf: Shelf) -> None:
    address = "/w/demo/compliance/centre/rejudgings/"
    rejudging.rules_changed(cast.workspace, why=cause("pack_changed", name="在查"))
    client = sign_in(cast.lead)
    assert f'hx-get="{address}' in client.get(address).content.decode()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "正在统计" in part
    assert "<html" not in part
    refused = client.post(f"{address}begin/", {"days": "30"})
    assert (
        f'hx-get="{address}"' in refused.content.decode()
        or f'hx-get="{address}?"' in refused.content.decode()
    )
    run()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" not in part
