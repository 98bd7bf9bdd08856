#!/usr/bin/env bash
# ecs.sh current | prepare | migrate RELEASE | switch RELEASE | healthy [VERSION]: a place for roll-out.sh. A release is the API's and the worker's task
# definitions, separated by a comma. They are made from those that run, with only the images replaced: everything else is Pulumi's.
set -euo pipefail
shopt -s inherit_errexit

: "${ECS_CLUSTER:?}" "${ECS_API_SERVICE:?}" "${ECS_WORKER_SERVICE:?}"
wait_seconds=${ECS_WAIT:-900}

definition_of() {
  aws ecs describe-services --cluster "$ECS_CLUSTER" --services "$1" --query 'services[0].taskDefinition' --output text | sed 's/^None$//'
}

# The container that has the service's name of images: sidecars keep theirs.
with_image() { # definition container image
  aws ecs describe-task-definition --task-definition "$1" --query taskDefinition --output json |
    jq --arg container "$2" --arg image "$3" '
      if any(.containerDefinitions[]; .name == $container) then . else error("no container " + $container) end
      | (.containerDefinitions[] | select(.name == $container)).image = $image
      | del(.taskDefinitionArn, .revision, .status, .requiresAttributes, .compatibilities, .registeredAt, .registeredBy, .deregisteredAt)'
}

register() {
  local definition
  definition=$(with_image "$@")
  aws ecs register-task-definition --cli-input-json "$definition" --query taskDefinition.taskDefinitionArn --output text
}

current() {
  local api worker
  api=$(definition_of "$ECS_API_SERVICE")
  worker=$(definition_of "$ECS_WORKER_SERVICE")
  [ -z "$api" ] || echo "$api,$worker"
}

prepare() {
  : "${API_IMAGE:?}" "${WORKER_IMAGE:?}"
  local release api worker
  release=$(current)
  [ -n "$release" ] || { echo "no service $ECS_API_SERVICE in $ECS_CLUSTER: make the stack first" >&2 && return 1; }
  api=$(register "${release%,*}" api "$API_IMAGE")
  worker=$(register "${release#*,}" worker "$WORKER_IMAGE")
  echo "$api,$worker"
}

# One task of the API's definition, in the API's own subnets and security groups.
migrate() {
  local network task code
  network=$(aws ecs describe-services --cluster "$ECS_CLUSTER" --services "$ECS_API_SERVICE" --query 'services[0].networkConfiguration' --output json)
  task=$(aws ecs run-task --cluster "$ECS_CLUSTER" --launch-type FARGATE --task-definition "${1%,*}" --network-configuration "$network" \
    --overrides '{"containerOverrides":[{"name":"api","command":["migrate"]}]}' --query 'tasks[0].taskArn' --output text)
  [ "$task" != None ] || { echo 'the task of the migration was not started' >&2 && return 1; }
  aws ecs wait tasks-stopped --cluster "$ECS_CLUSTER" --tasks "$task" || { echo "the migration has not ended in time: $task" >&2 && return 1; }
  code=$(aws ecs describe-tasks --cluster "$ECS_CLUSTER" --tasks "$task" --query "tasks[0].containers[?name=='api'].exitCode | [0]" --output text)
  [ "$code" = 0 ] || { echo "the migration ended with $code: $task" >&2 && return 1; }
}

update() {
  aws ecs update-service --cluster "$ECS_CLUSTER" --service "$1" --task-definition "$2" --query service.serviceArn --output text >/dev/null
}

# The circuit breaker of a service may have gone back by itself: then another definition is the primary one.
settled() {
  local running
  running=$(definition_of "$1")
  [ "$running" = "$2" ] || { echo "$1 runs $running, not $2" >&2 && return 1; }
}

# The command line gives up after ten minutes, whatever time there is: then it is asked once more.
stable() {
  local -r deadline=$((SECONDS + wait_seconds))
  local -r asked=(aws ecs wait services-stable --cluster "$ECS_CLUSTER" --services "$@")
  timeout "$wait_seconds" "${asked[@]}" && return
  local -r left=$((deadline - SECONDS))
  [ "$left" -gt 0 ] && timeout "$left" "${asked[@]}"
}

switch() {
  local api=${1%,*} worker=${1#*,}
  update "$ECS_API_SERVICE" "$api"
  update "$ECS_WORKER_SERVICE" "$worker"
  stable "$ECS_API_SERVICE" "$ECS_WORKER_SERVICE" || return 1
  settled "$ECS_API_SERVICE" "$api" && settled "$ECS_WORKER_SERVICE" "$worker"
}

case ${1:-} in
current | prepare) "$1" ;;
migrate | switch) "$1" "${2:?}" ;;
healthy) "$(dirname "${BASH_SOURCE[0]}")/wait-until-healthy.sh" "${HEALTH_URL:?}" "${2:-}" ;;
*) echo 'usage: ecs.sh current | prepare | migrate RELEASE | switch RELEASE | healthy [VERSION]' >&2 && exit 2 ;;
esac
