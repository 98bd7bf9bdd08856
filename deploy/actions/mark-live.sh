#!/usr/bin/env bash
# mark-live.sh ENVIRONMENT IMAGE…: moves the tags live-ENVIRONMENT and live-ENVIRONMENT-previous of each image's repository. Registries delete
# old images but never those with a tag that begins with live-.
set -euo pipefail
shopt -s inherit_errexit

environment=${1:?usage: mark-live.sh ENVIRONMENT IMAGE…}
shift
[[ $environment =~ ^[a-zA-Z0-9-]{1,40}$ ]] || { echo "no name of an environment that a tag could carry: $environment" >&2 && exit 2; }

for image in "$@"; do
  repository=${image%@*}
  live=$repository:live-$environment
  before=$(docker buildx imagetools inspect "$live" --format '{{.Manifest.Digest}}' 2>/dev/null || true)
  [ "$before" != "${image#*@}" ] || continue
  [ -z "$before" ] || docker buildx imagetools create --prefer-index=false --tag "$live-previous" "$repository@$before"
  docker buildx imagetools create --prefer-index=false --tag "$live" "$image"
done
