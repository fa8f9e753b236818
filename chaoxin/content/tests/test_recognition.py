"""Writing and codes in pictures are seen by a worker, and contents with them are judged by what was seen."""

from __future__ import annotations

import io
import itertools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from typing import cast as cast_to

import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels.models import Channel
from chaoxin.compliance import judging
from chaoxin.compliance.values import Seen
from chaoxin.content import (
    adapting,
    code_reading,
    drafting,
    frames,
    packing,
    pictures,
    recognition_turns,
    recognizing,
    reviewing,
    seeing,
    storage,
    writing_reader,
)
from chaoxin.content import provenance as origins
from chaoxin.content.models import Asset, Draft, Recognition
from chaoxin.content.seeing import Line, ReaderFailed
from chaoxin.content.testing import films
from chaoxin.content.testing.worker import work_off
from chaoxin.core.refusals import NotAllowed

CARD = "https://u.wechat.com/kABC"
FONTS = [
    f"/usr/share/fonts/opentype/noto/{name}.ttc" for name in ("NotoSerifCJK-Bold", "NotoSansCJK-Regular")
]


@pytest.fixture(autouse=True)
def no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the optional reader is installed on this machine makes no difference here."""
    monkeypatch.setattr(recognition_turns, "installed", lambda: "")
    monkeypatch.setattr(writing_reader, "installed", lambda: "")


class Recorded:
    """Answers what a real reader answered for such a picture (rapidocr 3.10)."""

    name = "recorded 1"

    def __init__(self, *lines: Line, fails: bool = False) -> None:
        self.lines, self.fails, self.sizes = lines, fails, []  # type: ignore[var-annotated]

    def read(self, picture: Image.Image) -> list[Line]:
        self.sizes.append(picture.size)
        if self.fails:
            raise ReaderFailed("down")
        return list(self.lines)


BEST = Line("全国最好喝的桂花乌龙", 74, 127, 443, 60, 0.9976)


def code(said: str, scale: int = 4) -> Image.Image:
    made = zxingcpp.create_barcode(said, zxingcpp.BarcodeFormat.QRCode).to_image(scale=scale)
    return Image.frombytes("L", (made.shape[1], made.shape[0]), bytes(cast_to(Any, made))).convert("RGB")


def picture(*codes: tuple[str, tuple[int, int]]) -> io.BytesIO:
    shown, file = Image.new("RGB", (640, 480), "white"), io.BytesIO()
    for said, place in codes:
        shown.paste(code(said), place)
    shown.save(file, "PNG")
    file.seek(0)
    return file


@pytest.fixture
def put(cast: Cast, posts: Channel) -> Callable[..., tuple[Draft, Asset]]:
    """A draft for the short posts' channel with one picture."""

    def make(file: io.BytesIO) -> tuple[Draft, Asset]:
        draft = drafting.create(
            by=cast.editor, title="新茶", body="桂花乌龙开卖了。", link="https://shop.example.com/tea"
        )
        adapting.add(draft, posts, by=cast.editor)
        asset = pictures.take_in(file, name="海报.png", by=cast.editor)
        origins.declare_if_unsaid(asset, by=cast.editor, provenance="own")
        pictures.attach(draft, asset, by=cast.editor)
        return draft, asset

    return make


def read(asset: Asset, reader: Recorded | None = None) -> Asset:
    assert recognition_turns.take_turn(reader) == 1
    asset.refresh_from_db()
    return asset


def findings(draft: Draft) -> list[judging.Finding]:
    packed = packing.pack(draft.variants.select_related("channel", "draft__workspace").get())
    return [finding for finding in judging.look(packed.judged()).findings if finding.media]


def test_a_code_is_found_where_it_is_and_judged(put: Callable[..., tuple[Draft, Asset]]) -> None:
    draft, asset = put(picture((CARD, (320, 240))))
    read(asset)
    (found,) = findings(draft)
    assert (found.rule, found.quoted, found.media) == ("code-contact", CARD, str(asset.pk))
    assert found.box is not None
    left, top, width, height = found.box
    assert 0.5 < left < 0.56
    assert 0.5 < top < 0.6
    assert width * 640 == pytest.approx(height * 480, abs=4)


def test_writing_is_judged_like_text(put: Callable[..., tuple[Draft, Asset]]) -> None:
    draft, asset = put(picture())
    read(asset, Recorded(BEST))
    assert asset.read_with == "recorded 1"
    assert asset.read_at
    assert any(finding.quoted in BEST.text and finding.field == "picture-1" for finding in findings(draft))
    (line,) = asset.lines
    assert line["box"] == pytest.approx([74 / 640, 127 / 480, 443 / 640, 60 / 480], abs=1e-4)


