#!/usr/bin/env bash
# cloud-run.sh current | prepare | migrate RELEASE | switch RELEASE | healthy [VERSION]: a place for roll-out.sh. A release is the images of API and worker by
# digest, separated by a comma. Everything but the image is Pulumi's.
set -euo pipefail
shopt -s inherit_errexit

: "${CLOUD_RUN_PROJECT:?}" "${CLOUD_RUN_REGION:?}"
where=(--project "$CLOUD_RUN_PROJECT" --region "$CLOUD_RUN_REGION" --quiet)

image_of() {
  gcloud run services describe "$1" "${where[@]}" --format 'value(spec.template.spec.containers[0].image)'
}

current() {
  local api worker
  api=$(image_of zerosec-api)
  worker=$(image_of zerosec-worker)
  [ -z "$api" ] || echo "$api,$worker"
}

prepare() {
  : "${API_IMAGE:?}" "${WORKER_IMAGE:?}"
  echo "$API_IMAGE,$WORKER_IMAGE"
}

# The job has the command and the secrets; an execution that fails fails the call.
migrate() {
  gcloud run jobs update zerosec-migrate "${where[@]}" --image "${1%,*}"
  gcloud run jobs execute zerosec-migrate "${where[@]}" --wait
}

# A revision that does not start gets no requests and fails the call.
switch() {
  gcloud run services update zerosec-api "${where[@]}" --image "${1%,*}"
  gcloud run services update zerosec-worker "${where[@]}" --image "${1#*,}"
}

case ${1:-} in
current | prepare) "$1" ;;
migrate | switch) "$1" "${2:?}" ;;
healthy) "$(dirname "${BASH_SOURCE[0]}")/wait-until-healthy.sh" "${HEALTH_URL:?}" "${2:-}" ;;
*) echo 'usage: cloud-run.sh current | prepare | migrate RELEASE | switch RELEASE | healthy [VERSION]' >&2 && exit 2 ;;
esac
