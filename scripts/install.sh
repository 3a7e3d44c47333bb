# shellcheck shell=sh
# Sourced by up, test and demo: goes to the project root, finds Node, installs what is missing, builds.

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root" || exit 1

fail() {
  printf '%s: %s\n' "$(basename -- "$0")" "$1" >&2
  exit 1
}

# Node 20.19 is the first release that loads ES modules through require(), which the tools need.
need_node() {
  command -v node >/dev/null 2>&1 ||
    fail 'Node.js is not installed. Install Node 24 LTS (20.19 or newer works) from https://nodejs.org and run this again.'
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    fail "Node $(node -v) is too old. Concordat needs 20.19 or newer; Node 24 LTS is recommended."
  command -v npm >/dev/null 2>&1 || fail 'npm is not installed. It comes with Node.js: https://nodejs.org'
}

# The stamp holds the checksum of the lockfile that node_modules was installed from.
install_packages() {
  stamp=node_modules/.concordat-lock
  lock=$(cksum <package-lock.json)
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$lock" ] && return 0
  printf 'Installing packages (some 30 seconds the first time) ...\n' >&2
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2 || fail 'npm ci failed; its message is above.'
  printf '%s\n' "$lock" >"$stamp"
}

# tsc -b compiles only what changed.
build() {
  [ -f daemon/dist/bundle/main.js ] || printf 'Building ...\n' >&2
  npm run --silent build >&2 || fail 'the build failed; the compiler says where above.'
}
