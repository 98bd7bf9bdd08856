#!/usr/bin/env bash
# push-built.sh FILE: pushes the images of API and worker that a build of Cloud Build has just made, and writes their names by digest into FILE.
set -euo pipefail
shopt -s inherit_errexit

file=${1:?usage: push-built.sh FILE}
: "${REGISTRY:?}" "${TAG:?}"

: >"$file"
for target in api worker; do
  docker push --quiet "$REGISTRY/$target:$TAG"
  image=$(docker inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$REGISTRY/$target:$TAG" | sed -n "s|^\($REGISTRY/$target@sha256:[0-9a-f]\{64\}\)\$|\1|p" | sed -n 1p)
  [ -n "$image" ] || { echo "the registry named no digest of $target" >&2 && exit 1; }
  echo "$image" >>"$file"
done
