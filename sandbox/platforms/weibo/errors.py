"""Error codes of the platform, their texts and the HTTP status they travel under."""

from sandbox.calls import Answer, Call, Refusal, json_answer

TEXTS = {
    10001: "System error!",
    10002: "Service unavailable!",
    10003: "Remote service error!",
    10004: "IP limit!",
    10005: "Permission denied, need a high level appkey!",
    10006: "Source paramter (appkey) is missing",
    10007: "Unsupport mediatype!",
    10008: "Param error, see doc for more info!",
    10009: "Too many pending tasks, system is busy!",
    10010: "Job expired!",
    10011: "RPC error!",
    10012: "Illegal request!",
    10013: "Invalid weibo user!",
    10014: "Insufficient app permissions!",
    10016: "Miss required parameter, see doc for more info!",
    10017: "Parameter's value invalid, see doc for more info!",
    10018: "Request body length over limit!",
    10020: "Request api not found!",
    10021: "HTTP method is not suported for this request!",
    10022: "IP requests out of rate limit!",
    10023: "User requests out of rate limit!",
    10024: "User requests for this api out of rate limit!",
    20001: "IDs is null!",
    20002: "Uid parameter is null!",
    20003: "User does not exists!",
    20005: "Unsupport image type, only suport JPG, GIF, PNG!",
    20006: "Image size too large!",
    20007: "Does multipart has image?",
    20008: "Content is null!",
    20009: "IDs is too many!",
    20012: "Text too long, please input text less than 140 characters!",
    20013: "Text too long, please input text less than 300 characters!",
    20014: "Param is error, please try again!",
    20015: "Account or ip or app is illgal, can not continue!",
    20016: "Out of limit!",
    20017: "Repeat content!",
    20018: "Contain illegal website!",
    20019: "Repeat content!",
    20020: "Contain advertising!",
    20021: "Content is illegal!",
    20022: "Your ip's behave in a comic boisterous or unruly manner!",
    20031: "Test and verify!",
    20032: "Update success, while server slow now, please wait 1-2 minutes!",
    20034: "Account is locked!",
    20035: "Account is not realname verified!",
    20101: "Target weibo does not exist!",
    20102: "Not your own weibo!",
    20201: "Target weibo comment does not exist!",
    20202: "Illegal comment!",
    20203: "Not your own comment!",
    20204: "Comment id is null!",
    20206: "Author only allows followed users to comment!",
    20301: "Can't send direct message to user who is not your follower!",
    20302: "Illegal direct message!",
    20306: "Repeated direct message text!",
    20308: "Can't send direct message, too many messages!",
    20311: "Direct message is blocked by policy!",
    21314: "Token used!",
    21315: "Token expired!",
    21316: "Token revoked!",
    21317: "Token rejected!",
    21319: "Accessor was revoked!",
    21321: "applications over the unaudited use restrictions!",
    21322: "redirect_uri_mismatch",
    21323: "invalid_request",
    21324: "invalid_client",
    21325: "invalid_grant",
    21326: "unauthorized_client",
    21327: "expired_token",
    21328: "unsupported_grant_type",
    21329: "unsupported_response_type",
    21330: "access_denied",
    21331: "temporarily_unavailable",
    21332: "invalid_access_token",
    21335: "request uid's value must be the current user",
    21337: "appkey permission denied",
}
BAD_REQUEST, FORBIDDEN = 400, 403
FORBIDDEN_CODES = range(10004, 10025)  # access and rate problems come as 403, as content refusals of share do
OAUTH_CODES = range(21322, 21332)


def refusal(code: int, text: str = "") -> Refusal:
    """The platform's no, with its usual text unless another is given."""
    return Refusal(code, text)


def answer_refusal(call: Call, no: Refusal) -> Answer:
    text = no.message or TEXTS.get(no.code, "error")
    body: dict[str, object] = {"error": text, "error_code": no.code, "request": call.path}
    if call.path.startswith("/oauth2/") or no.code in OAUTH_CODES:
        name = TEXTS.get(no.code, text)
        body = {"error": name, "error_code": no.code, "request": call.path, "error_uri": call.path}
        if no.message:
            body["error_description"] = no.message
    status = no.status or (FORBIDDEN if no.code in FORBIDDEN_CODES else BAD_REQUEST)
    return json_answer(body, status=status, code=str(no.code))
