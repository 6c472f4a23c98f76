#!/usr/bin/env bash
# Runs the front end's tests, then pytest, whose summary ends the output. Arguments go to pytest. Each process keeps
# neighbouring tests, which share what is dear to make, and takes from the others when it has done its own. One more
# than there are processors: tests wait for the database and for the browser.
set -uo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
PATH="$PWD/.venv/bin:$PWD/node_modules/.bin:$PATH"
export PATH
# Vitest colours a log file as well, unless it is told not to.
[ -t 1 ] || export NO_COLOR=1
status=0
vitest run --passWithNoTests </dev/null || status=1
python -m pytest -n "${METKA_TEST_PROCESSES:-$(($(nproc) + 1))}" --dist worksteal "$@" </dev/null || status=$?
exit "$status"
