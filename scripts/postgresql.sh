# shellcheck shell=bash
# Sourced by ./run and by tests: PostgreSQL servers of their own, in folders.

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

# make_cluster FOLDER: a server's files in FOLDER/data. Its socket will be in FOLDER.
make_cluster() {
    mkdir -p "$1"
    ((EUID == 0)) && chown postgres "$1"
    as_postgresql "$postgresql_programs/initdb" --pgdata="$1/data" --auth=trust --username=postgres \
        --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$1/initdb.log"
}

# start_server FOLDER [SETTING...]: returns when it can be used. What a crash of the machine would lose is of no use here, so
# nothing is forced onto the disk; a crash of the server loses nothing.
start_server() {
    local folder=$1 setting options="-k $1 -c listen_addresses= -c fsync=off -c full_page_writes=off"
    shift
    for setting in max_connections=200 shared_buffers=64MB "$@"; do
        options+=" -c $setting"
    done
    as_postgresql "$postgresql_programs/pg_ctl" --pgdata="$folder/data" --log="$folder/log" --wait start --options="$options" >&2
}

# stop_server FOLDER [MODE]
stop_server() {
    as_postgresql "$postgresql_programs/pg_ctl" --pgdata="$1/data" --mode="${2:-fast}" --wait stop >&2
}

# kill_server FOLDER: SIGKILL for each of its processes, the first one first, so that it starts none again.
kill_server() {
    local first process
    first=$(head -n 1 "$1/data/postmaster.pid")
    local -a all=("$first")
    for process in /proc/[0-9]*; do
        [[ $(awk '/^PPid:/ { print $2 }' "$process/status" 2>/dev/null) == "$first" ]] && all+=("${process#/proc/}")
    done
    kill -KILL "${all[@]}"
    for process in "${all[@]}"; do
        while [[ -e /proc/$process ]] && ! grep -q '^State:.*[ZX]' "/proc/$process/status" 2>/dev/null; do :; done
    done
    # Their numbers may still be taken, by themselves: where nobody waits for the dead, a server would not start.
    rm -f "$1/data/postmaster.pid" "$1"/.s.PGSQL.*.lock
}

# copy_cluster FROM TO: of a server that is stopped.
copy_cluster() {
    mkdir -p "$2"
    ((EUID == 0)) && chown postgres "$2"
    as_postgresql cp -a "$1/data" "$2/data"
}

# make_standby FROM TO: a copy of a server that is stopped, which will follow it.
make_standby() {
    copy_cluster "$1" "$2"
    as_postgresql touch "$2/data/standby.signal"
    as_postgresql tee -a "$2/data/postgresql.auto.conf" >/dev/null <<<"primary_conninfo = 'host=$1 user=postgres'"
}

# promote_server FOLDER: the standby takes over; returns when it can be written.
promote_server() {
    as_postgresql "$postgresql_programs/pg_ctl" --pgdata="$1/data" --wait promote >&2
}

# Exports MUSTER_TEST_POSTGRESQL. What a crash would lose is of no use here.
start_postgresql() {
    postgresql_folder=$(mktemp -d "${TMPDIR:-/tmp}/muster-postgresql-XXXXXX")
    trap stop_postgresql EXIT
    make_cluster "$postgresql_folder"
    start_server "$postgresql_folder" synchronous_commit=off
    export MUSTER_TEST_POSTGRESQL="postgresql://postgres@/postgres?host=$postgresql_folder"
}

stop_postgresql() {
    [[ $postgresql_folder ]] || return 0
    stop_server "$postgresql_folder" immediate || true
    rm -rf "$postgresql_folder"
    postgresql_folder=
    unset MUSTER_TEST_POSTGRESQL
}
