CREATE TABLE IF NOT EXISTS weibo_app (
  app_key TEXT PRIMARY KEY,
  app_secret TEXT NOT NULL,
  name TEXT NOT NULL,
  level TEXT NOT NULL,
  safe_domains TEXT NOT NULL,
  redirect_uri TEXT NOT NULL,
  scopes TEXT NOT NULL,
  testers TEXT NOT NULL,
  approves TEXT NOT NULL DEFAULT ''
);

CREATE TABLE IF NOT EXISTS weibo_code (
  code TEXT PRIMARY KEY,
  app_key TEXT NOT NULL,
  uid TEXT NOT NULL,
  redirect_uri TEXT NOT NULL,
  scope TEXT NOT NULL,
  expires_at REAL NOT NULL,
  used INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS weibo_grant (
  token TEXT PRIMARY KEY,
  app_key TEXT NOT NULL,
  uid TEXT NOT NULL,
  scope TEXT NOT NULL,
  created_at REAL NOT NULL,
  expires_at REAL NOT NULL,
  ended TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS weibo_grant_uid ON weibo_grant (uid);

CREATE TABLE IF NOT EXISTS weibo_use (
  subject TEXT NOT NULL,
  api TEXT NOT NULL,
  period TEXT NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (subject, api, period)
);

CREATE TABLE IF NOT EXISTS weibo_picture (
  pid TEXT PRIMARY KEY,
  format TEXT NOT NULL,
  file TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS weibo_mention (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  person_key TEXT NOT NULL,
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS weibo_mention_account ON weibo_mention (account, id);

CREATE TABLE IF NOT EXISTS weibo_window (
  account TEXT NOT NULL,
  person_uid TEXT NOT NULL,
  until REAL NOT NULL,
  PRIMARY KEY (account, person_uid)
);

CREATE TABLE IF NOT EXISTS weibo_seen (
  account TEXT NOT NULL,
  what TEXT NOT NULL,
  at REAL NOT NULL,
  PRIMARY KEY (account, what)
);
