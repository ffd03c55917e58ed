#!/usr/bin/env bash
# Everything that can be judged without compiling. Looks at all of it before it fails.
# shellcheck disable=SC2317 # the functions below are called by name
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
source scripts/packages.sh
source scripts/steps.sh
source scripts/ui.sh

failed=0
check() {
    local name=$1
    shift
    if "$@"; then
        echo "ok      $name"
    else
        echo "FAILED  $name"
        failed=1
    fi
}

formatting() {
    local complaints
    complaints=$(cpp_files | xargs -0 -r clang-format-19 --dry-run -Werror 2>&1) && return 0
    awk -F: '/error:/ && !seen[$1]++ { print $1 ":" $2 ": not formatted" }' <<<"$complaints"
    return 1
}

shell_scripts() { shellcheck --external-sources --source-path=. run .ci/run scripts/*.sh packaging/debian/{postinst,prerm,postrm}; }

# Open ends belong into an issue, not into the code.
no_leftovers() { ! grep -rnE '\b(TODO|FIXME|XXX)\b' src sql ui/src ui/tests; }

python_scripts() {
    find scripts tests -name '*.py' -print0 | xargs -0 -r python3 -c '
import ast, sys
for path in sys.argv[1:]:
    ast.parse(open(path, encoding="utf-8").read(), path)'
}

check "layers, third-party headers, file sizes, READMEs, CMake lists" python3 scripts/check_layers.py
check "SQL that every kind of store takes, keys that begin with the database" python3 scripts/check_sql.py
check "C++ format (./run format repairs it)" formatting
check "shell scripts" shell_scripts
check "Python scripts" python_scripts
check "no leftovers" no_leftovers
check "front-end: format, lint, types, tests" check_ui
exit "$failed"
