-- Which projections stand in this schema beside the raw logs; one row.
CREATE TABLE projection (
  only_row   boolean PRIMARY KEY DEFAULT true CONSTRAINT projection_has_one_row CHECK (only_row),
  version    integer NOT NULL,
  -- Counts how often they were replaced as a whole.
  generation bigint NOT NULL,
  -- False during the first backfill: indexes.sql is still to be run.
  indexed    boolean NOT NULL,
  -- Their names, views among them.
  relations  text[] NOT NULL
);

-- The rebuild beside them that is under way; at most one row.
CREATE TABLE rebuild (
  only_row   boolean PRIMARY KEY DEFAULT true CONSTRAINT rebuild_has_one_row CHECK (only_row),
  version    integer NOT NULL
);
