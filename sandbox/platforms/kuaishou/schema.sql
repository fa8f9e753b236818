CREATE TABLE IF NOT EXISTS kuaishou_app (
  app_id TEXT PRIMARY KEY,
  app_secret TEXT NOT NULL,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  callback_domain TEXT NOT NULL,
  approves TEXT NOT NULL DEFAULT ''
);

CREATE TABLE IF NOT EXISTS kuaishou_code (
  code TEXT PRIMARY KEY,
  app_id TEXT NOT NULL,
  open_id TEXT NOT NULL,
  scopes TEXT NOT NULL,
  expires_at REAL NOT NULL,
  used INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS kuaishou_grant (
  access_token TEXT PRIMARY KEY,
  refresh_token TEXT NOT NULL UNIQUE,
  app_id TEXT NOT NULL,
  open_id TEXT NOT NULL,
  scopes TEXT NOT NULL,
  access_until REAL NOT NULL,
  refresh_until REAL NOT NULL,
  replaced_at REAL,
  ended INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS kuaishou_grant_open_id ON kuaishou_grant (open_id);

CREATE TABLE IF NOT EXISTS kuaishou_use (
  subject TEXT NOT NULL,
  api TEXT NOT NULL,
  day TEXT NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (subject, api, day)
);

CREATE TABLE IF NOT EXISTS kuaishou_upload (
  token TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  expires_at REAL NOT NULL,
  is_complete INTEGER NOT NULL DEFAULT 0,
  is_video INTEGER NOT NULL DEFAULT 0,
  size INTEGER NOT NULL DEFAULT 0,
  photo_id TEXT NOT NULL DEFAULT ''
);

CREATE TABLE IF NOT EXISTS kuaishou_fragment (
  token TEXT NOT NULL,
  number INTEGER NOT NULL,
  size INTEGER NOT NULL,
  checksum TEXT NOT NULL,
  PRIMARY KEY (token, number)
);
