#!/usr/bin/env bash
# wait-until-healthy.sh URL [VERSION]
#
# Succeeds once URL (…/health/ready) has answered 200, and named VERSION if one is given, HEALTHY_STREAK times in a row. One failure in
# between counts from the start again: a process that answers once and then dies is not healthy. Fails at the first failure after
# HEALTHY_WITHIN seconds.
set -euo pipefail
shopt -s inherit_errexit

url=${1:?usage: wait-until-healthy.sh URL [VERSION]}
version=${2:-}
within=${HEALTHY_WITHIN:-300}
pause=${HEALTHY_PAUSE:-5}
streak=${HEALTHY_STREAK:-6}

answer=$(mktemp)
trap 'rm -f "$answer"' EXIT
deadline=$((SECONDS + within))
good=0
told=''

# What the service says for itself, short and without line breaks: it is written to a log.
problem() {
  local status
  status=$(curl --silent --show-error --max-time 10 --max-filesize 65536 --output "$answer" --write-out '%{http_code}' "$url" 2>/dev/null) ||
    { echo 'no answer' && return; }
  [ "$status" = 200 ] || { echo "$status $(tr -d '\000-\037' <"$answer" | head -c 300)" && return; }
  [ -z "$version" ] && return
  grep -qF "\"version\":\"$version\"" "$answer" || echo "200, but not of version $version"
}

while :; do
  reason=$(problem)
  if [ -z "$reason" ]; then
    good=$((good + 1))
    told=''
    if [ "$good" -ge "$streak" ]; then
      echo "healthy: $good answers in a row"
      exit 0
    fi
  else
    [ "$good" -eq 0 ] || echo "was healthy $good times, then not: $reason"
    [ "$good" -ne 0 ] || [ "$reason" = "$told" ] || echo "not yet: $reason"
    told=$reason
    good=0
    if [ "$SECONDS" -ge "$deadline" ]; then
      echo "not healthy within $within s: $reason" >&2
      exit 1
    fi
  fi
  sleep "$pause"
done
