"""What the states of a post are called."""

from sandbox.posts import LIVE, REJECTED, REVIEWING, TAKEN_DOWN, VANISHED, WITHDRAWN

STATES = {
    LIVE: "已公开",
    REVIEWING: "审核中",
    REJECTED: "未通过",
    VANISHED: "静默丢失",
    WITHDRAWN: "已删除",
    TAKEN_DOWN: "被下架",
}
