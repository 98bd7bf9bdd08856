#!/usr/bin/env bash
# roll-out-built.sh FILE: brings out what push-built.sh has written into FILE, and tags it as live.
set -euo pipefail
shopt -s inherit_errexit

file=${1:?usage: roll-out-built.sh FILE}
: "${TAG:?}" "${ENVIRONMENT:?}"
[[ $TAG =~ ^v[0-9]+\.[0-9]+\.[0-9]+(-[0-9a-z.]+)?$ ]] || { echo "not the tag of a version: $TAG" >&2 && exit 2; }
[[ $ENVIRONMENT =~ ^[a-zA-Z0-9-]{1,40}$ ]] || { echo "no name of an environment that a tag could carry: $ENVIRONMENT" >&2 && exit 2; }

{ read -r API_IMAGE && read -r WORKER_IMAGE; } <"$file"
export API_IMAGE WORKER_IMAGE
actions=$(dirname "${BASH_SOURCE[0]}")/../actions
before=$("$actions/cloud-run.sh" current)
"$actions/roll-out.sh" "$actions/cloud-run.sh" "${TAG#v}"
for image in "$API_IMAGE" "$WORKER_IMAGE"; do
  gcloud artifacts docker tags add "$image" "${image%@*}:live-$ENVIRONMENT" --quiet
done
for image in ${before//,/ }; do
  case $image in
  "$API_IMAGE" | "$WORKER_IMAGE") ;; # the same again: what ran before it keeps its tag
  *@*) gcloud artifacts docker tags add "$image" "${image%@*}:live-$ENVIRONMENT-previous" --quiet ;;
  esac
done
