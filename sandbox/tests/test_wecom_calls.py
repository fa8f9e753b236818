"""Tokens, permissions, frequencies, media, customers, groups and tags."""

import pytest

from sandbox.tests.box import Box, clip, picture
from sandbox.tests.wecom_caller import API, WecomCaller


@pytest.fixture
def wecom(box: Box) -> WecomCaller:
    return WecomCaller(box, key="corp")


def test_the_token_stays_the_same_until_it_ends(box: Box, wecom: WecomCaller) -> None:
    box.wait(6000)
    again = wecom.ask_token()
    assert (again["access_token"], again["expires_in"]) == (wecom.token, 1200)
    box.wait(1300)
    assert wecom.call("get_follow_user_list")["errcode"] == 42001
    assert wecom.ask_token()["access_token"] != wecom.token


def test_where_the_setting_says_so_every_token_is_a_new_one_and_the_old_one_works_on(
    box: Box, wecom: WecomCaller
) -> None:
    wecom.change(same_token_again=False)
    assert wecom.ask_token()["access_token"] != wecom.token
    assert wecom.call("get_follow_user_list")["errcode"] == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"corpid": ""}, 41002),
        ({"corpid": "ww0"}, 40013),
        ({"corpsecret": ""}, 41004),
        ({"corpsecret": "x"}, 40001),
    ],
)
def test_wrong_credentials_have_their_codes(wecom: WecomCaller, changes: dict[str, str], code: int) -> None:
    assert wecom.ask_token(**changes)["errcode"] == code


def test_tokens_may_be_rationed_per_address(wecom: WecomCaller) -> None:
    wecom.change(token_calls_per_hour=2)
    assert [wecom.ask_token()["errcode"] for _ in range(3)] == [0, 0, 45009]


def test_permissions_and_addresses_are_checked(wecom: WecomCaller) -> None:
    wecom.change(ip_whitelist=["10.0.0.1"])
    refused = wecom.call("get_follow_user_list")
    assert refused["errcode"] == 60020
    assert "127.0.0.1" in refused["errmsg"]
    wecom.change(ip_whitelist=[], contact_allowed=False)
    assert wecom.call("get_follow_user_list")["errcode"] == 48002
    assert wecom.call("/agent/get", agentid=wecom.credentials["agentid"])["errcode"] == 0
    wecom.change(contact_allowed=True, contact_reclaimed=True)
    assert wecom.call("get_follow_user_list")["errcode"] == 48006
    wecom.change(app_disabled=True)
    assert wecom.call("get_follow_user_list")["errcode"] == 50003


def test_calls_without_or_with_foreign_tokens_are_refused(wecom: WecomCaller) -> None:
    assert wecom.call("get_follow_user_list", access_token="")["errcode"] == 41001
    assert wecom.call("get_follow_user_list", access_token="x")["errcode"] == 40014
    assert wecom.call("get_follow_user_list", {})["errcode"] == 43001
    assert wecom.call("add_msg_template")["errcode"] == 43002
    assert wecom.call("nothing/here")["errcode"] == 40066


def test_frequencies_run_out_and_come_back_with_the_next_minute(box: Box, wecom: WecomCaller) -> None:
    wecom.change(rates={"/cgi-bin/externalcontact/get_follow_user_list": {"minute": 2}})
    codes = [wecom.call("get_follow_user_list")["errcode"] for _ in range(3)]
    assert codes == [0, 0, 45009]
    box.wait(60)
    assert wecom.call("get_follow_user_list")["errcode"] == 0


def test_a_revoked_corp_gets_no_token_until_its_secret_is_given_anew(box: Box, wecom: WecomCaller) -> None:
    box.post(f"/control/accounts/{wecom.key}/revoke")
    assert wecom.call("get_follow_user_list")["errcode"] == 40014
    assert wecom.ask_token()["errcode"] == 40001
    wecom.change(secret_reset=False)
    assert wecom.ask_token()["errcode"] == 0


def test_an_application_is_known_to_its_own_secret_only(wecom: WecomCaller) -> None:
    told = wecom.call("/agent/get", agentid=wecom.credentials["agentid"])
    assert told["name"] == "潮汐茶应用"
    assert told["allow_userinfos"]["user"][0] == {"userid": "zhangsan"}
    assert wecom.call("/agent/get", agentid="1")["errcode"] == 301002
    assert wecom.call("/agent/get", agentid="x")["errcode"] == 40056


def test_media_are_checked_by_content_and_size_and_serve_for_three_days(box: Box, wecom: WecomCaller) -> None:
    kept = wecom.upload(picture())
    assert isinstance(kept["created_at"], str)
    assert wecom.upload(picture("GIF"))["errcode"] == 40123
    assert wecom.upload(picture(at_least=10_000_001))["errcode"] == 40009
    assert wecom.upload(b"12345")["errcode"] == 45001
    assert wecom.upload(clip(), "video")["errcode"] == 0
    assert wecom.upload(picture(), "video")["errcode"] == 40004
    assert wecom.upload(picture(), "painting")["errcode"] == 40004
    image = [{"msgtype": "image", "image": {"media_id": kept["media_id"]}}]
    assert wecom.ask(attachments=image)["errcode"] == 0
    box.advance(3 * 86_400 + 1)
    assert wecom.ask(attachments=image)["errcode"] == 40007


