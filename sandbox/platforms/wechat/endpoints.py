"""Every API path of the platform that the sandbox answers."""

from collections.abc import Callable
from typing import Any

from sandbox.calls import Call, Endpoint
from sandbox.platforms.wechat import (
    comments,
    customer_messages,
    datacube_articles,
    datacube_users,
    drafts,
    mass,
    mass_records,
    materials,
    network,
    publications,
    publishing,
    quota,
    tags,
    tokens,
    users,
)

HOST = "api.weixin.qq.com"
GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")
VERIFIED, STATISTICS = "verified", "statistics"  # what an account must be or have for a call


def endpoint(
    path: str,
    answer: Callable[[Call], Any],
    methods: tuple[str, ...] = POST,
    *,
    permission: str = "",
    publishes: bool = False,
    needs_token: bool = True,
) -> Endpoint:
    return Endpoint(HOST, path, answer, methods, publishes, needs_token, permission)


ENDPOINTS = (
    endpoint("/cgi-bin/token", tokens.token, GET, needs_token=False),
    endpoint("/cgi-bin/stable_token", tokens.stable_token, needs_token=False),
    endpoint("/cgi-bin/clear_quota", quota.clear),
    endpoint("/cgi-bin/clear_quota/v2", quota.clear_by_secret, needs_token=False),
    endpoint("/cgi-bin/openapi/quota/get", quota.get),
    endpoint("/cgi-bin/openapi/quota/clear", quota.clear_path),
    endpoint("/cgi-bin/openapi/rid/get", quota.look_up_trace),
    endpoint("/cgi-bin/getcallbackip", network.callback_addresses, GET),
    endpoint("/cgi-bin/get_api_domain_ip", network.api_addresses, GET),
    endpoint("/cgi-bin/callback/check", network.check_callback),
    endpoint("/cgi-bin/media/upload", materials.upload),
    endpoint("/cgi-bin/media/get", materials.get_temporary, GET),
    endpoint("/cgi-bin/media/uploadimg", materials.upload_body_picture),
    endpoint("/cgi-bin/material/add_material", materials.add),
    endpoint("/cgi-bin/material/get_material", materials.get),
    endpoint("/cgi-bin/material/get_materialcount", materials.count, BOTH),
    endpoint("/cgi-bin/material/batchget_material", materials.batch_get),
    endpoint("/cgi-bin/material/del_material", materials.delete),
    endpoint("/cgi-bin/draft/add", drafts.add),
    endpoint("/cgi-bin/draft/update", drafts.update),
    endpoint("/cgi-bin/draft/get", drafts.get),
    endpoint("/cgi-bin/draft/batchget", drafts.batch_get),
    endpoint("/cgi-bin/draft/count", drafts.count, BOTH),
    endpoint("/cgi-bin/draft/delete", drafts.delete),
    endpoint("/cgi-bin/draft/switch", drafts.switch),
    endpoint("/cgi-bin/freepublish/submit", publishing.submit, permission=VERIFIED, publishes=True),
    endpoint("/cgi-bin/freepublish/get", publications.get, permission=VERIFIED),
    endpoint("/cgi-bin/freepublish/batchget", publications.batch_get, permission=VERIFIED),
    endpoint("/cgi-bin/freepublish/getarticle", publications.get_article, permission=VERIFIED),
    endpoint("/cgi-bin/freepublish/delete", publications.delete, permission=VERIFIED),
    endpoint("/cgi-bin/message/mass/sendall", mass.send_all, permission=VERIFIED, publishes=True),
    endpoint("/cgi-bin/message/mass/preview", mass_records.preview, permission=VERIFIED),
    endpoint("/cgi-bin/message/mass/get", mass_records.get, permission=VERIFIED),
    endpoint("/cgi-bin/message/mass/delete", mass_records.delete, permission=VERIFIED),
    endpoint("/cgi-bin/message/mass/speed/get", mass_records.get_speed, permission=VERIFIED),
    endpoint("/cgi-bin/message/mass/speed/set", mass_records.set_speed, permission=VERIFIED),
    endpoint("/cgi-bin/comment/open", comments.open_comments),
    endpoint("/cgi-bin/comment/close", comments.close_comments),
    endpoint("/cgi-bin/comment/list", comments.list_comments),
    endpoint("/cgi-bin/comment/markelect", comments.elect),
    endpoint("/cgi-bin/comment/unmarkelect", comments.unelect),
    endpoint("/cgi-bin/comment/delete", comments.delete),
    endpoint("/cgi-bin/comment/reply/add", comments.add_reply),
    endpoint("/cgi-bin/comment/reply/delete", comments.delete_reply),
    endpoint("/cgi-bin/message/custom/send", customer_messages.send, permission=VERIFIED),
    endpoint("/cgi-bin/message/custom/typing", customer_messages.typing, permission=VERIFIED),
    endpoint("/cgi-bin/user/get", users.get, GET, permission=VERIFIED),
    endpoint("/cgi-bin/user/info", users.info, GET, permission=VERIFIED),
    endpoint("/cgi-bin/user/info/batchget", users.batch_info, permission=VERIFIED),
    endpoint("/cgi-bin/user/info/updateremark", users.update_remark, permission=VERIFIED),
    endpoint("/cgi-bin/tags/create", tags.create, permission=VERIFIED),
    endpoint("/cgi-bin/tags/get", tags.get, GET, permission=VERIFIED),
    endpoint("/cgi-bin/tags/update", tags.update, permission=VERIFIED),
    endpoint("/cgi-bin/tags/delete", tags.delete, permission=VERIFIED),
    endpoint("/cgi-bin/tags/getidlist", tags.of_person, permission=VERIFIED),
    endpoint("/cgi-bin/user/tag/get", tags.people_with, BOTH, permission=VERIFIED),
    endpoint("/cgi-bin/tags/members/batchtagging", tags.put_on, permission=VERIFIED),
    endpoint("/cgi-bin/tags/members/batchuntagging", tags.take_off, permission=VERIFIED),
    endpoint("/cgi-bin/tags/members/getblacklist", users.blocked, permission=VERIFIED),
    endpoint("/cgi-bin/tags/members/batchblacklist", users.block, permission=VERIFIED),
    endpoint("/cgi-bin/tags/members/batchunblacklist", users.unblock, permission=VERIFIED),
    endpoint("/datacube/getusersummary", datacube_users.user_summary, permission=STATISTICS),
    endpoint("/datacube/getusercumulate", datacube_users.user_cumulate, permission=STATISTICS),
    endpoint("/datacube/getarticleread", datacube_articles.article_read, permission=STATISTICS),
    endpoint("/datacube/getarticleshare", datacube_articles.article_share, permission=STATISTICS),
    endpoint("/datacube/getbizsummary", datacube_articles.business_summary, permission=STATISTICS),
    endpoint(
        "/datacube/getarticletotaldetail", datacube_articles.article_total_detail, permission=STATISTICS
    ),
    endpoint("/datacube/getupstreammsg", datacube_users.upstream_messages, permission=STATISTICS),
)
