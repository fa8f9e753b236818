from __future__ import annotations

import io
import struct
from pathlib import Path

import av
import pytest
from PIL import Image

from chaoxin.accounts.testing.cast import Cast
from chaoxin.content import frames, pictures, storage, uploads, videos
from chaoxin.content.models import Asset, Upload
from chaoxin.content.testing import films, rows
from chaoxin.core.refusals import Invalid

QUARTER_TURN = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)


def lying(data: bytes) -> bytes:
    """The same film with a header that says: turn me by 90 degrees."""
    header = data.index(b"tkhd") + 4
    place = header + 40
    return data[:place] + QUARTER_TURN + data[place + 36 :]


def path_of(asset: Asset) -> Path:
    return storage.files().local(asset.path)


def test_a_film_is_known_by_what_it_is(cast: Cast) -> None:
    upload = films.arrived(cast.editor, films.film_bytes(sound=True), name="不是视频.txt")
    assert (upload.state, upload.sentence) == ("done", "")
    asset = upload.asset
    assert asset is not None
    assert (asset.kind, asset.content_type, asset.width, asset.height) == ("video", "video/mp4", 160, 90)
    assert (asset.video_codec, asset.audio_codec, asset.frame_rate) == ("h264", "aac", 10.0)
    assert asset.seconds == pytest.approx(3.0, abs=0.1)
    assert path_of(asset).stat().st_size == asset.size
    assert not uploads.path_of(upload).exists()


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("mov", "video/quicktime"),
        ("matroska", "video/x-matroska"),
        ("avi", "video/x-msvideo"),
        ("flv", "video/x-flv"),
    ],
)
def test_other_containers_are_taken_as_well(cast: Cast, form: str, kind: str) -> None:
    assert films.video(cast.editor, form=form).content_type == kind


def test_size_is_as_it_is_shown_and_not_as_it_is_stored(cast: Cast) -> None:
    asset = films.arrived(cast.editor, lying(films.film_bytes())).asset
    assert asset
    assert (asset.width, asset.height) == (90, 160)
    assert frames.grab(path_of(asset), 1.0).size == (90, 160)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1/secret\n" * 9, "不是视频"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n" * 9, "不是视频"),
        (rows.picture_bytes(), "不是视频"),
        (b"\x00\x00\x00\x20ftypisom" + bytes(4000), "损坏"),
        (films.film_bytes()[:400], "损坏"),
    ],
)
def test_what_is_no_sound_film_is_refused_and_leaves_nothing(cast: Cast, data: bytes, word: str) -> None:
    upload = films.arrived(cast.editor, data)
    assert upload.state == "refused"
    assert word in upload.sentence
    assert not uploads.path_of(upload).exists()
    assert Asset.objects.count() == 0


def test_a_film_that_was_cut_off_is_refused(cast: Cast) -> None:
    whole = films.film_bytes(form="matroska", seconds=12, size=(320, 180), codec="mpeg4")
    upload = films.arrived(cast.editor, whole[: len(whole) // 2])
    assert upload.state == "refused"
    assert "不完整" in upload.sentence or "损坏" in upload.sentence


@pytest.mark.parametrize(
    ("form", "name"), [("mp4", "location"), ("mov", "com.apple.quicktime.location.ISO6709")]
)
def test_the_place_where_it_was_filmed_is_blanked_and_nothing_else(cast: Cast, form: str, name: str) -> None:
    told = ((name, films.PLACE), ("title", "秋茶"), ("comment", "AIGC"))
    original = films.film_bytes(form=form, told=told)
    with av.open(io.BytesIO(original)) as container:
        assert films.PLACE in container.metadata.values()
    asset = films.video(cast.editor, form=form, told=told)
    kept = path_of(asset).read_bytes()
    with av.open(io.BytesIO(kept)) as container:
        assert not any("31.23" in value for value in container.metadata.values())
        assert container.metadata["title"] == "秋茶"
    assert b"31.2304" not in kept
    assert len(kept) == len(original)
    assert sum(one != other for one, other in zip(kept, original, strict=True)) < 60


def test_a_place_that_cannot_be_cut_out_is_told(cast: Cast) -> None:
    asset = films.video(cast.editor, form="matroska", told=(("LOCATION", films.PLACE),))
    assert asset.may_tell_place
    assert not films.video(cast.editor).may_tell_place


def test_the_same_film_is_one_asset(cast: Cast) -> None:
    assert films.video(cast.editor) == films.video(cast.lead)
    assert Upload.objects.count() == 2
    assert films.video(cast.stranger) != films.video(cast.editor)


def test_a_cover_is_what_the_film_shows_at_that_moment(cast: Cast) -> None:
    draft, film = rows.draft_with(cast.editor), films.video(cast.editor)
    videos.put_in(draft, film, by=cast.editor)
    draft.refresh_from_db()
    shades = []
    for seconds in (0.2, 2.5):
        cover = videos.cover_at(draft, seconds, by=cast.editor).video_cover
        assert cover
        assert (cover.kind, cover.source, cover.derivation) == ("picture", film, {"at": seconds})
        with Image.open(path_of(cover)) as shown:
            shades.append(shown.convert("L").getpixel((5, 5)))
    assert shades == [pytest.approx(0, abs=6), pytest.approx(80, abs=6)]


def test_a_picture_is_no_video_and_a_video_no_picture(cast: Cast) -> None:
    draft, film = rows.draft_with(cast.editor), films.video(cast.editor)
    with pytest.raises(Invalid):
        videos.put_in(draft, rows.asset(cast.editor), by=cast.editor)
    with pytest.raises(Invalid):
        pictures.attach(draft, film, by=cast.editor)
    with pytest.raises(Invalid):
        videos.choose_cover(draft, film, by=cast.editor)


def test_versions_bring_the_video_back(cast: Cast) -> None:
    from chaoxin.content import drafting

    draft, film = rows.draft_with(cast.editor), films.video(cast.editor)
    videos.put_in(draft, film, by=cast.editor)
    draft.refresh_from_db()
    drafting.save(draft, expected_number=draft.number, title="有视频", by=cast.editor)
    with_video = draft.versions.first()
    videos.take_out(draft, by=cast.editor)
    draft.refresh_from_db()
    assert draft.video is None
    assert with_video
    drafting.restore_version(draft, with_video, expected_number=draft.number, by=cast.editor)
    draft.refresh_from_db()
    assert draft.video == film
    assert drafting.copy(draft, by=cast.editor).video == film
