"""Files of videos and pictures: in one piece, or a video in parts under an upload id that lives two hours."""

from typing import Any

from sandbox import media
from sandbox.calls import Call, Upload
from sandbox.platforms.douyin.bodies import number
from sandbox.platforms.douyin.errors import refusal, success
from sandbox.platforms.douyin.footage import seconds_of

IMAGE_FORMATS = ("jpg", "png", "webp", "bmp")
MOST_PARTS = 10_000
WIDTH, HEIGHT = 1080, 1920


def upload_video(call: Call) -> dict[str, Any]:
    """POST /api/douyin/v1/video/upload_video/"""
    upload = sent_file(call, "video")
    if len(upload.data) > call.world.setting(call.the_account, "direct_upload_bytes"):
        raise refusal(2190005)
    check_length(call, upload.data)
    return made(call, octets=len(upload.data), file=media.keep(call.world.data_dir, upload.data))


def sent_file(call: Call, name: str) -> Upload:
    upload = call.uploads().get(name)
    if upload is None or not upload.data:
        raise refusal(28001007, f"multipart field {name} is missing")
    return upload


def check_length(call: Call, data: bytes) -> None:
    """A video that says of itself that it is too long is refused; one that says nothing passes."""
    seconds = seconds_of(data)
    if seconds is not None and seconds > call.world.setting(call.the_account, "video_seconds_limit"):
        raise refusal(2190006)


def made(call: Call, *, octets: int, file: str, upload_id: str = "") -> dict[str, Any]:
    video_id = f"v0200fg{call.ids.letters(25).lower()}"
    fields = {"video_id": video_id, "account": call.the_account.key, "octets": octets, "file": file}
    call.world.store.insert("douyin_video", fields | {"upload_id": upload_id})
    return success(call, {"video": {"video_id": video_id, "width": WIDTH, "height": HEIGHT}})


def init_part_upload(call: Call) -> dict[str, Any]:
    """POST /api/douyin/v1/video/init_video_part_upload/"""
    account = call.the_account
    upload_id = f"{call.ids.hexadecimal(32)}=="
    until = call.service_at + call.world.setting(account, "upload_seconds")
    call.world.store.insert(
        "douyin_upload", {"upload_id": upload_id, "account": account.key, "expires_at": until}
    )
    return success(call, {"upload_id": upload_id})


def upload_part(call: Call) -> dict[str, Any]:
    """POST /api/douyin/v1/video/upload_video_part/: parts count from 1, come in any order, and may come again."""
    upload_id = open_upload(call)
    place = number(call, "part_number", low=1, high=MOST_PARTS)
    upload = sent_file(call, "video")
    if place == 1:
        check_length(call, upload.data)
    stores = call.world.setting(call.the_account, "store_parts")
    call.world.store.run(
        "INSERT OR REPLACE INTO douyin_part (upload_id, number, octets, file) VALUES (?, ?, ?, ?)",
        upload_id,
        place,
        len(upload.data),
        media.keep(call.world.data_dir, upload.data) if stores else "",
    )
    return success(call)


def open_upload(call: Call) -> str:
    """The upload of the call while it is open; a number of its own for one that is unknown, over or completed."""
    upload_id = call.fields().get("upload_id", "")
    row = call.world.store.one(
        "SELECT * FROM douyin_upload WHERE upload_id = ? AND account = ?", upload_id, call.the_account.key
    )
    if row is None or row["completed"] or row["expires_at"] <= call.service_at:
        raise refusal(call.world.setting(call.the_account, "unknown_upload_code"), "upload_id is not valid")
    return upload_id


def complete_part_upload(call: Call) -> dict[str, Any]:
    """POST /api/douyin/v1/video/complete_video_part_upload/: all parts from 1 on, none but the last below 5 MB."""
    upload_id = open_upload(call)
    parts = call.world.store.all("SELECT * FROM douyin_part WHERE upload_id = ? ORDER BY number", upload_id)
    check_parts(call, [(part["number"], part["octets"]) for part in parts])
    call.world.store.run("UPDATE douyin_upload SET completed = 1 WHERE upload_id = ?", upload_id)
    octets = sum(part["octets"] for part in parts)
    return made(call, octets=octets, file=parts[0]["file"], upload_id=upload_id)


def check_parts(call: Call, parts: list[tuple[int, int]]) -> None:
    setting = call.world.setting
    account = call.the_account
    if [place for place, _ in parts] != list(range(1, len(parts) + 1)) or not parts:
        raise refusal(28001007, "parts are missing")
    sizes = [octets for _, octets in parts]
    long_enough = sizes[:-1] if setting(account, "last_part_may_be_smaller") else sizes
    if any(octets < setting(account, "part_bytes_min") for octets in long_enough):
        raise refusal(28001007, "a part is too small")
    if any(octets > setting(account, "direct_upload_bytes") for octets in sizes):
        raise refusal(2190005)
    if sum(sizes) > setting(account, "upload_bytes"):
        raise refusal(2190005)


def upload_image(call: Call) -> dict[str, Any]:
    """POST /api/douyin/v1/video/upload_image/"""
    upload = sent_file(call, "image")
    if len(upload.data) > call.world.setting(call.the_account, "image_bytes"):
        raise refusal(2190005, "图片文件太大了")
    form = media.kind_of(upload.data)
    if form not in IMAGE_FORMATS:
        raise refusal(28001007, "image format is not supported")
    image_id = f"tos-cn-i-{call.ids.letters(32).lower()}"
    file = media.keep(call.world.data_dir, upload.data)
    fields = {"image_id": image_id, "account": call.the_account.key, "format": form, "file": file}
    call.world.store.insert("douyin_image", fields)
    return success(call, {"image": {"image_id": image_id, "width": WIDTH, "height": HEIGHT}})
