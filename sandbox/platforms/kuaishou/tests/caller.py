"""An enterprise account on the emulated platform, and calls with its grant."""

from typing import Any

from sandbox.tests.box import Box, picture

API = "/open.kuaishou.com"
CAPTION = "今年的第一锅春茶 #春茶"
MP4 = b"\0\0\0\x18ftypmp42"


def video(size: int = 1000) -> bytes:
    """Octets that begin like a video."""
    return MP4 + b"\0" * (size - len(MP4))


class Caller:
    def __init__(self, box: Box, **given: Any) -> None:
        self.box = box
        self.account = box.post("/control/accounts", **{"platform": "kuaishou", "name": "潮声茶铺", **given})
        self.key = self.account["key"]
        self.credentials = self.account["credentials"]
        self.granted = box.post(f"/control/accounts/{self.key}/authorize")
        self.token = self.granted["access_token"]

    def set_up(self, **settings: Any) -> None:
        self.box.send("PATCH", f"/control/accounts/{self.key}", json={"settings": settings})

    def query(self, **more: Any) -> dict[str, Any]:
        return {"app_id": self.credentials["app_id"], "access_token": self.token, **more}

    def get(self, path: str, **query: Any) -> Any:
        return self.box.send("GET", API + path, params=self.query(**query)).json()

    def post(self, path: str, *, files: Any = None, data: Any = None, **query: Any) -> Any:
        return self.box.send("POST", API + path, params=self.query(**query), files=files, data=data).json()

    def start(self) -> tuple[str, str]:
        """A new upload: its token, and the address of its gateway here."""
        told = self.post("/openapi/photo/start_upload")
        assert told["result"] == 1, told
        return told["upload_token"], f"/{told['endpoint']}/api/upload"

    def gateway(
        self, address: str, token: str, *, method: str = "POST", body: bytes = b"", **query: Any
    ) -> Any:
        params = {"upload_token": token, **query}
        return self.box.send(method, address, params=params, content=body).json()

    def upload(self, data: bytes | None = None) -> str:
        """The token of a finished upload."""
        token, address = self.start()
        assert self.gateway(address, token, body=data or video())["result"] == 1
        return token

    def publish(
        self, caption: str = CAPTION, *, token: str = "", cover: bytes | None = None, **query: Any
    ) -> Any:
        files = {"cover": ("cover.png", picture() if cover is None else cover, "image/png")}
        return self.post(
            "/openapi/photo/publish",
            files=files,
            data={"caption": caption},
            upload_token=token or self.upload(),
            **query,
        )

    def publish_live(self, caption: str = CAPTION) -> str:
        """The number of a post that has passed its review."""
        number = str(self.publish(caption)["video_info"]["photo_id"])
        self.box.advance(10)
        return number

    def info(self, number: str) -> Any:
        return self.get("/openapi/photo/info", photo_id=number)

    def posts(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.box.get("/control/posts", account=self.key)
        return found
