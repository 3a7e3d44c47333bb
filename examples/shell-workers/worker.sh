#!/bin/sh
# A worker: takes the open tasks of a pact one after the other, runs a command on each, and ends when all are complete. Any number
# of workers can share a pact; each needs a token of its own, because a claim belongs to the agent of the token.
set -eu

if [ $# -eq 0 ]; then
  echo 'usage: worker.sh <command> [argument...]   the command gets the title of a task on its standard input' >&2
  exit 2
fi

# How long a claim outlives a worker that died, and how long an idle worker waits for news.
lease_s=${WORKER_LEASE_S:-60}
idle_s=${WORKER_IDLE_S:-10}

# shellcheck source=clients/shell/concordat.sh
. "$(dirname -- "$0")/../../clients/shell/concordat.sh"

output=$(mktemp)
trap 'rm -f "$output"' EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

# Renews a claim for as long as this worker lives; `$$` is the worker, not this loop.
keep() {
  # A signal ends the wait at once; the sleep would outlive it.
  nap=''
  trap 'kill "$nap" 2>/dev/null; exit' TERM
  while :; do
    sleep $((lease_s / 3)) &
    nap=$!
    wait "$nap"
    kill -0 $$ 2>/dev/null || return 0
    concordat_renew_task --id "$1" --fence "$2" --ttl-ms $((lease_s * 1000)) >/dev/null 2>&1 || return 0
  done
}

# Claims a task, works on it and leaves the result. A task that somebody else got, or that is not settled yet, is left alone.
take() {
  id=$1
  shift
  claim=$(concordat_claim_task --id "$id" --ttl-ms $((lease_s * 1000)) --wait 10 2>/dev/null) || case $? in
    5 | 6 | 7) return 0 ;;
    *)
      echo "worker: the claim of $id failed: $claim" >&2
      exit 1
      ;;
  esac
  took=yes
  fence=$(printf '%s' "$claim" | jq .fence)
  echo "worker: working on $id"
  keep "$id" "$fence" &
  keeper=$!
  code=0
  printf '%s' "$claim" | jq -r .title | "$@" >"$output" 2>&1 || code=$?
  kill "$keeper" 2>/dev/null || :
  # With the fence, a result that comes too late is kept beside that of the new holder, and never takes its place.
  head -c 40000 "$output" |
    jq -Rs --argjson code "$code" --argjson fence "$fence" '{fence: $fence, result: {exit_code: $code, output: .}}' |
    concordat_complete_task --id "$id" --json - >/dev/null || echo "worker: $id went to somebody else meanwhile" >&2
}

while :; do
  # The place in the feed before the lists are read, so that nothing can come between unseen.
  head=$(concordat_list_changes --from head | jq -r .cursor)
  tasks=$(concordat_list_tasks --status open --order asc --limit 100)
  held=$(concordat_list_tasks --status claimed --limit 1)
  took=''
  for open in $(printf '%s' "$tasks" | jq -r '.entries[].id'); do take "$open" "$@"; done
  [ -z "$took" ] || continue
  if [ "$(printf '%s%s' "$tasks" "$held" | jq -s 'map(.entries | length) | add')" -eq 0 ] &&
    # A task may have become open again between the two lists.
    [ "$(concordat_list_changes --from head | jq -r .cursor)" = "$head" ]; then
    echo 'worker: every task is complete'
    exit 0
  fi
  concordat_list_changes --since "$head" --wait "$idle_s" >/dev/null
done
