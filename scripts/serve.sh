#!/usr/bin/env bash
# Serves the prepared checkout in the foreground on 127.0.0.1:$PORT (8000 unless told).
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PORT="${PORT:-8000}"

if (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; then
    printf 'Port %s is taken by another program. Choose another one: make run PORT=8001\n' "$PORT" >&2
    exit 1
fi

printf '\nMetka: http://127.0.0.1:%s/\n' "$PORT"
if [ -f demo/management/commands/demo_accounts.py ]; then
    .venv/bin/python manage.py demo_accounts </dev/null || true
fi
printf '\nCtrl-C ends the server; the database stays up until make stop.\n\n'

exec .venv/bin/gunicorn --config config/gunicorn.py
