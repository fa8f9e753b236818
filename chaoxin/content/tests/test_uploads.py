from __future__ import annotations

import base64
import io
import tracemalloc
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.content import intake, storage, uploads
from chaoxin.content.models import Asset, Upload
from chaoxin.content.testing import films, rows
from chaoxin.core import clock, worker_identity
from chaoxin.core.refusals import Invalid, NotAllowed, Refusal

PART = "application/offset+octet-stream"


class Sender:
    """Sends a file through the REST door as a tus client does."""

    def __init__(self, headers: dict[str, str], data: bytes) -> None:
        self.client, self.data, self.url = Client(headers=headers), data, ""

    def begin(self, *, name: str = "新品.mp4", fingerprint: str = "") -> HttpResponse:
        told = {"filename": name, "fingerprint": fingerprint}
        metadata = ",".join(
            f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items()
        )
        headers = {"Upload-Length": str(len(self.data)), "Upload-Metadata": metadata}
        answer: Any = self.client.post("/api/v1/uploads", headers=headers)
        self.url = answer.headers.get("Location", self.url)
        return answer

    def part(self, start: int, end: int) -> HttpResponse:
        answer: Any = self.client.generic(
            "PATCH", self.url, self.data[start:end], content_type=PART, headers={"Upload-Offset": str(start)}
        )
        return answer

    def offset(self) -> int:
        return int(self.client.head(self.url)["Upload-Offset"])

    def state(self) -> dict[str, Any]:
        told: dict[str, Any] = self.client.get(self.url).json()
        return told


