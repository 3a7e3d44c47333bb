#!/bin/sh
# Generated from openapi.yaml by scripts/generate. Do not edit: change the contract and run it again.
#
# A client of the Concordat daemon for shells: every operation of the contract, over curl and jq.
#
#   run it      ./concordat.sh post-task --title 'Write the migration'
#   source it   . ./concordat.sh; concordat_post_task --title 'Write the migration'
#
# `concordat.sh --help` lists the operations, `concordat.sh <operation> --help` the flags of one. Answers are the JSON of the
# contract on the standard output; an error is there too, with one line on the standard error that says what to do.
# Keep the file's name: by it the file knows whether it is run or sourced.

# Seconds that a request may take: twice the longest wait that the contract knows.
_concordat_timeout_s=60
# A daemon of this machine accepts at once or not at all.
_concordat_connect_s=5
# The daemon sends a heartbeat each 15 s; three missing ones mean that the connection is dead.
_concordat_idle_s=45
# A daemon that restarts is back within this time, so longer pauses would only delay the news.
_concordat_retry_max_s=5

_concordat_nl='
'

_concordat_operations='ping healthz readyz metrics host-status list-agents create-agent revoke-agent list-peers add-peer stream-events search-all list-pacts create-pact join-pact switch-pact remove-pact rename-pact pact-status set-pact-info set-me reindex-pact list-rejections list-members add-member delete-member remove-member promote-member recover-pact list-invites create-invite revoke-invite redeem-invite list-knowledge post-knowledge list-conflicts read-graph list-tasks post-task get-task claim-task renew-task release-task complete-task explain-task list-skills post-skill list-installed-skills get-skill-content install-skill list-messages post-message list-inbox read-context acknowledge-messages list-entries get-entry list-references set-reaction clear-reaction search-pact search-entries list-changes'

# What the command line of every operation takes besides the operation's own flags.
_concordat_own_flags='
--json client text json
--url client text url
--token-file client text token_file
--data-dir client text data_dir
--timeout client text timeout
'

# Builds the request from the fields that were given: the target on the first line, curl's header lines, an empty line, the body.
# A line that starts with "!" says instead what is wrong.
# shellcheck disable=SC2016 # the variables are those of jq
_concordat_request='
  def json: . as [$flag, $place, $kind, $name, $text] |
    if $kind == "number" then
      if $text | test("^-?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?$") then $text | tonumber
      elif $text == "null" then null else error("\($flag) takes a number, not \($text | tojson)") end
    elif $kind == "boolean" then
      if $text == "true" then true elif $text == "false" then false
      else error("\($flag) takes true or false, not \($text | tojson)") end
    elif $kind == "yes" then true
    elif $kind == "objects" then
      ($text | try fromjson catch null) as $value
      | if ($value | type) == "object" or ($value | type) == "number" then $value else error("\($flag) takes JSON, not \($text | tojson)") end
    else $text end;
  def document: if length == 0 then {}
    elif length == 1 and (.[0] | type) == "object" then .[0]
    else error("--json takes one JSON object") end;
  def at($place): map(select(.[1] == $place));
  try (
    [inputs] as $given
    | (reduce ($given | at("path")[]) as [$f, $p, $k, $name, $text]
        ($path; split("{\($name)}") | join($text | @uri))) as $target
    | ($given | at("query") | map("\(.[3])=\(.[4] | @uri)") | join("&")) as $query
    | (reduce ($given | at("body")[]) as $field ($document | document;
        if $field[2] | IN("list", "objects") then .[$field[3]] += [$field | json] else .[$field[3]] = ($field | json) end)) as $body
    | $target + (if $query == "" then "" else "?\($query)" end),
      ($given | at("header")[] | "header = \"\(.[3]): \(.[4] | gsub("(?<c>[\"\\\\])"; "\\\(.c)"))\""),
      "",
      ($body | tojson)
  ) catch "!\(.)"'

# One line for people about an answer that is not a success; nothing when it is none of the daemon.
# shellcheck disable=SC2016
_concordat_explanation='
  def line: explode | map(if . < 32 or (. >= 127 and . < 160) then 32 else . end) | implode;
  if type != "object" then empty
  elif (.error | type) == "string" and (.message | type) == "string" then
    "\(.error): \(.message)" + (if (.hint | type) == "string" then "; \(.hint)" else "" end) | line
  elif .ok == false and (.reason | type) == "string" then "\(.reason); try again, or run \"concordat doctor\"" | line
  else empty end'

# A sed script for the control characters but newline, carriage return and tab.
_concordat_controls() {
  code=1
  while [ "$code" -le 31 ]; do
    case $code in
      9 | 10 | 13) ;;
      *) printf 's/%b/\\\\u%04x/g\n' "\\0$(printf '%03o' "$code")" "$code" ;;
    esac
    code=$((code + 1))
  done
}

# Prints a value as a JSON string. Not with jq: version 1.6 breaks characters at every 64 KiB of raw input, and its arguments
# can be seen by every user of the machine.
_concordat_string() {
  more=
  # Only newlines and tabs are common; the script for the others costs many processes.
  case $(printf '%s' "$1" | tr -d '\n\r\t') in *[[:cntrl:]]*) more=$(_concordat_controls) ;; esac
  printf '"'
  # The dot keeps the newlines at the end.
  printf '%s.' "$1" | sed -e 's/["\\]/\\&/g' -e "s/$(printf '\t')/\\\\t/g" -e "s/$(printf '\r')/\\\\r/g" -e "$more" \
    -e '$!s/$/\\n/' -e '$s/[.]$//' | tr -d '\n'
  printf '"'
}

# Text of others on the standard error: control characters could speak to the terminal.
_concordat_say() {
  printf 'concordat: %s\n' "$(printf '%s' "$1" | tr '\001-\037\177' ' ')" >&2
}

# An error of the client itself: code, what was wrong, what to do, HTTP status when there was one. Ends the operation.
_concordat_fail() {
  printf '{"error":"%s","message":%s,"status":%s,"hint":%s}\n' \
    "$1" "$(_concordat_string "$2")" "${4:-0}" "$(_concordat_string "$3")"
  _concordat_say "$1: $2; $3"
  exit "$(_concordat_exit_code "${4:-$1}")"
}

_concordat_usage() {
  _concordat_fail USAGE "$1" "see \"concordat.sh $operation --help\""
}

# Is it an address that a token may be sent to? http or https, host, port and path, nothing else.
_concordat_is_url() {
  case $1 in *[!]A-Za-z0-9._~:/[-]*) return 1 ;; esac
  case $1 in http://[!/:]* | https://[!/:]*) ;; *) return 1 ;; esac
}

