"""An enterprise account on 抖音 and calls with its token."""

import json
from typing import Any

from sandbox.tests.box import Box, picture

OPEN = "/open.douyin.com"
VIDEO = "/api/douyin/v1/video"
MEGABYTE = 1024 * 1024
MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"


class DouyinCaller:
    def __init__(self, box: Box, **given: Any) -> None:
        self.box = box
        self.account = box.post("/control/accounts", **{"platform": "douyin", "name": "示例抖音", **given})
        self.key = self.account["key"]
        self.credentials = self.account["credentials"]
        self.grant = box.post(f"/control/accounts/{self.key}/authorize")
        self.token = self.grant["access_token"]
        self.open_id = self.credentials["open_id"]

    def get(self, path: str, **query: Any) -> Any:
        params = {"open_id": self.open_id, **query}
        return self.box.send("GET", OPEN + path, params=params, headers={"access-token": self.token}).json()

    def post(self, path: str, body: Any = None, *, files: Any = None, **query: Any) -> Any:
        headers = {"access-token": self.token}
        params = {"open_id": self.open_id, **query}
        if files is None:
            headers["content-type"] = "application/json"
            content = json.dumps(body or {}, ensure_ascii=False).encode()
            answer = self.box.send("POST", OPEN + path, params=params, headers=headers, content=content)
        else:
            answer = self.box.send("POST", OPEN + path, params=params, headers=headers, files=files)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def form(self, path: str, **fields: Any) -> Any:
        return self.box.send("POST", OPEN + path, data=fields).json()

    def client_token(self) -> str:
        given = self.form(
            "/oauth/client_token/",
            client_key=self.credentials["client_key"],
            client_secret=self.credentials["client_secret"],
            grant_type="client_credential",
        )
        return str(given["data"]["access_token"])

    def video(self, data: bytes = MP4) -> str:
        sent = self.post(f"{VIDEO}/upload_video/", files={"video": ("a.mp4", data, "video/mp4")})
        return str(sent["data"]["video"]["video_id"])

    def image(self) -> str:
        sent = self.post(f"{VIDEO}/upload_image/", files={"image": ("a.png", picture(), "image/png")})
        return str(sent["data"]["image"]["image_id"])

    def create(self, text: str = "今年的第一锅茶 #新茶 ", **more: Any) -> Any:
        """An item, as the platform answered for it."""
        body = {"video_id": self.video(), "text": text, **more}
        return self.post(f"{VIDEO}/create_video/", body)

    def publish(self, text: str = "今年的第一锅茶 #新茶 ", **more: Any) -> dict[str, Any]:
        """A public item: what the platform answered, and `post`, the control API's view."""
        made = self.create(text, **more)["data"]
        self.box.advance(10)
        found: dict[str, Any] = self.box.get("/control/posts", external_id=made["item_id"])[0]
        assert found["state"] == "live"
        return {**made, "post": found}

    def set(self, **settings: Any) -> None:
        answer = self.box.send("PATCH", f"/control/accounts/{self.key}", json={"settings": settings})
        assert answer.status_code == 200, answer.text

    def change_app(self, **fields: Any) -> None:
        answer = self.box.send("PATCH", f"/control/accounts/{self.key}", json={"credentials": fields})
        assert answer.status_code == 200, answer.text


def code_of(answer: Any) -> int:
    """The error number of an answer in whichever envelope."""
    for part in (answer.get("extra"), answer.get("data"), answer):
        for name in ("error_code", "err_no"):
            if isinstance(part, dict) and name in part:
                return int(part[name])
    raise AssertionError(answer)
