CREATE TABLE IF NOT EXISTS wechat_token (
  token TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  family TEXT NOT NULL,
  issued_at REAL NOT NULL,
  expires_at REAL NOT NULL,
  replaced INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS wechat_token_account ON wechat_token (account, family, issued_at);

CREATE TABLE IF NOT EXISTS wechat_refresh (account TEXT NOT NULL, at REAL NOT NULL);

CREATE TABLE IF NOT EXISTS wechat_quota (
  account TEXT NOT NULL,
  path TEXT NOT NULL,
  period TEXT NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (account, path, period)
);

CREATE TABLE IF NOT EXISTS wechat_material (
  media_id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  kind TEXT NOT NULL,
  permanent INTEGER NOT NULL,
  format TEXT NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  file TEXT NOT NULL,
  slug TEXT NOT NULL,
  url TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '{}',
  created_at REAL NOT NULL,
  expires_at REAL
);
CREATE INDEX IF NOT EXISTS wechat_material_slug ON wechat_material (slug);
CREATE INDEX IF NOT EXISTS wechat_material_account ON wechat_material (account, permanent, kind);

CREATE TABLE IF NOT EXISTS wechat_draft (
  media_id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  articles TEXT NOT NULL,
  updated_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS wechat_draft_account ON wechat_draft (account, updated_at);

CREATE TABLE IF NOT EXISTS wechat_publication (
  publish_id INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  media_id TEXT NOT NULL,
  msg_data_id INTEGER NOT NULL,
  article_id TEXT NOT NULL,
  articles TEXT NOT NULL,
  status INTEGER NOT NULL,
  vanishes INTEGER NOT NULL DEFAULT 0,
  submitted_at REAL NOT NULL,
  finished_at REAL
);
CREATE INDEX IF NOT EXISTS wechat_publication_account ON wechat_publication (account, finished_at);
CREATE INDEX IF NOT EXISTS wechat_publication_article ON wechat_publication (article_id);

CREATE TABLE IF NOT EXISTS wechat_mass (
  msg_id INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  client_id TEXT NOT NULL,
  msg_data_id INTEGER,
  media_id TEXT NOT NULL,
  to_all INTEGER NOT NULL,
  targets INTEGER NOT NULL,
  status TEXT NOT NULL,
  retried_at REAL,
  sent_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS wechat_mass_client ON wechat_mass (account, client_id, sent_at);

CREATE TABLE IF NOT EXISTS wechat_window (
  account TEXT NOT NULL,
  openid TEXT NOT NULL,
  reason TEXT NOT NULL,
  until REAL NOT NULL,
  remaining INTEGER NOT NULL,
  PRIMARY KEY (account, openid, reason)
);

CREATE TABLE IF NOT EXISTS wechat_tag (
  account TEXT NOT NULL,
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (account, id)
);

CREATE TABLE IF NOT EXISTS wechat_tagged (
  account TEXT NOT NULL,
  tag_id INTEGER NOT NULL,
  openid TEXT NOT NULL,
  PRIMARY KEY (account, openid, tag_id)
);
CREATE INDEX IF NOT EXISTS wechat_tagged_tag ON wechat_tagged (account, tag_id);

CREATE TABLE IF NOT EXISTS wechat_remark (
  account TEXT NOT NULL,
  openid TEXT NOT NULL,
  remark TEXT NOT NULL DEFAULT '',
  blocked INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account, openid)
);
