#!/usr/bin/env bash
# package_test.sh DEB [FOLDER]: installs the package in a fresh Debian 12 that systemd boots in a container of its own, and
# lets scripts/package_check.sh look at it there. Debian comes into FOLDER, which must not exist yet and stays for a look
# around, or into a temporary folder. As root.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

package=$1
longest_boot=600 # seconds, with all checks
root=${2:-}
if [[ ! $root ]]; then
    root=$(mktemp --directory --tmpdir muster-package-XXXXXX)
    trap 'rm -rf --one-file-system "$root"' EXIT
    rmdir "$root"
elif [[ -e $root ]]; then
    echo "$root is there already: give a folder that is not." >&2
    exit 2
fi

# shellcheck disable=SC2016 # $(REPO_URI) is apt's
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Codename: bookworm' 'Label: Debian' | sort -u | sed -n 1p)
mirror=${mirror:-http://deb.debian.org/debian}
echo "A fresh Debian from $mirror" >&2
debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,man-db,bash-completion bookworm "$root" "$mirror" \
    >"$root.log" 2>&1 || { tail -n 20 "$root.log" >&2; exit 1; }
rm "$root.log"

# What this machine needs to reach its mirror.
cp --dereference /etc/resolv.conf "$root/etc/resolv.conf"
apt-config dump | grep -i '^Acquire::.*proxy' >"$root/etc/apt/apt.conf.d/90proxy" || true

# The container has no network, so that its ports are its own; what the package depends on is fetched before.
cp "$package" "$root/muster.deb"
chroot "$root" apt-get update --quiet --quiet
chroot "$root" apt-get install --yes --quiet --quiet --no-install-recommends --download-only /muster.deb >/dev/null

install --mode=755 scripts/package_check.sh "$root/package_check.sh"
cat >"$root/etc/systemd/system/package-check.service" <<'UNIT'
[Unit]
Description=Look at the installed package, then switch off
SuccessAction=poweroff-force
FailureAction=poweroff-force

[Service]
Type=oneshot
ExecStart=/package_check.sh
StandardOutput=file:/package_check.log
StandardError=inherit
UNIT
mkdir -p "$root/etc/systemd/system/multi-user.target.wants"
ln -s ../package-check.service "$root/etc/systemd/system/multi-user.target.wants/"

# Where systemd does not run outside, there is nobody to register the container with.
alone=()
[[ -d /run/systemd/system ]] || alone=(--register=no --keep-unit)
timeout --kill-after=10 "$longest_boot" systemd-nspawn --directory="$root" --machine="muster-package-$$" --boot --private-network \
    "${alone[@]}" </dev/null >"$root/boot.log" 2>&1 || true
if [[ ! -e $root/package_check.log ]]; then
    echo "The container did not boot:" >&2
    tail -n 30 "$root/boot.log" >&2
    exit 1
fi
cat "$root/package_check.log"
[[ $(tail -n 1 "$root/package_check.log") == "All is well." ]]