def test_without_a_reader_of_writing_codes_are_read_all_the_same(
    put: Callable[..., tuple[Draft, Asset]],
) -> None:
    _draft, asset = put(picture((CARD, (20, 20))))
    read(asset)
    assert (asset.read_with, len(asset.codes), asset.lines) == ("", 1, [])
    assert asset.read_at


def test_pictures_read_for_codes_only_are_read_again_once_a_reader_is_there(
    put: Callable[..., tuple[Draft, Asset]], monkeypatch: pytest.MonkeyPatch
) -> None:
    _draft, asset = put(picture())
    read(asset)
    assert recognizing.catch_up() == 0
    monkeypatch.setattr(writing_reader, "installed", lambda: "rapidocr 9")
    assert recognizing.catch_up() == 1
    assert recognizing.catch_up() == 0
    assert read(asset, Recorded(BEST)).lines


def test_pictures_that_a_draft_used_before_are_caught_up_with(
    put: Callable[..., tuple[Draft, Asset]],
) -> None:
    _draft, asset = put(picture())
    Recognition.objects.all().delete()
    assert recognizing.catch_up() == 1
    assert Recognition.objects.get().asset == asset


def test_what_was_approved_is_judged_again_by_what_is_seen_in_its_picture(
    cast: Cast, put: Callable[..., tuple[Draft, Asset]]
) -> None:
    draft, asset = put(picture())
    read(asset, Recorded())
    reviewing.submit_for_review(draft, by=cast.editor)
    packed = packing.pack(draft.variants.select_related("channel", "draft__workspace").get())
    assert judging.passes(cast.workspace, packed.hash)
    recognizing.begin(asset, by=cast.editor)
    read(asset, Recorded(Line("药到病除，全国第一", 10, 10, 300, 40, 0.99), BEST))
    work_off()
    assert (
        packing.pack(draft.variants.select_related("channel", "draft__workspace").get()).hash == packed.hash
    )
    assert not judging.passes(cast.workspace, packed.hash)


def test_a_long_picture_is_read_in_pieces_and_nothing_is_lost_between_them() -> None:
    long = Image.new("RGB", (400, 3000), "white")
    long.paste(code(CARD), (100, 560))
    pieces = list(seeing.pieces_of(long))
    assert len(pieces) == seeing.count_pieces(long.size) > 4
    assert pieces[0].box[1] == 0.0
    assert pieces[-1].box[1] + pieces[-1].box[3] == pytest.approx(1.0)
    for before, after in itertools.pairwise(pieces):
        assert after.box[1] < before.box[1] + before.box[3]
    found = seeing.without_repeats(seen for piece in pieces for seen in code_reading.codes_in(piece))
    assert [seen.text for seen in found] == [CARD]
    assert found[0].box[1] == pytest.approx(572 / 3000, abs=0.01)


def test_lines_in_the_overlap_of_two_pieces_are_one_line() -> None:
    one, again = Seen("新茶上市", (0.1, 0.2, 0.3, 0.02)), Seen("新茶上市", (0.101, 0.201, 0.3, 0.02))
    below = Seen("新茶上市", (0.1, 0.8, 0.3, 0.02))
    assert seeing.without_repeats([one, again, below]) == [one, below]


def test_doubtful_lines_are_left_out() -> None:
    piece = next(seeing.pieces_of(Image.new("RGB", (100, 100))))
    lines = [
        Line("清楚", 0, 0, 10, 10, 0.9),
        Line("糊了", 0, 20, 10, 10, 0.3),
        Line("  ", 0, 40, 10, 10, 0.9),
    ]
    assert [seen.text for seen in seeing.seen_in(piece, lines)] == ["清楚"]


def test_a_turned_picture_is_read_upright(put: Callable[..., tuple[Draft, Asset]]) -> None:
    shown, file, exif = Image.new("RGB", (640, 480), "white"), io.BytesIO(), Image.Exif()
    shown.paste(code(CARD), (20, 20))
    exif[0x0112] = 6
    shown.save(file, "JPEG", exif=exif.tobytes())
    file.seek(0)
    _draft, asset = put(file)
    read(asset)
    (seen,) = asset.codes
    assert seen["box"][0] > 0.6
    assert seen["box"][1] < 0.1