def test_lasting_addresses_are_rationed_and_can_be_looked_at(box: Box, wecom: WecomCaller) -> None:
    wecom.change(address_pictures_per_day=1)
    url = wecom.upload(picture(), path="/media/uploadimg")["url"]
    assert box.send("GET", "/" + url.removeprefix("https://")).headers["content-type"] == "image/png"
    assert wecom.upload(picture(), path="/media/uploadimg")["errcode"] == 45009


def test_every_customer_has_one_member(wecom: WecomCaller) -> None:
    members = wecom.call("get_follow_user_list")["follow_user"]
    found = [customer for userid in members for customer in wecom.customers_of(userid)]
    assert len(found) == len(set(found)) == 60
    one = wecom.call("get", external_userid=found[0])
    assert one["follow_user"][0]["userid"] == members[0]
    assert wecom.call("get", external_userid="wm0")["errcode"] == 40096
    assert wecom.call("list", userid="nobody")["errcode"] == 60111


def test_customers_of_several_members_come_page_by_page(wecom: WecomCaller) -> None:
    body = {"userid_list": ["zhangsan", "lisi", "wangwu"], "limit": 50}
    first = wecom.call("batch/get_by_user", body)
    second = wecom.call("batch/get_by_user", {**body, "cursor": first["next_cursor"]})
    assert (len(first["external_contact_list"]), len(second["external_contact_list"])) == (50, 10)
    assert second["next_cursor"] == ""


def test_only_visible_members_are_seen(wecom: WecomCaller) -> None:
    wecom.change(visible_members=["lisi"])
    assert wecom.call("get_follow_user_list")["follow_user"] == ["lisi"]
    assert wecom.call("list", userid="zhangsan")["errcode"] == 60011


def test_a_member_without_customers_is_an_error_of_the_platform(box: Box) -> None:
    empty = WecomCaller(box, followers=0)
    assert empty.call("list", userid="zhangsan")["errcode"] == 84061


def test_groups_are_listed_and_described(wecom: WecomCaller) -> None:
    [first, second] = wecom.groups_of("zhangsan")
    told = wecom.call("groupchat/get", {"chat_id": first, "need_name": 1})["group_chat"]
    assert told["owner"] == "zhangsan"
    assert {member["type"] for member in told["member_list"]} == {1, 2}
    assert wecom.call("groupchat/get", {"chat_id": "wr0"})["errcode"] == 40050
    assert wecom.call("groupchat/list", {})["errcode"] == 40058
    assert wecom.act("zhangsan", "dismiss-group", chat_id=second).status_code == 303
    assert wecom.groups_of("zhangsan") == [first]


def test_tags_are_made_once_and_put_on_customers(wecom: WecomCaller) -> None:
    body = {"group_name": "口味", "tag": [{"name": "乌龙"}, {"name": "绿茶"}]}
    made = wecom.call("add_corp_tag", body)["tag_group"]
    assert wecom.call("add_corp_tag", body)["errcode"] == 40071
    tag = made["tag"][0]["id"]
    customer = wecom.customers_of("zhangsan")[0]
    mark = {"userid": "zhangsan", "external_userid": customer, "add_tag": [tag]}
    assert wecom.call("mark_tag", mark)["errcode"] == 0
    assert wecom.call("mark_tag", {**mark, "userid": "lisi"})["errcode"] == 84061
    assert wecom.call("mark_tag", {**mark, "add_tag": ["et0"]})["errcode"] == 40068
    assert wecom.call("mark_tag", {**mark, "add_tag": []})["errcode"] == 40058
    assert wecom.call("get", external_userid=customer)["follow_user"][0]["tags"][0]["tag_name"] == "乌龙"
    assert wecom.call("edit_corp_tag", {"id": tag, "name": "绿茶"})["errcode"] == 40071
    assert wecom.call("del_corp_tag", {"tag_id": [tag]})["errcode"] == 0
    left = wecom.call("get_corp_tag_list", {})["tag_group"][0]["tag"]
    assert [row["name"] for row in left] == ["绿茶"]


def test_a_remark_is_kept(wecom: WecomCaller) -> None:
    customer = wecom.customers_of("zhangsan")[0]
    body = {"userid": "zhangsan", "external_userid": customer, "remark": "老客户"}
    assert wecom.call("remark", body)["errcode"] == 0
    assert wecom.call("get", external_userid=customer)["follow_user"][0]["remark"] == "老客户"
    assert wecom.call("remark", {**body, "remark": "字" * 21})["errcode"] == 40058


def test_an_unreadable_body_is_refused(box: Box, wecom: WecomCaller) -> None:
    address = f"{API}/externalcontact/add_msg_template"
    params = {"access_token": wecom.token}
    assert box.send("POST", address, params=params, content=b"[").json()["errcode"] == 40058
    assert box.send("POST", address, params=params, content=b"").json()["errcode"] == 40063
