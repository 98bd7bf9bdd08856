#!/usr/bin/env bash
# roll-out.sh PLACE [VERSION]
#
# Brings a release out and takes it back when it does not get healthy. PLACE is a program (ecs.sh, ec2.sh, cloud-run.sh) that knows these words:
#   current             prints the release that runs, one line; nothing where none does
#   prepare             makes what is about to run from the environment's images, starts nothing, prints the new release
#   migrate RELEASE     brings the database up to date with it
#   switch RELEASE      makes it the one that runs, and returns when it has taken over or failed to
#   healthy [VERSION]   waits until what runs is healthy (and of that version), or fails
#
# Migrations only add, and the version before goes on beside the new tables: that is why a return needs no migration back.
# Exit code 0: the new release serves; 1: it does not, the one before does; 3: neither is healthy, someone has to look.
set -euo pipefail
shopt -s inherit_errexit

place=${1:?usage: roll-out.sh PLACE [VERSION]}
version=${2:-}

before=$("$place" current)
new=$("$place" prepare)
[ -n "$new" ] || { echo 'prepare named no release' >&2 && exit 1; }
echo "runs: ${before:-nothing}"
echo "next: $new"

"$place" migrate "$new" || { echo 'the migration failed; nothing was switched' >&2 && exit 1; }

if "$place" switch "$new" && "$place" healthy "$version"; then
  echo "serves: $new"
  exit 0
fi

if [ -z "$before" ]; then
  echo 'the first release does not get healthy, and there is none before it' >&2
  exit 3
fi
echo "taking it back to: $before" >&2
if "$place" switch "$before" && "$place" healthy; then
  echo "serves again: $before" >&2
  exit 1
fi
echo "neither the new release nor the one before is healthy" >&2
exit 3
