"""Files of what a machine has made go out with the hidden mark, and nothing else of them changes."""

from __future__ import annotations

import io
import json
from html import unescape
from pathlib import Path

import av
import pytest
from PIL import Image

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels.models import Channel
from chaoxin.content import ai_marks, cropping, locations, marked_files, packing, pictures, probing, storage
from chaoxin.content import provenance as origins
from chaoxin.content.ai_marks import Mark
from chaoxin.content.models import Asset
from chaoxin.content.testing import films, rows

TYPES = [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("GIF", "image/gif")]
MARK = Mark("某生成工具 & Co <1>", "number-1")


def file_of(form: str, *, mode: str = "RGB", **told: object) -> bytes:
    file = io.BytesIO()
    Image.new(mode, (40, 30), "teal").save(file, form, **told)
    return file.getvalue()


def xmp_of(data: bytes) -> str:
    with Image.open(io.BytesIO(data)) as picture:
        found = picture.info.get("xmp", b"")
        text = found if isinstance(found, str) else found.decode("utf-8")
        # The library shows that of a GIF to nobody.
        return text or str(picture.info.get("XML:com.adobe.xmp", "")) or data.decode("utf-8", "ignore")


def told_in(xmp: str) -> dict[str, str]:
    start, end = xmp.index("<TC260:AIGC>") + len("<TC260:AIGC>"), xmp.index("</TC260:AIGC>")
    return dict(json.loads(unescape(xmp[start:end])))


def pixels(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as picture:
        return picture.convert("RGBA").tobytes()


@pytest.mark.parametrize(("form", "content_type"), TYPES)
def test_a_mark_is_written_as_the_standard_names_its_fields(form: str, content_type: str) -> None:
    data = file_of(form)
    marked = ai_marks.with_mark(data, content_type, MARK)
    assert locations.is_marked_generated(marked)
    assert not locations.is_marked_generated(data)
    told = told_in(xmp_of(marked))
    assert (told["Label"], told["ContentProducer"], told["ProduceID"]) == ("1", MARK.producer, MARK.number)
    assert set(told) >= {"ReservedCode1", "ContentPropagator", "PropagateID", "ReservedCode2"}
    assert "trainedAlgorithmicMedia" in xmp_of(marked)
    assert pixels(marked) == pixels(data)
    assert ai_marks.with_mark(marked, content_type, MARK) == marked


@pytest.mark.parametrize(("form", "content_type"), TYPES[:3])
def test_what_the_file_says_of_itself_stays(form: str, content_type: str) -> None:
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:format="kept"/>'
        b"</rdf:RDF></x:xmpmeta>"
    )
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    told: dict[str, object] = {"exif": exif.tobytes(), "xmp": xmp}
    if form == "PNG":
        from PIL.PngImagePlugin import PngInfo

        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", xmp.decode())
        told = {"exif": exif.tobytes(), "pnginfo": info}
    marked = ai_marks.with_mark(file_of(form, **told), content_type, MARK)  # type: ignore[arg-type]
    assert 'dc:format="kept"' in xmp_of(marked)
    assert told_in(xmp_of(marked))["ProduceID"] == MARK.number
    with Image.open(io.BytesIO(marked)) as picture:
        assert picture.getexif()[0x010F] == "Camera"


@pytest.mark.parametrize("told", [{"lossless": True, "mode": "RGBA"}, {"lossless": True}, {"quality": 50}])
def test_simple_webp_files_become_such_as_can_hold_it(told: dict[str, object]) -> None:
    data = file_of("WEBP", **told)  # type: ignore[arg-type]
    marked = ai_marks.with_mark(data, "image/webp", MARK)
    assert told_in(xmp_of(marked))["Label"] == "1"
    assert pixels(marked) == pixels(data)


def test_what_cannot_take_a_mark_stays_as_it_is() -> None:
    assert ai_marks.with_mark(b"RIFF\x00\x00\x00\x00WEBPXXXX\x00\x00\x00\x00", "image/webp", MARK).endswith(
        b"XXXX" + bytes(4)
    )
    assert ai_marks.with_mark(b"%PDF", "application/pdf", MARK) == b"%PDF"


