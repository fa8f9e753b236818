from __future__ import annotations

from datetime import timedelta

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels.models import Channel
from chaoxin.content import adapting, drafting, states
from chaoxin.content.models import Draft, Version
from chaoxin.content.testing import rows
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid, NotAllowed, NotFound


def test_two_people_do_not_overwrite_each_other(cast: Cast) -> None:
    draft = rows.draft_with(cast.editor)
    drafting.save(draft, expected_number=draft.number, by=cast.lead, body="负责人的改动")
    with pytest.raises(drafting.Conflict) as conflict:
        drafting.save(draft, expected_number=draft.number, by=cast.editor, body="小编的改动")
    assert conflict.value.draft.body == "负责人的改动"


def test_saving_the_same_again_makes_no_version(cast: Cast) -> None:
    draft = rows.draft_with(cast.editor)
    again = drafting.save(
        draft, expected_number=draft.number, by=cast.editor, title=draft.title, body=draft.body
    )
    assert again.number == draft.number


def test_automatic_savings_of_one_sitting_become_one_version(cast: Cast) -> None:
    draft = drafting.create(by=cast.editor, title="稿")
    for text in ("一", "一二", "一二三"):
        draft = drafting.save(draft, expected_number=draft.number, by=cast.editor, body=text, automatic=True)
    assert [version.snapshot["body"] for version in draft.versions.all()] == ["一二三", ""]
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        draft = drafting.save(draft, expected_number=draft.number, by=cast.editor, body="四", automatic=True)
    assert draft.versions.count() == 3


def test_anothers_automatic_version_is_kept(cast: Cast) -> None:
    draft = drafting.create(by=cast.editor, title="稿")
    draft = drafting.save(draft, expected_number=1, by=cast.editor, body="小编", automatic=True)
    draft = drafting.save(draft, expected_number=2, by=cast.lead, body="负责人", automatic=True)
    assert [version.snapshot["body"] for version in draft.versions.all()] == ["负责人", "小编", ""]


def test_a_version_comes_back_with_pictures_and_variants(cast: Cast, posts: Channel) -> None:
    draft = rows.draft_with(cast.editor, posts, colors="teal navy")
    variant = draft.variants.get()
    adapting.change(variant, by=cast.editor, own={"body": "自己的话"})
    draft.refresh_from_db()
    then = Version.objects.get(draft=draft, number=draft.number)
    adapting.change(variant, by=cast.editor, own={"body": None})
    draft.pictures.all().delete()
    draft.refresh_from_db()
    drafting.restore_version(draft, then, expected_number=draft.number, by=cast.editor)
    variant.refresh_from_db()
    assert variant.own_body == "自己的话"
    assert draft.pictures.count() == 2


def test_a_version_of_another_draft_is_not_found(cast: Cast) -> None:
    one, other = rows.draft_with(cast.editor), rows.draft_with(cast.editor)
    with pytest.raises(NotFound):
        drafting.restore_version(one, other.versions.first(), expected_number=one.number, by=cast.editor)  # type: ignore[arg-type]


def test_archiving_twice_is_harmless_and_an_archived_draft_is_not_changed(cast: Cast) -> None:
    draft = drafting.archive(drafting.archive(rows.draft_with(cast.editor), by=cast.editor), by=cast.editor)
    with pytest.raises(states.NotInThisState):
        drafting.save(draft, expected_number=draft.number, by=cast.editor, body="改")
    assert drafting.unarchive(draft, by=cast.editor).state == Draft.State.EDITING


def test_a_copy_has_everything_and_its_own_history(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles, colors="teal navy")
    adapting.change(draft.variants.get(), by=cast.editor, own={"title": "自己的标题"})
    made = drafting.copy(draft, by=cast.lead)
    assert made.author == cast.lead.membership
    assert made.variants.get().own_title == "自己的标题"
    assert made.pictures.count() == 2
    assert made.state == Draft.State.EDITING


@pytest.mark.parametrize(
    "texts",
    [
        {"title": "长" * 121},
        {"body": "长" * 100_001},
        {"link": "javascript:alert(1)"},
        {"summary": "长" * 301},
    ],
)
def test_texts_that_cannot_be_kept_are_refused(cast: Cast, texts: dict[str, str]) -> None:
    draft = rows.draft_with(cast.editor)
    with pytest.raises(Invalid) as refusal:
        drafting.save(draft, expected_number=draft.number, by=cast.editor, **texts)  # type: ignore[arg-type]
    assert refusal.value.field in texts


def test_a_viewer_writes_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        drafting.create(by=cast.viewer, title="稿")


@pytest.mark.parametrize("verb", [row.verb for row in states.TRANSITIONS])
@pytest.mark.parametrize("state", list(Draft.State))
def test_every_way_between_states_is_in_the_table(cast: Cast, verb: str, state: str) -> None:
    assert cast.editor.membership
    draft = Draft.objects.create(
        workspace=cast.workspace, author=cast.editor.membership, title="稿", state=state
    )
    if states.allowed(verb, state):
        states.move(draft, verb)
        assert draft.state == states.BY_VERB[verb].target
    else:
        with pytest.raises(states.NotInThisState):
            states.move(draft, verb)
