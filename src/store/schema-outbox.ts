/** Version 2: answers on their way out. The text stands in `texts`, where a person's erasure finds it. */
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
  holder TEXT,
  pid INTEGER,
  reply INTEGER,
  url TEXT,
  error TEXT,
  UNIQUE (post, text_hash)
) STRICT;
CREATE INDEX outbox_by_state ON outbox (state, changed);
`