def sent(cast: Cast, posts: Channel, asset: Asset) -> Path:
    content = {
        **dict.fromkeys(("title", "text", "html", "summary", "author", "link"), ""),
        "platform": posts.platform, "format": "post", "options": {}, "disclosures": [], "pictures": [str(asset.pk)],
    }  # fmt: skip
    return packing.post_of(content, key="k").pictures[0].path


def test_a_picture_of_a_machine_goes_out_marked_and_the_asset_stays_as_it_is(
    cast: Cast, posts: Channel
) -> None:
    asset = rows.asset(cast.editor)
    plain = sent(cast, posts, asset)
    assert not ai_marks.is_marked(plain)
    origins.declare([asset], by=cast.editor, provenance="ai_generated", made_with="某生成工具")
    path = sent(cast, posts, asset)
    assert ai_marks.is_marked(path)
    assert told_in(xmp_of(path.read_bytes()))["ContentProducer"] == "某生成工具"
    assert storage.files().local(asset.path).read_bytes() == plain.read_bytes()
    assert not ai_marks.is_marked(storage.files().local(asset.path))
    origins.declare([asset], by=cast.editor, provenance="own")
    assert not ai_marks.is_marked(sent(cast, posts, asset))


def test_without_a_tool_the_mark_is_in_the_companys_name(cast: Cast) -> None:
    asset = rows.asset(cast.editor)
    assert marked_files.mark_of(asset) == Mark(cast.workspace.name, asset.pk.hex)


def test_a_crop_of_a_machines_picture_is_one_too(cast: Cast, posts: Channel) -> None:
    original = pictures.take_in(
        io.BytesIO(rows.picture_bytes("navy", size=(200, 150))), name="大图.png", by=cast.editor
    )
    made = cropping.crop(original, "1:1", by=cast.editor)
    origins.declare([original], by=cast.editor, provenance="ai_generated")
    made.refresh_from_db()
    assert made.provenance == "ai_generated"
    assert ai_marks.is_marked(sent(cast, posts, made))


@pytest.mark.parametrize(("form", "codec"), [("mp4", "libx264"), ("mov", "libx264"), ("matroska", "libx264")])
def test_a_film_of_a_machine_goes_out_marked_without_being_encoded_anew(
    cast: Cast, form: str, codec: str
) -> None:
    film = films.video(cast.editor, form=form, codec=codec, sound=True)
    origins.declare([film], by=cast.editor, provenance="ai_generated", made_with="某生成工具")
    own = storage.files().local(film.path)
    path = storage.files().local(marked_files.key_for(film))
    assert path != own
    with av.open(str(path)) as marked, av.open(str(own)) as plain:
        told = json.loads(marked.metadata["AIGC"])
        assert (told["Label"], told["ContentProducer"]) == ("1", "某生成工具")
        assert [stream.type for stream in marked.streams] == [stream.type for stream in plain.streams]
        assert [packet.size for packet in marked.demux(video=0) if packet.size] == [
            packet.size for packet in plain.demux(video=0) if packet.size
        ]
    assert storage.files().local(marked_files.key_for(film)) == path


def test_a_film_lying_on_its_side_stays_so_when_it_is_marked(cast: Cast) -> None:
    film = films.video(cast.editor)
    origins.declare([film], by=cast.editor, provenance="ai_generated")
    marked = storage.files().local(marked_files.key_for(film))
    assert probing.probe(marked).marked
    assert (probing.probe(marked).width, probing.probe(marked).height) == (film.width, film.height)


def test_a_kind_of_film_that_takes_no_mark_says_so_and_goes_out_as_it_is(cast: Cast) -> None:
    film = films.video(cast.editor, form="avi", codec="mpeg4")
    origins.declare([film], by=cast.editor, provenance="ai_generated")
    assert not marked_files.takes_mark(film)
    assert marked_files.key_for(film) == film.path


def test_the_mark_of_another_is_never_written_over(cast: Cast) -> None:
    theirs = ai_marks.with_mark(file_of("PNG"), "image/png", Mark("别家", "their-number"))
    asset = pictures.take_in(io.BytesIO(theirs), name="图.png", by=cast.editor)
    assert (asset.is_marked, asset.provenance) == (True, "ai_generated")
    sent_file = storage.files().local(marked_files.key_for(asset))
    assert told_in(xmp_of(sent_file.read_bytes()))["ProduceID"] == "their-number"
