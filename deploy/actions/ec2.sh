#!/usr/bin/env bash
# ec2.sh current | prepare | migrate RELEASE | switch RELEASE | healthy [VERSION]: a place for roll-out.sh. A release is one image by digest.
# Everything is asked of the machine itself through Systems Manager: it has no SSH, and its port is not open to the world.
set -euo pipefail
shopt -s inherit_errexit

tag=${EC2_TAG:-zerosec}
pause=${EC2_PAUSE:-5}
seconds=${EC2_SECONDS:-900}

machine() {
  local found
  found=$(aws ec2 describe-instances --filters "Name=tag:Name,Values=$tag" Name=instance-state-name,Values=running \
    --query 'Reservations[].Instances[].InstanceId' --output text)
  [[ $found =~ ^i-[0-9a-f]+$ ]] || { echo "expected one running machine named $tag, found: ${found:-none}" >&2 && return 1; }
  echo "$found"
}

# Runs a command there as root, prints what it printed, fails if it failed.
there() {
  local machine id status parameters
  machine=$(machine)
  parameters=$(jq -cn --arg command "$1" --arg seconds "$seconds" '{commands: [$command], executionTimeout: [$seconds]}')
  # A command that the machine does not take at once would run whenever it is back, after everything that came next.
  id=$(aws ssm send-command --document-name AWS-RunShellScript --instance-ids "$machine" --parameters "$parameters" \
    --timeout-seconds 60 --query Command.CommandId --output text)
  local -r asked=(aws ssm get-command-invocation --command-id "$id" --instance-id "$machine" --output text --query)
  local -r until=$((SECONDS + seconds + 60))
  status=Pending
  while [[ $status =~ ^(Pending|InProgress|Delayed)$ && $SECONDS -lt $until ]]; do
    sleep "$pause"
    # There is no invocation for a moment after the command was sent.
    status=$("${asked[@]}" Status 2>/dev/null || echo Pending)
  done
  "${asked[@]}" StandardOutputContent
  [ "$status" = Success ] || { echo "$status: $("${asked[@]}" StandardErrorContent)" >&2 && return 1; }
}

# It becomes part of a command line.
checked() {
  [[ $1 =~ ^[a-z0-9./_-]+@sha256:[0-9a-f]{64}$ ]] || { echo "not an image by digest: $1" >&2 && return 1; }
  echo "$1"
}

current() {
  there "docker inspect --format '{{.Config.Image}}' zerosec 2>/dev/null || true" | sed -n 1p
}

prepare() {
  checked "${API_IMAGE:?}"
}

migrate() {
  echo "the image migrates when it starts: one process holds the database of a single machine"
}

# The command of the machine that pulls, starts, and goes back by itself if it isn't answered within two minutes (deploy/aws/ec2).
switch() {
  local image
  image=$(checked "$1")
  there "/usr/local/bin/zerosec-deploy '$image'"
}

healthy() {
  local script
  [[ ${1:-} =~ ^[0-9a-z.-]*$ ]] || { echo "not a version: $1" >&2 && return 1; }
  script=$(base64 -w 0 "$(dirname "${BASH_SOURCE[0]}")/wait-until-healthy.sh")
  there "echo $script | base64 -d | HEALTHY_WITHIN=${HEALTHY_WITHIN:-120} HEALTHY_PAUSE=${HEALTHY_PAUSE:-5} HEALTHY_STREAK=${HEALTHY_STREAK:-6} \
bash -s '${EC2_HEALTH_URL:-http://127.0.0.1/health/ready}' '${1:-}'"
}

case ${1:-} in
current | prepare) "$1" ;;
migrate | switch) "$1" "${2:?}" ;;
healthy) healthy "${2:-}" ;;
*) echo 'usage: ec2.sh current | prepare | migrate RELEASE | switch RELEASE | healthy [VERSION]' >&2 && exit 2 ;;
esac
