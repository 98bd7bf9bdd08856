#!/usr/bin/env bash
# push-image.sh TARGET: builds one target of the Dockerfile at a tag v1.2.3, pushes it to GitHub's registry, and hands over what it is by
# digest: name, digest, and under the target's own name both together.
set -euo pipefail
shopt -s inherit_errexit

target=${1:?usage: push-image.sh TARGET}
: "${GITHUB_REPOSITORY:?}" "${GITHUB_REF_NAME:?}" "${GITHUB_SHA:?}" "${GITHUB_OUTPUT:?}" "${RUNNER_TEMP:?}"
: "${NODE_DIGEST:?}" "${RUNTIME_DIGEST:?}" # of the base images; deploy/docker/Dockerfile says which

case $target in api | worker | web) ;; *) echo "there is no image $target" >&2 && exit 2 ;; esac
for digest in "$NODE_DIGEST" "$RUNTIME_DIGEST"; do
  [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]] || { echo "not the digest of an image: $digest" >&2 && exit 2; }
done
version=$(jq -r .version package.json)
[ "v$version" = "$GITHUB_REF_NAME" ] || { echo "the tag $GITHUB_REF_NAME is not v$version, which package.json names" >&2 && exit 2; }

name=ghcr.io/${GITHUB_REPOSITORY,,}/$target
told=$RUNNER_TEMP/$target.json
# The builder of the engine itself writes no attestations.
docker buildx create --use --driver docker-container >/dev/null
docker buildx build . --file deploy/docker/Dockerfile --target "$target" --platform linux/amd64 --push \
  --build-arg "NODE_DIGEST=$NODE_DIGEST" --build-arg "RUNTIME_DIGEST=$RUNTIME_DIGEST" --tag "$name:$version" --metadata-file "$told" --provenance mode=max --sbom true \
  --label "org.opencontainers.image.source=https://github.com/$GITHUB_REPOSITORY" --label "org.opencontainers.image.revision=$GITHUB_SHA" \
  --label "org.opencontainers.image.version=$version"
digest=$(jq -er '."containerimage.digest"' "$told")
printf '%s\n' "name=$name" "digest=$digest" "$target=$name@$digest" >>"$GITHUB_OUTPUT"
