#!/usr/bin/env bash
# Collects new messages of every app into its own Russian catalogues, without places in the sources:
# those would change with every edit.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
root="$PWD"
for app in */apps.py; do
    app="${app%/apps.py}"
    mkdir -p "$app/locale"
    (
        cd "$app"
        collect() {
            "$root/.venv/bin/python" "$root/manage.py" makemessages --locale ru --no-location --no-obsolete \
                --ignore dist --ignore '*.test.*' "$@" >/dev/null
        }
        collect --domain django --extension html,txt,py
        collect --domain djangojs --extension js,mjs
    )
    # An app without messages needs no folder.
    find "$app/locale" -type d -empty -delete
done
