"""What the gate has yet to see into is not said to be fine, and is not handed in."""

from __future__ import annotations

import pytest

from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.channels.models import Channel
from chaoxin.compliance.models import Verdict
from chaoxin.content import pictures, recognition_turns, recognizing, reviewing, writing_reader
from chaoxin.content.models import Asset, Draft, Recognition
from chaoxin.content.seeing import Line
from chaoxin.content.testing import rows

HTMX = {"HX-Request": "true"}
WAITS, FINE = "图片文字还在识别，识别完再给结论", "可以提交"


@pytest.fixture
def draft(cast: Cast, posts: Channel) -> Draft:
    """A draft with a picture that a worker has yet to look into."""
    made = rows.draft_with(cast.editor, posts, colors="")
    pictures.attach(made, rows.asset(cast.editor, drawn=False), by=cast.editor)
    made.refresh_from_db()
    return made


def page(cast: Cast, draft: Draft) -> str:
    return sign_in(cast.editor).get(f"/w/demo/drafts/{draft.pk}/").content.decode()


class Forbidden:
    name = "forbidden 1"

    def read(self, picture: object) -> list[Line]:
        return [Line("全国第一的茶", 4, 4, 40, 20, 0.99)]


def test_the_composer_gives_no_verdict_while_a_picture_is_read(cast: Cast, draft: Draft) -> None:
    shown = page(cast, draft)
    assert WAITS in shown
    assert FINE not in shown
    assert "没问题" not in shown
    rows.look_into_all()
    shown = page(cast, draft)
    assert WAITS not in shown
    assert FINE in shown


def test_it_is_not_handed_in_before_it_was_read(cast: Cast, draft: Draft) -> None:
    answer = sign_in(cast.editor).post(f"/w/demo/drafts/{draft.pk}/submit/", headers=HTMX)
    assert "还在识别" in answer.content.decode()
    assert Draft.objects.get(pk=draft.pk).state == "editing"
    while recognition_turns.take_turn(Forbidden()):
        pass
    with pytest.raises(reviewing.NotFit):
        reviewing.submit_for_review(draft, by=cast.editor)


def test_whoever_hands_it_in_has_it_read_where_nobody_was_about_to(cast: Cast, draft: Draft) -> None:
    Recognition.objects.all().delete()
    with pytest.raises(reviewing.StillReading):
        reviewing.submit_for_review(draft, by=cast.editor)
    assert Recognition.objects.get().state == "under_way"


def test_what_could_not_be_read_is_for_a_person_to_look_at(cast: Cast, draft: Draft) -> None:
    Recognition.objects.update(state="failed")
    assert "没能识别出来" in page(cast, draft)
    assert reviewing.submit_for_review(draft, by=cast.editor)
    verdict = Verdict.objects.get()
    assert verdict.level == "confirm"
    assert [finding["rule"] for finding in verdict.findings] == ["picture-unread"]


def test_where_a_reader_was_installed_later_codes_alone_are_not_enough(
    cast: Cast, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing_reader, "installed", lambda: "")
    monkeypatch.setattr(recognition_turns, "installed", lambda: "")
    assert recognition_turns.take_turn() == 1
    key = str(Asset.objects.get().pk)
    assert recognizing.unread([key]) == []
    monkeypatch.setattr(writing_reader, "installed", lambda: "rapidocr 9")
    assert [str(asset.pk) for asset in recognizing.unread([key])] == [key]