class Breaking:
    """A connection that is lost after so many octets."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)

    def read(self, size: int, /) -> bytes:
        piece = self._file.read(min(size, 1000))
        if not piece:
            raise OSError("connection lost")
        return piece


@pytest.fixture
def sender(cast: Cast) -> Sender:
    return Sender(bearer(cast.editor), films.film_bytes(seconds=6))


def test_a_film_comes_in_by_parts_through_the_rest_door(cast: Cast, sender: Sender) -> None:
    begun = sender.begin()
    assert (begun.status_code, begun["Upload-Offset"], begun["Tus-Resumable"]) == (201, "0", "1.0.0")
    half = len(sender.data) // 2
    sent = sender.part(0, half)
    assert (sent.status_code, sent["Upload-Offset"]) == (204, str(half))
    assert sender.state()["state"] == "receiving"
    assert sender.part(half, len(sender.data)).status_code == 204
    assert sender.state()["state"] == "checking"
    assert intake.take_turn() == 1
    told = sender.state()
    assert told["state"] == "done"
    assert Asset.objects.get(pk=told["asset"]).name == "新品.mp4"


def test_after_a_lost_answer_the_same_part_is_refused_with_the_place_to_go_on(sender: Sender) -> None:
    sender.begin()
    sender.part(0, 500)
    again = sender.part(0, 500)
    assert (again.status_code, again.json()["code"]) == (409, "wrong_offset")  # type: ignore[attr-defined]
    assert sender.offset() == 500
    assert sender.part(700, 900).status_code == 409
    assert sender.part(500, len(sender.data)).status_code == 204
    assert sender.part(500, len(sender.data)).status_code == 204


def test_what_came_before_the_connection_broke_is_kept(cast: Cast, sender: Sender) -> None:
    sender.begin()
    upload = Upload.objects.get()
    uploads.receive(upload, Breaking(sender.data[:2500]), offset=0, length=len(sender.data), by=cast.editor)
    assert sender.offset() == 2500
    sender.part(2500, len(sender.data))
    assert intake.take_turn() == 1
    assert sender.state()["state"] == "done"


def test_what_a_killed_process_wrote_and_did_not_note_is_written_again(cast: Cast, sender: Sender) -> None:
    sender.begin()
    sender.part(0, 500)
    with uploads.path_of(Upload.objects.get()).open("ab") as file:
        file.write(b"half a piece that nobody has noted")
    assert sender.offset() == 500
    sender.part(500, len(sender.data))
    intake.take_turn()
    assert sender.state()["state"] == "done"


def test_a_lost_file_is_sent_anew_from_the_beginning(sender: Sender) -> None:
    sender.begin()
    sender.part(0, 500)
    uploads.path_of(Upload.objects.get()).unlink()
    assert sender.offset() == 0
    assert sender.part(0, len(sender.data)).status_code == 204


def test_the_same_file_chosen_again_goes_on_where_it_was(cast: Cast, sender: Sender) -> None:
    sender.begin(fingerprint="x")
    sender.part(0, 700)
    again = Sender(bearer(cast.editor), sender.data)
    assert again.begin(fingerprint="x")["Upload-Offset"] == "700"
    assert again.url == sender.url
    other = Sender(bearer(cast.lead), sender.data)
    assert other.begin(fingerprint="x")["Upload-Offset"] == "0"
    again.part(700, len(sender.data))
    intake.take_turn()
    assert Sender(bearer(cast.editor), sender.data).begin(fingerprint="x").json()["state"] == "done"  # type: ignore[attr-defined]


def test_two_writers_at_once_do_not_mix(cast: Cast, sender: Sender) -> None:
    sender.begin()
    upload = Upload.objects.get()

    class Meddling(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if not self.tell():
                assert sender.part(0, 300).status_code == 423
            return super().read(size)

    uploads.receive(upload, Meddling(sender.data[:900]), offset=0, length=900, by=cast.editor)
    assert sender.offset() == 900


def test_more_than_was_announced_is_not_taken(cast: Cast, sender: Sender) -> None:
    sender.begin()
    upload = Upload.objects.get()
    with pytest.raises(Invalid):
        uploads.receive(upload, io.BytesIO(b"x"), offset=0, length=len(sender.data) + 1, by=cast.editor)
    with pytest.raises(Invalid, match="20 GB"):
        uploads.begin(name="x", size=uploads.LARGEST_BYTES + 1, by=cast.editor)


def test_a_large_file_comes_in_and_is_looked_into_in_constant_memory(cast: Cast) -> None:
    film, hole = films.film_bytes(), 512 * 1024 * 1024
    size = len(film) + hole
    upload = uploads.begin(name="大片.mp4", size=size, by=cast.editor)
    tracemalloc.start()
    uploads.receive(upload, films.Padded(film, hole), offset=0, length=size, by=cast.editor)
    assert intake.take_turn() == 1
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    upload.refresh_from_db()
    assert upload.asset, upload.sentence
    storage.files().delete(upload.asset.path)
    assert upload.asset.size == size
    assert peak < 24 * 1024 * 1024


def test_a_full_disk_is_said_before_anything_is_sent(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "KEPT_FREE_BYTES", 10**18)
    with pytest.raises(Refusal, match="磁盘"):
        uploads.begin(name="x", size=10, by=cast.editor)


def test_cancelling_drops_what_came(sender: Sender) -> None:
    sender.begin()
    sender.part(0, 500)
    path = uploads.path_of(Upload.objects.get())
    assert sender.client.delete(sender.url).status_code == 204
    assert not path.exists()
    assert sender.client.head(sender.url).status_code == 404


def test_unfinished_uploads_are_swept_after_their_time(cast: Cast, sender: Sender) -> None:
    sender.begin()
    sender.part(0, 500)
    path = uploads.path_of(Upload.objects.get())
    assert uploads.sweep() == 0
    with clock.frozen(clock.now() + uploads.UNFINISHED_KEPT + timedelta(minutes=1)):
        assert uploads.sweep() >= 1
    assert Upload.objects.count() == 0
    assert not path.exists()


def test_a_file_that_ends_its_workers_is_given_up(cast: Cast, sender: Sender) -> None:
    sender.begin()
    sender.part(0, len(sender.data))
    for number in range(intake.WORK.most_tries):
        with worker_identity.assumed(f"dead-{number}"):
            assert intake.WORK.claim() is not None
            assert intake.WORK.claim() is None
        intake.WORK.release_dead_worker(f"dead-{number}")
    assert intake.take_turn() == 1
    assert sender.state()["state"] == "refused"
    assert "几次" in sender.state()["message"]


def test_a_worker_that_died_after_storing_leaves_no_second_asset(
    cast: Cast, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender.begin()
    sender.part(0, len(sender.data))
    with monkeypatch.context() as patched:
        patched.setattr(intake, "_finish", lambda *_told: (_ for _ in ()).throw(RuntimeError("killed here")))
        intake.take_turn()
    assert Asset.objects.count() == 0
    with clock.frozen(clock.now() + intake.WORK.retry_after + timedelta(seconds=1)):
        assert intake.take_turn() == 1
    assert Asset.objects.count() == 1
    assert sender.state()["state"] == "done"


def test_an_upload_is_its_senders_only(cast: Cast, sender: Sender) -> None:
    sender.begin()
    for other in (cast.lead, cast.stranger):
        assert Client(headers=bearer(other)).get(sender.url).status_code == 404
        assert Client(headers=bearer(other)).delete(sender.url).status_code == 404
    assert Sender(bearer(cast.analyst), b"x").begin().status_code == 403
    with pytest.raises(NotAllowed):
        uploads.begin(name="x", size=1, by=cast.house)


def test_a_video_is_put_in_by_page_and_by_api_alike(cast: Cast) -> None:
    draft, film = rows.draft_with(cast.editor, colors=""), films.video(cast.editor)
    page = sign_in(cast.editor)
    shown = page.post(
        f"/w/demo/drafts/{draft.pk}/video/", {"asset": str(film.pk)}, headers={"HX-Request": "true"}
    )
    assert shown.status_code == 200
    assert "160×90" in shown.content.decode()
    assert "H.264" in shown.content.decode()
    api = Client(headers=bearer(cast.editor))
    assert api.get(f"/api/v1/drafts/{draft.pk}/video").json()["video"]["seconds"] == pytest.approx(3, abs=0.1)
    chosen = api.put(f"/api/v1/drafts/{draft.pk}/video/cover", {"at": 1.5}, content_type="application/json")
    assert chosen.json()["cover"]["kind"] == "picture"
    page.post(f"/w/demo/drafts/{draft.pk}/video/cover/", {"picture": ""})
    draft.refresh_from_db()
    assert draft.video_cover is None
    assert page.post(f"/w/demo/drafts/{draft.pk}/video/cover/", {"at": "nan"}).status_code == 422
    assert api.delete(f"/api/v1/drafts/{draft.pk}/video").status_code == 204
    draft.refresh_from_db()
    assert draft.video is None


def test_a_video_file_is_served_in_ranges(cast: Cast) -> None:
    film, client = films.video(cast.editor), sign_in(cast.viewer)
    address = f"/w/demo/pictures/{film.pk}/"

    def asked(header: str) -> tuple[int, str, bytes]:
        answer: Any = client.get(address, headers={"Range": header})
        body = b"".join(answer.streaming_content) if answer.streaming else b""
        return answer.status_code, answer.headers.get("Content-Range", ""), body

    whole = b"".join(client.get(address).streaming_content)  # type: ignore[attr-defined]
    assert len(whole) == film.size
    assert asked("bytes=0-9") == (206, f"bytes 0-9/{film.size}", whole[:10])
    assert asked(f"bytes={film.size - 5}-") == (
        206,
        f"bytes {film.size - 5}-{film.size - 1}/{film.size}",
        whole[-5:],
    )
    assert asked("bytes=-7")[2] == whole[-7:]
    assert asked(f"bytes={film.size}-")[0] == 416
    assert asked("lines=1-2")[0] == 200
    moment: Any = client.get(f"/w/demo/videos/{film.pk}/moments/7/")
    assert moment["Content-Type"] == "image/webp"
    assert b"".join(moment.streaming_content).startswith(b"RIFF")
    assert client.get(f"/w/demo/videos/{film.pk}/moments/8/").status_code == 404
    assert sign_in(cast.stranger).get(address).status_code == 404
