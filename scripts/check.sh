#!/usr/bin/env bash
# Runs every check that needs no test, two at a time, and says at the end what failed and why.
# A check may be named: scripts/check.sh mypy eslint
set -uo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
PATH="$PWD/.venv/bin:$PWD/node_modules/.bin:$PATH"
export PATH
results="$(mktemp -d)"
trap 'rm -rf "$results"' EXIT
only=" $* "
names=()

check() {
    if [ "$only" != "  " ] && [[ "$only" != *" $1 "* ]]; then return; fi
    names+=("$1")
    while [ "$(jobs -rp | wc -l)" -ge "${METKA_CHECK_PROCESSES:-2}" ]; do wait -n; done
    run "$@" &
}

# Its first line says how the check ended; what the check printed follows.
run() {
    local name="$1" started took end=FAIL
    shift
    started="$(date +%s%N)"
    if "$@" >"$results/$name.output" 2>&1 </dev/null; then end=ok; fi
    took=$((($(date +%s%N) - started) / 100000000))
    printf '%-5s %-20s %3d.%d s\n' "$end" "$name" $((took / 10)) $((took % 10)) >"$results/$name"
    cat "$results/$name"
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
    for file in scripts/*.sh deploy/bin/* .ci/run; do bash -n "$file" || return 1; done
}

# The longest come first, so that none is left running alone at the end.
check mypy mypy .
check sqlfluff sql
check djlint templates
check eslint eslint . --no-error-on-unmatched-pattern
check prettier prettier --check --log-level warn --ignore-unknown --no-error-on-unmatched-pattern .
check tsc tsc --project tsconfig.json
check imports lint-imports --no-logo
check migrations python manage.py makemigrations --check --dry-run
check deployment python scripts/check_deployment.py
check translations python scripts/check_translations.py
check shell shell_syntax
check ruff ruff check --quiet --output-format concise .
check ruff-format ruff format --check --quiet .
wait

failed=()
for name in "${names[@]}"; do
    grep -q '^ok ' "$results/$name" && continue
    failed+=("$name")
    printf '\n%s:\n' "$name"
    sed 's/^/      /' "$results/$name.output"
done

if [ "${#failed[@]}" = 0 ]; then
    printf '\n%d checks passed\n' "${#names[@]}"
else
    printf '\n%d checks passed, %d failed: %s\n' "$((${#names[@]} - ${#failed[@]}))" "${#failed[@]}" "${failed[*]}"
    exit 1
fi
