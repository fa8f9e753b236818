"""Files: temporary media for three days, and pictures with a lasting address."""

from typing import Any

from sandbox import media
from sandbox.calls import Answer, Call, Upload
from sandbox.clock import DAY
from sandbox.platforms.wecom import rates
from sandbox.platforms.wecom.errors import fine, refusal

LIFE = 3 * DAY
SMALLEST = 6
MB = 1_000_000
ADDRESS_PICTURE_BYTES = 2 * MB
FORMS = {"image": ("png", "jpg"), "voice": ("amr",), "video": ("mp4",), "file": ()}
SIZES = {"voice": 2 * MB, "video": 10 * MB, "file": 20 * MB}
PICTURE_HOST = "wework.qpic.cn"


def upload(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/media/upload: a file for three days. `created_at` is a text."""
    kind = call.query.get("type", "")
    if kind not in FORMS:
        raise refusal(40004)
    size = SIZES.get(kind) or int(call.world.setting(call.the_account, "image_bytes"))
    file = checked(call, most=size, forms=FORMS[kind], picture=kind == "image")
    media_id = keep(call, file, kind=kind)
    return fine(type=kind, media_id=media_id, created_at=str(int(call.at)))


def upload_for_address(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/media/uploadimg: a picture under an address that lasts."""
    file = checked(call, most=ADDRESS_PICTURE_BYTES, forms=FORMS["image"], picture=True)
    rates.count_day(
        call, call.the_account, int(call.world.setting(call.the_account, "address_pictures_per_day"))
    )
    url = f"https://{PICTURE_HOST}/wwpic3az/{call.ids.letters(24)}/0"
    keep(call, file, kind="image", url=url)
    return fine(url=url)


def download(call: Call) -> Answer:
    """GET /cgi-bin/media/get"""
    row = call.world.store.one(
        "SELECT * FROM wecom_media WHERE media_id = ? AND account = ? AND url = '' AND expires_at > ?",
        call.query.get("media_id", ""),
        call.the_account.key,
        call.at,
    )
    if row is None:
        raise refusal(40007)
    content_type = media.CONTENT_TYPES.get(row["format"], "application/octet-stream")
    return Answer(200, media.load(call.world.data_dir, row["file"]) or b"", content_type)


def checked(call: Call, *, most: int, forms: tuple[str, ...], picture: bool) -> Upload:
    """The uploaded file. Refuses with 40063 (none), 45001 or 40009 (its size), 40123 or 40004 (its content)."""
    file = call.uploads().get("media")
    if file is None:
        raise refusal(40063, "media")
    if len(file.data) < SMALLEST:
        raise refusal(45001)
    if len(file.data) > most:
        raise refusal(40009 if picture else 45001)
    if forms and media.kind_of(file.data) not in forms:
        raise refusal(40123 if picture else 40004)
    return file


def keep(call: Call, file: Upload, *, kind: str, url: str = "") -> str:
    media_id = "1G" + call.ids.url_safe(44)
    row = {
        "media_id": media_id,
        "account": call.the_account.key,
        "kind": kind,
        "format": media.kind_of(file.data),
        "name": file.filename,
        "size": len(file.data),
        "file": media.keep(call.world.data_dir, file.data),
        "url": url,
        "created_at": call.at,
        "expires_at": None if url else call.at + LIFE,
    }
    call.world.store.insert("wecom_media", row)
    return media_id


def serves(call: Call, media_id: Any, kind: str) -> bool:
    """Whether a temporary file of that kind belongs to the corp and is still there."""
    return bool(
        call.world.store.value(
            "SELECT 1 FROM wecom_media WHERE media_id = ? AND account = ? AND kind = ? AND expires_at > ?",
            media_id if isinstance(media_id, str) else "",
            call.the_account.key,
            kind,
            call.at,
        )
    )


def has_address(call: Call, url: Any) -> bool:
    """Whether the corp made a picture under this address."""
    return bool(
        isinstance(url, str)
        and call.world.store.value(
            "SELECT 1 FROM wecom_media WHERE url = ? AND url <> '' AND account = ?", url, call.the_account.key
        )
    )
