#!/usr/bin/env bash
# A private PostgreSQL + PostGIS cluster for this checkout.
#
#   scripts/cluster.sh start|stop|status|url|destroy
#
# The cluster listens on a Unix socket of its own and on no network address, outlives the
# command that started it, and leaves any other PostgreSQL of the machine alone.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
local_dir="$root/.local"
url_file="$local_dir/database_url"
record="$local_dir/cluster.json"
key="$(printf '%s' "$root" | sha256sum | cut -c1-12)"
version=15
database=metka
role=metka
# The administrator of the cluster; its operating system account signs in as it without a password.
admin=cluster_admin

say() { printf '%s\n' "$*" >&2; }
die() { say "cluster: $*"; exit 1; }

find_bin() {
    local dir
    for dir in "/usr/lib/postgresql/$version/bin" "/usr/pgsql-$version/bin"; do
        if [ -x "$dir/initdb" ]; then printf '%s' "$dir"; return; fi
    done
    if command -v pg_config >/dev/null && [ -x "$(pg_config --bindir)/initdb" ]; then
        pg_config --bindir
        return
    fi
    die "PostgreSQL $version is not installed (Debian: postgresql-$version postgresql-$version-postgis-3)"
}

# PostgreSQL refuses to run as root, so root hands the cluster to an unprivileged account.
if [ "$(id -u)" = 0 ]; then owner="${METKA_PG_USER:-postgres}"; else owner="$(id -un)"; fi

as_owner() {
    if [ "$(id -u)" = 0 ]; then
        # setpriv opens no PAM session (runuser and su do, and take longer for it).
        setpriv --reuid "$owner" --regid "$(id -g "$owner")" --init-groups \
            env -i PATH="$PATH" HOME=/ LC_ALL=C.UTF-8 "$@"
    else
        env LC_ALL=C.UTF-8 "$@"
    fi
}

# True when the owner may pass through every parent folder of $1.
reachable() {
    [ "$(id -u)" != 0 ] && return 0
    (cd / && as_owner test -x "$1" 2>/dev/null)
}

# Fields of the record are plain paths written by this script, one per line.
recorded() { sed -n "s/^ *\"$1\": \"\(.*\)\",\{0,1\}\$/\1/p" "$record" 2>/dev/null || true; }

choose_home() {
    local candidate
    for candidate in "$local_dir/pg" "/var/lib/metka-$key" "/var/tmp/metka-$key"; do
        mkdir -p "$candidate" 2>/dev/null || continue
        if reachable "$candidate"; then printf '%s' "$candidate"; return; fi
        rmdir "$candidate" 2>/dev/null || true
    done
    die "no folder that the user $owner can reach"
}

# The path of a Unix socket may hold at most 107 bytes, its file name included.
choose_socket_dir() {
    local candidate
    for candidate in "$1/run" "/var/tmp/metka-$key-run"; do
        if [ "$(printf '%s/.s.PGSQL.5432.lock' "$candidate" | wc -c)" -lt 107 ]; then
            printf '%s' "$candidate"
            return
        fi
    done
    die "no path short enough for a socket"
}

