from chaoxin.core.announcing import define

MEMBER_JOINED = define("member.joined", "有人接受邀请，加入了工作区。")
MEMBER_LEFT = define("member.left", "有成员离开或被移出工作区。")
