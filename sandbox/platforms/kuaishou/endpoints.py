"""Every API path of the platform that the sandbox answers. An endpoint's permission is the scope that it needs."""

from collections.abc import Callable
from typing import Any

from sandbox.calls import Call, Endpoint
from sandbox.platforms.kuaishou import oauth, photos, uploads, users

API = "open.kuaishou.com"
GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")


def endpoint(
    path: str,
    answer: Callable[[Call], Any],
    methods: tuple[str, ...],
    scope: str = "",
    *,
    publishes: bool = False,
) -> Endpoint:
    return Endpoint(API, path, answer, methods, publishes, path.startswith("/openapi/"), scope)


def gateway(host: str) -> tuple[Endpoint, ...]:
    """The calls of one upload gateway; they want the upload's own token."""
    return (
        Endpoint(host, "/api/upload", uploads.direct, POST, needs_token=False),
        Endpoint(host, "/api/upload/multipart", uploads.direct, POST, needs_token=False),
        Endpoint(host, "/api/upload/fragment", uploads.fragment, POST, needs_token=False),
        Endpoint(host, "/api/upload/resume", uploads.resume, GET, needs_token=False),
        Endpoint(host, "/api/upload/complete", uploads.complete, POST, needs_token=False),
    )


ENDPOINTS = (
    endpoint("/oauth2/authorize", oauth.authorize, BOTH),
    endpoint("/oauth2/connect", oauth.authorize, BOTH),
    endpoint("/oauth2/access_token", oauth.access_token, GET),
    endpoint("/oauth2/refresh_token", oauth.refresh_token, GET),
    endpoint("/openapi/user_info", users.info, GET, "user_info"),
    endpoint("/openapi/photo/start_upload", uploads.start, POST, "user_video_publish"),
    endpoint("/openapi/photo/publish", photos.publish, POST, "user_video_publish", publishes=True),
    endpoint("/openapi/photo/info", photos.info, GET, "user_video_info"),
    endpoint("/openapi/photo/list", photos.listing, GET, "user_video_info"),
    endpoint("/openapi/photo/count", photos.count, GET, "user_video_info"),
    endpoint("/openapi/photo/delete", photos.delete, POST, "user_video_delete"),
    *(one for host in uploads.GATEWAYS for one in gateway(host)),
)