# The record names folders of the checkout from its root, so that the checkout may be moved.
absolute() { case "$1" in '' | /*) printf '%s' "$1" ;; *) printf '%s' "$root/$1" ;; esac; }

load() {
    home="$(absolute "$(recorded home)")"
    socket_dir="$(absolute "$(recorded socket_dir)")"
    data="$home/data"
    log="$home/server.log"
}

# The number of this cluster's postmaster; fails when it does not run.
postmaster() {
    local pid
    [ -n "${home:-}" ] || return 1
    pid="$(head -n1 "$data/postmaster.pid" 2>/dev/null)" || return 1
    # After a crash or a reboot the number may belong to anything: look where it works.
    [ -n "$pid" ] || return 1
    [ "$(readlink "/proc/$pid/cwd" 2>/dev/null)" = "$data" ] || return 1
    printf '%s' "$pid"
}

running() { postmaster >/dev/null && [ -S "$socket_dir/.s.PGSQL.5432" ]; }

percent_encode() {
    local LC_ALL=C text="$1" out="" c i
    for ((i = 0; i < ${#text}; i++)); do
        c="${text:i:1}"
        case "$c" in
            [a-zA-Z0-9._~-]) ;;
            *) printf -v c '%%%02X' "$(($(printf '%d' "'$c") & 255))" ;;
        esac
        out+="$c"
    done
    printf '%s' "$out"
}

# write_url <password>
write_url() {
    local folder
    folder="$(percent_encode "$socket_dir")"
    (umask 077 && printf 'postgresql://%s:%s@/%s?host=%s\n' "$role" "$1" "$database" "$folder" >"$url_file.new")
    mv "$url_file.new" "$url_file"
}

# A moved checkout has its socket in another place.
renew_url() {
    local url
    url="$(cat "$url_file")"
    [ "${url##*host=}" = "$(percent_encode "$socket_dir")" ] && return
    url="${url#*:*:}"
    write_url "${url%%@*}"
}

write_settings() {
    local megabytes shared work maintenance cache cores
    megabytes=$(($(awk '/^MemTotal:/ {print $2}' /proc/meminfo) / 1024))
    cores="$(nproc)"
    clamp() { local v=$1; [ "$v" -lt "$2" ] && v=$2; [ "$v" -gt "$3" ] && v=$3; printf '%s' "$v"; }
    shared="$(clamp $((megabytes / 4)) 64 2048)"
    cache="$(clamp $((megabytes / 2)) 128 16384)"
    work="$(clamp $((megabytes / 400)) 4 64)"
    maintenance="$(clamp $((megabytes / 24)) 64 1024)"
    cat >"$1" <<CONF
# Written by scripts/cluster.sh; changes are overwritten at the next start.
listen_addresses = ''
port = 5432
unix_socket_directories = '$socket_dir'
unix_socket_permissions = 0777   # everybody may knock; scram-sha-256 decides
password_encryption = 'scram-sha-256'
max_connections = 100
# Loading PostGIS once in the postmaster saves every new backend 8 ms.
shared_preload_libraries = 'postgis-3'
shared_buffers = ${shared}MB
effective_cache_size = ${cache}MB
work_mem = ${work}MB
maintenance_work_mem = ${maintenance}MB
max_parallel_workers = $cores
max_parallel_workers_per_gather = $(clamp $((cores / 2)) 1 4)
random_page_cost = 1.1
effective_io_concurrency = 100
max_wal_size = 4GB
min_wal_size = 256MB
checkpoint_timeout = 15min
# An appeal touches pages all over a dozen indexes; pglz takes a quarter of its time for their images.
wal_compression = lz4
# Index-only scans of the tiles need fresh visibility maps.
autovacuum_vacuum_scale_factor = 0.02
autovacuum_vacuum_insert_scale_factor = 0.05
autovacuum_naptime = 20s
timezone = 'UTC'
log_timezone = 'UTC'
# Statements hold residents' words, addresses and places: none is written down, slow or failed.
log_min_duration_statement = -1
log_min_error_statement = panic
log_error_verbosity = terse
CONF
}

give() { if [ "$(id -u)" = 0 ]; then chown -R "$owner" "$@"; fi; }

wait_for_start() {
    # -w waits until the server answers; the server must not hold the caller's pipes open.
    if ! (cd / && as_owner "$bin/pg_ctl" -D "$data" -l "$log" -w -t 60 -s start) </dev/null >/dev/null 2>&1; then
        tail -n 20 "$log" >&2 || true
        die "PostgreSQL did not start; its log is $log"
    fi
}

superuser_sql() {
    (cd / && as_owner "$bin/psql" -X -q -v ON_ERROR_STOP=1 -h "$socket_dir" -p 5432 -U "$admin" -d "$1")
}

create() {
    local password
    home="$(choose_home)"
    socket_dir="$(choose_socket_dir "$home")"
    data="$home/data"
    log="$home/server.log"
    # What is here without a finished record is the rest of an interrupted set-up.
    stop_leftover
    rm -rf "$data"
    mkdir -p "$home" "$socket_dir"
    give "$home" "$socket_dir"
    chmod 0755 "$home" "$socket_dir"
    # With --no-locale trigrams would be blind to Cyrillic letters.
    (cd / && as_owner "$bin/initdb" -D "$data" -U "$admin" -E UTF8 --locale-provider=icu --icu-locale=ru-RU \
        --locale=C.UTF-8 --auth-local=peer --auth-host=reject --no-instructions) >/dev/null
    {
        printf "local all %s peer map=owner\n" "$admin"
        printf "local all all scram-sha-256\n"
    } >"$data/pg_hba.conf"
    printf 'owner "%s" %s\n' "$owner" "$admin" >>"$data/pg_ident.conf"
    printf "include 'metka.conf'\n" >>"$data/postgresql.conf"
    write_settings "$data/metka.conf"
    give "$data"
    wait_for_start
    password="$(od -An -tx1 -N24 /dev/urandom | tr -d ' \n')"
    superuser_sql postgres <<SQL
CREATE ROLE $role LOGIN SUPERUSER PASSWORD '$password';
SQL
    # Test databases are made from template1 and so have the extensions as well.
    superuser_sql template1 <<SQL
CREATE EXTENSION postgis; CREATE EXTENSION btree_gist; CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent;
SQL
    superuser_sql postgres <<SQL
CREATE DATABASE $database OWNER $role;
SQL
    write_url "$password"
    # The record comes last: only a finished cluster has one.
    printf '{\n  "home": "%s",\n  "socket_dir": "%s",\n  "owner": "%s",\n  "version": "%s"\n}\n' \
        "${home#"$root/"}" "${socket_dir#"$root/"}" "$owner" "$version" >"$record.new"
    mv "$record.new" "$record"
}

stop_leftover() {
    if [ -f "$data/postmaster.pid" ]; then
        (cd / && as_owner "$bin/pg_ctl" -D "$data" -m immediate -s -w stop) >/dev/null 2>&1 || true
    fi
}

start() {
    load
    if running && [ -f "$url_file" ]; then renew_url; return; fi
    bin="$(find_bin)"
    mkdir -p "$local_dir"
    # Two commands at once (make run beside make test) must not both create the cluster.
    exec 9>"$local_dir/cluster.lock"
    flock 9
    load
    if running; then return; fi
    if [ -n "$home" ] && [ -f "$data/PG_VERSION" ] && [ -f "$url_file" ]; then
        mkdir -p "$socket_dir"
        give "$socket_dir"
        write_settings "$data/metka.conf"
        give "$data/metka.conf"
        renew_url
        if postmaster >/dev/null; then
            # It runs, but nobody can reach it: something has removed its socket.
            (cd / && as_owner "$bin/pg_ctl" -D "$data" -m fast -w -s stop) || true
        else
            # Of a server that died, or was moved with its checkout while it ran.
            rm -f "$socket_dir/.s.PGSQL.5432.lock"
            if [ -d "/proc/$(head -n1 "$data/postmaster.pid" 2>/dev/null || echo none)" ]; then
                # Its number now belongs to another program, beside which PostgreSQL would refuse to start.
                rm -f "$data/postmaster.pid"
            fi
        fi
        wait_for_start 9>&-
    else
        create 9>&-
    fi
}

stop() {
    load
    if ! postmaster >/dev/null; then say "cluster: not running"; return; fi
    bin="$(find_bin)"
    (cd / && as_owner "$bin/pg_ctl" -D "$data" -m fast -w -s stop)
    say "cluster: stopped"
}

status() {
    load
    if [ -z "$home" ]; then say "cluster: none yet"; exit 3; fi
    if running; then
        printf 'running, process %s, data in %s\n' "$(postmaster)" "$data"
    else
        printf 'stopped, data in %s\n' "$data"
        exit 3
    fi
}

destroy() {
    load
    [ -n "$home" ] || return 0
    stop 2>/dev/null || true
    case "$home" in
        "$local_dir/pg" | "/var/lib/metka-$key" | "/var/tmp/metka-$key") rm -rf "$home" ;;
        *) die "refusing to remove $home, which this checkout did not make" ;;
    esac
    case "$socket_dir" in "/var/tmp/metka-$key-run") rm -rf "$socket_dir" ;; esac
    rm -f "$record" "$url_file"
}

if [ -n "${DATABASE_URL:-}" ] && [ "${1:-}" != destroy ]; then
    case "${1:-}" in
        url) printf '%s\n' "$DATABASE_URL" ;;
        *) say "cluster: DATABASE_URL is set, so no private cluster is used" ;;
    esac
    exit 0
fi

case "${1:-}" in
    start) start ;;
    stop) stop ;;
    status) status ;;
    url) [ -f "$url_file" ] || die "none yet (scripts/cluster.sh start)"; cat "$url_file" ;;
    destroy) destroy ;;
    *) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
