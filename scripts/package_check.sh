#!/usr/bin/env bash
# Runs in a freshly booted Debian that has nothing of Muster but /muster.deb: installs it, looks at everything an
# administrator would look at, upgrades, stops, removes and purges it. Its last line is "All is well." if it is.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8

say() { printf '%s\n' "$*"; }
failed() {
    say "FAILED: $*"
    say "--- what the service says:"
    journalctl --unit muster --no-pager --lines 40 || true
    exit 1
}
trap 'failed "line $LINENO: $BASH_COMMAND"' ERR

# is WHAT EXPECTED ACTUAL
is() {
    [[ $3 == "$2" ]] || failed "$1 is \"$3\", not \"$2\""
    say "ok: $1: ${3//$'\n'/, }"
}
there() {
    [[ -e $1 ]] || failed "$1 is not there"
    say "ok: $1 is there"
}
gone() {
    [[ ! -e $1 ]] || failed "$1 is still there"
    say "ok: $1 is not there"
}
owner_and_mode() { stat --format '%U:%G %a' "$1"; }
property() { systemctl show --property "$1" --value muster.service; }
# Shows what apt says of Muster; all of it if it fails.
apt_get() {
    if ! apt-get --yes --quiet --quiet --no-install-recommends -o Dpkg::Use-Pty=0 "$@" >/apt.log 2>&1; then
        cat /apt.log
        return 1
    fi
    grep -i muster /apt.log
}

# What the back office answers to GET, head and body.
answer() {
    local text
    exec 3<>/dev/tcp/127.0.0.1/8080
    printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nConnection: close\r\n\r\n' "$1" >&3
    text=$(tr -d '\r' <&3)
    exec 3>&-
    printf '%s\n' "$text"
}
status() {
    local text
    text=$(answer "$1")
    printf '%s\n' "${text%%$'\n'*}"
}
# The service is active again, but no longer as process $1.
wait_for_another_process() {
    local try
    for ((try = 0; try < 60; ++try)); do
        [[ $(property MainPID) != "$1" && $(systemctl is-active muster.service || true) == active ]] && break
        sleep 1
    done
    [[ $(property MainPID) != "$1" ]] || failed "it is still process $1"
    is "the service" active "$(systemctl is-active muster.service || true)"
}
as_administrator() { runuser --user muster -- muster --config /etc/muster/muster.toml "$@"; }

say "== Install"
apt_get install /muster.deb
is "the service" active "$(systemctl is-active muster.service)"
is "the service after a boot" enabled "$(systemctl is-enabled muster.service)"
is "its user" "muster:/var/lib/muster:/usr/sbin/nologin" "$(getent passwd muster | cut -d : -f 1,6,7)"
is "/healthz" "HTTP/1.1 200 OK" "$(status /healthz)"
is "/readyz" "HTTP/1.1 200 OK" "$(status /readyz)"
is "/metrics" "HTTP/1.1 200 OK" "$(status /metrics)"
page=$(answer /)
[[ $page == *"<script"* ]] || failed "there is no front page: $page"
journalctl --unit muster | grep -q 'to make the first administrator' || failed "no link for the first administrator"

say "== Files"
is "/var/lib/muster" "muster:muster 700" "$(owner_and_mode /var/lib/muster)"
is "the store" "muster:muster 600" "$(owner_and_mode /var/lib/muster/muster.db)"
is "/etc/muster" "root:muster 750" "$(owner_and_mode /etc/muster)"
is "muster.toml" "root:muster 640" "$(owner_and_mode /etc/muster/muster.toml)"
is "muster.env" "root:muster 640" "$(owner_and_mode /etc/muster/muster.env)"
for file in copyright NOTICE changelog.gz operations.md; do
    there "/usr/share/doc/muster/$file"
done
there /usr/share/zsh/vendor-completions/_muster
there /usr/share/fish/vendor_completions.d/muster.fish
is "dpkg's own check" "" "$(dpkg --verify muster)"
is "the version" "muster $(dpkg-query --show --showformat='${source:Upstream-Version}' muster)" "$(muster --version)"

say "== Manual page, completion, unit"
is "warnings of the manual page" "" "$(man --warnings muster 2>&1 >/dev/null)"
page=$(man muster)
[[ $page == MUSTER\(1\)* ]] || failed "man muster shows something else: $page"
is "what loads bash's completion" "complete -F _muster muster" \
    "$(bash -c 'set +e; . /usr/share/bash-completion/bash_completion; _completion_loader muster; complete -p muster')"
is "warnings of the unit" "" "$(systemd-analyze verify /usr/lib/systemd/system/muster.service 2>&1)"
say "ok: $(systemd-analyze security --no-pager --threshold=20 muster.service | tail -n 1)"

say "== Commands beside the service"
as_administrator database add Main
is "the databases" Main "$(as_administrator database list --json | sed -n 's/.*"name": "\(.*\)",*/\1/p')"
is "/healthz" "HTTP/1.1 200 OK" "$(status /healthz)"

say "== Killed"
first=$(property MainPID)
systemctl kill --signal=KILL muster.service
wait_for_another_process "$first"
is "/healthz" "HTTP/1.1 200 OK" "$(status /healthz)"

say "== Without a sign of life"
mkdir -p /run/systemd/system/muster.service.d
printf '[Service]\nWatchdogSec=4\n' >/run/systemd/system/muster.service.d/watchdog.conf
systemctl daemon-reload
systemctl restart muster.service
first=$(property MainPID)
sleep 10
is "the process, after more than two spans of the watchdog" "$first" "$(property MainPID)"
systemctl kill --signal=STOP muster.service
wait_for_another_process "$first"
rm /run/systemd/system/muster.service.d/watchdog.conf
systemctl daemon-reload
is "/healthz" "HTTP/1.1 200 OK" "$(status /healthz)"

say "== The same package once more, as an upgrade"
echo "# changed by the administrator" >>/etc/muster/muster.env
before=$(property MainPID)
apt_get install --reinstall /muster.deb
is "the service" active "$(systemctl is-active muster.service)"
[[ $(property MainPID) != "$before" ]] || failed "the upgrade did not restart the service"
is "muster.env" "# changed by the administrator" "$(tail -n 1 /etc/muster/muster.env)"
is "the databases" Main "$(as_administrator database list --json | sed -n 's/.*"name": "\(.*\)",*/\1/p')"

say "== Stop"
systemctl stop muster.service
is "how it ended" $'success\n0' "$(property Result; property ExecMainStatus)"

say "== Remove, then purge"
systemctl start muster.service
removal=$(apt_get remove muster)
[[ $removal == */var/lib/muster*stays* ]] || failed "the removal does not say that the records stay: $removal"
gone /usr/bin/muster
gone /usr/lib/systemd/system/muster.service
is "the service" inactive "$(systemctl is-active muster.service || true)"
there /var/lib/muster/muster.db
there /etc/muster/muster.toml
apt_get purge muster
gone /var/lib/muster
gone /etc/muster
gone /etc/systemd/system/multi-user.target.wants/muster.service
say "All is well."
