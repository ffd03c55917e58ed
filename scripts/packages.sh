# shellcheck shell=bash
# Sourced by ./run: installs what scripts/packages.txt names and this machine lacks.

# The packages of the given groups that are not installed, one per line.
missing_packages() {
    local wanted package
    wanted=$(awk -v groups=" $* " '!/^#/ && NF == 2 && index(groups, " " $1 " ") { print $2 }' scripts/packages.txt | sort -u)
    for package in $wanted; do
        # shellcheck disable=SC2016 # ${...} is dpkg-query's
        if [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null) != installed ]]; then
            echo "$package"
        fi
    done
}

as_root() {
    if [[ $(id -u) == 0 ]]; then
        "$@"
    else
        sudo "$@"
    fi
}

# Boost 1.81 and Debian's default Boost 1.74 own the same header folder: apt replaces the one by the other. That is said,
# and nothing but Boost's own development packages is ever removed.
check_removals() {
    local removed others
    removed=$(as_root apt-get --simulate --no-install-recommends install "$@" | awk '$1 == "Remv" { print $2 }')
    [[ -z $removed ]] && return 0
    others=$(grep -v '^libboost' <<<"$removed" || true)
    if [[ -n $others ]]; then
        echo "Installing what Muster needs would remove packages that are not Boost's:" "${others//$'\n'/ }" >&2
        echo "Decide yourself, then start this command again: sudo apt-get install --no-install-recommends $*" >&2
        return 1
    fi
    echo "Boost 1.81 takes the place of these packages (Debian has no way to keep both):" "${removed//$'\n'/ }" >&2
}

need_packages() {
    local missing
    if ! command -v dpkg-query >/dev/null; then
        echo "This is no Debian system: install what scripts/packages.txt names (groups: $*) under its names here." >&2
        return 0
    fi
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]} == 0)) && return 0
    echo "Missing Debian packages: ${missing[*]}" >&2
    if [[ $(id -u) != 0 ]] && ! command -v sudo >/dev/null; then
        echo "Neither root nor sudo here. Let somebody who may install packages run:" >&2
        echo "  apt-get install --no-install-recommends ${missing[*]}" >&2
        return 1
    fi
    as_root apt-get update --quiet --quiet
    check_removals "${missing[@]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --quiet --no-install-recommends \
        -o Dpkg::Use-Pty=0 "${missing[@]}"
}

# The groups of a whole preset.
need_packages_for() {
    case $1 in
        dev | release) need_packages build test ;;
        check | tsan) need_packages build test clang ;;
        fuzz) need_packages build clang ;;
        *)
            echo "There is no preset \"$1\". Presets: dev, check, tsan, fuzz, release." >&2
            return 2
            ;;
    esac
}
