"""Films written anew: as wanted and no larger, upright, with their sound and what they tell of themselves."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

import av
import pytest
from PIL import Image

from chaoxin.content import encoding, frames, probing, stamps
from chaoxin.content.encoding import Wanted
from chaoxin.content.testing import films
from chaoxin.core.refusals import Invalid

SMALL = Wanted(short_side=120, bit_rate=400_000, frame_rate=60)
LARGE = (480, 270)
QUARTER_TURN = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)


def written(folder: Path, data: bytes, wanted: Wanted = SMALL) -> Path:
    source, target = folder / "source", folder / "target.mp4"
    source.write_bytes(data)
    encoding.encode(source, target, wanted, tell=lambda seconds: None)
    return target


@pytest.mark.parametrize(
    ("form", "codec"), [("matroska", "mpeg4"), ("avi", "mpeg4"), ("mov", "libx264"), ("matroska", "libx265")]
)
def test_whatever_it_was_becomes_h264_and_aac_in_mp4(tmp_path: Path, form: str, codec: str) -> None:
    found = probing.probe(written(tmp_path, films.film_bytes(form=form, codec=codec, size=LARGE, sound=True)))
    assert (found.content_type, found.video_codec, found.audio_codec) == ("video/mp4", "h264", "aac")
    assert (found.width, found.height, found.frame_rate) == (214, 120, 10.0)
    assert found.seconds == pytest.approx(3.0, abs=0.15)


def test_nothing_is_made_larger_than_it_is(tmp_path: Path) -> None:
    found = probing.probe(written(tmp_path, films.film_bytes(), Wanted(1080, 8_000_000, 60)))
    assert (found.width, found.height, found.audio_codec) == (160, 90, "")


def test_a_film_that_lies_on_its_side_is_written_upright(tmp_path: Path) -> None:
    data = films.film_bytes(size=LARGE)
    place = data.index(b"tkhd") + 44
    target = written(tmp_path, data[:place] + QUARTER_TURN + data[place + 36 :])
    with av.open(str(target)) as film:
        assert (film.streams.video[0].width, film.streams.video[0].height) == (120, 214)
        assert next(film.decode(video=0)).rotation == 0


def test_it_shows_the_same_at_the_same_moment(tmp_path: Path) -> None:
    target = written(tmp_path, films.film_bytes(size=LARGE, sound=True))
    shades = [frames.grab(target, at).convert("L").getpixel((9, 9)) for at in (0.5, 1.5, 2.5)]
    assert shades == [pytest.approx(shade, abs=8) for shade in (0, 40, 80)]


def test_turned_the_way_a_player_turns_it(tmp_path: Path) -> None:
    """A film with a bright left half, lying: what a grabbed picture shows upright, the new file shows as well."""
    source, target = tmp_path / "source", tmp_path / "target.mp4"
    with av.open(str(source), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        shown = Image.new("RGB", (320, 180))
        shown.paste((255, 255, 255), (0, 0, 160, 180))
        for _number in range(20):
            container.mux(stream.encode(av.VideoFrame.from_image(shown)))
        container.mux(stream.encode(None))
    data = source.read_bytes()
    place = data.index(b"tkhd") + 44
    source.write_bytes(data[:place] + QUARTER_TURN + data[place + 36 :])
    encoding.encode(source, target, SMALL, tell=lambda seconds: None)
    before, after = (frames.grab(path, 0.5).convert("L").resize((60, 100)) for path in (source, target))
    for point in ((30, 10), (30, 90)):
        assert after.getpixel(point) == pytest.approx(before.getpixel(point), abs=12)
    assert abs(int(before.getpixel((30, 10))) - int(before.getpixel((30, 90)))) > 200  # type: ignore[arg-type]


def test_nothing_is_lost_of_a_film_whose_times_begin_before_zero(tmp_path: Path) -> None:
    source, target = tmp_path / "source.mkv", tmp_path / "target.mp4"
    with av.open(str(source), "w", options={"avoid_negative_ts": "disabled"}) as out:
        track = out.add_stream("mpeg4", rate=10)
        track.width, track.height, track.pix_fmt = 320, 180, "yuv420p"
        shades = [
            av.VideoFrame.from_image(Image.new("RGB", (320, 180), (shade,) * 3)) for shade in range(0, 240, 8)
        ]
        for packet in [*(packet for shade in shades for packet in track.encode(shade)), *track.encode(None)]:
            packet.pts, packet.dts = (packet.pts or 0) - 10, (packet.dts or 0) - 10
            out.mux(packet)
    with av.open(str(source)) as film:
        assert film.start_time == -probing.TIME_BASE
    encoding.encode(source, target, SMALL, tell=lambda seconds: None)
    with av.open(str(target)) as film:
        told = [(frame.time, frame.to_image().getpixel((160, 90))[0]) for frame in film.decode(video=0)]
    assert [round(time, 2) for time, _shade in told] == [place / 10 for place in range(30)]
    assert all(abs(shade - 8 * place) < 6 for place, (_time, shade) in enumerate(told))


def test_the_rate_is_brought_down(tmp_path: Path) -> None:
    assert probing.probe(written(tmp_path, films.film_bytes(), Wanted(90, 400_000, 5))).frame_rate == 5.0


def test_the_whole_stays_below_the_most_octets(tmp_path: Path) -> None:
    noise = Image.effect_noise((640, 360), 90).convert("RGB")
    source = tmp_path / "noise.mkv"
    with av.open(str(source), "w", format="matroska") as container:
        stream = container.add_stream("libx264", rate=10, options={"crf": "10"})
        stream.width, stream.height, stream.pix_fmt = 640, 360, "yuv420p"
        for number in range(100):
            shown = noise.rotate(number * 7)
            container.mux(stream.encode(av.VideoFrame.from_image(shown)))
        container.mux(stream.encode(None))
    target, most = tmp_path / "target.mp4", 900_000
    encoding.encode(source, target, Wanted(720, 8_000_000, 60, most), tell=lambda seconds: None)
    assert source.stat().st_size > 2 * most
    assert target.stat().st_size < most
    with pytest.raises(Invalid, match="剪短"):
        encoding.encode(source, target, Wanted(720, 8_000_000, 60, 100_000), tell=lambda seconds: None)


def test_what_it_tells_of_itself_goes_along_but_the_place(tmp_path: Path) -> None:
    told = (("location", films.PLACE), ("AIGC", '{"Label": "1"}'), ("title", "秋茶"))
    with av.open(str(written(tmp_path, films.film_bytes(form="mov", told=told)))) as film:
        assert film.metadata["AIGC"] == '{"Label": "1"}'
        assert film.metadata["title"] == "秋茶"
        assert not any("31.23" in value for value in film.metadata.values())


def test_progress_is_told_and_stops_it(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(films.film_bytes())
    heard: list[float] = []
    encoding.encode(source, tmp_path / "target.mp4", SMALL, tell=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == pytest.approx(2.9)

    def stop(seconds: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encoding.encode(source, tmp_path / "other.mp4", SMALL, tell=stop)


@pytest.mark.parametrize("size", [LARGE, (270, 480), (1280, 720)])
def test_the_stamp_is_on_every_picture_and_nothing_else_changes(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    wanted = Wanted(1080, 8_000_000, 60)
    data = films.film_bytes(size=size, sound=True)
    (tmp_path / "plain").mkdir()
    plain = written(tmp_path / "plain", data, wanted)
    stamped = written(tmp_path, data, replace(wanted, stamp="AI生成"))
    assert [probing.probe(path).seconds for path in (plain, stamped)] == [pytest.approx(3.0, abs=0.15)] * 2
    plate, left, top = stamps.laid_over(size)
    box = (left, top, left + plate.width, top + plate.height)
    for at in (0.0, 1.5, 2.9):
        before, after = (frames.grab(path, at).convert("L") for path in (plain, stamped))
        assert after.size == size
        corner = after.crop(box).tobytes()
        assert sum(value > 225 for value in corner) > len(corner) * 0.08, "white characters"
        far = (0, 0, size[0], top - 16)
        apart = [a - b for a, b in zip(before.crop(far).tobytes(), after.crop(far).tobytes(), strict=True)]
        assert max(map(abs, apart)) < 12


def test_a_film_too_small_for_the_stamp_says_so(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="画面太小"):
        written(tmp_path, films.film_bytes(size=(48, 32)), replace(SMALL, stamp="AI生成"))
