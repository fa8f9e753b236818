from __future__ import annotations

import os
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.content import packing
from chaoxin.content.storage import bucket
from chaoxin.content.storage.bucket import Bucket, Place
from chaoxin.content.testing import buckets, films, rows

MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    with buckets.s3_server() as address:
        yield address


@pytest.fixture
def place(store: str) -> Place:
    return buckets.made_at(store)


@pytest.fixture
def files(place: Place, tmp_path: Path) -> Bucket:
    return Bucket(place, copies=tmp_path / "copies", most_copied_bytes=3 * MEGABYTE)


@pytest.fixture
def in_bucket(place: Place, settings: Any, tmp_path: Path) -> Bucket:
    return buckets.keep_files_in(place, settings, tmp_path)


def put(files: Bucket, tmp_path: Path, key: str, size: int) -> None:
    source = tmp_path / "source"
    with source.open("wb") as file:
        file.truncate(size)
        file.seek(size - 4)
        file.write(b"last")
    files.put(source, key)


def test_a_file_in_a_bucket_is_read_in_ranges_and_as_a_whole(files: Bucket, tmp_path: Path) -> None:
    put(files, tmp_path, "a/film", MEGABYTE)
    assert files.has("a/film")
    assert b"".join(files.read("a/film", MEGABYTE - 4, MEGABYTE)) == b"last"
    assert b"".join(files.read("a/film", 5, 5)) == b""
    copy = files.local("a/film")
    assert (copy.stat().st_size, files.local("a/film")) == (MEGABYTE, copy)
    files.delete("a/film")
    assert not files.has("a/film")
    assert not copy.exists()
    with pytest.raises(FileNotFoundError):
        files.local("a/film")
    with pytest.raises(FileNotFoundError):
        list(files.read("a/film", 0, 1))


def test_a_large_file_goes_in_and_comes_out_in_constant_memory(files: Bucket, tmp_path: Path) -> None:
    size = 160 * MEGABYTE
    tracemalloc.start()
    put(files, tmp_path, "b/large", size)
    passed = sum(len(piece) for piece in files.read("b/large", 0, size))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    files.delete("b/large")
    assert passed == size
    assert peak < 24 * MEGABYTE


def test_copies_used_longest_ago_make_room_but_none_in_use(files: Bucket, tmp_path: Path) -> None:
    old, used = time.time() - bucket.IN_USE_SECONDS - 60, []
    for number in range(3):
        put(files, tmp_path, f"c/{number}", MEGABYTE)
        used.append(files.local(f"c/{number}"))
    os.utime(used[1], (old, old))
    put(files, tmp_path, "c/3", MEGABYTE)
    files.local("c/3")
    assert [path.exists() for path in used] == [True, False, True]


def test_a_video_goes_through_the_house_with_its_files_in_a_bucket(cast: Cast, in_bucket: Bucket) -> None:
    film = films.video(cast.editor)
    assert in_bucket.has(film.path)
    assert not in_bucket.expected(film.path).exists()
    answer: Any = sign_in(cast.editor).get(f"/w/demo/pictures/{film.pk}/", headers={"Range": "bytes=4-7"})
    assert b"".join(answer.streaming_content) == b"ftyp"
    assert not in_bucket.expected(film.path).exists()


def test_looking_at_a_draft_fetches_nothing_and_publishing_it_does(cast: Cast, in_bucket: Bucket) -> None:
    draft = rows.draft_with(cast.editor, rows.article_channel(cast.workspace))
    variant = draft.variants.get()
    content = packing.pack(variant).content
    picture = draft.pictures.get().asset
    assert [entry.code for entry in packing.problems(variant) if entry.level == "stop"] == []
    assert not in_bucket.expected(picture.path).exists()
    cover = packing.post_of(content, key="k").cover
    assert cover
    assert cover.path.read_bytes().startswith(b"\x89PNG")
