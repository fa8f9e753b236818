from __future__ import annotations

import io
import struct
from pathlib import Path

import av
import pytest
from PIL import Image

from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.channels.models import Channel
from chaoxin.connectors.manifest import Format
from chaoxin.content import drafting, frames, packing, pictures, storage, uploads, videos
from chaoxin.content.models import Asset, Upload, Variant
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


def test_a_form_that_takes_a_video_gets_it_with_its_cover_and_no_pictures(
    cast: Cast, posts: Channel, film_form: Format
) -> None:
    draft = rows.draft_with(cast.editor, posts, colors="teal navy")
    variant, film = draft.variants.get(), films.video(cast.editor)
    assert (variant.format, variant.own_pictures) == ("film", None)
    without = packing.pack(variant)
    videos.put_in(draft, film, by=cast.editor)
    first = draft.pictures.all()[0].asset
    packed = packing.pack(Variant.objects.get())
    assert (packed.content["video"], packed.content["cover"]) == (str(film.pk), str(first.pk))
    assert [facts.sha256 for facts in packed.media] == [film.sha256, first.sha256]
    cover = videos.cover_at(draft, 1.0, by=cast.editor).video_cover
    chosen = packing.pack(Variant.objects.get())
    assert cover
    assert chosen.content["cover"] == str(cover.pk)
    assert len({without.hash, packed.hash, chosen.hash}) == 3
    assert packing.judged_of(chosen.content).hash == chosen.hash
    post = packing.post_of(chosen.content, key="k")
    assert post.video
    assert post.cover
    assert (post.pictures, post.cover.key) == ((), str(cover.pk))
    assert (post.video.width, post.video.seconds, post.video.video_codec) == (160, film.seconds, "h264")
    assert post.video.path.stat().st_size == film.size


def test_a_form_that_takes_pictures_gets_no_video(cast: Cast, posts: Channel) -> None:
    draft = rows.draft_with(cast.editor, posts, colors="teal")
    before = packing.pack(draft.variants.get())
    videos.put_in(draft, films.video(cast.editor), by=cast.editor)
    packed = packing.pack(Variant.objects.get())
    assert packed.hash == before.hash
    assert packing.post_of(packed.content, key="k").video is None


def test_contents_of_the_time_before_videos_are_still_whole(cast: Cast, articles: Channel) -> None:
    packed = packing.pack(rows.draft_with(cast.editor, articles).variants.get())
    old = {name: value for name, value in packed.content.items() if name not in ("video", "cover")}
    assert packing.judged_of(old).hash == packed.hash
    assert packing.post_of(old, key="k").cover == packing.post_of(packed.content, key="k").cover


def test_a_lost_video_file_is_a_problem_and_not_a_crash(
    cast: Cast, posts: Channel, film_form: Format
) -> None:
    draft = rows.draft_with(cast.editor, posts)
    film = films.video(cast.editor)
    videos.put_in(draft, film, by=cast.editor)
    path_of(film).unlink()
    (problem,) = packing.problems(Variant.objects.get())
    assert (problem.level, problem.code) == ("stop", "picture_missing")


def test_a_reviewer_sees_the_video_that_will_go_out(cast: Cast, posts: Channel, film_form: Format) -> None:
    draft = rows.draft_with(cast.editor, posts)
    film = films.video(cast.editor)
    videos.put_in(draft, film, by=cast.editor)
    page = sign_in(cast.reviewer).get(f"/w/demo/drafts/{draft.pk}/review/").content.decode()
    assert f'src="/w/demo/pictures/{film.pk}/"' in page