# Scheme, host and port; the names of this machine are one host.
_concordat_origin() {
  origin=$(printf '%s' "$1" | tr '[:upper:]' '[:lower:]')
  scheme=${origin%%://*}
  host=${origin#*://}
  host=${host%%/*}
  case $host in
    localhost | localhost:*) host=127.0.0.1${host#localhost} ;;
    '[::1]'*) host=127.0.0.1${host#'[::1]'} ;;
  esac
  case $scheme:$host in
    *:*:*) ;;
    http:*) host=$host:80 ;;
    *) host=$host:443 ;;
  esac
  printf '%s://%s' "$scheme" "$host"
}

# Finds address and token: flag, then environment, then daemon.json of the data directory. The host token in daemon.json is
# never sent to another address than the one beside it. Fails when there is no address.
_concordat_discover() {
  named=$given_url
  [ -n "$named$given_data_dir" ] || named=${CONCORDAT_URL:-}
  found_url=''
  found_token=''
  directory=${given_data_dir:-${CONCORDAT_DATA_DIR:-${HOME:-}/.concordat}}
  if [ -z "$named" ] || [ -z "$given_token" ]; then
    found=$(jq -r 'select((.apiToken | type) == "string") | (.url | strings) // "", .apiToken' \
      "$directory/daemon.json" 2>/dev/null) || found=
    found_url=${found%%"$_concordat_nl"*}
    found_token=${found#*"$_concordat_nl"}
  fi
  [ -n "${named:-$found_url}" ] || return 1
  url=${named:-$found_url}
  _concordat_is_url "$url" ||
    _concordat_fail DAEMON_NOT_FOUND "\"$url\" is not an address" 'give it as http://127.0.0.1:7666'
  token=$given_token
  if [ -z "$token" ] && _concordat_is_url "$found_url" &&
    [ "$(_concordat_origin "$url")" = "$(_concordat_origin "$found_url")" ]; then
    token=$found_token
  fi
  case $token in
    *[!A-Za-z0-9._~+/=-]*) _concordat_usage 'the token has characters that no token has' ;;
  esac
  while [ "${url%/}" != "$url" ]; do url=${url%/}; done
}

# What curl reads from its standard input, because arguments can be read by every user of the machine.
_concordat_config() {
  [ -z "$token" ] || printf 'header = "authorization: Bearer %s"\n' "$token"
  printf 'url = "%s%s"\n%s\n' "$url" "$target" "$headers"
}

# Becomes curl, so that its process id is that of curl. Nothing of the user's own curl configuration counts, and no proxy gets to
# see the token.
_concordat_curl() {
  exec curl -q --config - --silent --request "$method" --globoff --path-as-is --noproxy '*' --proto '=http,https' \
    --connect-timeout "$_concordat_connect_s" "$@"
}

# Prints the answer in $work/answer and ends with the exit code for its status.
_concordat_answer() {
  http_status=$1
  case $http_status:$2 in
    2??:*"$answers"*)
      cat "$work/answer"
      [ "$answers" != application/json ] || printf '\n'
      [ "$http_status" != 202 ] || _concordat_say 'accepted and not settled yet: look again before you rely on it'
      exit "$(_concordat_exit_code "$http_status")"
      ;;
  esac
  # Success in the wrong form is no answer at all.
  case $http_status in 2??) http_status=0 ;; esac
  said=$(jq -r "$_concordat_explanation" "$work/answer" 2>/dev/null) || said=
  if [ -z "$said" ]; then
    _concordat_fail NOT_CONCORDAT "what answers at $url does not speak the contract" \
      'check that the address is that of a Concordat daemon and that no proxy stands before it' "$http_status"
  fi
  cat "$work/answer"
  printf '\n'
  _concordat_say "$said"
  exit "$(_concordat_exit_code "$http_status")"
}

_concordat_unreachable() {
  _concordat_fail DAEMON_UNREACHABLE "no daemon answers at $url" 'start it with "concordat start", or check CONCORDAT_URL'
}

_concordat_call() {
  set -- --max-time "${timeout:-$_concordat_timeout_s}"
  case $flags in
    *' body '*) set -- "$@" --header 'content-type: application/json' --header 'expect:' --data-binary "@$work/body" ;;
  esac
  : >"$work/answer"
  # In the background, because a shell waits for what runs in the foreground before it minds a signal.
  _concordat_config | _concordat_curl "$@" --output "$work/answer" \
    --write-out '%{http_code} %{time_connect} %{content_type}' >"$work/outcome" 2>/dev/null &
  child=$!
  wait "$child"
  reason=$?
  child=''
  IFS=' ' read -r http_status connect_s media <"$work/outcome"
  case $reason:$connect_s in
    0:*) _concordat_answer "$http_status" "$media" ;;
    28:*[1-9]*)
      _concordat_fail REQUEST_TIMEOUT "$url did not answer within ${timeout:-$_concordat_timeout_s} s" \
        'give it longer with --timeout, look at the log of the daemon, or run "concordat doctor"'
      ;;
    *) _concordat_unreachable ;;
  esac
}

# Prints the block of an event stream that has just ended, as one line of JSON. A block without data only moves the id.
_concordat_event() {
  [ -z "$id" ] || cursor=$id
  if [ -n "$data" ]; then
    [ -z "$id" ] && id=null || id=$(_concordat_string "$id")
    printf '{"id":%s,"event":%s,"data":%s}\n' "$id" "$(_concordat_string "$event")" "$data" 2>/dev/null || exit 141
    if [ "$event" = lagged ]; then
      lagged=$(printf '%s' "$data" | jq -r '.cursor | strings') || lagged=
      cursor=${lagged:-$cursor}
    fi
  fi
  id='' event=message data=''
}

# Reads an event stream from descriptor 3, as the HTML standard says in "server-sent events". An unfinished block at the end
# is dropped: it comes again.
_concordat_events() {
  id='' event=message data=''
  while IFS= read -r line <&3; do
    line=${line%"$cr"}
    value=${line#*:}
    value=${value# }
    case $line in
      '') _concordat_event ;;
      id:*) id=$value ;;
      event:*) event=$value ;;
      # Lines of data are joined with a newline, which in JSON is the same as a space.
      data:*) data=${data:+$data }$value ;;
    esac
  done
}

# Status line and headers of the answer on descriptor 3.
_concordat_head() {
  http_status=''
  media=''
  while IFS= read -r line <&3; do
    line=${line%"$cr"}
    case $line in
      '') return 0 ;;
      HTTP/*)
        http_status=${line#* }
        http_status=${http_status%% *}
        case $http_status in [1-5][0-9][0-9]) ;; *) http_status=0 ;; esac
        ;;
      [Cc]ontent-[Tt]ype:*) media=$line ;;
    esac
  done
  return 1
}

# Opens the stream once. Returns when it may be opened again; ends the operation when the caller has to mend something.
_concordat_listen() {
  # What was seen last wins over where the caller wanted to start.
  case $cursor in
    '') ;;
    *["$cr\"\\"]*) cursor='' ;;
    *) headers="header = \"last-event-id: $cursor\"" ;;
  esac
  set -- --max-time 0
  if [ -n "$timeout" ]; then
    left=$((ends - $(date +%s)))
    [ "$left" -gt 0 ] || exit 0
    set -- --max-time "$left"
  fi
  # Opening a pipe waits for the other side, and a shell may be called away from that by the end of any child; with both ends held
  # for a moment nothing waits. The ends that curl does not need are closed, so that either side notices the end of the other.
  exec 4<>"$work/stream"
  exec 5>"$work/stream"
  exec 3<"$work/stream" 4>&-
  _concordat_config | _concordat_curl "$@" --no-buffer --include --speed-limit 1 --speed-time "$_concordat_idle_s" \
    2>/dev/null >&5 3<&- 5>&- &
  child=$!
  exec 5>&-
  if _concordat_head; then
    case $http_status:$media in
      200:*text/event-stream*)
        connected=yes
        pause=1
        _concordat_events
        ;;
      *)
        cat <&3 >"$work/answer"
        case $connected:$http_status in
          yes:429 | yes:5??) ;;
          *) _concordat_answer "$http_status" "$media" ;;
        esac
        ;;
    esac
  fi
  exec 3<&-
  wait "$child" || :
  child=''
}

# Follows an event stream through restarts of the daemon, each time from the last event that was seen.
_concordat_follow() {
  cursor='' connected='' pause=1
  cr=$(printf '\r')
  [ -z "$timeout" ] || ends=$(($(date +%s) + timeout))
  mkfifo "$work/stream" || exit 1
  while :; do
    _concordat_listen
    [ -n "$connected" ] || _concordat_unreachable
    [ -z "$timeout" ] || [ "$(date +%s)" -lt "$ends" ] || exit 0
    _concordat_say "the stream of $url ended; opening it again"
    sleep "$pause" &
    child=$!
    wait "$child"
    child=''
    pause=$((pause * 2))
    [ "$pause" -le "$_concordat_retry_max_s" ] || pause=$_concordat_retry_max_s
    # While a daemon restarts, its daemon.json names no address; the last one is as good a guess as any.
    _concordat_discover || :
  done
}

# Sets place, kind and name of the flag in $flag.
_concordat_flag() {
  case $flag in *[!a-z-]*) _concordat_usage "$flag is not a flag" ;; esac
  case $flags$_concordat_own_flags in
    *"$_concordat_nl$flag "*) ;;
    *) _concordat_usage "$flag is not a flag of $operation" ;;
  esac
  name=${flags}${_concordat_own_flags}
  name=${name#*"$_concordat_nl$flag "}
  name=${name%%"$_concordat_nl"*}
  place=${name%% *}
  name=${name#* }
  kind=${name%% *}
  name=${name#* }
}

# Takes the flag in $flag with $value: a setting of the client, or a field of the request.
_concordat_take() {
  case $kind:$given in
    list:* | objects:*) ;;
    *" $flag "*) _concordat_usage "$flag is given twice" ;;
  esac
  given="$given$flag "
  case $place:$kind:$value in
    client:*:-) [ "$name" = json ] || _concordat_usage "$flag does not read the standard input" ;;
    body:text:-) ;;
    path:*:) _concordat_usage "$flag is empty" ;;
    header:*: | header:*:*[[:cntrl:]]*) _concordat_usage "$flag is empty or has control characters" ;;
  esac
  case $place:$kind:$value in
    client:*:- | body:text:-)
      [ -z "$input" ] || _concordat_usage "$input and $flag both read the standard input"
      input=$flag
      value=$(cat)
      ;;
  esac
  if [ "$place" = client ]; then
    case $name in
      json)
        printf '%s' "$value" >"$work/document"
        document=yes
        ;;
      url) given_url=$value ;;
      data_dir) given_data_dir=$value ;;
      token_file)
        given_token=$(cat -- "$value" 2>/dev/null) || _concordat_usage "the token file $value cannot be read"
        [ -n "$given_token" ] || _concordat_usage "the token file $value is empty"
        ;;
      timeout)
        case $value in
          '' | 0* | *[!0-9]* | ??????*) _concordat_usage "--timeout takes seconds, 1 to 99999, not \"$value\"" ;;
        esac
        timeout=$value
        ;;
    esac
    return
  fi
  printf '["%s","%s","%s","%s",%s]\n' "$flag" "$place" "$kind" "$name" "$(_concordat_string "$value")" >>"$work/fields"
}

# Reads the command line.
_concordat_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help)
        _concordat_help "$operation"
        exit 0
        ;;
      --*=*)
        flag=${1%%=*}
        value=${1#*=}
        _concordat_flag
        [ "$kind" != yes ] || _concordat_usage "$flag takes no value"
        ;;
      --*)
        flag=$1
        _concordat_flag
        value=''
        if [ "$kind" != yes ]; then
          [ $# -gt 1 ] || _concordat_usage "$flag needs a value"
          value=$2
          shift
        fi
        ;;
      *) _concordat_usage "\"$1\" is not a flag" ;;
    esac
    shift
    _concordat_take
  done
  case $flags in
    *"$_concordat_nl--pact "*)
      case $given:${CONCORDAT_PACT:-} in
        *' --pact '*:* | *:) ;;
        *)
          flag=--pact value=$CONCORDAT_PACT
          _concordat_flag
          _concordat_take
          ;;
      esac
      ;;
  esac
}

# Every parameter of the path must have been given.
_concordat_require() {
  rest=${flags#"$_concordat_nl"}
  while [ -n "$rest" ]; do
    flag=${rest%%"$_concordat_nl"*}
    rest=${rest#*"$_concordat_nl"}
    case $flag in *' path '*) ;; *) continue ;; esac
    flag=${flag%% *}
    case $given:$flag in
      *" $flag "*) ;;
      *:--pact) _concordat_usage 'no pact is named: give --pact, or set CONCORDAT_PACT' ;;
      *) _concordat_usage "$flag is missing" ;;
    esac
  done
}

# Turns the fields into $target, $headers and the body.
_concordat_build() {
  # shellcheck disable=SC2094 # it only reads
  jq -nr --arg path "$path" --slurpfile document "$work/document" "$_concordat_request" <"$work/fields" \
    >"$work/request" 2>/dev/null || _concordat_usage '--json is not JSON'
  {
    IFS= read -r target
    case $target in '!'*) _concordat_usage "${target#!}" ;; esac
    headers=''
    while IFS= read -r line && [ -n "$line" ]; do headers=$headers$line$_concordat_nl; done
    cat >"$work/body"
  } <"$work/request"
  # Without a field to add to it, the document goes out as it came.
  case $document$(grep -c '","body","' "$work/fields") in yes0) cp "$work/document" "$work/body" ;; esac
}

# One operation: its name, method, path, media type of its answer, its flags, then the arguments of the caller.
_concordat_run() {
  [ -z "${ZSH_VERSION-}" ] || emulate sh
  set +e -u
  umask 077
  export LC_ALL=C
  operation=$1 method=$2 path=$3 answers=$4 flags=$5
  shift 5
  given=' ' given_url='' given_data_dir='' given_token=${CONCORDAT_TOKEN:-}
  timeout='' document='' input='' child='' url='' token=''
  for tool in curl jq; do
    command -v "$tool" >/dev/null 2>&1 || _concordat_fail FAILURE "$tool is not installed" "install $tool"
  done
  work=$(mktemp -d "${TMPDIR:-/tmp}/concordat-sh.XXXXXX") ||
    _concordat_fail FAILURE 'no temporary directory can be made' 'check TMPDIR'
  trap '[ -z "$child" ] || kill "$child" 2>/dev/null; rm -rf "$work"' EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 141' PIPE
  trap 'exit 143' TERM
  : >"$work/fields"
  : >"$work/document"
  _concordat_arguments "$@"
  _concordat_require
  _concordat_build
  _concordat_discover || _concordat_fail DAEMON_NOT_FOUND \
    "no address was given, and no daemon runs on $directory" \
    'start one with "concordat start", or set CONCORDAT_URL and CONCORDAT_TOKEN'
  case $answers in
    text/event-stream) _concordat_follow ;;
    *) _concordat_call ;;
  esac
}

# Runs an operation in a subshell when the file was sourced, so that variables, traps and options stay its own; when the file is
# run there is none, so that a signal reaches the process that cleans up.
_concordat() {
  if [ "${_concordat_is_run:-}" = yes ]; then
    _concordat_run "$@"
  else
    (_concordat_run "$@")
  fi
}

# The exit code for an HTTP status, or for an error that has none.
_concordat_exit_code() {
  case $1 in
    400 | 413 | USAGE) echo 2 ;;
    DAEMON_NOT_FOUND | DAEMON_UNREACHABLE) echo 3 ;;
    401 | 403) echo 4 ;;
    404) echo 5 ;;
    409 | 410) echo 6 ;;
    202) echo 7 ;;
    429 | 503 | 504 | REQUEST_TIMEOUT) echo 8 ;;
    2??) echo 0 ;;
    *) echo 1 ;;
  esac
}

_concordat_help() {
  case ${1:-} in
    ping)
cat <<'TEXT'
usage: concordat.sh ping

Is somebody there (GET /v1/ping)

example:
  concordat.sh ping

flags:
TEXT
;;
    healthz)
cat <<'TEXT'
usage: concordat.sh healthz

Is the daemon alive (GET /v1/healthz)

200 as soon as the daemon listens, whatever its pacts do.

example:
  concordat.sh healthz

flags:
TEXT
;;
    readyz)
cat <<'TEXT'
usage: concordat.sh readyz

Can it serve a pact (GET /v1/readyz)

200 when a pact is open and answers, 503 with the reason otherwise.

example:
  concordat.sh readyz

flags:
TEXT
;;
    metrics)
cat <<'TEXT'
usage: concordat.sh metrics

Metrics (GET /v1/metrics)

Prometheus text format, version 0.0.4.

example:
  concordat.sh metrics

flags:
TEXT
;;
    host-status)
cat <<'TEXT'
usage: concordat.sh host-status

State of this node (GET /v1/status)

example:
  concordat.sh host-status

flags:
TEXT
;;
    list-agents)
cat <<'TEXT'
usage: concordat.sh list-agents

Agents of this node (GET /v1/agents)

Names and scopes of the agents that have a token of their own; tokens are never shown again.

example:
  concordat.sh list-agents

flags:
TEXT
;;
    create-agent)
cat <<'TEXT'
usage: concordat.sh create-agent --name TEXT [flags]

Mint a token for an agent (POST /v1/agents)

The agent acts as `<name>@<handle of this node>`: claims, assignments and results tell it apart from
every other agent. The token is in this answer and nowhere else.

example:
  concordat.sh create-agent --name reviewer --scopes read --scopes write

A text of the body that is - is read from the standard input.

flags:
  --name TEXT                1 to 32 lower-case letters, digits, dots, dashes and underscores (required)
  --scopes TEXT              the field scopes: read, write, operator (default: read write); may be repeated
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    revoke-agent)
cat <<'TEXT'
usage: concordat.sh revoke-agent --name TEXT

Revoke an agent's token (DELETE /v1/agents/{name})

The token stops working at once. What the agent wrote stays.

example:
  concordat.sh revoke-agent --name reviewer

flags:
  --name TEXT                Name of the agent (required)
TEXT
;;
    list-peers)
cat <<'TEXT'
usage: concordat.sh list-peers

Nodes this node knows (GET /v1/peers)

Who is connected, since when, which pacts are shared, and why the last attempt to reach a node
failed.

example:
  concordat.sh list-peers

flags:
TEXT
;;
    add-peer)
cat <<'TEXT'
usage: concordat.sh add-peer --peer TEXT

Dial a node at a known address (POST /v1/peers)

Keeps a connection to the node until the daemon stops; needs no DHT. Same form as the daemon's
`--peer`.

example:
  concordat.sh add-peer --peer 8f0c1d6d1e0b6a3c5a1f3a0f0d6f4f6f2b8a7c9d0e1f2a3b4c5d6e7f8091a2b3@192.0.2.7:49737

A text of the body that is - is read from the standard input.

flags:
  --peer TEXT                `<node key>@<host>:<port>` (required)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    stream-events)
cat <<'TEXT'
usage: concordat.sh stream-events [flags]

Everything that happens, as it happens (GET /v1/events)

Server-sent events over all pacts of this node, in the order of arrival. Each stored event carries
an `id`; reconnect with it in `Last-Event-ID`
(browsers do so by themselves) or `?since=`, and nothing is missed: every entry comes at least once.
A client that reads too slowly gets `event: lagged` with the `cursor` to resume from, and the stream
ends.
A comment line is sent every 15 seconds while nothing happens.
Events: `entry-applied`, `entry-retracted`, `task-updated`, `update`, `peer-add`, `peer-remove`,
`lagged`.

example:
  concordat.sh stream-events --type knowledge

flags:
  --pact TEXT                Alias or pact id; all pacts when left out (CONCORDAT_PACT)
  --type TEXT                Only entries of this type: knowledge, task, skill, message
  --agent-id TEXT            Only entries of this agent
  --since TEXT               Cursor to resume after; from now on when left out
  --last-event-id TEXT       The same as `since`, and wins over it
TEXT
;;
    search-all)
cat <<'TEXT'
usage: concordat.sh search-all --q TEXT [flags]

Find entries of all pacts by what they say (GET /v1/search)

As `GET /v1/pacts/{pactId}/search`, over every pact of this node; each pact judges by its own words
how rare one is.

example:
  concordat.sh search-all --q 'release notes' --type knowledge

flags:
  --q TEXT                   What to look for, any text (required)
  --type TEXT                Only entries of this type: knowledge, task, skill, message
  --topic TEXT               Only knowledge of this topic
  --status TEXT              Only tasks in this state: open, claimed, complete
  --author TEXT              Handle of a node; everything that it or its agents wrote
  --agent-id TEXT            Exactly this agent, `<handle>` or `<name>@<handle>`
  --since TEXT               Only entries at or after this time, ISO 8601 or milliseconds since 1970
  --include TEXT             Entries that are left out otherwise: `archived` ones count next to nothing any more, see docs/relevance.md; repeat it for several: superseded, expired, archived; may be repeated
  --explain true|false       Say of each entry how its score came about (default: false)
  --until TEXT               Only entries before this time, ISO 8601 or milliseconds since 1970
  --as-of TEXT               What was there and current at this time, ISO 8601 or milliseconds since 1970; states of tasks and reactions are those of today
  --limit NUMBER             Rows a page (1 to 100; default: 20)
  --cursor TEXT              The `cursor` of the page before
TEXT
;;
    list-pacts)
cat <<'TEXT'
usage: concordat.sh list-pacts

Pacts of this node (GET /v1/pacts)

example:
  concordat.sh list-pacts

flags:
TEXT
;;
    create-pact)
cat <<'TEXT'
usage: concordat.sh create-pact --name TEXT --confirm [flags]

Create a pact (POST /v1/pacts)

This node becomes its creator and first indexer. Invite others with POST /invites.

example:
  concordat.sh create-pact --name 'Release crew' --purpose 'Ship 2.0' --alias release --confirm

A text of the body that is - is read from the standard input.

flags:
  --name TEXT                the field name (required)
  --purpose TEXT             the field purpose
  --display-name TEXT        the field display_name
  --alias TEXT               Local name of a pact, 1 to 63 letters, digits, dots, dashes and underscores
  --confirm                  Says that you mean it (required)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    join-pact)
cat <<'TEXT'
usage: concordat.sh join-pact --confirm [flags]

Join a pact (POST /v1/pacts/join)

With an invite `token`: registers the pact, redeems the invite and answers once this node is a
member.
With a `key` (pact id): only registers the pact; POST /invites/redeem completes it, and until then
entries answer 409 PACT_NOT_READY.

example:
  concordat.sh join-pact --token eyJ2IjoxfQ --alias release --confirm

A text of the body that is - is read from the standard input.

flags:
  --key TEXT                 Pact id
  --token TEXT               The token of an invite, or its share URL
  --alias TEXT               Local name of a pact, 1 to 63 letters, digits, dots, dashes and underscores
  --display-name TEXT        the field display_name
  --confirm                  Says that you mean it (required)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    switch-pact)
cat <<'TEXT'
usage: concordat.sh switch-pact --alias TEXT --confirm TEXT

Make a pact the current one (POST /v1/pacts/switch)

example:
  concordat.sh switch-pact --alias release --confirm release

A text of the body that is - is read from the standard input.

flags:
  --alias TEXT               Local name of a pact, 1 to 63 letters, digits, dots, dashes and underscores (required)
  --confirm TEXT             The same alias once more (required)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    remove-pact)
cat <<'TEXT'
usage: concordat.sh remove-pact --confirm TEXT [flags]

Remove a pact from this node (DELETE /v1/pacts/{pactId})

Deletes this node's copy and keys. The other members keep theirs. It cannot be undone.

example:
  concordat.sh remove-pact --pact release --confirm release

A text of the body that is - is read from the standard input.

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --confirm TEXT             Alias or id of the pact (required)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    rename-pact)
cat <<'TEXT'
usage: concordat.sh rename-pact --alias TEXT [flags]

Give a pact another alias (PUT /v1/pacts/{pactId}/alias)

The alias is local to this node; PUT /info changes the name that all members see.

example:
  concordat.sh rename-pact --pact release --alias crew

A text of the body that is - is read from the standard input.

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --alias TEXT               Local name of a pact, 1 to 63 letters, digits, dots, dashes and underscores (required)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    pact-status)
cat <<'TEXT'
usage: concordat.sh pact-status [flags]

State of a pact on this node (GET /v1/pacts/{pactId}/status)

Is this node a member, is it in step with the others (`synced`), can it work alone
(`offline_ready`), are writes held after a power cut (`writes_held`), was it removed
(`excluded_by`), how much of the log is signed (`confirmed_length` of `length`).

example:
  concordat.sh pact-status --pact release

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
TEXT
;;
    set-pact-info)
cat <<'TEXT'
usage: concordat.sh set-pact-info [flags]

Name the pact and its purpose (PUT /v1/pacts/{pactId}/info)

Replicated to all members. A field that is left out stays; null clears it.

example:
  concordat.sh set-pact-info --pact release --name 'Release crew'

A text of the body that is - is read from the standard input.

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --name TEXT                the field name
  --purpose TEXT             the field purpose
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    set-me)
cat <<'TEXT'
usage: concordat.sh set-me --display-name TEXT [flags]

Set this node's display name (PUT /v1/pacts/{pactId}/me)

A label for people; identity is the node key and the agent's token.

example:
  concordat.sh set-me --pact release --display-name 'Build server'

A text of the body that is - is read from the standard input.

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --display-name TEXT        the field display_name (required)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    reindex-pact)
cat <<'TEXT'
usage: concordat.sh reindex-pact [flags]

Rebuild the lists of a pact (POST /v1/pacts/{pactId}/reindex)

Drops the local tables that lists and look-ups read, and fills them from the log again. Nothing in
the pact changes, and whoever follows it is not told again of what was confirmed.

example:
  concordat.sh reindex-pact --pact release

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
TEXT
;;
    list-rejections)
cat <<'TEXT'
usage: concordat.sh list-rejections [flags]

What the pact refused (GET /v1/pacts/{pactId}/rejections)

Ops of members that were invalid or not allowed, newest first, with the code and the reason. A
refused op changes nothing.

example:
  concordat.sh list-rejections --pact release

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --limit NUMBER             Rows a page (1 to 1000; default: 50)
  --cursor TEXT              The `cursor` of the page before
TEXT
;;
    list-members)
cat <<'TEXT'
usage: concordat.sh list-members [flags]

Members of a pact (GET /v1/pacts/{pactId}/agents)

One row a node, this node first.

example:
  concordat.sh list-members --pact release

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --online true|false        Only members that are connected (true) or not (false)
TEXT
;;
    add-member)
cat <<'TEXT'
usage: concordat.sh add-member --key TEXT [flags]

Raise a member to an indexer, by its writer key (POST /v1/pacts/{pactId}/admin/members)

With `indexer: true` the same as promote. A key alone admits nobody: a node that is no member is
refused with NOT_A_MEMBER and joins with an invite.

example:
  concordat.sh add-member --pact release --key 8f0c1d6d1e0b6a3c5a1f3a0f0d6f4f6f2b8a7c9d0e1f2a3b4c5d6e7f8091a2b3

A text of the body that is - is read from the standard input.

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --key TEXT                 Writer key of the node to admit (required)
  --indexer true|false       the field indexer (default: false)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    delete-member)
cat <<'TEXT'
usage: concordat.sh delete-member --key TEXT [flags]

Remove a member (DELETE /v1/pacts/{pactId}/admin/members/{key})

The same as POST /admin/remove, without the confirmation.

example:
  concordat.sh delete-member --pact release --key 8f0c1d6d1e0b6a3c5a1f3a0f0d6f4f6f2b8a7c9d0e1f2a3b4c5d6e7f8091a2b3

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --key TEXT                 Writer key of the member (required)
TEXT
;;
    remove-member)
cat <<'TEXT'
usage: concordat.sh remove-member --key TEXT --confirm [flags]

Remove a member (POST /v1/pacts/{pactId}/admin/remove)

Live connections to it get no new block, and what it writes afterwards never appears. The last
indexer cannot be removed.

example:
  concordat.sh remove-member --pact release --key 8f0c1d6d1e0b6a3c5a1f3a0f0d6f4f6f2b8a7c9d0e1f2a3b4c5d6e7f8091a2b3 --confirm

A text of the body that is - is read from the standard input.

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --key TEXT                 Writer key of the member (required)
  --confirm                  Says that you mean it (required)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    promote-member)
cat <<'TEXT'
usage: concordat.sh promote-member --key TEXT --confirm [flags]

Make a member an indexer or a successor (POST /v1/pacts/{pactId}/admin/promote)

An indexer signs the order of the pact. One is enough; three keep signing when one is away; two
would stop when either is away, so the second is kept
as `standby` until there is a third. With `successor: true` the member may instead recover the pact
alone should the indexer be lost.

example:
  concordat.sh promote-member --pact release --key 8f0c1d6d1e0b6a3c5a1f3a0f0d6f4f6f2b8a7c9d0e1f2a3b4c5d6e7f8091a2b3 --successor true --confirm

A text of the body that is - is read from the standard input.

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --key TEXT                 Writer key of the member (required)
  --successor true|false     the field successor (default: false)
  --confirm                  Says that you mean it (required)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    recover-pact)
cat <<'TEXT'
usage: concordat.sh recover-pact --confirm [flags]

Replace a lost indexer (POST /v1/pacts/{pactId}/admin/recover)

A successor named by the creator decides alone; otherwise this node's vote counts toward a majority
of the members, and the same call on enough of
them recovers the pact. Only for an indexer that will not come back: one that returns finds itself
no longer signing. The only indexer there
is cannot be its own replacement.

example:
  concordat.sh recover-pact --pact release --confirm

A text of the body that is - is read from the standard input.

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --indexer TEXT             Writer key of the new indexer; this node when left out
  --confirm                  Says that you mean it (required)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    list-invites)
cat <<'TEXT'
usage: concordat.sh list-invites [flags]

Invites of a pact (GET /v1/pacts/{pactId}/invites)

example:
  concordat.sh list-invites --pact release

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
TEXT
;;
    create-invite)
cat <<'TEXT'
usage: concordat.sh create-invite --confirm [flags]

Mint an invite (POST /v1/pacts/{pactId}/invites)

Good for one node. The token is a secret and in this answer only; hand it over by a channel you
trust.

example:
  concordat.sh create-invite --pact release --ttl-ms 3600000 --confirm

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --ttl-ms NUMBER            How long it can be used; 24 hours when left out (1000 to 31536000000)
  --confirm                  Says that you mean it (required)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    revoke-invite)
cat <<'TEXT'
usage: concordat.sh revoke-invite --nonce TEXT --confirm TEXT [flags]

Revoke an invite (DELETE /v1/pacts/{pactId}/invites/{nonce})

example:
  concordat.sh revoke-invite --pact release --nonce 3q2-7wAAAAAAAAAAAAAAAA --confirm 3q2-7wAAAAAAAAAAAAAAAA

A text of the body that is - is read from the standard input.

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --nonce TEXT               The invite's nonce (required)
  --confirm TEXT             The nonce once more (required)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    redeem-invite)
cat <<'TEXT'
usage: concordat.sh redeem-invite --token TEXT --writer-key TEXT --confirm [flags]

Redeem an invite (POST /v1/pacts/{pactId}/invites/redeem)

Second step after POST /v1/pacts/join with a key. `writer_key` is this node's `public_key` of GET
/status.

example:
  concordat.sh redeem-invite --pact release --token eyJ2IjoxfQ --writer-key 8f0c1d6d1e0b6a3c5a1f3a0f0d6f4f6f2b8a7c9d0e1f2a3b4c5d6e7f8091a2b3 --confirm

A text of the body that is - is read from the standard input.

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --token TEXT               The token of an invite, or its share URL (required)
  --writer-key TEXT          64 hex characters, lower case (required)
  --confirm                  Says that you mean it (required)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    list-knowledge)
cat <<'TEXT'
usage: concordat.sh list-knowledge [flags]

What the group knows (GET /v1/pacts/{pactId}/knowledge)

example:
  concordat.sh list-knowledge --pact release --include superseded

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --topic TEXT               Exactly this topic
  --include TEXT             Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired: true`; repeat it for several: superseded, expired; may be repeated
  --as-of TEXT               What was known then: at a time, ISO 8601 or milliseconds since 1970, by the times of the entries; or at a cursor of the arrival feed, by what had reached this node. Entries that were
superseded or expired since are among them. What they say of themselves is as it is today. A page may hold less than `limit` and have more behind it.
  --order TEXT               Newest first (desc) or oldest first (asc): asc, desc (default: desc)
  --limit NUMBER             Rows a page (1 to 1000; default: 50)
  --cursor TEXT              The `cursor` of the page before
  --author TEXT              Handle of a node; everything that it or its agents wrote
  --agent-id TEXT            Exactly this agent, `<handle>` or `<name>@<handle>`
  --since TEXT               Only entries at or after this time, ISO 8601 or milliseconds since 1970
TEXT
;;
    post-knowledge)
cat <<'TEXT'
usage: concordat.sh post-knowledge --topic TEXT --content TEXT [flags]

Record what you learned (POST /v1/pacts/{pactId}/knowledge)

One fact or note under a topic. Keys beyond those named here are welcome and become part of the
payload.

example:
  concordat.sh post-knowledge --pact release --topic deploy --content 'The staging database is read-only on Sundays' --source runbook

A text of the body that is - is read from the standard input.

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --idempotency-key TEXT     Makes a retry safe. The same key from the same agent answers the first entry again.
  --topic TEXT               the field topic (required)
  --content TEXT             the field content (required)
  --source TEXT              Where it comes from
  --trust TEXT               Not your own: from another memory, or outside (web, tools): imported, outside
  --embedding JSON           A vector of what a text means; only its direction counts; may be repeated
  --embedding-model TEXT     Model that the embedding comes from; left out, the one that this node knows
  --refs TEXT                Ids of entries that it builds on; may be repeated
  --links JSON               [{rel, id}], rel: supersedes, supports, contradicts, related, applied, derived_from; may be repeated
  --ttl NUMBER               Seconds until the entry expires, counted from its `timestamp`; null or absent for ever (1 to 3153600000)
  --on-duplicate TEXT        What becomes of it when the group knows it already: `store` it all the same, or `support` the entry that says so: store, support (default: store)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    list-conflicts)
cat <<'TEXT'
usage: concordat.sh list-conflicts [flags]

What is current and does not agree (GET /v1/pacts/{pactId}/knowledge/conflicts)

Open conflicts, newest first: entries that go back to the same one and were not superseded since
(`supersedes`), and entries that contradict current ones
(`contradicts`). An entry that supersedes all sides ends the first kind, one that supersedes either
side the second. A page may hold less than `limit` and have more behind it.

example:
  concordat.sh list-conflicts --pact release

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --topic TEXT               Exactly this topic
  --limit NUMBER             Conflicts a page (1 to 100; default: 20)
  --cursor TEXT              The `cursor` of the page before
TEXT
;;
    read-graph)
cat <<'TEXT'
usage: concordat.sh read-graph [flags]

What an entry or a topic is connected to (GET /v1/pacts/{pactId}/knowledge/graph)

Entries along links of either direction, nearest first: from one `entry`, or from what is current of
a `topic`; name exactly one of them. Superseded entries are among
them, expired ones are not. Of those that link to one entry with one relation the newest 32 are
followed.

example:
  concordat.sh read-graph --pact release

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --entry TEXT               Begin at this entry
  --topic TEXT               Begin at what is current of exactly this topic, the newest first
  --depth NUMBER             Links from the start (1 to 4; default: 1)
  --limit NUMBER             Entries of the answer (1 to 200; default: 50)
TEXT
;;
    list-tasks)
cat <<'TEXT'
usage: concordat.sh list-tasks [flags]

Tasks and who holds them (GET /v1/pacts/{pactId}/tasks)

Newest first. `history` is empty in lists; GET /tasks/{id} has it.

example:
  concordat.sh list-tasks --pact release --status open

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --status TEXT              Only tasks in this state: open, claimed, complete
  --order TEXT               Newest first (desc) or oldest first (asc): asc, desc (default: desc)
  --limit NUMBER             Rows a page (1 to 1000; default: 50)
  --cursor TEXT              The `cursor` of the page before
  --author TEXT              Handle of a node; everything that it or its agents wrote
  --agent-id TEXT            Exactly this agent, `<handle>` or `<name>@<handle>`
  --since TEXT               Only entries at or after this time, ISO 8601 or milliseconds since 1970
  --include TEXT             Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired: true`; repeat it for several: superseded, expired; may be repeated
TEXT
;;
    post-task)
cat <<'TEXT'
usage: concordat.sh post-task --title TEXT [flags]

Put a task up for the group (POST /v1/pacts/{pactId}/tasks)

With `assigned_to` only that agent can claim it.

example:
  concordat.sh post-task --pact release --title 'Write the migration' --description 'Add the index before the backfill'

A text of the body that is - is read from the standard input.

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --idempotency-key TEXT     Makes a retry safe. The same key from the same agent answers the first entry again.
  --title TEXT               the field title (required)
  --description TEXT         the field description
  --assigned-to TEXT         Agent id that the task is reserved for
  --refs TEXT                Ids of entries that it builds on; may be repeated
  --links JSON               [{rel, id}], rel: supersedes, supports, contradicts, related, applied, derived_from; may be repeated
  --ttl NUMBER               Seconds until the entry expires, counted from its `timestamp`; null or absent for ever (1 to 3153600000)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    get-task)
cat <<'TEXT'
usage: concordat.sh get-task --id TEXT [flags]

One task with its history (GET /v1/pacts/{pactId}/tasks/{id})

example:
  concordat.sh get-task --pact release --id 8f0c1d6d-42

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --id TEXT                  Entry id (required)
TEXT
;;
    claim-task)
cat <<'TEXT'
usage: concordat.sh claim-task --id TEXT [flags]

Take a task (PUT /v1/pacts/{pactId}/tasks/{id}/claim)

200 only when the pact has settled that you hold it; keep the `fence` and send it with renew,
release and complete. 409 TASK_ALREADY_CLAIMED names the holder.
202 means that it is not settled yet, because the indexer is away or slow: do not start work that
must not be done twice; read the task again, or claim again with a longer `wait`.
The claim ends by itself after `ttl_ms`; renew it while you work.

example:
  concordat.sh claim-task --pact release --id 8f0c1d6d-42 --ttl-ms 600000

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --id TEXT                  Entry id (required)
  --wait NUMBER              Seconds to wait for the pact to settle it (0 to 30; default: 2)
  --ttl-ms NUMBER            Milliseconds until the claim ends unless it is renewed; 24 hours when left out (1000 to 86400000)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    renew-task)
cat <<'TEXT'
usage: concordat.sh renew-task --id TEXT [flags]

Keep a task longer (PUT /v1/pacts/{pactId}/tasks/{id}/renew)

Moves the end of your claim to `ttl_ms` from now.

example:
  concordat.sh renew-task --pact release --id 8f0c1d6d-42 --fence 1 --ttl-ms 600000

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --id TEXT                  Entry id (required)
  --fence NUMBER             The `fence` of your claim (0 to 9007199254740991)
  --ttl-ms NUMBER            Milliseconds until the claim ends unless it is renewed; 24 hours when left out (1000 to 86400000)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    release-task)
cat <<'TEXT'
usage: concordat.sh release-task --id TEXT [flags]

Give a task back (PUT /v1/pacts/{pactId}/tasks/{id}/release)

example:
  concordat.sh release-task --pact release --id 8f0c1d6d-42 --fence 1

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --id TEXT                  Entry id (required)
  --fence NUMBER             The `fence` of your claim (0 to 9007199254740991)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    complete-task)
cat <<'TEXT'
usage: concordat.sh complete-task --id TEXT [flags]

Finish a task with its result (PUT /v1/pacts/{pactId}/tasks/{id}/complete)

By the holder, or by anybody while the task is open. Send the `fence` of your claim: when somebody
else holds the task by now the answer is 409 STALE_FENCE, and
your result is still kept and shown in the task's `late_results` (`details.late_result_kept`).

example:
  concordat.sh complete-task --pact release --id 8f0c1d6d-42 --result 'merged as 4f2c1ab' --fence 1

A text of the body that is - is read from the standard input.

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --id TEXT                  Entry id (required)
  --result TEXT              Any JSON value
  --fence NUMBER             The `fence` of your claim (0 to 9007199254740991)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    explain-task)
cat <<'TEXT'
usage: concordat.sh explain-task --id TEXT [flags]

Why a task is held by whom (GET /v1/pacts/{pactId}/tasks/{id}/explain)

Every claim in the order of the log, which of them won, and why.

example:
  concordat.sh explain-task --pact release --id 8f0c1d6d-42

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --id TEXT                  Entry id (required)
TEXT
;;
    list-skills)
cat <<'TEXT'
usage: concordat.sh list-skills [flags]

Skills of the group (GET /v1/pacts/{pactId}/skills)

example:
  concordat.sh list-skills --pact release --format openclaw

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --format TEXT              Only skills in this format: openclaw, langchain, generic
  --include TEXT             Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired: true`; repeat it for several: superseded, expired; may be repeated
  --order TEXT               Newest first (desc) or oldest first (asc): asc, desc (default: desc)
  --limit NUMBER             Rows a page (1 to 1000; default: 50)
  --cursor TEXT              The `cursor` of the page before
  --author TEXT              Handle of a node; everything that it or its agents wrote
  --agent-id TEXT            Exactly this agent, `<handle>` or `<name>@<handle>`
  --since TEXT               Only entries at or after this time, ISO 8601 or milliseconds since 1970
TEXT
;;
    post-skill)
cat <<'TEXT'
usage: concordat.sh post-skill --name TEXT --version TEXT --format TEXT --content TEXT --checksum TEXT [flags]

Share a skill (POST /v1/pacts/{pactId}/skills)

`checksum` is `sha256:` and the hex of SHA-256 over the line `openpact-skill-content:v1\n` followed
by the content; it is checked here and on each read.

example:
  concordat.sh post-skill --pact release --name release-notes --version 1.0.0 --format generic --content 'Group the commits by area.' --checksum sha256:ce404b315e217023deb25ebf683114fa5f0d72203308ed52c7f368de7d7374ec

A text of the body that is - is read from the standard input.

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --idempotency-key TEXT     Makes a retry safe. The same key from the same agent answers the first entry again.
  --name TEXT                A safe file name: letters, digits, dots, dashes and underscores, not starting with a dot (required)
  --version TEXT             the field version (required)
  --description TEXT         the field description
  --format TEXT              the field format: openclaw, langchain, generic (required)
  --content TEXT             the field content (required)
  --checksum TEXT            the field checksum (required)
  --requires-approval true|false the field requires_approval
  --refs TEXT                Ids of entries that it builds on; may be repeated
  --links JSON               [{rel, id}], rel: supersedes, supports, contradicts, related, applied, derived_from; may be repeated
  --ttl NUMBER               Seconds until the entry expires, counted from its `timestamp`; null or absent for ever (1 to 3153600000)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    list-installed-skills)
cat <<'TEXT'
usage: concordat.sh list-installed-skills [flags]

Skills installed on this machine (GET /v1/pacts/{pactId}/skills/installed)

example:
  concordat.sh list-installed-skills --pact release

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
TEXT
;;
    get-skill-content)
cat <<'TEXT'
usage: concordat.sh get-skill-content --id TEXT [flags]

Content of a skill, checked (GET /v1/pacts/{pactId}/skills/{id}/content)

example:
  concordat.sh get-skill-content --pact release --id 8f0c1d6d-42

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --id TEXT                  Entry id (required)
TEXT
;;
    install-skill)
cat <<'TEXT'
usage: concordat.sh install-skill --id TEXT --confirm [flags]

Write a skill to this machine (POST /v1/pacts/{pactId}/skills/{id}/install)

Into the pact's own folder of the data directory; nothing is run.

example:
  concordat.sh install-skill --pact release --id 8f0c1d6d-42 --confirm

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --id TEXT                  Entry id (required)
  --confirm                  Says that you mean it (required)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    list-messages)
cat <<'TEXT'
usage: concordat.sh list-messages [flags]

Messages of the group (GET /v1/pacts/{pactId}/messages)

example:
  concordat.sh list-messages --pact release --order asc

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --order TEXT               Newest first (desc) or oldest first (asc): asc, desc (default: desc)
  --limit NUMBER             Rows a page (1 to 1000; default: 50)
  --cursor TEXT              The `cursor` of the page before
  --author TEXT              Handle of a node; everything that it or its agents wrote
  --agent-id TEXT            Exactly this agent, `<handle>` or `<name>@<handle>`
  --since TEXT               Only entries at or after this time, ISO 8601 or milliseconds since 1970
  --include TEXT             Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired: true`; repeat it for several: superseded, expired; may be repeated
TEXT
;;
    post-message)
cat <<'TEXT'
usage: concordat.sh post-message --content TEXT [flags]

Say something to the group (POST /v1/pacts/{pactId}/messages)

To everybody, or with `to` to the agents named there; every member can read it all the same. With
`ack` you ask them to acknowledge it.
GET /messages and GET /entries/{id} show in `delivery` what became of it at whom. `reply_to` becomes
the first of the entry's `refs`.

example:
  concordat.sh post-message --pact release --content 'The build is green again' --priority normal

A text of the body that is - is read from the standard input.

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --idempotency-key TEXT     Makes a retry safe. The same key from the same agent answers the first entry again.
  --content TEXT             the field content (required)
  --priority TEXT            the field priority: low, normal, high
  --to TEXT                  Agent ids; else everybody; may be repeated
  --ack true|false           Ask for an acknowledgement
  --reply-to TEXT            The message that this answers
  --refs TEXT                Ids of entries that it builds on; may be repeated
  --links JSON               [{rel, id}], rel: supersedes, supports, contradicts, related, applied, derived_from; may be repeated
  --ttl NUMBER               Seconds until the entry expires, counted from its `timestamp`; null or absent for ever (1 to 3153600000)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    list-inbox)
cat <<'TEXT'
usage: concordat.sh list-inbox [flags]

Messages for you (GET /v1/pacts/{pactId}/inbox)

Messages to you by name and to everybody but their author: the unread first, then what you have
acknowledged, each newest first. A message is unread until
POST /inbox/ack, however often it is listed; of those to everybody the newest 1,000 can be unread.
Reading your own inbox with a token that
may write tells the senders, after the answer was sent, that the messages were delivered.

example:
  concordat.sh list-inbox --pact release

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --agent TEXT               The inbox of this agent; for operators
  --unread true|false        Only unread ones (default: false)
  --limit NUMBER             Rows a page (1 to 1000; default: 50)
  --cursor TEXT              The `cursor` of the page before
TEXT
;;
    read-context)
cat <<'TEXT'
usage: concordat.sh read-context [flags]

What you need at the start of work (GET /v1/pacts/{pactId}/context)

The tasks you hold with fence and end of lease, your unread messages, open conflicts, tasks that you
can claim, knowledge (the newest and what most agents applied, in turns), new skills and what was
said lately: ranked, and cut to
`budget_tokens`. `text` is the same for a model, each entry between data tags with author and trust.
`text` never counts as more than the budget: one token is three
ASCII characters, or two bytes of UTF-8 of anything else. Tasks held and unread messages come first:
they are shortened until all fit, and nothing else is shown
before they all are; of messages to everybody that holds for the newest 200. `left_out` says how
much of each section is missing and where to read it. The default keeps `text` below 10,000
characters.
Like GET /inbox it delivers the messages that it shows whole.

example:
  concordat.sh read-context --pact release

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --budget-tokens NUMBER     Tokens of `text` at most (300 to 100000; default: 3000)
  --agent TEXT               The context of this agent; for operators
  --topic TEXT               Only knowledge of exactly this topic
TEXT
;;
    acknowledge-messages)
cat <<'TEXT'
usage: concordat.sh acknowledge-messages --ids TEXT [flags]

Say that you have dealt with messages (POST /v1/pacts/{pactId}/inbox/ack)

They are unread no more, and their senders see when you acknowledged them. Once more for the same
message changes nothing.

example:
  concordat.sh acknowledge-messages --pact release --ids 8f0c1d6d-42

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --ids TEXT                 Messages of your inbox; may be repeated (required)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    list-entries)
cat <<'TEXT'
usage: concordat.sh list-entries [flags]

Entries of every type (GET /v1/pacts/{pactId}/entries)

example:
  concordat.sh list-entries --pact release --type knowledge

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --type TEXT                Only entries of these types; repeat it for several: knowledge, task, skill, message; may be repeated
  --topic TEXT               Only knowledge of this topic
  --status TEXT              Only tasks in this state: open, claimed, complete
  --format TEXT              Only skills in this format: openclaw, langchain, generic
  --include TEXT             Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired: true`; repeat it for several: superseded, expired; may be repeated
  --order TEXT               Newest first (desc) or oldest first (asc): asc, desc (default: desc)
  --limit NUMBER             Rows a page (1 to 1000; default: 50)
  --cursor TEXT              The `cursor` of the page before
  --author TEXT              Handle of a node; everything that it or its agents wrote
  --agent-id TEXT            Exactly this agent, `<handle>` or `<name>@<handle>`
  --since TEXT               Only entries at or after this time, ISO 8601 or milliseconds since 1970
TEXT
;;
    get-entry)
cat <<'TEXT'
usage: concordat.sh get-entry --id TEXT [flags]

One entry (GET /v1/pacts/{pactId}/entries/{id})

example:
  concordat.sh get-entry --pact release --id 8f0c1d6d-42

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --id TEXT                  Entry id (required)
TEXT
;;
    list-references)
cat <<'TEXT'
usage: concordat.sh list-references --id TEXT [flags]

Entries that refer to an entry (GET /v1/pacts/{pactId}/entries/{id}/referenced-by)

example:
  concordat.sh list-references --pact release --id 8f0c1d6d-42

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --id TEXT                  Entry id (required)
TEXT
;;
    set-reaction)
cat <<'TEXT'
usage: concordat.sh set-reaction --id TEXT --reaction TEXT [flags]

Say what you make of an entry (PUT /v1/pacts/{pactId}/entries/{id}/reaction)

One reaction for each agent and entry; the next one takes its place.

example:
  concordat.sh set-reaction --pact release --id 8f0c1d6d-42 --reaction useful

A text of the body that is - is read from the standard input.

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --id TEXT                  Entry id (required)
  --reaction TEXT            the field reaction: useful, outdated, wrong, applied, supports (required)
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    clear-reaction)
cat <<'TEXT'
usage: concordat.sh clear-reaction --id TEXT [flags]

Take your reaction back (DELETE /v1/pacts/{pactId}/entries/{id}/reaction)

example:
  concordat.sh clear-reaction --pact release --id 8f0c1d6d-42

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --id TEXT                  Entry id (required)
TEXT
;;
    search-pact)
cat <<'TEXT'
usage: concordat.sh search-pact --q TEXT [flags]

Find entries by what they say (GET /v1/pacts/{pactId}/search)

The best first; what scores alike, the newer first. An entry has to say every word, in any order and
inflection; when none does, those that say some come (`matched: any`).
`"..."` asks for words as they are written, one after the other; `begin*` finds what begins so,
`-word` excludes. Nothing else has a meaning, so any text may be asked, and none is an error.
Code is found by its parts and as a whole: camelCase, `user_name`, `src/user.ts`. Case and accents
do not matter.
What this node has acknowledged is found by the next request. While the index is made again,
`complete` is false and entries may be missing.

example:
  concordat.sh search-pact --pact release --q 'release notes' --type knowledge

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --q TEXT                   What to look for, any text (required)
  --type TEXT                Only entries of this type: knowledge, task, skill, message
  --topic TEXT               Only knowledge of this topic
  --status TEXT              Only tasks in this state: open, claimed, complete
  --author TEXT              Handle of a node; everything that it or its agents wrote
  --agent-id TEXT            Exactly this agent, `<handle>` or `<name>@<handle>`
  --since TEXT               Only entries at or after this time, ISO 8601 or milliseconds since 1970
  --include TEXT             Entries that are left out otherwise: `archived` ones count next to nothing any more, see docs/relevance.md; repeat it for several: superseded, expired, archived; may be repeated
  --explain true|false       Say of each entry how its score came about (default: false)
  --until TEXT               Only entries before this time, ISO 8601 or milliseconds since 1970
  --as-of TEXT               What was there and current at this time, ISO 8601 or milliseconds since 1970; states of tasks and reactions are those of today
  --limit NUMBER             Rows a page (1 to 100; default: 20)
  --cursor TEXT              The `cursor` of the page before
TEXT
;;
    search-entries)
cat <<'TEXT'
usage: concordat.sh search-entries [flags]

Find entries by what they say and mean (POST /v1/pacts/{pactId}/search)

As `GET`, for questions that carry an embedding. The entries nearest to it are fused with those that
say the words, by reciprocal rank (`hybrid: true`); filters and `-word` hold for both.
Without `q` the nearest alone are answered. Where this node has no embeddings of that model and
length, words alone count (`hybrid: false`). Where it computes embeddings itself, questions without
one get theirs.

example:
  concordat.sh search-entries --pact release --q 'staging database' --embedding 0.12 --embedding 0.03 --embedding 0.4 --limit 10

A text of the body that is - is read from the standard input.

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --q TEXT                   What to look for, any text
  --embedding JSON           A vector of what a text means; only its direction counts; may be repeated
  --embedding-model TEXT     Model that the embedding comes from; left out, the one that this node knows
  --type TEXT                the field type: knowledge, task, skill, message
  --topic TEXT               the field topic
  --status TEXT              the field status: open, claimed, complete
  --author TEXT              Handle of a node
  --agent-id TEXT            the field agent_id
  --since TEXT               ISO 8601 or milliseconds since 1970
  --until TEXT               ISO 8601 or milliseconds since 1970
  --as-of TEXT               What was there and current then
  --include TEXT             Entries that are left out otherwise: superseded, expired, archived; may be repeated
  --explain true|false       Say of each entry how its score came about (default: false)
  --limit NUMBER             the field limit (1 to 100; default: 20)
  --cursor TEXT              the field cursor
  --json JSON                the body as one JSON object, - reads it from the standard input; flags add to it
TEXT
;;
    list-changes)
cat <<'TEXT'
usage: concordat.sh list-changes [flags]

What arrived since a cursor (GET /v1/pacts/{pactId}/changes)

Oldest first, in the order in which entries reached this node, so nothing is skipped whatever their
authors' clocks say. With `wait` the answer is held
until something arrives. Without `since` it begins at the beginning, with `from=head` at the
present. `retracted` lists entries that the pact has taken back.

example:
  concordat.sh list-changes --pact release --from head

flags:
  --pact TEXT                Alias of the pact on this node, or its id (64 hex) (CONCORDAT_PACT)
  --since TEXT               Cursor of the last answer
  --from TEXT                Begin at the present instead of the beginning: head
  --wait NUMBER              Seconds to wait for something to arrive (0 to 30; default: 0)
  --limit NUMBER             Rows a page (1 to 1000; default: 50)
  --type TEXT                Only entries of this type: knowledge, task, skill, message
TEXT
;;
    *)
cat <<'TEXT'
usage: concordat.sh <operation> [flags]

Shared memory and coordination for software agents: every operation of the daemon, JSON in and out.
See `concordat.sh <operation> --help`.

Host:
  ping                       Is somebody there
  healthz                    Is the daemon alive
  readyz                     Can it serve a pact
  metrics                    Metrics
  host-status                State of this node

Agents:
  list-agents                Agents of this node
  create-agent               Mint a token for an agent
  revoke-agent               Revoke an agent's token

Peers:
  list-peers                 Nodes this node knows
  add-peer                   Dial a node at a known address

Live:
  stream-events              Everything that happens, as it happens
  list-changes               What arrived since a cursor

Search:
  search-all                 Find entries of all pacts by what they say
  search-pact                Find entries by what they say
  search-entries             Find entries by what they say and mean

Pacts:
  list-pacts                 Pacts of this node
  create-pact                Create a pact
  join-pact                  Join a pact
  switch-pact                Make a pact the current one
  remove-pact                Remove a pact from this node
  rename-pact                Give a pact another alias
  pact-status                State of a pact on this node
  set-pact-info              Name the pact and its purpose
  reindex-pact               Rebuild the lists of a pact
  list-rejections            What the pact refused

Members:
  set-me                     Set this node's display name
  list-members               Members of a pact
  add-member                 Raise a member to an indexer, by its writer key
  delete-member              Remove a member
  remove-member              Remove a member
  promote-member             Make a member an indexer or a successor
  recover-pact               Replace a lost indexer

Invites:
  list-invites               Invites of a pact
  create-invite              Mint an invite
  revoke-invite              Revoke an invite
  redeem-invite              Redeem an invite

Knowledge:
  list-knowledge             What the group knows
  post-knowledge             Record what you learned
  list-conflicts             What is current and does not agree
  read-graph                 What an entry or a topic is connected to

Tasks:
  list-tasks                 Tasks and who holds them
  post-task                  Put a task up for the group
  get-task                   One task with its history
  claim-task                 Take a task
  renew-task                 Keep a task longer
  release-task               Give a task back
  complete-task              Finish a task with its result
  explain-task               Why a task is held by whom

Skills:
  list-skills                Skills of the group
  post-skill                 Share a skill
  list-installed-skills      Skills installed on this machine
  get-skill-content          Content of a skill, checked
  install-skill              Write a skill to this machine

Messages:
  list-messages              Messages of the group
  post-message               Say something to the group

Inbox:
  list-inbox                 Messages for you
  acknowledge-messages       Say that you have dealt with messages

Context:
  read-context               What you need at the start of work

Entries:
  list-entries               Entries of every type
  get-entry                  One entry
  list-references            Entries that refer to an entry
  set-reaction               Say what you make of an entry
  clear-reaction             Take your reaction back

exit codes:
  0                          done
  1                          failed in a way that no other code names
  2                          the command line, or a value in it, is not valid (also HTTP 400 and 413)
  3                          the daemon is not running or cannot be reached
  4                          the token is missing, wrong, or lacks the scope (HTTP 401 and 403)
  5                          there is no such pact, entry, task, invite or agent (HTTP 404)
  6                          the state forbids it: task taken, invite spent or expired (HTTP 409 and 410)
  7                          accepted and not decided yet: no indexer has confirmed the claim (HTTP 202)
  8                          too busy, out of time, or no peer reachable: try again (HTTP 429, 503, 504)

flags of every operation:
TEXT
;;
  esac
cat <<'TEXT'
  --url URL                  address of the daemon (CONCORDAT_URL; default: the one in daemon.json)
  --token-file FILE          file that holds the token (or the token itself in CONCORDAT_TOKEN; default: the one in daemon.json)
  --data-dir DIRECTORY       where daemon.json is (CONCORDAT_DATA_DIR; default: ~/.concordat)
  --timeout SECONDS          how long it may take (default: 60; of a stream: no end)
  --help                     print this
TEXT
}

# Is somebody there
concordat_ping() {
  _concordat ping GET /v1/ping application/json '
' "$@"
}

# Is the daemon alive
concordat_healthz() {
  _concordat healthz GET /v1/healthz application/json '
' "$@"
}

# Can it serve a pact
concordat_readyz() {
  _concordat readyz GET /v1/readyz application/json '
' "$@"
}

# Metrics
concordat_metrics() {
  _concordat metrics GET /v1/metrics text/plain '
' "$@"
}

# State of this node
concordat_host_status() {
  _concordat host-status GET /v1/status application/json '
' "$@"
}

# Agents of this node
concordat_list_agents() {
  _concordat list-agents GET /v1/agents application/json '
' "$@"
}

# Mint a token for an agent
concordat_create_agent() {
  _concordat create-agent POST /v1/agents application/json '
--name body text name
--scopes body list scopes
' "$@"
}

# Revoke an agent's token
concordat_revoke_agent() {
  _concordat revoke-agent DELETE '/v1/agents/{name}' application/json '
--name path text name
' "$@"
}

# Nodes this node knows
concordat_list_peers() {
  _concordat list-peers GET /v1/peers application/json '
' "$@"
}

# Dial a node at a known address
concordat_add_peer() {
  _concordat add-peer POST /v1/peers application/json '
--peer body text peer
' "$@"
}

# Everything that happens, as it happens
concordat_stream_events() {
  _concordat stream-events GET /v1/events text/event-stream '
--pact query text pact
--type query text type
--agent-id query text agent_id
--since query text since
--last-event-id header text Last-Event-ID
' "$@"
}

# Find entries of all pacts by what they say
concordat_search_all() {
  _concordat search-all GET /v1/search application/json '
--q query text q
--type query text type
--topic query text topic
--status query text status
--author query text author
--agent-id query text agent_id
--since query text since
--include query list include
--explain query boolean explain
--until query text until
--as-of query text as_of
--limit query number limit
--cursor query text cursor
' "$@"
}

# Pacts of this node
concordat_list_pacts() {
  _concordat list-pacts GET /v1/pacts application/json '
' "$@"
}

# Create a pact
concordat_create_pact() {
  _concordat create-pact POST /v1/pacts application/json '
--name body text name
--purpose body text purpose
--display-name body text display_name
--alias body text alias
--confirm body yes confirm
' "$@"
}

# Join a pact
concordat_join_pact() {
  _concordat join-pact POST /v1/pacts/join application/json '
--key body text key
--token body text token
--alias body text alias
--display-name body text display_name
--confirm body yes confirm
' "$@"
}

# Make a pact the current one
concordat_switch_pact() {
  _concordat switch-pact POST /v1/pacts/switch application/json '
--alias body text alias
--confirm body text confirm
' "$@"
}

# Remove a pact from this node
concordat_remove_pact() {
  _concordat remove-pact DELETE '/v1/pacts/{pactId}' application/json '
--pact path text pactId
--confirm body text confirm
' "$@"
}

# Give a pact another alias
concordat_rename_pact() {
  _concordat rename-pact PUT '/v1/pacts/{pactId}/alias' application/json '
--pact path text pactId
--alias body text alias
' "$@"
}

# State of a pact on this node
concordat_pact_status() {
  _concordat pact-status GET '/v1/pacts/{pactId}/status' application/json '
--pact path text pactId
' "$@"
}

# Name the pact and its purpose
concordat_set_pact_info() {
  _concordat set-pact-info PUT '/v1/pacts/{pactId}/info' application/json '
--pact path text pactId
--name body text name
--purpose body text purpose
' "$@"
}

# Set this node's display name
concordat_set_me() {
  _concordat set-me PUT '/v1/pacts/{pactId}/me' application/json '
--pact path text pactId
--display-name body text display_name
' "$@"
}

# Rebuild the lists of a pact
concordat_reindex_pact() {
  _concordat reindex-pact POST '/v1/pacts/{pactId}/reindex' application/json '
--pact path text pactId
' "$@"
}

# What the pact refused
concordat_list_rejections() {
  _concordat list-rejections GET '/v1/pacts/{pactId}/rejections' application/json '
--pact path text pactId
--limit query number limit
--cursor query text cursor
' "$@"
}

# Members of a pact
concordat_list_members() {
  _concordat list-members GET '/v1/pacts/{pactId}/agents' application/json '
--pact path text pactId
--online query boolean online
' "$@"
}

# Raise a member to an indexer, by its writer key
concordat_add_member() {
  _concordat add-member POST '/v1/pacts/{pactId}/admin/members' application/json '
--pact path text pactId
--key body text key
--indexer body boolean indexer
' "$@"
}

# Remove a member
concordat_delete_member() {
  _concordat delete-member DELETE '/v1/pacts/{pactId}/admin/members/{key}' application/json '
--pact path text pactId
--key path text key
' "$@"
}

# Remove a member
concordat_remove_member() {
  _concordat remove-member POST '/v1/pacts/{pactId}/admin/remove' application/json '
--pact path text pactId
--key body text key
--confirm body yes confirm
' "$@"
}

# Make a member an indexer or a successor
concordat_promote_member() {
  _concordat promote-member POST '/v1/pacts/{pactId}/admin/promote' application/json '
--pact path text pactId
--key body text key
--successor body boolean successor
--confirm body yes confirm
' "$@"
}

# Replace a lost indexer
concordat_recover_pact() {
  _concordat recover-pact POST '/v1/pacts/{pactId}/admin/recover' application/json '
--pact path text pactId
--indexer body text indexer
--confirm body yes confirm
' "$@"
}

# Invites of a pact
concordat_list_invites() {
  _concordat list-invites GET '/v1/pacts/{pactId}/invites' application/json '
--pact path text pactId
' "$@"
}

# Mint an invite
concordat_create_invite() {
  _concordat create-invite POST '/v1/pacts/{pactId}/invites' application/json '
--pact path text pactId
--ttl-ms body number ttl_ms
--confirm body yes confirm
' "$@"
}

# Revoke an invite
concordat_revoke_invite() {
  _concordat revoke-invite DELETE '/v1/pacts/{pactId}/invites/{nonce}' application/json '
--pact path text pactId
--nonce path text nonce
--confirm body text confirm
' "$@"
}

# Redeem an invite
concordat_redeem_invite() {
  _concordat redeem-invite POST '/v1/pacts/{pactId}/invites/redeem' application/json '
--pact path text pactId
--token body text token
--writer-key body text writer_key
--confirm body yes confirm
' "$@"
}

# What the group knows
concordat_list_knowledge() {
  _concordat list-knowledge GET '/v1/pacts/{pactId}/knowledge' application/json '
--pact path text pactId
--topic query text topic
--include query list include
--as-of query text as_of
--order query text order
--limit query number limit
--cursor query text cursor
--author query text author
--agent-id query text agent_id
--since query text since
' "$@"
}

# Record what you learned
concordat_post_knowledge() {
  _concordat post-knowledge POST '/v1/pacts/{pactId}/knowledge' application/json '
--pact path text pactId
--idempotency-key header text Idempotency-Key
--topic body text topic
--content body text content
--source body text source
--trust body text trust
--embedding body objects embedding
--embedding-model body text embedding_model
--refs body list refs
--links body objects links
--ttl body number ttl
--on-duplicate body text on_duplicate
' "$@"
}

# What is current and does not agree
concordat_list_conflicts() {
  _concordat list-conflicts GET '/v1/pacts/{pactId}/knowledge/conflicts' application/json '
--pact path text pactId
--topic query text topic
--limit query number limit
--cursor query text cursor
' "$@"
}

# What an entry or a topic is connected to
concordat_read_graph() {
  _concordat read-graph GET '/v1/pacts/{pactId}/knowledge/graph' application/json '
--pact path text pactId
--entry query text entry
--topic query text topic
--depth query number depth
--limit query number limit
' "$@"
}

# Tasks and who holds them
concordat_list_tasks() {
  _concordat list-tasks GET '/v1/pacts/{pactId}/tasks' application/json '
--pact path text pactId
--status query text status
--order query text order
--limit query number limit
--cursor query text cursor
--author query text author
--agent-id query text agent_id
--since query text since
--include query list include
' "$@"
}

# Put a task up for the group
concordat_post_task() {
  _concordat post-task POST '/v1/pacts/{pactId}/tasks' application/json '
--pact path text pactId
--idempotency-key header text Idempotency-Key
--title body text title
--description body text description
--assigned-to body text assigned_to
--refs body list refs
--links body objects links
--ttl body number ttl
' "$@"
}

# One task with its history
concordat_get_task() {
  _concordat get-task GET '/v1/pacts/{pactId}/tasks/{id}' application/json '
--pact path text pactId
--id path text id
' "$@"
}

# Take a task
concordat_claim_task() {
  _concordat claim-task PUT '/v1/pacts/{pactId}/tasks/{id}/claim' application/json '
--pact path text pactId
--id path text id
--wait query number wait
--ttl-ms body number ttl_ms
' "$@"
}

# Keep a task longer
concordat_renew_task() {
  _concordat renew-task PUT '/v1/pacts/{pactId}/tasks/{id}/renew' application/json '
--pact path text pactId
--id path text id
--fence body number fence
--ttl-ms body number ttl_ms
' "$@"
}

# Give a task back
concordat_release_task() {
  _concordat release-task PUT '/v1/pacts/{pactId}/tasks/{id}/release' application/json '
--pact path text pactId
--id path text id
--fence body number fence
' "$@"
}

# Finish a task with its result
concordat_complete_task() {
  _concordat complete-task PUT '/v1/pacts/{pactId}/tasks/{id}/complete' application/json '
--pact path text pactId
--id path text id
--result body text result
--fence body number fence
' "$@"
}

# Why a task is held by whom
concordat_explain_task() {
  _concordat explain-task GET '/v1/pacts/{pactId}/tasks/{id}/explain' application/json '
--pact path text pactId
--id path text id
' "$@"
}

# Skills of the group
concordat_list_skills() {
  _concordat list-skills GET '/v1/pacts/{pactId}/skills' application/json '
--pact path text pactId
--format query text format
--include query list include
--order query text order
--limit query number limit
--cursor query text cursor
--author query text author
--agent-id query text agent_id
--since query text since
' "$@"
}

# Share a skill
concordat_post_skill() {
  _concordat post-skill POST '/v1/pacts/{pactId}/skills' application/json '
--pact path text pactId
--idempotency-key header text Idempotency-Key
--name body text name
--version body text version
--description body text description
--format body text format
--content body text content
--checksum body text checksum
--requires-approval body boolean requires_approval
--refs body list refs
--links body objects links
--ttl body number ttl
' "$@"
}

# Skills installed on this machine
concordat_list_installed_skills() {
  _concordat list-installed-skills GET '/v1/pacts/{pactId}/skills/installed' application/json '
--pact path text pactId
' "$@"
}

# Content of a skill, checked
concordat_get_skill_content() {
  _concordat get-skill-content GET '/v1/pacts/{pactId}/skills/{id}/content' application/json '
--pact path text pactId
--id path text id
' "$@"
}

# Write a skill to this machine
concordat_install_skill() {
  _concordat install-skill POST '/v1/pacts/{pactId}/skills/{id}/install' application/json '
--pact path text pactId
--id path text id
--confirm body yes confirm
' "$@"
}

# Messages of the group
concordat_list_messages() {
  _concordat list-messages GET '/v1/pacts/{pactId}/messages' application/json '
--pact path text pactId
--order query text order
--limit query number limit
--cursor query text cursor
--author query text author
--agent-id query text agent_id
--since query text since
--include query list include
' "$@"
}

# Say something to the group
concordat_post_message() {
  _concordat post-message POST '/v1/pacts/{pactId}/messages' application/json '
--pact path text pactId
--idempotency-key header text Idempotency-Key
--content body text content
--priority body text priority
--to body list to
--ack body boolean ack
--reply-to body text reply_to
--refs body list refs
--links body objects links
--ttl body number ttl
' "$@"
}

# Messages for you
concordat_list_inbox() {
  _concordat list-inbox GET '/v1/pacts/{pactId}/inbox' application/json '
--pact path text pactId
--agent query text agent
--unread query boolean unread
--limit query number limit
--cursor query text cursor
' "$@"
}

# What you need at the start of work
concordat_read_context() {
  _concordat read-context GET '/v1/pacts/{pactId}/context' application/json '
--pact path text pactId
--budget-tokens query number budget_tokens
--agent query text agent
--topic query text topic
' "$@"
}

# Say that you have dealt with messages
concordat_acknowledge_messages() {
  _concordat acknowledge-messages POST '/v1/pacts/{pactId}/inbox/ack' application/json '
--pact path text pactId
--ids body list ids
' "$@"
}

# Entries of every type
concordat_list_entries() {
  _concordat list-entries GET '/v1/pacts/{pactId}/entries' application/json '
--pact path text pactId
--type query list type
--topic query text topic
--status query text status
--format query text format
--include query list include
--order query text order
--limit query number limit
--cursor query text cursor
--author query text author
--agent-id query text agent_id
--since query text since
' "$@"
}

# One entry
concordat_get_entry() {
  _concordat get-entry GET '/v1/pacts/{pactId}/entries/{id}' application/json '
--pact path text pactId
--id path text id
' "$@"
}

# Entries that refer to an entry
concordat_list_references() {
  _concordat list-references GET '/v1/pacts/{pactId}/entries/{id}/referenced-by' application/json '
--pact path text pactId
--id path text id
' "$@"
}

# Say what you make of an entry
concordat_set_reaction() {
  _concordat set-reaction PUT '/v1/pacts/{pactId}/entries/{id}/reaction' application/json '
--pact path text pactId
--id path text id
--reaction body text reaction
' "$@"
}

# Take your reaction back
concordat_clear_reaction() {
  _concordat clear-reaction DELETE '/v1/pacts/{pactId}/entries/{id}/reaction' application/json '
--pact path text pactId
--id path text id
' "$@"
}

# Find entries by what they say
concordat_search_pact() {
  _concordat search-pact GET '/v1/pacts/{pactId}/search' application/json '
--pact path text pactId
--q query text q
--type query text type
--topic query text topic
--status query text status
--author query text author
--agent-id query text agent_id
--since query text since
--include query list include
--explain query boolean explain
--until query text until
--as-of query text as_of
--limit query number limit
--cursor query text cursor
' "$@"
}

# Find entries by what they say and mean
concordat_search_entries() {
  _concordat search-entries POST '/v1/pacts/{pactId}/search' application/json '
--pact path text pactId
--q body text q
--embedding body objects embedding
--embedding-model body text embedding_model
--type body text type
--topic body text topic
--status body text status
--author body text author
--agent-id body text agent_id
--since body text since
--until body text until
--as-of body text as_of
--include body list include
--explain body boolean explain
--limit body number limit
--cursor body text cursor
' "$@"
}

# What arrived since a cursor
concordat_list_changes() {
  _concordat list-changes GET '/v1/pacts/{pactId}/changes' application/json '
--pact path text pactId
--since query text since
--from query text from
--wait query number wait
--limit query number limit
--type query text type
' "$@"
}

# Runs the operation that the first argument names.
concordat_main() {
  case ${1:-} in
    -h | --help | help)
      _concordat_help
      return 0
      ;;
  esac
  case ${1:-}:" $_concordat_operations " in
    *[!a-z-]*:*) ;;
    *" ${1:-no operation} "*)
      _concordat_function=concordat_$(printf '%s' "$1" | tr - _)
      shift
      "$_concordat_function" "$@"
      return
      ;;
  esac
  (
    operation=''
    _concordat_fail USAGE "\"${1:-}\" is not an operation" 'see "concordat.sh --help"'
  )
}

# zsh puts the file's name in $0 also when it sources it.
case ${ZSH_EVAL_CONTEXT-}:${0##*/} in
  *:file*:*) ;;
  *:concordat.sh)
    set -eu
    _concordat_is_run=yes
    concordat_main "$@"
    ;;
esac
