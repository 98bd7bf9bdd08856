#!/usr/bin/env bash
# copy-images.sh REGISTRY IMAGE…: copies images named by digest to REGISTRY/<last part of the name>, where they keep their digests, and hands
# these names over.
set -euo pipefail
shopt -s inherit_errexit

registry=${1:?usage: copy-images.sh REGISTRY IMAGE…}
shift
: "${GITHUB_OUTPUT:?}"

for image in "$@"; do
  [[ $image =~ ^[^@]+/([a-z]+)@(sha256:[0-9a-f]{64})$ ]] || { echo "not an image by digest: $image" >&2 && exit 2; }
  target=${BASH_REMATCH[1]}
  digest=${BASH_REMATCH[2]}
  # A tag that holds the digest: registries whose tags can't be moved take the same image twice.
  tag=sha256-${digest#sha256:}
  if ! docker buildx imagetools inspect "$registry/$target:$tag" >/dev/null 2>&1; then
    docker buildx imagetools create --prefer-index=false --tag "$registry/$target:$tag" "$image"
  fi
  copied=$(docker buildx imagetools inspect "$registry/$target:$tag" --format '{{.Manifest.Digest}}')
  [ "$copied" = "$digest" ] || { echo "$registry has $copied for $digest" >&2 && exit 1; }
  echo "$target=$registry/$target@$digest" >>"$GITHUB_OUTPUT"
done
