"""Which figures the platform gives, under which of our names."""

from __future__ import annotations

from collections.abc import Mapping

METRICS: Mapping[str, str] = {
    "sent": "已送达数",
    "unsent": "未发送数",
    "not_friends": "已不是好友，未送达",
    "over_limit": "超过接收上限，未送达",
    "members_asked": "收到任务的成员数",
    "members_confirmed": "已确认发送的成员数",
    "followers": "客户数（去重）",
    "contact_members": "开通客户联系的成员数",
    "new_followers": "当日新增客户数",
    "lost_followers": "当日删除、拉黑成员的客户数",
    "friend_requests": "当日发起的好友申请数",
    "private_chats": "当日单聊数",
    "private_messages": "当日发送的单聊消息数",
    "reply_percentage": "当日已回复单聊占比（%）",
    "first_reply_minutes": "当日平均首次回复时长（分钟）",
    "groups": "客户群数",
    "group_members": "客户群成员数",
    "new_groups": "当日新增客户群数",
    "active_groups": "当日有消息的客户群数",
    "new_group_members": "当日新入群人数",
    "active_group_members": "当日发过消息的群成员数",
    "group_messages": "当日客户群消息数",
}

# Fields of groupchat/statistic_group_by_day: whether the value is a total at the end of the day or one of the day.
GROUP_TOTALS: Mapping[str, str] = {"chat_total": "groups", "member_total": "group_members"}
GROUP_DAYS: Mapping[str, str] = {
    "new_chat_cnt": "new_groups",
    "chat_has_msg": "active_groups",
    "new_member_cnt": "new_group_members",
    "member_has_msg": "active_group_members",
    "msg_total": "group_messages",
}

# Fields of get_user_behavior_data that may be added up over members, and those that may not.
BEHAVIOUR_COUNTS: Mapping[str, str] = {
    "new_contact_cnt": "new_followers",
    "negative_feedback_cnt": "lost_followers",
    "new_apply_cnt": "friend_requests",
    "chat_cnt": "private_chats",
    "message_cnt": "private_messages",
}
BEHAVIOUR_RATES: Mapping[str, str] = {
    "reply_percentage": "reply_percentage",
    "avg_reply_time": "first_reply_minutes",
}
