"""What a platform tells of the end of a submission by itself: looked at at once, believed only when read."""

from __future__ import annotations

from chaoxin.connectors.values import Outcome, Submission
from chaoxin.publishing import delivering, reconciling
from chaoxin.publishing.models import Delivery, Receipt
from chaoxin.publishing.states import State

from .stage import Stage, at, pending

LINK = "https://example.com/told"


def test_the_link_that_only_the_push_tells_stands_on_the_receipt(stage: Stage) -> None:
    delivery = stage.delivery()
    stage.platform.submit_answer = pending("job-1")
    stage.platform.look_answer = Submission(Outcome.PUBLISHED, reference="job-1", post_id="post-1")
    told = Submission(Outcome.PENDING, reference="job-1", facts={"url": LINK, "sent": 117})
    with at(0):
        delivering.take_turn()
        assert reconciling.note_result(delivery.channel, told) == 1
        assert Delivery.objects.get(pk=delivery.pk).state == State.REVIEWING
        reconciling.take_look()
    receipt = Receipt.objects.get(delivery=delivery)
    assert (receipt.url, receipt.facts["sent"]) == (LINK, 117)


def test_a_result_of_something_else_changes_no_delivery(stage: Stage) -> None:
    delivery = stage.delivery()
    stage.platform.submit_answer = pending("job-1")
    with at(0):
        delivering.take_turn()
        told = Submission(Outcome.PENDING, reference="job-2", facts={"url": LINK})
        assert reconciling.note_result(delivery.channel, told) == 0
    assert "url" not in Delivery.objects.get(pk=delivery.pk).sent_facts
