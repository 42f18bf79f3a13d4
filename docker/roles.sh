#!/bin/sh
# Run once by the postgres image on a new volume: the two roles, their passwords, the database's owner.
set -eu
psql --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --set owner_password="$BARNSTOD_OWNER_PASSWORD" --set app_password="$BARNSTOD_APP_PASSWORD" <<SQL
\i ${ROLES_SQL:-/barnstod/roles.sql}
ALTER ROLE barnstod_owner PASSWORD :'owner_password';
ALTER ROLE barnstod_app PASSWORD :'app_password';
ALTER DATABASE :"DBNAME" OWNER TO barnstod_owner;
SQL
