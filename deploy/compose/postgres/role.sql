-- Warta's roles and database: `warta_owner` owns the tables and migrates them, `warta` runs and may only use them.
-- Run when the server sets up its data folder; run it again to change a password, or on a database of one role alone:
-- see docs/cluster.md.
-- Through a backquote, so that no process list and no environment holds a password.
\set ON_ERROR_STOP on
\set password `cat /run/secrets/database_password`
\set owner_password `cat /run/secrets/database_owner_password`
SELECT length(:'password') < 16 AS too_short, length(:'owner_password') < 16 AS owner_too_short \gset
\if :too_short
DO $$ BEGIN RAISE EXCEPTION 'the secret database_password is missing or shorter than 16 characters'; END $$;
\endif
\if :owner_too_short
DO $$ BEGIN RAISE EXCEPTION 'the secret database_owner_password is missing or shorter than 16 characters'; END $$;
\endif
SET password_encryption = 'scram-sha-256';
-- A failing statement would be written to the server's log, and with it the password.
SET log_min_error_statement = 'panic';
SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY['warta_owner', 'warta']) name
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE warta_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
ALTER ROLE warta LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
SELECT 'CREATE DATABASE warta' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'warta') \gexec
ALTER DATABASE warta OWNER TO warta_owner;
REVOKE ALL ON DATABASE warta FROM PUBLIC;
GRANT CONNECT ON DATABASE warta TO warta;
\connect warta
-- Of before there were two roles.
REASSIGN OWNED BY warta TO warta_owner;
GRANT USAGE ON SCHEMA public TO warta;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO warta;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO warta;
ALTER DEFAULT PRIVILEGES FOR ROLE warta_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO warta;
ALTER DEFAULT PRIVILEGES FOR ROLE warta_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO warta;
