CREATE TABLE IF NOT EXISTS wecom_token (
  token TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  issued_at REAL NOT NULL,
  expires_at REAL NOT NULL,
  ended INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS wecom_token_account ON wecom_token (account, issued_at);

CREATE TABLE IF NOT EXISTS wecom_rate (
  scope TEXT NOT NULL,
  path TEXT NOT NULL,
  period TEXT NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (scope, path, period)
);

CREATE TABLE IF NOT EXISTS wecom_media (
  media_id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  kind TEXT NOT NULL,
  format TEXT NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  file TEXT NOT NULL,
  url TEXT NOT NULL DEFAULT '',
  created_at REAL NOT NULL,
  expires_at REAL
);
CREATE INDEX IF NOT EXISTS wecom_media_url ON wecom_media (url) WHERE url <> '';

CREATE TABLE IF NOT EXISTS wecom_customer (
  account TEXT NOT NULL,
  external_id TEXT NOT NULL,
  userid TEXT NOT NULL,
  add_way INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT '',
  remark TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (account, external_id)
);
CREATE INDEX IF NOT EXISTS wecom_customer_member ON wecom_customer (account, userid);

CREATE TABLE IF NOT EXISTS wecom_welcome (
  code TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  external_id TEXT NOT NULL,
  made_at REAL NOT NULL,
  used_at REAL
);

CREATE TABLE IF NOT EXISTS wecom_tag (
  account TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  group_id TEXT NOT NULL,
  group_name TEXT NOT NULL,
  created_at REAL NOT NULL,
  PRIMARY KEY (account, id)
);

CREATE TABLE IF NOT EXISTS wecom_tagged (
  account TEXT NOT NULL,
  tag_id TEXT NOT NULL,
  external_id TEXT NOT NULL,
  PRIMARY KEY (account, tag_id, external_id)
);
CREATE INDEX IF NOT EXISTS wecom_tagged_customer ON wecom_tagged (account, external_id);

CREATE TABLE IF NOT EXISTS wecom_chat (
  chat_id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  owner TEXT NOT NULL,
  notice TEXT NOT NULL DEFAULT '',
  created_at REAL NOT NULL,
  dismissed_at REAL
);
CREATE INDEX IF NOT EXISTS wecom_chat_owner ON wecom_chat (account, owner);

CREATE TABLE IF NOT EXISTS wecom_chat_member (
  chat_id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  joined_at REAL NOT NULL,
  join_scene INTEGER NOT NULL,
  PRIMARY KEY (chat_id, member_id)
);

CREATE TABLE IF NOT EXISTS wecom_task (
  msgid TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  chat_type TEXT NOT NULL,
  text TEXT NOT NULL,
  attachments TEXT NOT NULL,
  created_at REAL NOT NULL,
  dispatch_at REAL NOT NULL,
  state TEXT NOT NULL,
  post_id INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS wecom_task_account ON wecom_task (account, chat_type, created_at);

CREATE TABLE IF NOT EXISTS wecom_asked (
  msgid TEXT NOT NULL,
  userid TEXT NOT NULL,
  targets TEXT NOT NULL,
  results TEXT NOT NULL DEFAULT '[]',
  sent_at REAL,
  PRIMARY KEY (msgid, userid)
);

CREATE TABLE IF NOT EXISTS wecom_received (
  account TEXT NOT NULL,
  target TEXT NOT NULL,
  day TEXT NOT NULL,
  times INTEGER NOT NULL,
  PRIMARY KEY (account, day, target)
);

CREATE TABLE IF NOT EXISTS wecom_reminder (msgid TEXT NOT NULL, at REAL NOT NULL);
