#!/usr/bin/env bash
# Runs every check that needs no test, one after the other, and says at the end which failed.
# A check may be named: scripts/check.sh mypy eslint
set -uo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
PATH="$PWD/.venv/bin:$PWD/node_modules/.bin:$PATH"
export PATH
output="$(mktemp)"
trap 'rm -f "$output"' EXIT
passed=0
failed=()
only=" $* "

check() {
    local name="$1" started took
    shift
    if [ "$only" != "  " ] && [[ "$only" != *" $name "* ]]; then return; fi
    started="$(date +%s%N)"
    if "$@" >"$output" 2>&1 </dev/null; then
        took=$((($(date +%s%N) - started) / 100000000))
        printf 'ok    %-20s %3d.%d s\n' "$name" $((took / 10)) $((took % 10))
        passed=$((passed + 1))
    else
        printf 'FAIL  %s\n' "$name"
        sed 's/^/      /' "$output"
        failed+=("$name")
    fi
}

sources() {
    find . \( -name .git -o -name .local -o -name .venv -o -name .venv-bench -o -name node_modules -o -name dist \) \
        -prune -o -type f -name "$1" -print0
}

sql() {
    local files=()
    mapfile -d '' files < <(sources '*.sql')
    [ "${#files[@]}" = 0 ] || sqlfluff lint --nocolor --disable-progress-bar "${files[@]}"
}

# Linted only: the formatter puts spaces between inline elements, and they show.
templates() { djlint --lint --quiet --allow-empty-input .; }

shell_syntax() {
    local file
    for file in scripts/*.sh .ci/run; do bash -n "$file" || return 1; done
}

check ruff ruff check --quiet --output-format concise .
check ruff-format ruff format --check --quiet .
check mypy mypy .
check imports lint-imports --no-logo
check sqlfluff sql
check djlint templates
check eslint eslint . --no-error-on-unmatched-pattern
check prettier prettier --check --log-level warn --ignore-unknown --no-error-on-unmatched-pattern .
check tsc tsc --project tsconfig.json
check shell shell_syntax
check migrations python manage.py makemigrations --check --dry-run
check deployment python scripts/check_deployment.py
check translations python scripts/check_translations.py

if [ "${#failed[@]}" = 0 ]; then
    printf '\n%d checks passed\n' "$passed"
else
    printf '\n%d checks passed, %d failed: %s\n' "$passed" "${#failed[@]}" "${failed[*]}"
    exit 1
fi
