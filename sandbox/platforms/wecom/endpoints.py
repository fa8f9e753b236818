"""Every API path of the platform that the sandbox answers."""

from collections.abc import Callable
from typing import Any

from sandbox.calls import Call, Endpoint
from sandbox.platforms.wecom import chats, contacts, statistics, tags, tasks, tokens, uploads, welcome

HOST = "qyapi.weixin.qq.com"
GET, POST = ("GET",), ("POST",)
CUSTOMERS = "customers"  # the application must be allowed to call the interfaces of 客户联系


def contact(
    path: str,
    answer: Callable[[Call], Any],
    methods: tuple[str, ...] = POST,
    *,
    publishes: bool = False,
) -> Endpoint:
    return Endpoint(HOST, f"/cgi-bin/externalcontact/{path}", answer, methods, publishes, True, CUSTOMERS)


ENDPOINTS = (
    Endpoint(HOST, "/cgi-bin/gettoken", tokens.get_token, GET, needs_token=False),
    Endpoint(HOST, "/cgi-bin/agent/get", contacts.agent, GET),
    Endpoint(HOST, "/cgi-bin/media/upload", uploads.upload, POST),
    Endpoint(HOST, "/cgi-bin/media/uploadimg", uploads.upload_for_address, POST),
    Endpoint(HOST, "/cgi-bin/media/get", uploads.download, GET),
    contact("get_follow_user_list", contacts.follow_users, GET),
    contact("list", contacts.list_customers, GET),
    contact("get", contacts.get, GET),
    contact("batch/get_by_user", contacts.batch),
    contact("remark", contacts.remark),
    contact("get_corp_tag_list", tags.list_tags),
    contact("add_corp_tag", tags.add),
    contact("edit_corp_tag", tags.edit),
    contact("del_corp_tag", tags.delete),
    contact("mark_tag", tags.mark),
    contact("groupchat/list", chats.list_chats),
    contact("groupchat/get", chats.get),
    contact("groupchat/statistic", statistics.groups_by_owner),
    contact("groupchat/statistic_group_by_day", statistics.groups_by_day),
    contact("get_user_behavior_data", statistics.behaviour),
    contact("add_msg_template", tasks.add, publishes=True),
    contact("get_groupmsg_list_v2", tasks.list_tasks),
    contact("get_groupmsg_task", tasks.list_members),
    contact("get_groupmsg_send_result", tasks.list_results),
    contact("cancel_groupmsg_send", tasks.cancel),
    contact("remind_groupmsg_send", tasks.remind),
    contact("send_welcome_msg", welcome.send),
)
