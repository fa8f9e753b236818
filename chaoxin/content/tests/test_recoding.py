"""Videos are encoded anew when somebody asks, and nothing half becomes an asset."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels.models import Channel
from chaoxin.connectors.values import Problem
from chaoxin.content import encoding, packing, recoding, recoding_turns, storage, uploads, videos
from chaoxin.content.models import Asset, Recoding
from chaoxin.content.testing import films, rows
from chaoxin.core import clock, leasing, worker_identity
from chaoxin.core.refusals import Invalid, NotAllowed, Refusal


@pytest.fixture
def film(cast: Cast) -> Asset:
    """A large lying film of an old kind, with sound."""
    return films.video(cast.editor, form="avi", codec="mpeg4", size=(1600, 900), sound=True, seconds=2)


def left_files() -> list[Path]:
    return list((Path(settings.MEDIA_ROOT) / "recoding").glob("*"))


def made(asked: Recoding) -> Recoding:
    assert recoding_turns.take_turn() == 1
    asked.refresh_from_db()
    return asked


def test_a_film_becomes_another_asset_and_the_original_stays(cast: Cast, film: Asset) -> None:
    Asset.objects.filter(pk=film.pk).update(provenance="licensed")
    film.refresh_from_db()
    done = made(recoding.begin(film, "720p", by=cast.editor))
    assert (done.state, done.percent, done.sentence) == ("done", 100, "")
    result = done.result
    assert result
    assert (result.content_type, result.video_codec, result.audio_codec) == ("video/mp4", "h264", "aac")
    assert (result.width, result.height) == (1280, 720)
    assert (result.source, result.provenance, result.uploaded_by) == (
        film,
        "licensed",
        cast.editor.membership,
    )
    assert result.derivation["recoded"] == "720p"
    assert storage.files().local(result.path).stat().st_size == result.size
    assert storage.files().local(film.path).is_file()
    assert left_files() == []


def test_asking_twice_is_one_encoding(cast: Cast, film: Asset) -> None:
    first = recoding.begin(film, "720p", by=cast.editor)
    assert recoding.begin(film, "720p", by=cast.lead) == first
    assert recoding.begin(film, "1080p", by=cast.editor) != first
    assert made(first).state == "done"
    assert recoding.begin(film, "720p", by=cast.editor) == first
    assert Recoding.objects.count() == 2


def test_nothing_is_encoded_that_nobody_asked_for(cast: Cast, film: Asset) -> None:
    assert recoding_turns.take_turn() == 0
    assert Recoding.objects.count() == 0


def test_cancelled_while_it_waits_or_is_written(
    cast: Cast, film: Asset, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = recoding.begin(film, "720p", by=cast.editor)
    assert recoding.cancel(waiting, by=cast.editor).state == "cancelled"
    assert recoding_turns.take_turn() == 0
    again = recoding.begin(film, "720p", by=cast.editor)
    monkeypatch.setattr(leasing, "KEPT_EVERY_SECONDS", 0.0)
    after_first_note(monkeypatch, lambda: recoding.cancel(again, by=cast.editor))
    assert made(again).state == "cancelled"
    assert Asset.objects.count() == 1
    assert left_files() == []
    assert recoding.cancel(again, by=cast.editor).state == "cancelled"


def test_cancelled_at_the_last_moment_leaves_no_asset(
    cast: Cast, film: Asset, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = recoding.begin(film, "720p", by=cast.editor)
    check = recoding_turns._check

    def cancelled_then(*told: Any) -> None:
        recoding.cancel(asked, by=cast.editor)
        check(*told)

    monkeypatch.setattr(recoding_turns, "_check", cancelled_then)
    monkeypatch.setattr(leasing, "KEPT_EVERY_SECONDS", 1e9)
    assert made(asked).state == "cancelled"
    assert Asset.objects.count() == 1


def test_a_killed_worker_leaves_nothing_and_another_begins_anew(
    cast: Cast, film: Asset, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = recoding.begin(film, "720p", by=cast.editor)

    class Killed(BaseException):
        """What no code catches."""

    def die() -> None:
        raise Killed

    with worker_identity.assumed("dead"), monkeypatch.context() as patched:
        patched.setattr(leasing, "KEPT_EVERY_SECONDS", 0.0)
        after_first_note(patched, die)
        with pytest.raises(Killed):
            recoding_turns.take_turn()
    asked.refresh_from_db()
    assert (asked.state, asked.tries, asked.worker) == ("under_way", 1, "dead")
    assert Asset.objects.count() == 1
    assert recoding_turns.take_turn() == 0
    recoding_turns.WORK.release_dead_worker("dead")
    assert made(asked).state == "done"
    assert (asked.tries, Asset.objects.count()) == (2, 2)


def test_a_lease_that_ran_out_lets_another_take_over_and_stops_the_first(
    cast: Cast, film: Asset, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = recoding.begin(film, "720p", by=cast.editor)
    monkeypatch.setattr(leasing, "KEPT_EVERY_SECONDS", 0.0)
    taken: list[Recoding | None] = []

    def another_takes_it() -> None:
        if not taken:
            with worker_identity.assumed("other"), clock.frozen(clock.now() + timedelta(minutes=2)):
                taken.append(recoding_turns.WORK.claim())

    after_first_note(monkeypatch, another_takes_it)
    with worker_identity.assumed("slow"):
        assert recoding_turns.take_turn() == 1
    asked.refresh_from_db()
    assert (asked.state, asked.worker, asked.tries) == ("under_way", "other", 2)
    assert Asset.objects.count() == 1


def test_a_film_that_ends_its_workers_is_given_up(cast: Cast, film: Asset) -> None:
    asked = recoding.begin(film, "720p", by=cast.editor)
    for number in range(recoding_turns.WORK.most_tries):
        with worker_identity.assumed(f"dead-{number}"):
            assert recoding_turns.WORK.claim()
            assert recoding_turns.WORK.claim() is None
        recoding_turns.WORK.release_dead_worker(f"dead-{number}")
    assert made(asked).state == "refused"
    assert "几次" in asked.sentence


def test_what_cannot_be_decoded_is_refused_with_the_place(cast: Cast) -> None:
    film = films.video(cast.editor, size=(320, 180), seconds=6)
    path = storage.files().local(film.path)
    data = bytearray(path.read_bytes())
    middle = data.index(b"mdat") + (len(data) - data.index(b"mdat")) // 4
    data[middle : middle + 400] = b"\xff" * 400
    path.write_bytes(data)
    refused = made(recoding.begin(film, "1080p", by=cast.editor))
    assert refused.state == "refused"
    assert "解不开" in refused.sentence
    assert Asset.objects.count() == 1
    assert left_files() == []


def test_a_lost_file_is_said(cast: Cast, film: Asset) -> None:
    storage.files().delete(film.path)
    refused = made(recoding.begin(film, "720p", by=cast.editor))
    assert (refused.state, "重新上传" in refused.sentence) == ("refused", True)


def test_a_passing_failure_is_tried_again(cast: Cast, film: Asset, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = recoding.begin(film, "720p", by=cast.editor)
    with monkeypatch.context() as patched:
        patched.setattr(encoding, "encode", failing)
        assert made(asked).state == "under_way"
    assert recoding_turns.take_turn() == 0
    with clock.frozen(clock.now() + recoding_turns.WORK.retry_after + timedelta(seconds=1)):
        assert made(asked).state == "done"


def failing(*_told: object, **_named: object) -> None:
    raise OSError("the disk is away")


def test_what_is_refused_at_once(cast: Cast, film: Asset, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Invalid, match="不是视频"):
        recoding.begin(rows.asset(cast.editor), "720p", by=cast.editor)
    with pytest.raises(Invalid, match="规格"):
        recoding.begin(film, "8k", by=cast.editor)
    with pytest.raises(Invalid, match="哪篇稿件"):
        recoding.begin(film, "platforms", by=cast.editor)
    with pytest.raises(NotAllowed):
        recoding.begin(film, "720p", by=cast.viewer)
    monkeypatch.setattr(uploads, "KEPT_FREE_BYTES", 10**18)
    with pytest.raises(Refusal, match="磁盘"):
        recoding.begin(film, "720p", by=cast.editor)


def trouble(code: str, limit: int | None = None) -> Problem:
    return Problem("stop", "video", code, "不行", limit)


def test_what_platforms_want_is_the_tightest_of_their_limits() -> None:
    found = recoding.fitted(
        [
            trouble("video_too_large", 4_000_000_000),
            trouble("video_too_large", 1_000_000_000),
            trouble("video_bit_rate", 3_000_000),
            trouble("video_frame_rate", 30),
            trouble("video_type"),
        ]
    )
    assert found == encoding.Wanted(1080, 3_000_000, 30, 1_000_000_000)
    assert (
        recoding.troubles_in([trouble("video_too_long", 60), Problem("stop", "text", "video_type", "x")])
        == []
    )


def test_old_records_and_files_are_swept(cast: Cast, film: Asset) -> None:
    asked = made(recoding.begin(film, "720p", by=cast.editor))
    left = Path(settings.MEDIA_ROOT) / "recoding" / "left-1.mp4"
    left.write_bytes(b"half")
    assert recoding_turns.sweep() == 0
    with clock.frozen(clock.now() + recoding_turns.ENDED_KEPT + timedelta(hours=1)):
        assert recoding_turns.sweep() == 2
    assert not left.exists()
    assert not Recoding.objects.filter(pk=asked.pk).exists()
    assert Asset.objects.count() == 2


def test_by_the_api_it_is_begun_watched_and_cancelled(cast: Cast, film: Asset) -> None:
    api = Client(headers=bearer(cast.editor))
    told = api.post(
        f"/api/v1/assets/{film.pk}/recodings", {"preset": "720p"}, content_type="application/json"
    )
    assert told.status_code == 202
    address = f"/api/v1/recodings/{told.json()['id']}"
    assert api.get(address).json()["state"] == "under_way"
    assert recoding_turns.take_turn() == 1
    done = api.get(address).json()
    assert (done["state"], done["percent"]) == ("done", 100)
    assert api.get(f"/api/v1/assets/{done['result']}").json()["source"] == str(film.pk)
    assert api.delete(address).json()["state"] == "done"
    assert Client(headers=bearer(cast.stranger)).get(address).status_code == 404
    assert Client(headers=bearer(cast.analyst)).delete(address).status_code == 403


def test_the_page_begins_shows_progress_and_offers_the_result(
    cast: Cast, film: Asset, posts: Channel
) -> None:
    draft = rows.draft_with(cast.editor, posts)
    videos.put_in(draft, film, by=cast.editor)
    page, address = sign_in(cast.editor), f"/w/demo/drafts/{draft.pk}/"
    assert "按平台要求" not in page.get(address).content.decode(), "nobody uses this video"
    begun = page.post(f"{address}video/recodings/begin/", {"preset": "720p"}).content.decode()
    assert "排队中" in begun
    assert "every 2s" in begun
    assert recoding_turns.take_turn() == 1
    shown = page.get(f"{address}video/recodings/").content.decode()
    result = Asset.objects.get(source=film)
    assert f'data-asset="{result.pk}"' in shown
    assert "every 2s" not in shown
    put = page.post(f"{address}video/", {"asset": str(result.pk)}).content.decode()
    assert "转码而来" in put
    draft.refresh_from_db()
    assert draft.video == result
    assert sign_in(cast.viewer).post(f"{address}video/recodings/begin/").status_code == 403


def test_the_cover_stays_where_a_film_takes_the_place_of_its_original(cast: Cast, film: Asset) -> None:
    draft = rows.draft_with(cast.editor)
    videos.put_in(draft, film, by=cast.editor)
    cover = videos.choose_cover(draft, rows.asset(cast.editor, "navy"), by=cast.editor).video_cover
    smaller = made(recoding.begin(film, "720p", by=cast.editor)).result
    assert smaller
    assert videos.put_in(draft, smaller, by=cast.editor).video_cover == cover
    assert recoding.begin(smaller, "1080p", by=cast.editor).asset == film, (
        "what was lost once is not lost twice"
    )
    assert videos.put_in(draft, film, by=cast.editor).video_cover == cover
    assert videos.put_in(draft, films.video(cast.editor), by=cast.editor).video_cover is None


def test_what_a_platform_dislikes_is_offered_to_be_put_right(
    cast: Cast, film: Asset, posts: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = rows.draft_with(cast.editor, posts)
    videos.put_in(draft, film, by=cast.editor)
    found = [Problem("stop", "video", "video_type", "这个平台只收 MP4。")]
    monkeypatch.setattr(packing, "problems", lambda *_told: found)
    page, address = sign_in(cast.editor), f"/w/demo/drafts/{draft.pk}/"
    assert "按平台要求" in page.get(address).content.decode()
    page.post(f"{address}video/recodings/begin/", {"preset": "platforms"})
    asked = Recoding.objects.get()
    assert made(asked).state == "done"
    assert asked.wanted["short_side"] == 1080


def after_first_note(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> None:
    """Does that once the first progress is written down."""
    again = recoding_turns._Noting.again

    def noted(self: Any) -> None:
        again(self)
        work()

    monkeypatch.setattr(recoding_turns._Noting, "again", noted)
