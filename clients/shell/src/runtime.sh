#!/bin/sh
# @generated banner
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

# @generated operations

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

# @generated functions

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
