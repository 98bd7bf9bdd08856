#!/bin/sh
# Makes the secrets that compose.yaml names, each unless it is there: they are made once, as the database remembers its own.
# A server has no Node of its own, so this needs only a shell.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

# Containers read them as users of their own: the folder keeps others of this server out.
make() {
  [ -s "secrets/$1" ] && return
  printf '%s\n' "$2" >"secrets/$1.new"
  chmod 444 "secrets/$1.new"
  mv "secrets/$1.new" "secrets/$1"
  echo "made secrets/$1"
}

make database-password "$(random)"
make database-url "postgres://zerosec:$(cat secrets/database-password)@postgres:5432/zerosec"
make metrics-token "$(random)"
make grafana-password "$(random)"
