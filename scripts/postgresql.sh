# shellcheck shell=bash
# Sourced by ./run: a PostgreSQL server of its own for the tests, in a folder that goes with it.

postgresql_programs=/usr/lib/postgresql/15/bin
postgresql_folder=

# Every program of the server runs as a user that may: it refuses root.
as_postgresql() {
    if ((EUID == 0)); then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

# Exports MUSTER_TEST_POSTGRESQL. What a crash would lose is of no use here, so nothing is forced onto the disk.
start_postgresql() {
    postgresql_folder=$(mktemp -d "${TMPDIR:-/tmp}/muster-postgresql-XXXXXX")
    trap stop_postgresql EXIT
    ((EUID == 0)) && chown postgres "$postgresql_folder"
    as_postgresql "$postgresql_programs/initdb" --pgdata="$postgresql_folder/data" --auth=trust --username=postgres \
        --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$postgresql_folder/initdb.log"
    as_postgresql "$postgresql_programs/pg_ctl" --pgdata="$postgresql_folder/data" --log="$postgresql_folder/log" --wait start \
        --options="-k $postgresql_folder -c listen_addresses= -c fsync=off -c full_page_writes=off \
            -c synchronous_commit=off -c max_connections=200 -c shared_buffers=64MB" >&2
    export MUSTER_TEST_POSTGRESQL="postgresql://postgres@/postgres?host=$postgresql_folder"
}

stop_postgresql() {
    [[ $postgresql_folder ]] || return 0
    as_postgresql "$postgresql_programs/pg_ctl" --pgdata="$postgresql_folder/data" --mode=immediate stop >&2 || true
    rm -rf "$postgresql_folder"
    postgresql_folder=
    unset MUSTER_TEST_POSTGRESQL
}
