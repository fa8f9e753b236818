from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journey.waiting import until

if TYPE_CHECKING:
    from journey.steps import Walk

COMPLAINT = "收到的茶罐瓶盖裂了，漏了半箱，客服电话一直打不通，太失望了！"
REPLY = "非常抱歉给您添麻烦了，我们马上为您补发一份，稍后私信您核对地址。"
FORBIDDEN = "抱歉，我们是全国第一的品牌，您放心。"


def complaint_arrives(walk: Walk) -> None:
    """A complaint comment arrives in the inbox with its clock."""
    giver = walk.person("answers")
    walk.control(
        "POST", f"/posts/{walk.made['posts']['wechat']}/comments", {"text": COMPLAINT, "person": "茶渣渣"}
    )

    def arrived() -> Any:
        found = giver.api("GET", "/conversations?q=瓶盖裂了")["items"]
        return found[0] if found else None

    conversation = until(arrived, seconds=180, what="the complaint to arrive")
    assert conversation["state"] == "open"
    assert conversation["answer_due_at"]
    assert conversation["delivery_id"] == walk.made["deliveries"]["wechat"]
    walk.made["conversation"] = conversation["id"]
    page = giver.page(f"/inbox/{conversation['id']}/")
    assert "瓶盖裂了" in page
    assert "data-countdown" in page


def reply_through_the_gate(walk: Walk) -> None:
    """A reply with forbidden words is stopped; a good one reaches the platform and stops the clock."""
    giver, address = walk.person("answers"), f"/inbox/{walk.made['conversation']}/replies/"
    stopped = giver.send(address, {"text": FORBIDDEN, "request_key": "journey-1"}, status=422)
    assert "没有发出" in stopped.text
    giver.send(address, {"text": REPLY, "request_key": "journey-2"})
    giver.send(address, {"text": REPLY, "request_key": "journey-2"})

    def answered() -> bool:
        state: str = giver.api("GET", f"/conversations/{walk.made['conversation']}")["state"]
        return state == "answered"

    until(answered, seconds=60, what="the reply to be sent")
    discussion = walk.control("GET", f"/posts/{walk.made['posts']['wechat']}")["discussion"]
    assert str(discussion).count(REPLY) == 1, "the reply is not there exactly once"
