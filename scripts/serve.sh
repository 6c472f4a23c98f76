#!/usr/bin/env bash
# Serves the prepared checkout in the foreground on 127.0.0.1:$PORT (8000 unless told), with the worker beside it.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PORT="${PORT:-8000}"
# Links in letters lead to where this server is.
export METKA_PUBLIC_URL="${METKA_PUBLIC_URL:-http://127.0.0.1:$PORT}"

if (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; then
    printf 'Port %s is taken by another program. Choose another one: make run PORT=8001\n' "$PORT" >&2
    exit 1
fi

printf '\nMetka: http://127.0.0.1:%s/\n' "$PORT"
if [ -f demo/management/commands/demo_accounts.py ]; then
    .venv/bin/python manage.py demo_accounts </dev/null || true
fi
printf '\nLetters: .local/mail, unless METKA_EMAIL_URL names a mail server.\n'
printf 'Ctrl-C ends the server and its worker; the database stays up until make stop.\n\n'

# Starts the worker again whenever it dies, until it is told to end.
keep_worker() {
    local worker=""
    trap 'trap - TERM; kill "$worker" 2>/dev/null || true; wait "$worker" 2>/dev/null || true; exit 0' TERM
    while :; do
        .venv/bin/python manage.py worker </dev/null &
        worker=$!
        wait "$worker" || true
        sleep 2 &
        worker=$!
        wait "$worker" || true
    done
}

keep_worker &
keeper=$!
.venv/bin/gunicorn --config config/gunicorn.py &
web=$!
trap 'kill "$web" 2>/dev/null || true' TERM INT
status=0
# A signal interrupts the first wait; gunicorn then ends what is under way.
wait "$web" || status=$?
while kill -0 "$web" 2>/dev/null; do wait "$web" || status=$?; done
kill "$keeper" 2>/dev/null || true
wait "$keeper" 2>/dev/null || true
# Ended by Ctrl-C or SIGTERM is ended as asked.
case "$status" in 130 | 143) status=0 ;; esac
exit "$status"
