CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS account (
  key TEXT PRIMARY KEY,
  platform TEXT NOT NULL,
  profile TEXT NOT NULL,
  name TEXT NOT NULL,
  external_id TEXT NOT NULL,
  credentials TEXT NOT NULL,
  settings TEXT NOT NULL,
  followers INTEGER NOT NULL,
  opening_followers INTEGER NOT NULL,
  created_at REAL NOT NULL,
  advanced_to REAL NOT NULL,
  advance_after REAL NOT NULL,
  audience INTEGER NOT NULL,
  intensity REAL NOT NULL,
  callback_url TEXT NOT NULL DEFAULT '',
  callback_verified INTEGER NOT NULL DEFAULT 0,
  callback_problem TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS account_external ON account (platform, external_id);

CREATE TABLE IF NOT EXISTS post (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  platform TEXT NOT NULL,
  external_id TEXT NOT NULL,
  slug TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT NOT NULL,
  pictures TEXT NOT NULL,
  url TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  comments_open INTEGER NOT NULL,
  details TEXT NOT NULL,
  request_id INTEGER NOT NULL,
  created_at REAL NOT NULL,
  published_at REAL,
  followers INTEGER NOT NULL DEFAULT 0,
  ended_at REAL,
  advanced_to REAL NOT NULL,
  advance_after REAL NOT NULL,
  reads INTEGER NOT NULL DEFAULT 0,
  likes INTEGER NOT NULL DEFAULT 0,
  shares INTEGER NOT NULL DEFAULT 0,
  collects INTEGER NOT NULL DEFAULT 0,
  comments INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS post_external ON post (platform, external_id);
CREATE INDEX IF NOT EXISTS post_slug ON post (platform, slug);
CREATE INDEX IF NOT EXISTS post_account ON post (account, published_at);
CREATE INDEX IF NOT EXISTS post_advance ON post (state, advance_after);
CREATE INDEX IF NOT EXISTS post_content ON post (account, content_hash);

CREATE TABLE IF NOT EXISTS post_day (
  post_id INTEGER NOT NULL,
  day TEXT NOT NULL,
  reads INTEGER NOT NULL DEFAULT 0,
  likes INTEGER NOT NULL DEFAULT 0,
  shares INTEGER NOT NULL DEFAULT 0,
  collects INTEGER NOT NULL DEFAULT 0,
  comments INTEGER NOT NULL DEFAULT 0,
  follows INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (post_id, day)
);
CREATE INDEX IF NOT EXISTS post_day_by_day ON post_day (day);

CREATE TABLE IF NOT EXISTS effect (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  kind TEXT NOT NULL,
  path TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  text TEXT NOT NULL,
  at REAL NOT NULL,
  wall_at REAL NOT NULL,
  request_id INTEGER NOT NULL,
  post_id INTEGER
);
CREATE INDEX IF NOT EXISTS effect_content ON effect (account, kind, content_hash);

CREATE TABLE IF NOT EXISTS comment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  post_id INTEGER NOT NULL,
  account TEXT NOT NULL,
  external_id TEXT NOT NULL,
  parent_id INTEGER,
  person_key TEXT,
  author TEXT NOT NULL,
  text TEXT NOT NULL,
  tone TEXT NOT NULL DEFAULT '',
  at REAL NOT NULL,
  elected INTEGER NOT NULL DEFAULT 0,
  deleted_at REAL,
  request_id INTEGER
);
CREATE INDEX IF NOT EXISTS comment_post ON comment (post_id, id);
CREATE INDEX IF NOT EXISTS comment_account ON comment (account, at);
CREATE INDEX IF NOT EXISTS comment_external ON comment (external_id);
CREATE INDEX IF NOT EXISTS comment_parent ON comment (parent_id);

CREATE TABLE IF NOT EXISTS person (key TEXT PRIMARY KEY, name TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS fan (
  account TEXT NOT NULL,
  person_key TEXT NOT NULL,
  external_id TEXT NOT NULL,
  source TEXT NOT NULL,
  followed_at REAL,
  unfollowed_at REAL,
  PRIMARY KEY (account, person_key)
);
CREATE UNIQUE INDEX IF NOT EXISTS fan_external ON fan (account, external_id);
CREATE INDEX IF NOT EXISTS fan_following ON fan (account, followed_at) WHERE followed_at IS NOT NULL;

CREATE TABLE IF NOT EXISTS follower_day (
  account TEXT NOT NULL,
  day TEXT NOT NULL,
  source TEXT NOT NULL,
  joined INTEGER NOT NULL DEFAULT 0,
  departed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account, day, source)
);

CREATE TABLE IF NOT EXISTS message (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  person_key TEXT NOT NULL,
  direction TEXT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  detail TEXT NOT NULL DEFAULT '{}',
  at REAL NOT NULL,
  request_id INTEGER
);
CREATE INDEX IF NOT EXISTS message_person ON message (account, person_key, id);

CREATE TABLE IF NOT EXISTS journal (
  id INTEGER PRIMARY KEY,
  account TEXT,
  method TEXT NOT NULL,
  host TEXT NOT NULL,
  path TEXT NOT NULL,
  query TEXT NOT NULL,
  request TEXT NOT NULL,
  response TEXT NOT NULL,
  status INTEGER NOT NULL,
  code TEXT NOT NULL,
  fault TEXT NOT NULL,
  client_ip TEXT NOT NULL,
  at REAL NOT NULL,
  wall_at REAL NOT NULL,
  milliseconds REAL NOT NULL,
  trace TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS journal_account ON journal (account, id);
CREATE INDEX IF NOT EXISTS journal_path ON journal (path, id);
CREATE INDEX IF NOT EXISTS journal_trace ON journal (trace) WHERE trace <> '';

CREATE TABLE IF NOT EXISTS fault (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  path TEXT NOT NULL,
  kind TEXT NOT NULL,
  remaining INTEGER,
  probability REAL NOT NULL,
  options TEXT NOT NULL,
  considered INTEGER NOT NULL DEFAULT 0,
  hits INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS task (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  clock TEXT NOT NULL,
  due REAL NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  body BLOB
);
CREATE INDEX IF NOT EXISTS task_due ON task (clock, due);

CREATE TABLE IF NOT EXISTS callback (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  event TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  due REAL NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  problem TEXT NOT NULL DEFAULT '',
  answer TEXT NOT NULL DEFAULT '',
  created_at REAL NOT NULL,
  finished_at REAL
);
CREATE INDEX IF NOT EXISTS callback_due ON callback (state, due);

CREATE TABLE IF NOT EXISTS robot (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  key TEXT NOT NULL,
  secret TEXT NOT NULL,
  keyword TEXT NOT NULL DEFAULT '',
  created_at REAL NOT NULL,
  UNIQUE (kind, key)
);

CREATE TABLE IF NOT EXISTS robot_message (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  robot INTEGER NOT NULL,
  at REAL NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS robot_message_robot ON robot_message (robot, at);
