from __future__ import annotations

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels import jobs
from chaoxin.channels.models import Grant
from chaoxin.channels.testing.fake_platform import FakePlatform
from chaoxin.channels.testing.rows import connected_channel
from chaoxin.core import clock


@pytest.mark.django_db(transaction=True)
def test_each_due_channel_gets_one_job_however_often_one_looks(cast: Cast, tide: FakePlatform) -> None:
    due = [connected_channel(cast.workspace, external_id=name, seconds=100) for name in ("a", "b")]
    connected_channel(cast.workspace, external_id="fresh")
    jobs.renew_due(0)
    jobs.renew_due(60)
    queued = ProcrastinateJob.objects.filter(task_name=jobs.renew_channel.name)
    assert sorted(job.args["channel"] for job in queued) == sorted(str(channel.pk) for channel in due)
    jobs.check_due(0)
    assert ProcrastinateJob.objects.filter(task_name=jobs.check_channel.name).count() == 3


def test_a_job_renews_and_one_for_a_channel_that_is_gone_does_nothing(cast: Cast, tide: FakePlatform) -> None:
    channel = connected_channel(cast.workspace, seconds=100)
    tide.renew_answers = [tide.token("token-2")]
    jobs.renew_channel(str(channel.pk))
    assert Grant.objects.get().token == {"access_token": "token-2"}
    jobs.check_channel(str(channel.pk))
    assert tide.identities == 1
    channel.removed_at = clock.now() - timedelta(days=1)
    channel.save()
    jobs.check_channel(str(channel.pk))
    assert tide.identities == 1
