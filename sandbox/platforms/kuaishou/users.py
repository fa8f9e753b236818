"""GET /openapi/user_info: who one is, without any id."""

from typing import Any

from sandbox.calls import Call
from sandbox.identifiers import stable_number
from sandbox.platforms.kuaishou import errors


def info(call: Call) -> dict[str, Any]:
    account = call.the_account
    head = f"http://static.yximgs.com/head/{account.credentials['profile_id']}"
    return {
        "result": errors.OK,
        "user_info": {
            "name": account.name,
            "sex": "F",
            "fan": account.followers,
            "follow": stable_number(f"kuaishou follow|{account.external_id}", 5, 180),
            "head": f"{head}_s.jpg",
            "bigHead": f"{head}.jpg",
            "city": "福建 福州",
        },
    }
