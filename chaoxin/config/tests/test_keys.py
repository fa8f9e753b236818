from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from django.conf import LazySettings
from django.db import connection

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels.models import Channel, Grant
from chaoxin.config import keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def grant(cast: Cast) -> Grant:
    channel = Channel.objects.create(
        workspace=cast.workspace, platform="weibo", mode="api", external_id="1", name="号"
    )
    return Grant.objects.create(channel=channel, credentials={"secret": "机密"}, token=None)


def test_after_rotation_the_newest_key_alone_opens_everything(grant: Grant, settings: LazySettings) -> None:
    old, new = settings.FIELD_KEYS[0], Fernet.generate_key().decode()
    settings.FIELD_KEYS = [new, old]
    assert keys.rotate() == (1, [])
    settings.FIELD_KEYS = [new]
    fresh = Grant.objects.get(pk=grant.pk)
    assert (fresh.credentials, fresh.token) == ({"secret": "机密"}, None)


def test_a_value_no_key_opens_is_named_and_left_as_it_is(grant: Grant, settings: LazySettings) -> None:
    before = _stored(grant)
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    assert keys.report_rotation() == 1
    assert keys.rotate() == (0, [f"channels.Grant {grant.pk}"])
    assert _stored(grant) == before


def test_every_model_with_a_secret_is_rotated() -> None:
    found = {model._meta.label: names for model, names in keys.encrypted_fields()}
    assert found["channels.Grant"] == ["credentials", "token"]
    assert "channels.ConsentRound" in found


def _stored(grant: Grant) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT credentials FROM channels_grant WHERE id = %s", [grant.pk])
        return str(cursor.fetchone()[0])
