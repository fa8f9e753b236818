"""More is known of a picture: what was judged with it is judged again by a worker, and nothing else."""

from __future__ import annotations

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels.models import Channel
from chaoxin.compliance import judging, rejudging, rejudging_turns
from chaoxin.compliance.causes import cause
from chaoxin.compliance.media_facts import today
from chaoxin.compliance.models import Rejudging, Verdict
from chaoxin.content import cropping, drafting, licensing, packing, reviewing
from chaoxin.content.licensing import Told
from chaoxin.content.models import Asset, Draft, Licence, Variant
from chaoxin.content.testing import rows
from chaoxin.content.testing.worker import work_off
from chaoxin.core import announcing

COUNT = 6


@pytest.fixture
def drafts(cast: Cast, posts: Channel) -> list[Draft]:
    """Drafts with one logo in all of them, handed in, each with a picture of its own as well."""
    colors = ("red", "green", "blue", "black", "white", "pink")
    made = [
        rows.draft_with(cast.editor, posts, title=color, body=f"{color} 的茶。", colors=f"teal {color}")
        for color in colors
    ]
    for draft in made:
        reviewing.submit_for_review(draft, by=cast.editor)
    work_off()
    Rejudging.objects.all().delete()
    return made


def asset(color: str) -> Asset:
    return Asset.objects.select_related("workspace").get(name=f"{color}.png")


def put_under_ended_licence(cast: Cast, *colors: str) -> Licence:
    ended = licensing.record(Told("stock", "某图库", until=today().replace(year=2020)), by=cast.editor)
    licensing.assign(ended, [asset(color) for color in colors], by=cast.editor)
    return ended


def hashes(drafts: list[Draft]) -> list[str]:
    return [packing.pack(Variant.objects.get(draft=draft)).hash for draft in drafts]


def hand_in(cast: Cast, drafts: list[Draft]) -> None:
    for draft in drafts:
        draft = reviewing.withdraw(Draft.objects.get(pk=draft.pk), by=cast.editor)
        reviewing.submit_for_review(draft, by=cast.editor)


def test_a_logo_in_many_posts_makes_one_rejudging_that_goes_content_by_content(
    cast: Cast, drafts: list[Draft], monkeypatch: pytest.MonkeyPatch
) -> None:
    licence = licensing.record(Told("stock", "某图库"), by=cast.editor)
    licensing.assign(licence, [asset("teal")], by=cast.editor)
    work_off()
    hand_in(cast, drafts)
    work_off()
    Rejudging.objects.all().delete()
    licensing.change(licence, Told("stock", "某图库", until=today().replace(year=2020)), by=cast.editor)
    while announcing.dispatch_pending():
        pass
    waiting = Rejudging.objects.get()
    assert (waiting.media, waiting.done, waiting.asked_by) == ([str(asset("teal").pk)], 0, None)
    assert "teal.png" in waiting.reason
    assert all(judging.passes(cast.workspace, each) for each in hashes(drafts)), (
        "nothing is judged by the fact"
    )
    steps: list[int] = []
    real = judging.judge

    def noting(*told: object, **named: object) -> Verdict:
        steps.append(Rejudging.objects.get().done)
        return real(*told, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(judging, "judge", noting)
    assert rejudging_turns.take_turn() == 1
    assert steps == list(range(COUNT)), "each is noted before the next"
    waiting.refresh_from_db()
    assert (waiting.state, waiting.total, waiting.done, waiting.worse) == ("done", COUNT, COUNT, COUNT)
    assert not any(judging.passes(cast.workspace, each) for each in hashes(drafts))


def test_contents_without_the_picture_are_left_alone(cast: Cast, drafts: list[Draft]) -> None:
    rejudging.media_known(cast.workspace, str(asset("red").pk), "red.png")
    assert rejudging_turns.take_turn() == 1
    done = Rejudging.objects.get()
    assert (done.done, done.contents.get().title) == (1, "red（示例微博）")


def test_where_no_judged_content_shows_it_any_more_nothing_is_left_to_read(
    cast: Cast, drafts: list[Draft]
) -> None:
    draft = reviewing.withdraw(Draft.objects.get(pk=drafts[0].pk), by=cast.editor)
    drafting.save(draft, by=cast.editor, expected_number=draft.number, title="red", body="改过的茶。")
    rejudging.media_known(cast.workspace, str(asset("red").pk), "red.png")
    assert rejudging_turns.take_turn() == 1
    assert not Rejudging.objects.exists()


def test_a_crop_of_it_counts_as_it(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles, colors="teal red")
    cropping.use(Variant.objects.get(draft=draft), asset("teal"), "1:1", by=cast.editor)
    rows.look_into_all()
    draft.refresh_from_db()
    reviewing.submit_for_review(draft, by=cast.editor)
    crop = Asset.objects.get(source=asset("teal"))
    for known in (asset("teal"), crop):
        Rejudging.objects.all().delete()
        rejudging.media_known(cast.workspace, str(known.pk), known.name)
        assert rejudging_turns.take_turn() == 1
        assert Rejudging.objects.get().done == 1


def test_one_licence_of_several_pictures_is_one_rejudging(cast: Cast, drafts: list[Draft]) -> None:
    put_under_ended_licence(cast, "red", "blue")
    while announcing.dispatch_pending():
        pass
    waiting = Rejudging.objects.get()
    assert set(waiting.media) == {str(asset("red").pk), str(asset("blue").pk)}
    assert waiting.reason.startswith("2 个素材")


def test_more_pictures_than_one_rejudging_holds_make_another(
    cast: Cast, drafts: list[Draft], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rejudging, "MOST_MEDIA", 2)
    for color in ("red", "green", "blue", "blue"):
        rejudging.media_known(cast.workspace, str(asset(color).pk), color)
    assert sorted(len(entry.media) for entry in Rejudging.objects.all()) == [1, 2]


def test_it_does_not_stand_for_a_rejudging_of_changed_rules(cast: Cast, drafts: list[Draft]) -> None:
    rejudging.media_known(cast.workspace, str(asset("red").pk), "red.png")
    rejudging.rules_changed(cast.workspace, why=cause("pack_changed", name="规则包更新"))
    assert Rejudging.objects.count() == 2


def test_a_picture_of_what_nobody_has_handed_in_begins_nothing(cast: Cast, posts: Channel) -> None:
    rows.draft_with(cast.editor, posts)
    put_under_ended_licence(cast, "teal")
    work_off()
    assert not Rejudging.objects.exists()
    assert not Verdict.objects.exists()
