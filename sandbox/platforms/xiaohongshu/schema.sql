CREATE TABLE IF NOT EXISTS xiaohongshu_code (
  code TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  scopes TEXT NOT NULL,
  expires_at REAL NOT NULL,
  used INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS xiaohongshu_grant (
  access_token TEXT PRIMARY KEY,
  refresh_token TEXT NOT NULL,
  account TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_at REAL NOT NULL,
  access_until REAL NOT NULL,
  refresh_until REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS xiaohongshu_grant_refresh ON xiaohongshu_grant (refresh_token);
CREATE INDEX IF NOT EXISTS xiaohongshu_grant_account ON xiaohongshu_grant (account);

CREATE TABLE IF NOT EXISTS xiaohongshu_share_token (
  token TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  expires_at REAL NOT NULL
);

CREATE TABLE IF NOT EXISTS xiaohongshu_use (
  account TEXT NOT NULL,
  minute INTEGER NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (account, minute)
);

CREATE TABLE IF NOT EXISTS xiaohongshu_lead (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  data TEXT NOT NULL,
  at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS xiaohongshu_lead_account ON xiaohongshu_lead (account, at);
