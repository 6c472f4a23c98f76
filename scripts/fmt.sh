#!/usr/bin/env bash
# Rewrites the sources in the form that scripts/check.sh asks for.
set -uo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
PATH="$PWD/.venv/bin:$PWD/node_modules/.bin:$PATH"
ruff check --fix-only --quiet .
ruff format --quiet .
prettier --write --log-level warn --ignore-unknown --no-error-on-unmatched-pattern .
