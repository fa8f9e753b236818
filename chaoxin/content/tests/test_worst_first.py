"""Whoever reads what was found sees first what stops the content, also where it lies in a film or picture."""

from __future__ import annotations

import re

import pytest

from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.channels.models import Channel
from chaoxin.compliance.models import Verdict
from chaoxin.connectors.manifest import Format
from chaoxin.content import drafting, packing, reviewing, videos
from chaoxin.content.models import Draft
from chaoxin.content.testing import films, rows
from chaoxin.core import clock

LEFT = [0.1, 0.1, 0.5, 0.1]
TEXT = "爱买不买，买一送一，精酿啤酒新品到店"
SEEN = ["全国第一", "最好喝", "卧槽"]
WORST_FIRST = [*SEEN, "爱买不买", "买一送一", "精酿啤酒新品"]


@pytest.fixture
def draft(cast: Cast, posts: Channel, film_form: Format, monkeypatch: pytest.MonkeyPatch) -> Draft:
    """Advice in the text, two blocks in the film, the earlier of them kept last, and a word to confirm."""
    monkeypatch.setattr(packing, "problems", lambda *_told: [])
    film = films.video(cast.editor)
    film.lines = [
        {"text": text, "box": LEFT, "at": at} for text, at in ((SEEN[2], 0.5), (SEEN[1], 2.0), (SEEN[0], 1.0))
    ]
    film.read_at, film.read_with = clock.now(), "test"
    film.save()
    made = rows.draft_with(cast.editor, posts, body=TEXT, colors="teal")
    videos.put_in(made, film, by=cast.editor)
    rows.look_into_all()
    made.refresh_from_db()
    return made


def quoted(html: str) -> list[str]:
    """What the page quotes in findings, in its order."""
    return re.findall(
        r'<(?:q class="finding-quoted"|a class="finding-go"|button [^>]*finding-go)[^>]*>([^<]*)<', html
    )


def test_the_composer_lists_what_blocks_in_a_film_before_advice_on_the_text(cast: Cast, draft: Draft) -> None:
    html = sign_in(cast.editor).get(f"/w/demo/drafts/{draft.pk}/").content.decode()
    assert quoted(html[html.index('id="checks"') :]) == WORST_FIRST
    assert html.index(">0:01<") < html.index(">0:02<")


def test_what_weighs_less_in_a_film_stands_after_the_text(cast: Cast, draft: Draft) -> None:
    drafting.save(draft, by=cast.editor, body="全网最低价", expected_number=draft.number)
    html = sign_in(cast.editor).get(f"/w/demo/drafts/{draft.pk}/").content.decode()
    assert quoted(html[html.index('id="checks"') :]) == [
        *SEEN[:2],
        "全网最低价",
        SEEN[2],
    ]


def test_the_verdict_lists_a_film_in_the_order_of_its_time_and_the_log_names_the_worst(
    cast: Cast, draft: Draft
) -> None:
    with pytest.raises(reviewing.NotFit):
        reviewing.submit_for_review(draft, by=cast.editor)
    verdict = Verdict.objects.get()
    browser = sign_in(cast.lead)
    html = browser.get(f"/w/demo/compliance/verdicts/{verdict.pk}/").content.decode()
    assert quoted(html) == WORST_FIRST
    assert "第 1 个画面 0:01" in html
    log = browser.get("/w/demo/compliance/verdicts/").content.decode()
    named = [log.index(f"“{word}”") for word in WORST_FIRST[:4]]
    assert named == sorted(named)
