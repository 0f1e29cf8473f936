import { POSTS_A_DAY } from './post-id.ts'

/** The columns of posts that a day's roll-up is made of. */
const ROLLED_UP =
  'number, platform, source, author, published, collected, side, addressed, wanted, muted, lang, sentiment, score, cluster'

/**
 * Version 3: the roll-up of a day's posts, as packed columns (see rollup-columns.ts). A row is there only while it is
 * right: whatever changes what stands in it takes it away, by triggers, so that no writer can forget to.
 */
export const SCHEMA_3 = `
CREATE TABLE rollups (day INTEGER PRIMARY KEY, columns BLOB NOT NULL) STRICT;

CREATE TRIGGER rollups_miss_new_posts AFTER INSERT ON posts
  BEGIN DELETE FROM rollups WHERE day = new.id / ${POSTS_A_DAY}; END;
CREATE TRIGGER rollups_miss_changed_posts AFTER UPDATE OF id, ${ROLLED_UP} ON posts
  BEGIN DELETE FROM rollups WHERE day IN (old.id / ${POSTS_A_DAY}, new.id / ${POSTS_A_DAY}); END;
CREATE TRIGGER rollups_keep_deleted_posts AFTER DELETE ON posts
  BEGIN DELETE FROM rollups WHERE day = old.id / ${POSTS_A_DAY}; END;

CREATE TRIGGER rollups_miss_new_mentions AFTER INSERT ON mentions
  BEGIN DELETE FROM rollups WHERE day = new.post / ${POSTS_A_DAY}; END;
CREATE TRIGGER rollups_miss_changed_mentions AFTER UPDATE OF query, post, version, sentiment ON mentions
  BEGIN DELETE FROM rollups WHERE day IN (old.post / ${POSTS_A_DAY}, new.post / ${POSTS_A_DAY}); END;
CREATE TRIGGER rollups_keep_deleted_mentions AFTER DELETE ON mentions
  BEGIN DELETE FROM rollups WHERE day = old.post / ${POSTS_A_DAY}; END;

CREATE TRIGGER rollups_miss_new_intents AFTER INSERT ON post_intents
  BEGIN DELETE FROM rollups WHERE day = new.post / ${POSTS_A_DAY}; END;
CREATE TRIGGER rollups_miss_changed_intents AFTER UPDATE ON post_intents
  BEGIN DELETE FROM rollups WHERE day IN (old.post / ${POSTS_A_DAY}, new.post / ${POSTS_A_DAY}); END;
CREATE TRIGGER rollups_keep_deleted_intents AFTER DELETE ON post_intents
  BEGIN DELETE FROM rollups WHERE day = old.post / ${POSTS_A_DAY}; END;

CREATE TRIGGER rollups_miss_new_corrections AFTER INSERT ON post_marks WHEN new.corrected IS NOT NULL
  BEGIN DELETE FROM rollups WHERE day = new.post / ${POSTS_A_DAY}; END;
CREATE TRIGGER rollups_miss_changed_corrections AFTER UPDATE OF post, corrected ON post_marks
  WHEN new.corrected IS NOT old.corrected
  BEGIN DELETE FROM rollups WHERE day = new.post / ${POSTS_A_DAY}; END;
CREATE TRIGGER rollups_keep_deleted_corrections AFTER DELETE ON post_marks WHEN old.corrected IS NOT NULL
  BEGIN DELETE FROM rollups WHERE day = old.post / ${POSTS_A_DAY}; END;
`

/** Version 5: what waits is counted from an index, without the rows. */
export const SCHEMA_5 = `
CREATE INDEX thread_states_to_count ON thread_states (opening, hidden_until) WHERE is_work = 1;
`

/** Version 6: what is owed is counted from an index, without the rows. */
export const SCHEMA_6 = `
CREATE INDEX turns_owed ON turns (opening, start, due)
  WHERE replied IS NULL AND closed IS NULL AND gone IS NULL;
`

/** Version 8: the same, in the order of the queue, so that the first of a rare kind are not looked for among all. */
export const SCHEMA_8 = `
DROP INDEX thread_states_to_count;
CREATE INDEX thread_states_by_opening ON thread_states (opening, sort_at, thread, hidden_until) WHERE is_work = 1;
`
