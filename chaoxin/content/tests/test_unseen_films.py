"""A film that nobody has looked into is confirmed by a person, and says so."""

from __future__ import annotations

import pytest

from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.channels.models import Channel
from chaoxin.compliance.models import Rejudging, Verdict
from chaoxin.connectors.manifest import Format
from chaoxin.content import packing, recoding, recoding_turns, recognizing, reviewing, videos
from chaoxin.content.models import Asset, Draft, Variant
from chaoxin.content.testing import films, rows
from chaoxin.content.testing.worker import work_off
from chaoxin.core import announcing

UNSEEN = "film-unseen"


@pytest.fixture
def film(cast: Cast) -> Asset:
    return films.video(cast.editor)


@pytest.fixture
def draft(
    cast: Cast, posts: Channel, film_form: Format, film: Asset, monkeypatch: pytest.MonkeyPatch
) -> Draft:
    """A draft with a film for a platform that would take it."""
    monkeypatch.setattr(packing, "problems", lambda *_told: [])
    made = rows.draft_with(cast.editor, posts, colors="teal")
    videos.put_in(made, film, by=cast.editor)
    made.refresh_from_db()
    return made


def rules(draft: Draft, cast: Cast) -> list[str]:
    reviewing.submit_for_review(draft, by=cast.editor)
    return [finding["rule"] for finding in Verdict.objects.latest("judged_at").findings]


def test_it_does_not_pass_in_silence(cast: Cast, draft: Draft) -> None:
    shown = sign_in(cast.editor).get(f"/w/demo/drafts/{draft.pk}/").content.decode()
    assert "的画面还没有识别，没有检查过里面的字和码" in shown
    checks = shown[shown.index('id="checks"') :]
    assert f"/seen/{draft.video_id}/begin/" in checks
    assert rules(draft, cast) == [UNSEEN]
    assert Verdict.objects.get().level == "confirm"


def test_once_it_was_seen_nobody_is_asked(cast: Cast, draft: Draft, film: Asset) -> None:
    recognizing.begin(film, by=cast.editor)
    rows.look_into_all()
    assert rules(draft, cast) == []


def test_while_it_is_seen_it_is_waited_for_and_a_failure_is_the_other_rule(
    cast: Cast, draft: Draft, film: Asset
) -> None:
    asked = recognizing.begin(film, by=cast.editor)
    with pytest.raises(reviewing.StillReading):
        reviewing.submit_for_review(draft, by=cast.editor)
    asked.state = "failed"
    asked.save(update_fields=["state"])
    assert rules(draft, cast) == ["picture-unread"]


def test_a_look_that_is_let_be_has_it_judged_again(cast: Cast, draft: Draft, film: Asset) -> None:
    reviewing.submit_for_review(draft, by=cast.editor)
    while announcing.dispatch_pending():
        pass
    Rejudging.objects.all().delete()
    asked = recognizing.begin(film, by=cast.editor)
    recognizing.cancel(asked, by=cast.editor)
    while announcing.dispatch_pending():
        pass
    assert Rejudging.objects.get().media == [str(film.pk)]
    work_off()
    assert Verdict.objects.latest("judged_at").level == "confirm"


def test_encoded_anew_it_is_known_as_before(cast: Cast, film: Asset) -> None:
    recognizing.note_drawn(film)
    film.codes = [{"text": "https://qr.alipay.com/x", "box": [0.5, 0.5, 0.5, 0.5], "at": 1.0}]
    film.save(update_fields=["codes"])
    asked = recoding.begin(film, "720p", by=cast.editor)
    assert recoding_turns.take_turn() == 1
    asked.refresh_from_db()
    made = asked.result
    assert made
    assert made.codes == film.codes
    assert recognizing.unseen([made]) == set()


def test_the_gate_says_it_of_the_film_alone(draft: Draft, film: Asset) -> None:
    facts = packing.pack(Variant.objects.get(draft=draft)).media
    assert [entry.unseen for entry in facts] == [entry.key == str(film.pk) for entry in facts]
