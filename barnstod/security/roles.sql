-- The two database roles, run once by a superuser on a new cluster.
--
-- barnstod_owner owns the tables and migrates them. barnstod_app is what web and workers log in
-- as: it owns nothing, so row-level security applies to it, and it may not TRUNCATE.
-- Passwords, where the server asks for them, are set by whoever runs this file.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'barnstod_owner') THEN
        CREATE ROLE barnstod_owner LOGIN NOSUPERUSER NOBYPASSRLS;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'barnstod_app') THEN
        CREATE ROLE barnstod_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
    END IF;
END
$$;
