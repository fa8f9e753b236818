CREATE TABLE IF NOT EXISTS douyin_app (
  client_key TEXT PRIMARY KEY,
  client_secret TEXT NOT NULL,
  name TEXT NOT NULL,
  redirect_uri TEXT NOT NULL DEFAULT '',
  capabilities TEXT NOT NULL,
  approves TEXT NOT NULL DEFAULT ''
);

CREATE TABLE IF NOT EXISTS douyin_code (
  code TEXT PRIMARY KEY,
  client_key TEXT NOT NULL,
  account TEXT NOT NULL,
  scope TEXT NOT NULL,
  expires_at REAL NOT NULL,
  used INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS douyin_grant (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  access_token TEXT NOT NULL UNIQUE,
  refresh_token TEXT NOT NULL UNIQUE,
  client_key TEXT NOT NULL,
  account TEXT NOT NULL,
  scope TEXT NOT NULL,
  access_until REAL NOT NULL,
  refresh_until REAL NOT NULL,
  renewals INTEGER NOT NULL DEFAULT 0,
  ended TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS douyin_grant_account ON douyin_grant (account);

CREATE TABLE IF NOT EXISTS douyin_client_token (
  token TEXT PRIMARY KEY,
  client_key TEXT NOT NULL,
  expires_at REAL NOT NULL
);

CREATE TABLE IF NOT EXISTS douyin_ticket (
  ticket TEXT PRIMARY KEY,
  client_key TEXT NOT NULL,
  expires_at REAL NOT NULL
);

CREATE TABLE IF NOT EXISTS douyin_upload (
  upload_id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  expires_at REAL NOT NULL,
  completed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS douyin_part (
  upload_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  octets INTEGER NOT NULL,
  file TEXT NOT NULL,
  PRIMARY KEY (upload_id, number)
);

CREATE TABLE IF NOT EXISTS douyin_video (
  video_id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  octets INTEGER NOT NULL,
  file TEXT NOT NULL,
  upload_id TEXT NOT NULL DEFAULT '',
  used INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS douyin_image (
  image_id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  format TEXT NOT NULL,
  file TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS douyin_share (
  share_id TEXT PRIMARY KEY,
  client_key TEXT NOT NULL,
  hashtag TEXT NOT NULL DEFAULT '',
  item_id TEXT NOT NULL DEFAULT ''
);

CREATE TABLE IF NOT EXISTS douyin_short_link (
  code TEXT PRIMARY KEY,
  target TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS douyin_window (
  account TEXT NOT NULL,
  open_id TEXT NOT NULL,
  scene TEXT NOT NULL,
  until REAL NOT NULL,
  remaining INTEGER NOT NULL,
  PRIMARY KEY (account, open_id, scene)
);

CREATE TABLE IF NOT EXISTS douyin_use (
  subject TEXT NOT NULL,
  what TEXT NOT NULL,
  period TEXT NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (subject, what, period)
);
