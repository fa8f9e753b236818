"""The least that Django can do with a push: one view, no middleware, one insert. What the real door is measured by.

Served by the same web server with the same numbers of processes and threads, on the same database server and with the
same connection settings as the product. `bench.callbacks` makes its table.
"""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from chaoxin.config.settings import database

settings.configure(
    SECRET_KEY=os.environ["CHAOXIN_SECRET_KEY"],
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": database(os.environ["DATABASE_URL"])},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
application = get_wsgi_application()

from django.db import models  # noqa: E402 - models need the settings above


class Push(models.Model):
    """A request as it came."""

    key = models.TextField()
    body = models.TextField()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "bench_push"

    def __str__(self) -> str:
        return self.key


def insert(request: HttpRequest, key: str) -> HttpResponse:
    Push.objects.create(key=key, body=request.body.decode())
    return HttpResponse("")


urlpatterns = [path("hooks/<str:key>", insert)]
