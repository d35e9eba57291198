-- Warta's role and database, made once, when the server sets up its data folder; the role owns nothing else.
-- Through a backquote, so that no process list and no environment holds the password.
\set password `cat /run/secrets/database_password`
SELECT length(:'password') < 16 AS too_short \gset
\if :too_short
DO $$ BEGIN RAISE EXCEPTION 'the secret database_password is missing or shorter than 16 characters'; END $$;
\endif
SET password_encryption = 'scram-sha-256';
-- A failing statement would be written to the server's log, and with it the password.
SET log_min_error_statement = 'panic';
CREATE ROLE warta LOGIN PASSWORD :'password';
CREATE DATABASE warta OWNER warta;
