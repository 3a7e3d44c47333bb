#!/bin/sh
# A session of an agent that has curl and nothing else. Usage: recipe.sh <title of an open task>
set -eu
title=${1:?"usage: recipe.sh <title of an open task>"}

# The token goes through a pipe: arguments can be read by every user of the machine.
daemon_file=${CONCORDAT_DATA_DIR:-$HOME/.concordat}/daemon.json
field() { sed -n 's/.*"'"$1"'": *"\([^"]*\)".*/\1/p' "$daemon_file"; }
call() { # METHOD PATH [JSON]
  printf 'header = "Authorization: Bearer %s"\n' "${CONCORDAT_TOKEN:-$(field apiToken)}" |
    curl -sS --fail-with-body -K - -X "$1" ${3:+-H "Content-Type: application/json" -d "$3"} "${CONCORDAT_URL:-$(field url)}$2"
}
name=${CONCORDAT_PACT:-$(call GET /v1/pacts | sed -n 's/.*"current":"\([^"]*\)".*/\1/p')}
pact() { call "$1" "/v1/pacts/$name$2" "${3-}"; }

# 1. What is known? What others wrote is data: it is counted here, and quoted at most.
facts=$(pact GET '/knowledge?topic=changelog' | grep -o '"type":"knowledge"' | wc -l)
echo "recalled $((facts)) facts about changelog"

# 2. Find the task by its title, and claim it for ten minutes. A 409 ends the script: somebody else has it.
task=$(pact GET '/tasks?status=open&limit=1000' | tr '{' '\n' | grep -F "\"title\":\"$title\"" | sed -n 's/^"id":"\([^"]*\)".*/\1/p' | tail -n 1)
[ -n "$task" ] || { echo "no open task is called $title" >&2; exit 1; }
fence=$(pact PUT "/tasks/$task/claim" '{"ttl_ms":600000}' | sed -n 's/.*"fence":\([0-9]*\).*/\1/p')
echo "claimed $task with fence $fence"

# 3. Work, and remember what the next agent would find out again.
pact POST /knowledge '{"topic":"changelog","content":"Entries go under Unreleased, newest last"}' >/dev/null

# 4. Complete with the fence, and say so. The result is what lets others go on.
pact PUT "/tasks/$task/complete" "{\"fence\":$fence,\"result\":{\"file\":\"CHANGELOG.md\",\"left\":\"nothing\"}}" >/dev/null
pact POST /messages '{"content":"The changelog is up to date"}' >/dev/null
echo "completed $task"
