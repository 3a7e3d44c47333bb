#!/bin/sh
# Prints what is new in a pact since the last run, for a mail by cron; nothing when nothing is new. Where it was is kept in a file,
# which moves only after the digest is out: what cannot be printed comes again.
set -eu

if [ $# -ne 1 ]; then
  echo 'usage: digest.sh <cursor file>   the pact is the one in CONCORDAT_PACT' >&2
  exit 2
fi
cursor_file=$1

# shellcheck source=clients/shell/concordat.sh
. "$(dirname -- "$0")/../../clients/shell/concordat.sh"

umask 077
pages=$(mktemp)
trap 'rm -f "$pages" "$cursor_file.$$"' EXIT

cursor=''
[ ! -s "$cursor_file" ] || cursor=$(cat "$cursor_file")
more=true
while [ "$more" = true ]; do
  if [ -n "$cursor" ]; then set -- --since "$cursor"; else set --; fi
  # The page is the error when there is one; the client has said on the standard error what to do.
  page=$(concordat_list_changes --limit 1000 "$@")
  printf '%s\n' "$page" >>"$pages"
  more=$(printf '%s' "$page" | jq .has_more)
  next=$(printf '%s' "$page" | jq -r '.cursor // ""')
  cursor=${next:-$cursor}
done

# Text of others goes into a mail: one line each, short, without control characters.
jq -sr --arg pact "${CONCORDAT_PACT:-}" '
  def short: gsub("[[:cntrl:]\\s]+"; " ") | if length > 120 then .[:119] + "…" else . end;
  def about: if .type == "knowledge" then "\(.payload.topic): \(.payload.content)"
    elif .type == "task" then .payload.title
    elif .type == "skill" then "\(.payload.name) \(.payload.version)"
    else .payload.content end;
  (map(.retracted) | add) as $retracted
  | map(.entries) | add | map(select(.id | IN($retracted[]) | not)) | unique_by(.id) | sort_by(.timestamp)
  | if length == 0 then empty else
      "New in \($pact): \(length)",
      (group_by(.type)[] | "", .[0].type, (.[] | "  \(.timestamp[:16] | sub("T"; " "))  \(.display_name // .agent_id | short)  \(about | tostring | short)"))
    end' "$pages"

# Written beside and moved, so that a power cut leaves the old cursor or the new one, never half of it.
printf '%s\n' "$cursor" >"$cursor_file.$$"
mv -f "$cursor_file.$$" "$cursor_file"
