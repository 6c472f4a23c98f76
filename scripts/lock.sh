#!/usr/bin/env bash
# Pins requirements/*.in into requirements/*.txt, with hashes and without the name of any registry.
# Arguments go to `uv pip compile`, for example --upgrade-package django.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../requirements"
export UV_CUSTOM_COMPILE_COMMAND="make lock"
compile() {
    ../.venv/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links \
        --python-version 3.11 "$@"
}
compile base.in -o base.txt "$@"
compile dev.in -o dev.txt -c base.txt "$@"
compile bench.in -o bench.txt -c base.txt "$@"
compile node.in -o node.txt "$@"
compile uv.in -o uv.txt "$@"
