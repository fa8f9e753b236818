from __future__ import annotations

import pytest

from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.channels.models import Channel
from chaoxin.channels.testing import fake_platform
from chaoxin.channels.testing.rows import connected_channel
from chaoxin.content import packing, reviewing, trying
from chaoxin.content.models import Draft
from chaoxin.content.testing import rows


def in_sandbox(channel: Channel) -> Channel:
    channel.environment = Channel.Environment.SANDBOX
    channel.save()
    return channel


def test_a_trial_waits_for_review_like_every_other_post(cast: Cast, articles: Channel) -> None:
    trial = trying.begin(in_sandbox(articles), by=cast.editor)
    assert trial.sentence == ""
    trial.draft.refresh_from_db()
    assert trial.draft.state == Draft.State.IN_REVIEW
    variant = trial.draft.variants.get()
    assert [problem.sentence for problem in packing.problems(variant) if problem.level == "stop"] == []
    assert len(reviewing.open_requests(trial.draft)) == 1


def test_a_platform_that_wants_a_link_gets_the_one_of_the_last_post(cast: Cast, posts: Channel) -> None:
    without = trying.begin(in_sandbox(posts), by=cast.editor)
    assert without.sentence
    rows.draft_with(cast.editor, posts)
    assert trying.begin(posts, by=cast.editor).sentence == ""


def test_a_live_account_is_never_tried(cast: Cast, articles: Channel) -> None:
    with pytest.raises(trying.NothingToTry, match="正式账号"):
        trying.begin(articles, by=cast.editor)
    assert not Draft.objects.exists()


def test_the_page_of_a_sandbox_account_offers_it_and_that_of_a_live_one_does_not(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_platform.install(monkeypatch)
    live = connected_channel(cast.workspace)
    tried = connected_channel(cast.workspace, external_id="tide-2", environment="sandbox")
    client = sign_in(cast.editor)
    slot = f"/w/demo/slots/channel-trial/{tried.pk}/"
    assert slot in client.get(f"/w/demo/channels/{tried.pk}/").content.decode()
    assert "channel-trial" not in client.get(f"/w/demo/channels/{live.pk}/").content.decode()
    assert f"/w/demo/channels/{tried.pk}/trials/" in client.get(slot).content.decode()
    answer = client.post(f"/w/demo/channels/{tried.pk}/trials/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == f"/w/demo/drafts/{Draft.objects.get().pk}/"
    assert sign_in(cast.viewer).post(f"/w/demo/channels/{tried.pk}/trials/").status_code == 403
