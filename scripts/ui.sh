# shellcheck shell=bash
# Sourced by ./run: builds the back office (ui/) into build/ui, with a Node.js that is new enough.

ui_node=build/tools/node # a Node.js of our own, where the system's is missing or older than ui/package.json asks for

# npm from a registry that hiccups: three tries.
retry_npm() {
    local try
    for try in 1 2 3; do
        npm "$@" --no-audit --no-fund --loglevel=error && return 0
        echo "npm $1 failed (try $try of 3)." >&2
        sleep $((try * 5))
    done
    return 1
}

node_is_new_enough() {
    command -v node >/dev/null && command -v npm >/dev/null &&
        node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 12) ? 0 : 1)'
}

# Debian's packages are asked for only where no npm is at hand: they cannot be installed beside other makers' Node.js.
need_node() {
    node_is_new_enough && return 0
    command -v npm >/dev/null || need_packages ui || return 1
    if ! cmp --silent scripts/node/package-lock.json "$ui_node/package-lock.json" || [[ ! -x $ui_node/node_modules/.bin/npm ]]; then
        step "Node.js for the front-end: into $ui_node"
        mkdir -p "$ui_node"
        cp scripts/node/package.json scripts/node/package-lock.json "$ui_node/"
        (cd "$ui_node" && retry_npm ci) || return 1
    fi
    local bin
    for bin in "$PWD/$ui_node"/node_modules/{node-linux-*/bin,.bin}; do # Debian's npm puts npm into .bin, but not node
        PATH=$bin:$PATH
    done
    export PATH
    if ! node_is_new_enough; then
        echo "The front-end needs Node.js 22.12 or newer, and $ui_node has none for this machine ($(uname -m))." >&2
        return 1
    fi
}

# ui/node_modules as the lockfile says; nothing to do where it was installed from the same lockfile.
need_ui_modules() {
    need_node || return 1
    local stamp=ui/node_modules/.installed-from
    cmp --silent ui/package-lock.json "$stamp" && return 0
    step "Front-end: npm ci"
    (cd ui && retry_npm ci) || return 1
    cp ui/package-lock.json "$stamp"
}

# One line that changes with any file that the front-end is made of.
ui_fingerprint() {
    find ui api scripts/ui.sh scripts/node -type f -not -path '*/node_modules/*' -not -name schema.d.ts -print0 |
        LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}

# build/ui, once for all presets, made anew only when a source changed. build/ui.stamp is written last.
build_ui() {
    local fingerprint
    fingerprint=$(ui_fingerprint)
    [[ -f build/ui.stamp && $(<build/ui.stamp) == "$fingerprint" ]] && return 0
    need_ui_modules
    step "Build: the front-end"
    mkdir -p build
    rm -f build/ui.stamp
    (cd ui && npm run --silent build)
    echo "$fingerprint" >build/ui.stamp
}

# What `./run lint` asks of the front-end: format and lint, types, unit tests. Looks at all of it before it fails.
check_ui() {
    need_ui_modules || return 1
    local failed=0 part
    for part in lint types test; do
        (cd ui && npm run --silent "$part") || failed=1
    done
    return "$failed"
}
