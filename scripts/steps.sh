# shellcheck shell=bash
# Sourced by ./run: the steps that its commands are made of.

jobs=${MUSTER_JOBS:-$(nproc)}

# One cache for all build folders: ours differ in nothing but their path.
export CCACHE_NOHASHDIR=1

step() { printf '\n== %s\n' "$*" >&2; }

# All C++ files of the project, NUL-separated.
cpp_files() {
    local folders=() folder
    for folder in src tests bench fuzz; do
        [[ -d $folder ]] && folders+=("$folder")
    done
    find "${folders[@]}" -type f \( -name '*.cpp' -o -name '*.hpp' \) -print0 | sort -z
}

# configure PRESET [OPTION...]: silent unless something is wrong.
configure() { cmake --preset "$@" --log-level=WARNING >/dev/null; }

build_preset() {
    step "Build: preset $1"
    configure "$1"
    cmake --build --preset "$1" --parallel "$jobs"
}

# Only the program, not optimised: that is the quickest way from nothing to a running demo.
build_program() {
    step "Build: the program"
    configure dev -B build/demo -D MUSTER_TESTS=OFF
    cmake --build build/demo --parallel "$jobs" --target muster
}

run_tests() {
    local all='' label=() argument
    for argument in "$@"; do
        case $argument in
            --all) all=yes ;;
            -*)
                echo "./run test knows --all and a label, not \"$argument\"." >&2
                return 2
                ;;
            *) label=(--label-regex "^$argument\$") ;;
        esac
    done
    need_packages build test lint ${all:+clang}
    build_ui
    if ((${#label[@]} == 0)); then
        step "Lint"
        scripts/lint.sh
    fi
    build_preset dev
    if [[ $all ]]; then
        build_preset check
        tidy_files --all
        run_fuzzers all 10
        export MUSTER_LONG_SWEEP=yes
        step "Tests: clang 19 with AddressSanitizer and UndefinedBehaviorSanitizer"
        ctest --preset check --parallel "$jobs" "${label[@]}"
        build_preset tsan
        step "Tests: clang 19 with ThreadSanitizer"
        ctest --preset tsan --parallel "$jobs" --tests-regex '^(base|db|net|store|app|web|commands)\.'
    fi
    step "Tests: g++ 12"
    ctest --preset dev --parallel "$jobs" "${label[@]}"
    ((${#label[@]} > 0)) || run_tests_on_postgresql "$all"
    ((${#label[@]} > 0)) || run_browser_tests
}

# The tests that keep something, once more on a real server; with "yes" all of them.
run_tests_on_postgresql() {
    local which=(--tests-regex '^(db|store|app|web|nodes)\.')
    [[ $1 ]] && which=()
    start_postgresql
    step "Tests: on PostgreSQL"
    ctest --preset dev --parallel "$jobs" "${which[@]}"
    stop_postgresql
}

# The real binary in real Chromium, against the sandbox.
run_browser_tests() {
    need_packages browser
    need_node
    local stamp=tests/browser/node_modules/.installed-from
    if ! cmp --silent tests/browser/package-lock.json "$stamp"; then
        (cd tests/browser && retry_npm ci)
        cp tests/browser/package-lock.json "$stamp"
    fi
    step "Tests: the back office in Chromium"
    MUSTER_BINARY=$PWD/build/dev/bin/muster node --test --test-timeout=600000 tests/browser/*.test.ts
}

tidy_files() {
    local files=()
    case ${1:-} in
        --all) mapfile -t files < <(find src -name '*.cpp' | sort) ;;
        '') mapfile -t files < <(git diff --name-only --diff-filter=d HEAD -- 'src/*.cpp') ;;
        *) files=("$@") ;;
    esac
    if ((${#files[@]} == 0)); then
        echo "No changed .cpp file under src: nothing to look at (./run tidy --all takes every file)." >&2
        return 0
    fi
    step "clang-tidy: ${#files[@]} files"
    configure check
    # How many warnings it suppressed in system headers is of no interest.
    printf '%s\0' "${files[@]}" | xargs -0 -P "$jobs" -n 1 clang-tidy-19 --quiet -p build/check 2>&1 |
        sed '/^[0-9]* warnings\? generated\.$/d'
}

run_benchmarks() {
    local program found=''
    for program in build/release/bin/bench_*; do
        [[ -x $program ]] || continue
        found=yes
        step "$(basename "$program")"
        "$program"
    done
    [[ $found ]] || { echo "bench/ built no program named bench_*." >&2; return 1; }
}

make_package() {
    case ${1:-} in
        '') need_packages build test package ;;
        --test) need_packages build test package package-test ;;
        *)
            echo "./run package knows --test, not \"$1\"." >&2
            return 2
            ;;
    esac
    build_ui
    step "Build: the program, optimised"
    configure release
    cmake --build --preset release --parallel "$jobs" --target muster package_files
    step "Package"
    rm -rf build/package
    local commit_time # of the files in the package, so that the same commit gives the same package
    commit_time=$(git log -1 --format=%ct 2>/dev/null || date +%s)
    (cd build/release && SOURCE_DATE_EPOCH=$commit_time cpack) >build/package.log 2>&1 || { tail -n 30 build/package.log >&2; return 1; }
    rm -rf build/package/_CPack_Packages
    local packages=(build/package/*.deb)
    dpkg-deb --info "${packages[0]}" | sed -n '/^ Package:/,$p'
    ls -l "${packages[0]}"
    [[ ${1:-} == --test ]] || return 0
    step "Test: install, run, stop and remove the package in a fresh Debian"
    as_root scripts/package_test.sh "${packages[0]}"
}

# Ends at the first history on which product and model disagree, and prints it as a test.
run_model() {
    step "Random histories for $1 minutes, from seed $2"
    configure dev
    cmake --build --preset dev --parallel "$jobs" --target test_model
    MUSTER_MODEL_MINUTES=$1 MUSTER_MODEL_SEED=$2 build/dev/bin/test_model --gtest_filter='Histories.*'
}

# Each target starts from fuzz/corpus/NAME, if there is one; what it finds stays in build/fuzz/found/NAME.
run_fuzzers() {
    local wanted=$1 seconds=$2 program name found='' corpus log
    build_preset fuzz
    for program in build/fuzz/bin/fuzz_*; do
        [[ -x $program ]] || continue
        name=$(basename "$program")
        name=${name#fuzz_}
        [[ $wanted == all || $wanted == "$name" || $wanted == "fuzz_$name" ]] || continue
        found=yes
        step "Fuzz: $name for $seconds s"
        mkdir -p "build/fuzz/found/$name"
        corpus=()
        [[ -d fuzz/corpus/$name ]] && corpus=("fuzz/corpus/$name")
        log=build/fuzz/found/$name.log
        if ! "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 \
            -artifact_prefix="build/fuzz/found/$name/" "build/fuzz/found/$name" "${corpus[@]}" >"$log" 2>&1; then
            tail -n 60 "$log" >&2
            return 1
        fi
        tail -n 1 "$log"
    done
    if [[ ! $found ]]; then
        echo "There is no fuzz target \"$wanted\"; targets are the programs build/fuzz/bin/fuzz_*." >&2
        return 2
    fi
}
