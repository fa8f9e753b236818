from chaoxin.core.announcing import define

MET = define("person.met", "第一次遇到一个用户")
CHANGED = define("person.changed", "用户的资料被修改")
