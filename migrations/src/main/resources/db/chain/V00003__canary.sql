-- The Canary's logs are followed too. A database that was indexed without them lacks them for ever, so it keeps an address that
-- no deployment has, and is refused with the remedy.
ALTER TABLE source ADD COLUMN canary address NOT NULL DEFAULT '\x0000000000000000000000000000000000000000';
ALTER TABLE source ALTER COLUMN canary DROP DEFAULT;
