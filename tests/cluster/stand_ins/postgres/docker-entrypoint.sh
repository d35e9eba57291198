#!/bin/bash
# Sets up an empty data folder once, by a server that listens on its socket alone, then starts the server.
set -euo pipefail
socket=/var/run/postgresql
if [[ ! -s "$PGDATA/PG_VERSION" ]]; then
    # shellcheck disable=SC2086
    initdb -D "$PGDATA" -U postgres --pwfile="$POSTGRES_PASSWORD_FILE" $POSTGRES_INITDB_ARGS
    echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
    pg_ctl -D "$PGDATA" -w start -o "-c listen_addresses='' -c unix_socket_directories=$socket"
    for script in /docker-entrypoint-initdb.d/*.sql; do
        psql -v ON_ERROR_STOP=1 -X -h "$socket" -U postgres -d postgres -f "$script"
    done
    pg_ctl -D "$PGDATA" -m fast -w stop
fi
exec "$@" -c listen_addresses='*' -c "unix_socket_directories=$socket"
