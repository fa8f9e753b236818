"""Videos that a machine has made, with the visible mark of that on every picture."""

from __future__ import annotations

import pytest
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels.testing.rows import declared_channel
from chaoxin.compliance import judging
from chaoxin.content import (
    cropping,
    frames,
    media,
    packing,
    recoding,
    recoding_turns,
    stamping,
    storage,
    videos,
)
from chaoxin.content import provenance as origins
from chaoxin.content.models import Asset, Draft, Recoding
from chaoxin.content.testing import films, rows
from chaoxin.core.refusals import Invalid, Refusal

SIZE = (1600, 900)


@pytest.fixture
def film(cast: Cast) -> Asset:
    """A video that is said to be made by a machine."""
    made = films.video(cast.editor, size=SIZE, sound=True, seconds=2)
    origins.declare([made], by=cast.editor, provenance="ai_generated")
    made.refresh_from_db()
    return made


@pytest.fixture
def draft(cast: Cast, film: Asset) -> Draft:
    """A draft that sends the video to a platform of videos."""
    channel = declared_channel(cast.workspace, platform="douyin", external_id="dy-1")
    return videos.put_in(rows.draft_with(cast.editor, channel), film, by=cast.editor)


def made(asked: Recoding) -> Asset:
    assert recoding_turns.take_turn() == 1
    asked.refresh_from_db()
    assert asked.state == "done", asked.sentence
    assert asked.result
    return asked.result


def missing(draft: Draft) -> set[str]:
    variant = draft.variants.select_related("channel", "draft__workspace", "draft__video").get()
    return {finding.discloses for finding in judging.look(packing.pack(variant).judged()).findings} - {""}


def white_share(asset: Asset, at: float) -> float:
    """How much of the lower right corner is white."""
    shown = frames.grab(storage.files().local(asset.path), at).convert("L")
    corner = shown.crop((shown.width * 3 // 4, shown.height * 7 // 8, shown.width, shown.height)).tobytes()
    return sum(value > 225 for value in corner) / len(corner)


def test_the_finding_goes_with_the_stamp_and_comes_back_with_the_original(
    cast: Cast, draft: Draft, film: Asset
) -> None:
    assert missing(draft) == {"ai_generated"}
    stamped = made(recoding.begin(film, "stamped", draft=draft, by=cast.editor))
    assert (stamped.is_stamped, stamped.source, stamped.provenance) == (True, film, "ai_generated")
    assert "带 AI 生成标识" in stamped.name
    assert min(white_share(stamped, at) for at in (0.0, 1.0, 1.8)) > 0.02
    assert white_share(film, 1.0) == 0
    videos.put_in(draft, stamped, by=cast.editor)
    assert missing(draft) == set()
    videos.put_in(draft, film, by=cast.editor)
    assert missing(draft) == {"ai_generated"}


def test_what_is_made_of_a_stamped_video_has_the_stamp_too(cast: Cast, film: Asset) -> None:
    plain = made(recoding.begin(film, "720p", by=cast.editor))
    stamped = made(recoding.begin(plain, "stamped", by=cast.editor))
    assert stamped.source == film, "what was lost once is not lost twice"
    smaller = made(recoding.begin(stamped, "720p", by=cast.editor))
    assert (smaller.is_stamped, smaller.height) == (True, 720)
    assert white_share(smaller, 1.0) > 0.02
    assert recoding.begin(film, "720p", by=cast.editor).result == plain


def test_without_the_stamp_is_not_given_for_with_it(cast: Cast, film: Asset) -> None:
    stamped = made(recoding.begin(film, "stamped", by=cast.editor))
    recoding.begin(film, "720p", by=cast.editor)
    with pytest.raises(Refusal, match="另一种要求"):
        recoding.begin(stamped, "720p", by=cast.editor)
    assert not made(Recoding.objects.get(state="under_way")).is_stamped
    assert made(recoding.begin(stamped, "720p", by=cast.editor)).is_stamped


def test_only_what_a_machine_has_made_is_stamped(cast: Cast, film: Asset) -> None:
    origins.declare([film], by=cast.editor, provenance="own")
    film.refresh_from_db()
    with pytest.raises(Invalid, match="来源"):
        recoding.begin(film, "stamped", by=cast.editor)


def test_a_video_too_small_for_it_is_refused_with_the_reason(cast: Cast) -> None:
    small = films.video(cast.editor, size=(64, 48))
    origins.declare([small], by=cast.editor, provenance="ai_generated")
    small.refresh_from_db()
    asked = recoding.begin(small, "stamped", by=cast.editor)
    assert recoding_turns.take_turn() == 1
    asked.refresh_from_db()
    assert (asked.state, "画面太小" in asked.sentence) == ("refused", True)


def test_a_cover_from_a_stamped_video_has_a_stamp_of_its_own(cast: Cast, draft: Draft, film: Asset) -> None:
    stamped = made(recoding.begin(film, "stamped", by=cast.editor))
    videos.put_in(draft, stamped, by=cast.editor)
    cover = videos.cover_at(draft, 1.0, by=cast.editor).video_cover
    assert cover
    assert cover.is_stamped
    assert cover.source == videos.frame_of(film, 1.0, by=cast.editor)
    variant = draft.variants.select_related("channel", "draft__video_cover").get()
    cropped = cropping.use(variant, cover, media.ratios_of(variant)[0], by=cast.editor).crops[str(cover.pk)]
    assert Asset.objects.get(pk=cropped).is_stamped
    draft.refresh_from_db()
    assert stamping.take_off(draft, cover, by=cast.editor) == cover.source


def test_by_both_doors(cast: Cast, draft: Draft, film: Asset) -> None:
    page, address = sign_in(cast.editor), f"/w/demo/drafts/{draft.pk}/"
    assert "整段视频的右下角" in page.get(address).content.decode()
    preview = page.get(f"/w/demo/pictures/{film.pk}/stamped/")
    assert (preview.status_code, preview["Content-Type"]) == (200, "image/webp")
    begun = page.post(f"{address}video/recodings/begin/", {"preset": "stamped"}).content.decode()
    assert "正在转码（带 AI 生成标识）" in begun
    stamped = made(Recoding.objects.get())
    assert "带“AI生成”标识的" in page.get(f"{address}video/recodings/").content.decode()
    put = page.post(f"{address}video/", {"asset": str(stamped.pk)}).content.decode()
    assert "盖上“AI生成”标识而来" in put
    assert "整段视频的右下角" not in put
    api = Client(headers=bearer(cast.editor))
    told = api.post(
        f"/api/v1/assets/{film.pk}/recodings", {"preset": "stamped"}, content_type="application/json"
    )
    assert (told.status_code, told.json()["result"]) == (202, str(stamped.pk))
    assert api.get(f"/api/v1/assets/{stamped.pk}").json()["stamped"] is True
