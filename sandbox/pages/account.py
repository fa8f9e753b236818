"""An account on the control desk: credentials, callback, audience, quota, fans."""

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response

from sandbox.accounts import Account
from sandbox.desk import Desk
from sandbox.pages.layout import page
from sandbox.pages.markup import Markup, element
from sandbox.platforms import desk_pages

NAMES = {
    "appid": "AppID",
    "corpid": "企业 ID",
    "agentid": "AgentId",
    "secret": "Secret",
    "appsecret": "AppSecret",
    "token": "Token",
    "aes_key": "EncodingAESKey",
    "original_id": "原始 ID",
    "app_key": "App Key",
    "app_secret": "App Secret",
    "uid": "UID",
    "safe_domain": "安全域名",
    "redirect_uri": "授权回调页",
    "account": "账号",
    "home_page": "主页链接",
    "app_id": "应用 ID",
    "advertiser_id": "广告账号 ID",
    "share_app_key": "分享 AppKey",
    "share_app_secret": "分享 AppSecret",
    "push_token": "推送口令",
}


def options(choices: Iterable[tuple[str, str]], *, chosen: str = "") -> list[Markup]:
    return [element("option", {"value": key, "selected": key == chosen}, name) for key, name in choices]


def account_card(desk: Desk, account: Account) -> Markup:
    platform = desk.world.platform_of(account)
    return element(
        "div",
        {"class": "card"},
        element("b", None, element("a", {"href": f"/accounts/{account.key}"}, account.name)),
        " ",
        element("span", {"class": "badge"}, platform.profiles[account.profile]),
        element("p", {"class": "soft"}, f"{platform.name}　粉丝 {account.followers}　编号 {account.key}"),
        credentials_list(desk, account),
        callback_line(account) if platform.endpoints else None,
        audience_form(account),
        element(
            "p",
            None,
            element("a", {"href": f"/accounts/{account.key}/chat"}, "以粉丝身份发私信"),
            "　",
            element("a", {"href": f"/?account={account.key}#posts"}, "只看它的内容"),
            [
                [element("br"), element("a", {"href": address}, name)]
                for address, name in desk_pages(platform, account).items()
            ],
        ),
    )


def credentials_list(desk: Desk, account: Account) -> Markup:
    rows = [
        [
            element("dt", None, NAMES.get(name, name)),
            element(
                "dd",
                None,
                element("code", None, value or "（未设置）"),
                " ",
                element("button", {"type": "button", "class": "copy", "data-copy": value}, "复制")
                if value
                else None,
            ),
        ]
        for name, value in desk.world.platform_of(account).credentials(desk.world, account).items()
    ]
    return element("dl", None, rows)


def callback_line(account: Account) -> Markup:
    if account.callback_verified:
        return element("p", {"class": "good"}, f"消息推送已启用：{account.callback_url}")
    if account.callback_problem:
        return element("p", {"class": "bad"}, f"消息推送未启用：{account.callback_problem}")
    return element("p", {"class": "soft"}, "消息推送还没有配置。")


def audience_form(account: Account) -> Markup:
    shown = f"intensity-{account.key}"
    return element(
        "form",
        {"class": "row", "method": "post", "action": f"/accounts/{account.key}/audience?at=accounts"},
        element(
            "label",
            None,
            "观众",
            element("input", {"type": "checkbox", "name": "on", "checked": account.audience}),
        ),
        element(
            "label",
            None,
            element("span", None, "热度 ", element("output", {"id": shown}, f"{account.intensity:g}")),
            element(
                "input",
                {
                    "type": "range",
                    "name": "intensity",
                    "min": 0,
                    "max": max(10, int(account.intensity)),
                    "step": 0.1,
                    "value": f"{account.intensity:g}",
                    "data-shows": shown,
                },
            ),
        ),
        element("button", {"class": "plain"}, "保存"),
    )


def show(desk: Desk, request: Request) -> Response:
    account = desk.world.accounts.by_key.get(request.path_params["key"])
    if account is None:
        return page("没有这个账号", element("section", None, "没有这个账号。"), status=404)
    # Where companies only publish by hand there is neither a push to configure nor a quota to use up.
    has_api = bool(desk.world.platform_of(account).endpoints)
    return page(
        account.name,
        element("section", None, account_card(desk, account)),
        callback_section(desk, account) if has_api else None,
        fans_section(account),
        quota_section(desk, account) if has_api else None,
        settings_section(desk, account),
        narrow=True,
    )


def callback_section(desk: Desk, account: Account) -> Markup:
    modes = [("", "不改变"), ("plain", "明文模式"), ("compatible", "兼容模式"), ("safe", "安全模式")]
    has_modes = "callback_mode" in desk.world.platform_of(account).defaults(account.profile)
    return element(
        "section",
        None,
        element("h2", None, "服务器配置（消息推送）"),
        callback_line(account),
        element(
            "form",
            {"class": "row", "method": "post", "action": f"/accounts/{account.key}/callback"},
            element(
                "label",
                None,
                "回调地址 URL",
                element(
                    "input",
                    {
                        "name": "url",
                        "type": "url",
                        "required": True,
                        "size": 40,
                        "value": account.callback_url,
                    },
                ),
            ),
            element("label", None, "加解密方式", element("select", {"name": "mode"}, options(modes)))
            if has_modes
            else None,
            element("button", None, "提交并验证"),
        ),
    )


def fans_section(account: Account) -> Markup:
    def form(verb: str, button: str) -> Markup:
        return element(
            "form",
            {"class": "row", "method": "post", "action": f"/accounts/{account.key}/{verb}"},
            element(
                "label",
                None,
                "昵称",
                element("input", {"name": "person", "value": "路过的小鱼", "required": True}),
            ),
            element("button", None, button),
        )

    return element(
        "section", None, element("h2", None, "粉丝"), form("follows", "关注"), form("unfollows", "取消关注")
    )


def quota_section(desk: Desk, account: Account) -> Markup:
    profiles = desk.world.platform_of(account).quota_profiles()
    present = next(
        (account.settings[name] for name in ("quota_profile", "rate_profile") if name in account.settings),
        profiles[0],
    )
    choices = [(profile, profile) for profile in profiles]
    return element(
        "section",
        None,
        element("h2", None, "调用配额"),
        element(
            "form",
            {"class": "row", "method": "post", "action": f"/accounts/{account.key}/quota"},
            element(
                "label",
                None,
                "档位",
                element("select", {"name": "profile"}, options(choices, chosen=present)),
            ),
            element("button", None, "改用这一档"),
        ),
        element(
            "form",
            {"method": "post", "action": f"/accounts/{account.key}/quota/reset"},
            element("button", {"class": "plain"}, "清零已用次数"),
        ),
        element(
            "form",
            {"method": "post", "action": f"/accounts/{account.key}/revoke"},
            element("button", {"class": "plain"}, "收回现有令牌与授权"),
        ),
    )


def settings_section(desk: Desk, account: Account) -> Markup:
    rows = [
        [
            element("dt", None, name),
            element("dd", None, element("code", None, str(desk.world.setting(account, name)))),
        ]
        for name in desk.world.platform_of(account).defaults(account.profile)
    ]
    return element(
        "section", None, element("h2", None, "平台规则（可用控制接口修改）"), element("dl", None, rows)
    )
