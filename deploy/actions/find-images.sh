#!/usr/bin/env bash
# find-images.sh VERSION: hands over the released images of a version by digest, after their signed provenance says that the release of this
# repository built them.
set -euo pipefail
shopt -s inherit_errexit

version=${1:?usage: find-images.sh VERSION}
: "${GITHUB_REPOSITORY:?}" "${GITHUB_OUTPUT:?}"
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9a-z.]+)?$ ]] || { echo "not a version: $version" >&2 && exit 2; }

for target in api worker; do
  name=ghcr.io/${GITHUB_REPOSITORY,,}/$target
  digest=$(docker buildx imagetools inspect "$name:$version" --format '{{.Manifest.Digest}}')
  [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]] || { echo "no digest of $name:$version: $digest" >&2 && exit 1; }
  gh attestation verify "oci://$name@$digest" --repo "$GITHUB_REPOSITORY" \
    --signer-workflow "$GITHUB_REPOSITORY/.github/workflows/release.yml" --source-ref "refs/tags/v$version"
  echo "$target=$name@$digest" >>"$GITHUB_OUTPUT"
done
