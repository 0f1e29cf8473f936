/** Version 7: who liked or shared a post of ours. The post is named by its number, as in the ledger. */
export const SCHEMA_7 = `
CREATE TABLE approvals (
  author INTEGER NOT NULL REFERENCES authors,
  post INTEGER NOT NULL,
  how TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (author, post, how)
) STRICT, WITHOUT ROWID;
CREATE INDEX approvals_by_time ON approvals (at);
CREATE INDEX approvals_by_post ON approvals (post);
`
