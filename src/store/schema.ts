/**
 * Version 1. Instants are milliseconds. `posts.id` is time-ordered (see post-id.ts); `posts.number` is what
 * people type. The narrow facts of a post stand apart from its texts, so that counting a million posts does
 * not read them. What can be erased stands only in post_texts, post_versions, authors, texts and the index.
 */
export const SCHEMA_1 = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE named_values (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE actors (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE authors (
  id INTEGER PRIMARY KEY,
  platform TEXT NOT NULL,
  native_id TEXT NOT NULL,
  handle TEXT,
  name TEXT,
  url TEXT,
  followers INTEGER,
  person INTEGER,
  erased_at INTEGER,
  UNIQUE (platform, native_id)
) STRICT;

CREATE TABLE channels (
  id INTEGER PRIMARY KEY,
  platform TEXT NOT NULL,
  key TEXT NOT NULL,
  source TEXT NOT NULL,
  label TEXT NOT NULL,
  state TEXT,
  validators TEXT,
  query_set TEXT,
  not_before INTEGER,
  last_attempt INTEGER,
  last_success INTEGER,
  failures INTEGER NOT NULL DEFAULT 0,
  error TEXT,
  error_kind TEXT,
  posts_seen INTEGER NOT NULL DEFAULT 0,
  notice TEXT,
  UNIQUE (platform, key)
) STRICT;

CREATE TABLE origins (
  source TEXT NOT NULL,
  platform TEXT NOT NULL,
  PRIMARY KEY (source, platform)
) STRICT, WITHOUT ROWID;

CREATE TABLE queries (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE query_versions (
  query INTEGER NOT NULL REFERENCES queries,
  version INTEGER NOT NULL,
  role TEXT NOT NULL,
  match TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (query, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE threads (
  number INTEGER PRIMARY KEY,
  platform TEXT NOT NULL,
  key TEXT NOT NULL,
  UNIQUE (platform, key)
) STRICT;

CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  platform TEXT NOT NULL,
  identity TEXT NOT NULL,
  source TEXT NOT NULL,
  kind TEXT NOT NULL,
  author INTEGER REFERENCES authors,
  published INTEGER,
  precision TEXT NOT NULL,
  edited INTEGER,
  collected INTEGER NOT NULL,
  side TEXT NOT NULL,
  addressed INTEGER NOT NULL,
  wanted INTEGER NOT NULL,
  muted INTEGER NOT NULL,
  asks INTEGER,
  thread INTEGER REFERENCES threads,
  thread_key TEXT,
  lang TEXT,
  site TEXT,
  rating REAL,
  likes INTEGER,
  replies INTEGER,
  shares INTEGER,
  views INTEGER,
  length INTEGER NOT NULL,
  traits INTEGER NOT NULL,
  sentiment TEXT,
  score REAL,
  analysis_version INTEGER,
  cluster INTEGER,
  text_hash INTEGER,
  hash TEXT NOT NULL,
  keep_until INTEGER,
  gone INTEGER,
  UNIQUE (platform, identity)
) STRICT;
CREATE INDEX posts_by_thread ON posts (thread) WHERE thread IS NOT NULL;
CREATE INDEX posts_by_thread_key ON posts (platform, thread_key) WHERE thread_key IS NOT NULL;
CREATE INDEX posts_by_author ON posts (author);
CREATE INDEX posts_by_text ON posts (text_hash) WHERE text_hash IS NOT NULL;
CREATE INDEX posts_by_cluster ON posts (cluster) WHERE cluster IS NOT NULL;
CREATE INDEX posts_by_collection ON posts (collected);
CREATE INDEX posts_ahead ON posts (id) WHERE published > collected;
CREATE INDEX posts_to_drop ON posts (keep_until) WHERE keep_until IS NOT NULL;

CREATE TABLE post_texts (
  post INTEGER PRIMARY KEY REFERENCES posts ON DELETE CASCADE,
  native_id TEXT NOT NULL,
  title TEXT,
  text TEXT NOT NULL,
  url TEXT,
  details TEXT,
  analysis TEXT
) STRICT;

CREATE TABLE post_versions (
  post INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE,
  version INTEGER NOT NULL,
  hash TEXT NOT NULL,
  title TEXT,
  text TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (post, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE post_tags (
  tag TEXT NOT NULL,
  post INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE,
  PRIMARY KEY (tag, post)
) STRICT, WITHOUT ROWID;
CREATE INDEX post_tags_by_post ON post_tags (post);

CREATE TABLE post_intents (
  intent TEXT NOT NULL,
  post INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE,
  confidence REAL NOT NULL,
  PRIMARY KEY (intent, post)
) STRICT, WITHOUT ROWID;
CREATE INDEX post_intents_by_post ON post_intents (post);

CREATE TABLE mentions (
  query INTEGER NOT NULL REFERENCES queries,
  post INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  hits TEXT NOT NULL,
  sentiment TEXT,
  score REAL,
  confidence REAL,
  PRIMARY KEY (query, post)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_by_post ON mentions (post);

CREATE TABLE sightings (
  post INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE,
  channel INTEGER NOT NULL REFERENCES channels,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (post, channel)
) STRICT, WITHOUT ROWID;

CREATE TABLE fingerprints (
  fingerprint INTEGER NOT NULL,
  post INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE,
  PRIMARY KEY (fingerprint, post)
) STRICT, WITHOUT ROWID;
CREATE INDEX fingerprints_by_post ON fingerprints (post);

CREATE TABLE batches (
  id INTEGER PRIMARY KEY,
  actor INTEGER NOT NULL REFERENCES actors,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  description TEXT NOT NULL,
  posts TEXT NOT NULL,
  undone_by INTEGER REFERENCES batches,
  undoes INTEGER REFERENCES batches
) STRICT;
CREATE INDEX batches_by_actor ON batches (actor, id);

CREATE TABLE texts (
  id INTEGER PRIMARY KEY,
  post INTEGER,
  body TEXT
) STRICT;

CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  thread INTEGER NOT NULL REFERENCES threads,
  at INTEGER NOT NULL,
  actor INTEGER NOT NULL REFERENCES actors,
  type TEXT NOT NULL,
  post INTEGER,
  batch INTEGER REFERENCES batches,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_thread ON events (thread, id);
CREATE INDEX events_by_batch ON events (batch) WHERE batch IS NOT NULL;
CREATE INDEX events_by_time ON events (at);
CREATE TRIGGER events_stay_as_they_are BEFORE UPDATE ON events
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TABLE thread_links (
  thread INTEGER NOT NULL REFERENCES threads,
  other INTEGER NOT NULL REFERENCES threads,
  PRIMARY KEY (thread, other)
) STRICT, WITHOUT ROWID;

CREATE TABLE thread_states (
  thread INTEGER PRIMARY KEY REFERENCES threads,
  status TEXT NOT NULL,
  opening TEXT,
  is_work INTEGER NOT NULL,
  sort_at INTEGER NOT NULL,
  hidden_until INTEGER,
  due_at INTEGER,
  assigned TEXT,
  priority TEXT NOT NULL,
  answered_at INTEGER,
  last_event INTEGER NOT NULL,
  policy TEXT NOT NULL,
  facts TEXT NOT NULL
) STRICT;
CREATE INDEX thread_states_to_work_on ON thread_states (sort_at, thread) WHERE is_work = 1;
CREATE INDEX thread_states_by_policy ON thread_states (policy);
CREATE INDEX thread_states_by_assignee ON thread_states (assigned) WHERE assigned IS NOT NULL;

CREATE TABLE post_marks (
  post INTEGER PRIMARY KEY REFERENCES posts ON DELETE CASCADE,
  seen_at INTEGER,
  notes TEXT,
  corrected TEXT
) STRICT;

CREATE TABLE flags (
  flag TEXT NOT NULL,
  post INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE,
  PRIMARY KEY (flag, post)
) STRICT, WITHOUT ROWID;
CREATE INDEX flags_by_post ON flags (post);

CREATE TABLE labels (
  label TEXT NOT NULL,
  post INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE,
  PRIMARY KEY (label, post)
) STRICT, WITHOUT ROWID;
CREATE INDEX labels_by_post ON labels (post);

CREATE TABLE scans (
  id INTEGER PRIMARY KEY,
  started INTEGER NOT NULL,
  ended INTEGER,
  pid INTEGER NOT NULL,
  added INTEGER NOT NULL DEFAULT 0,
  matched INTEGER NOT NULL DEFAULT 0,
  failed TEXT NOT NULL DEFAULT '[]'
) STRICT;

CREATE TABLE leases (
  channel INTEGER PRIMARY KEY REFERENCES channels,
  holder TEXT NOT NULL,
  pid INTEGER NOT NULL,
  since INTEGER NOT NULL
) STRICT;

CREATE TABLE tombstones (hash TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE token_index USING fts5(
  title, text, alternates,
  content = '', contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* P* S* Co Cf Cn Cs'"
);
INSERT INTO token_index (token_index, rank) VALUES ('secure-delete', 1);
`