def test_every_frame_of_interest_of_a_video_is_read_once(cast: Cast) -> None:
    film = films.video(cast.editor, seconds=4)
    recognizing.begin(film, by=cast.editor)
    reader = Recorded(Line("限时三天", 10, 10, 60, 20, 0.95))
    read(film, reader)
    assert 1 <= len(reader.sizes) <= 4
    (line,) = film.lines
    assert line["text"] == "限时三天"
    assert 0 < line["at"] < 4


def test_frames_that_show_the_same_are_read_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "SAME_SHOT", 255.0)
    film = films.video(cast.editor, seconds=4)
    recognizing.begin(film, by=cast.editor)
    reader = Recorded()
    read(film, reader)
    assert len(reader.sizes) == 1


def test_asking_twice_is_one_look_and_it_can_be_let_be(cast: Cast) -> None:
    film = films.video(cast.editor)
    first = recognizing.begin(film, by=cast.editor)
    assert recognizing.begin(film, by=cast.editor) == first
    assert recognizing.cancel(first, by=cast.editor).state == "cancelled"
    assert recognition_turns.take_turn(Recorded()) == 0
    with pytest.raises(NotAllowed):
        recognizing.begin(film, by=cast.viewer)


def test_a_look_that_was_let_be_meanwhile_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    film = films.video(cast.editor)
    asked = recognizing.begin(film, by=cast.editor)

    class Cancelling(Recorded):
        def read(self, picture: Image.Image) -> list[Line]:
            recognizing.cancel(asked, by=cast.editor)
            return [BEST]

    read(film, Cancelling())
    assert (film.read_at, film.lines) == (None, [])


def test_a_reader_that_breaks_down_is_tried_again_and_not_for_ever(
    put: Callable[..., tuple[Draft, Asset]],
) -> None:
    _draft, asset = put(picture())
    asked = Recognition.objects.get()
    for _try in range(recognition_turns.WORK.most_tries + 1):
        Recognition.objects.update(leased_until=asked.created_at)
        read(asset, Recorded(fails=True))
    asked.refresh_from_db()
    assert asked.state == "failed"
    assert "几次" in asked.sentence
    assert recognizing.catch_up() == 0


def test_a_file_that_is_gone_is_said_to_be(put: Callable[..., tuple[Draft, Asset]]) -> None:
    _draft, asset = put(picture())
    storage.files().delete(asset.path)
    read(asset, Recorded())
    assert "找不到" in Recognition.objects.get().sentence


# A process in the place of the real one: answers each path with the lines that the file beside it holds.
STAND_IN = """
import json, sys
for line in sys.stdin:
    path = json.loads(line)
    if {end}: sys.exit(1)
    print(json.dumps({{"lines": [["字", 0.9, [[1, 2], [11, 2], [11, 7], [1, 7]]]]}}), flush=True)
"""


def test_the_reader_speaks_with_its_process(tmp_path: Path) -> None:
    script = tmp_path / "stand_in.py"
    script.write_text(STAND_IN.format(end="False"))
    reader = writing_reader.WritingReader([sys.executable, str(script)], name="stand-in")
    shown = Image.new("RGB", (20, 10))
    assert reader.read(shown) == [Line("字", 1, 2, 10, 5, 0.9)]
    assert reader.read(shown) == [Line("字", 1, 2, 10, 5, 0.9)]
    assert reader._process is not None
    pid = reader._process.pid
    reader.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_process_that_ends_is_a_failure_and_the_next_picture_has_another(tmp_path: Path) -> None:
    script = tmp_path / "stand_in.py"
    script.write_text(STAND_IN.format(end="True"))
    reader = writing_reader.WritingReader([sys.executable, str(script)], name="stand-in")
    with pytest.raises(ReaderFailed):
        reader.read(Image.new("RGB", (20, 10)))
    script.write_text(STAND_IN.format(end="False"))
    assert reader.read(Image.new("RGB", (20, 10)))
    reader.close()


@pytest.mark.skipif(not writing_reader.installed(), reason="the reader of writing was uninstalled")
@pytest.mark.skipif(not any(map(os.path.exists, FONTS)), reason="no font with Chinese characters here")
@pytest.mark.timeout(300)
def test_the_real_reader_reads_chinese_and_says_where() -> None:
    font = ImageFont.truetype(next(filter(os.path.exists, FONTS)), 48)
    shown = Image.new("RGB", (900, 300), "white")
    ImageDraw.Draw(shown).text((80, 120), "全国第一的桂花乌龙", font=font, fill="black")
    reader = writing_reader.WritingReader()
    try:
        (line,) = reader.read(shown)
    finally:
        reader.close()
    assert line.text == "全国第一的桂花乌龙"
    assert line.left == pytest.approx(80, abs=20)
    assert line.top == pytest.approx(127, abs=25)
