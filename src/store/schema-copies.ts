/**
 * Version 4: the keys by which copies are found, those of posts that lead a cluster or stand alone, by number. Nothing
 * refers to a post here, because the keys of a post that goes are worked out from its words once more. A store with
 * posts learns its clusters afterwards, in small steps (see recluster.ts).
 */
export const SCHEMA_4 = `
DROP TABLE fingerprints;
CREATE TABLE fingerprints (
  fingerprint INTEGER NOT NULL,
  post INTEGER NOT NULL,
  PRIMARY KEY (fingerprint, post)
) STRICT, WITHOUT ROWID;
INSERT INTO meta (name, value) SELECT 'copies', '2' WHERE NOT EXISTS (SELECT 1 FROM posts);
`
