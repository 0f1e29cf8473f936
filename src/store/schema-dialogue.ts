/**
 * Version 2: answers on their way out, whose texts stand in `texts` where a person's erasure finds them; the turns of
 * threads, which are folded again where a store is older; linked authors.
 */
export const SCHEMA_2 = `
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  post INTEGER NOT NULL,
  source TEXT NOT NULL,
  state TEXT NOT NULL,
  text INTEGER NOT NULL REFERENCES texts,
  text_hash TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE,
  asks INTEGER NOT NULL,
  lang TEXT,
  parent_hash TEXT,
  actor INTEGER NOT NULL REFERENCES actors,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  tried INTEGER,
  holder TEXT,
  pid INTEGER,
  reply INTEGER,
  url TEXT,
  error TEXT,
  UNIQUE (post, text_hash)
) STRICT;
CREATE INDEX outbox_by_state ON outbox (state, changed);

CREATE TABLE turns (
  thread INTEGER NOT NULL,
  number INTEGER NOT NULL,
  start_post INTEGER NOT NULL,
  start INTEGER NOT NULL,
  trusted INTEGER NOT NULL,
  opening TEXT,
  intents TEXT NOT NULL,
  addressed INTEGER NOT NULL,
  is_first INTEGER NOT NULL,
  due INTEGER,
  collected INTEGER NOT NULL,
  seen INTEGER,
  replied INTEGER,
  actor TEXT,
  closed INTEGER,
  reason TEXT,
  gone INTEGER,
  PRIMARY KEY (thread, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX turns_by_start ON turns (start);
CREATE INDEX turns_open ON turns (start) WHERE replied IS NULL AND closed IS NULL AND gone IS NULL;

UPDATE thread_states SET policy = '';

CREATE INDEX authors_by_person ON authors (person) WHERE person IS NOT NULL;
CREATE INDEX posts_by_side ON posts (side, id) WHERE side <> 'theirs';
`
