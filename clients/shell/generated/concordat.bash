# Generated from openapi.yaml by scripts/generate. Do not edit: change the contract and run it again.
# Completion of concordat.sh for bash: source this file.

_concordat_sh() {
  local words='' current=${COMP_WORDS[COMP_CWORD]} operation=${COMP_WORDS[1]-} previous=${COMP_WORDS[COMP_CWORD - 1]}
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='ping healthz readyz metrics host-status list-agents create-agent revoke-agent list-peers add-peer stream-events search-all list-pacts create-pact join-pact switch-pact remove-pact rename-pact pact-status set-pact-info set-me reindex-pact list-rejections list-members add-member delete-member remove-member promote-member recover-pact list-invites create-invite revoke-invite redeem-invite list-knowledge post-knowledge list-conflicts read-graph list-tasks post-task get-task claim-task renew-task release-task complete-task explain-task list-skills post-skill list-installed-skills get-skill-content install-skill list-messages post-message list-inbox read-context acknowledge-messages list-entries get-entry list-references set-reaction clear-reaction search-pact search-entries list-changes --help'
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    return
  fi
  case $previous in
    --token-file | --data-dir)
      mapfile -t COMPREPLY < <(compgen -f -- "$current")
      return
      ;;
  esac
  case "$operation $previous" in
    'create-agent --scopes') words='read write operator' ;;
    'stream-events --type') words='knowledge task skill message' ;;
    'search-all --type') words='knowledge task skill message' ;;
    'search-all --status') words='open claimed complete' ;;
    'search-all --include') words='superseded expired archived' ;;
    'list-knowledge --include') words='superseded expired' ;;
    'list-knowledge --order') words='asc desc' ;;
    'post-knowledge --trust') words='imported outside' ;;
    'post-knowledge --on-duplicate') words='store support' ;;
    'list-tasks --status') words='open claimed complete' ;;
    'list-tasks --order') words='asc desc' ;;
    'list-tasks --include') words='superseded expired' ;;
    'list-skills --format') words='openclaw langchain generic' ;;
    'list-skills --include') words='superseded expired' ;;
    'list-skills --order') words='asc desc' ;;
    'post-skill --format') words='openclaw langchain generic' ;;
    'list-messages --order') words='asc desc' ;;
    'list-messages --include') words='superseded expired' ;;
    'post-message --priority') words='low normal high' ;;
    'list-entries --type') words='knowledge task skill message' ;;
    'list-entries --status') words='open claimed complete' ;;
    'list-entries --format') words='openclaw langchain generic' ;;
    'list-entries --include') words='superseded expired' ;;
    'list-entries --order') words='asc desc' ;;
    'set-reaction --reaction') words='useful outdated wrong applied supports' ;;
    'search-pact --type') words='knowledge task skill message' ;;
    'search-pact --status') words='open claimed complete' ;;
    'search-pact --include') words='superseded expired archived' ;;
    'search-entries --type') words='knowledge task skill message' ;;
    'search-entries --status') words='open claimed complete' ;;
    'search-entries --include') words='superseded expired archived' ;;
    'list-changes --from') words='head' ;;
    'list-changes --type') words='knowledge task skill message' ;;
  esac
  if [ -z "$words" ]; then
    case $operation in
      ping) words='--url --token-file --data-dir --timeout --help' ;;
      healthz) words='--url --token-file --data-dir --timeout --help' ;;
      readyz) words='--url --token-file --data-dir --timeout --help' ;;
      metrics) words='--url --token-file --data-dir --timeout --help' ;;
      host-status) words='--url --token-file --data-dir --timeout --help' ;;
      list-agents) words='--url --token-file --data-dir --timeout --help' ;;
      create-agent) words='--name --scopes --json --url --token-file --data-dir --timeout --help' ;;
      revoke-agent) words='--name --url --token-file --data-dir --timeout --help' ;;
      list-peers) words='--url --token-file --data-dir --timeout --help' ;;
      add-peer) words='--peer --json --url --token-file --data-dir --timeout --help' ;;
      stream-events) words='--pact --type --agent-id --since --last-event-id --url --token-file --data-dir --timeout --help' ;;
      search-all) words='--q --type --topic --status --author --agent-id --since --include --explain --until --as-of --limit --cursor --url --token-file --data-dir --timeout --help' ;;
      list-pacts) words='--url --token-file --data-dir --timeout --help' ;;
      create-pact) words='--name --purpose --display-name --alias --confirm --json --url --token-file --data-dir --timeout --help' ;;
      join-pact) words='--key --token --alias --display-name --confirm --json --url --token-file --data-dir --timeout --help' ;;
      switch-pact) words='--alias --confirm --json --url --token-file --data-dir --timeout --help' ;;
      remove-pact) words='--pact --confirm --json --url --token-file --data-dir --timeout --help' ;;
      rename-pact) words='--pact --alias --json --url --token-file --data-dir --timeout --help' ;;
      pact-status) words='--pact --url --token-file --data-dir --timeout --help' ;;
      set-pact-info) words='--pact --name --purpose --json --url --token-file --data-dir --timeout --help' ;;
      set-me) words='--pact --display-name --json --url --token-file --data-dir --timeout --help' ;;
      reindex-pact) words='--pact --url --token-file --data-dir --timeout --help' ;;
      list-rejections) words='--pact --limit --cursor --url --token-file --data-dir --timeout --help' ;;
      list-members) words='--pact --online --url --token-file --data-dir --timeout --help' ;;
      add-member) words='--pact --key --indexer --json --url --token-file --data-dir --timeout --help' ;;
      delete-member) words='--pact --key --url --token-file --data-dir --timeout --help' ;;
      remove-member) words='--pact --key --confirm --json --url --token-file --data-dir --timeout --help' ;;
      promote-member) words='--pact --key --successor --confirm --json --url --token-file --data-dir --timeout --help' ;;
      recover-pact) words='--pact --indexer --confirm --json --url --token-file --data-dir --timeout --help' ;;
      list-invites) words='--pact --url --token-file --data-dir --timeout --help' ;;
      create-invite) words='--pact --ttl-ms --confirm --json --url --token-file --data-dir --timeout --help' ;;
      revoke-invite) words='--pact --nonce --confirm --json --url --token-file --data-dir --timeout --help' ;;
      redeem-invite) words='--pact --token --writer-key --confirm --json --url --token-file --data-dir --timeout --help' ;;
      list-knowledge) words='--pact --topic --include --as-of --order --limit --cursor --author --agent-id --since --url --token-file --data-dir --timeout --help' ;;
      post-knowledge) words='--pact --idempotency-key --topic --content --source --trust --embedding --embedding-model --refs --links --ttl --on-duplicate --json --url --token-file --data-dir --timeout --help' ;;
      list-conflicts) words='--pact --topic --limit --cursor --url --token-file --data-dir --timeout --help' ;;
      read-graph) words='--pact --entry --topic --depth --limit --url --token-file --data-dir --timeout --help' ;;
      list-tasks) words='--pact --status --order --limit --cursor --author --agent-id --since --include --url --token-file --data-dir --timeout --help' ;;
      post-task) words='--pact --idempotency-key --title --description --assigned-to --refs --links --ttl --json --url --token-file --data-dir --timeout --help' ;;
      get-task) words='--pact --id --url --token-file --data-dir --timeout --help' ;;
      claim-task) words='--pact --id --wait --ttl-ms --json --url --token-file --data-dir --timeout --help' ;;
      renew-task) words='--pact --id --fence --ttl-ms --json --url --token-file --data-dir --timeout --help' ;;
      release-task) words='--pact --id --fence --json --url --token-file --data-dir --timeout --help' ;;
      complete-task) words='--pact --id --result --fence --json --url --token-file --data-dir --timeout --help' ;;
      explain-task) words='--pact --id --url --token-file --data-dir --timeout --help' ;;
      list-skills) words='--pact --format --include --order --limit --cursor --author --agent-id --since --url --token-file --data-dir --timeout --help' ;;
      post-skill) words='--pact --idempotency-key --name --version --description --format --content --checksum --requires-approval --refs --links --ttl --json --url --token-file --data-dir --timeout --help' ;;
      list-installed-skills) words='--pact --url --token-file --data-dir --timeout --help' ;;
      get-skill-content) words='--pact --id --url --token-file --data-dir --timeout --help' ;;
      install-skill) words='--pact --id --confirm --json --url --token-file --data-dir --timeout --help' ;;
      list-messages) words='--pact --order --limit --cursor --author --agent-id --since --include --url --token-file --data-dir --timeout --help' ;;
      post-message) words='--pact --idempotency-key --content --priority --to --ack --reply-to --refs --links --ttl --json --url --token-file --data-dir --timeout --help' ;;
      list-inbox) words='--pact --agent --unread --limit --cursor --url --token-file --data-dir --timeout --help' ;;
      read-context) words='--pact --budget-tokens --agent --topic --url --token-file --data-dir --timeout --help' ;;
      acknowledge-messages) words='--pact --ids --json --url --token-file --data-dir --timeout --help' ;;
      list-entries) words='--pact --type --topic --status --format --include --order --limit --cursor --author --agent-id --since --url --token-file --data-dir --timeout --help' ;;
      get-entry) words='--pact --id --url --token-file --data-dir --timeout --help' ;;
      list-references) words='--pact --id --url --token-file --data-dir --timeout --help' ;;
      set-reaction) words='--pact --id --reaction --json --url --token-file --data-dir --timeout --help' ;;
      clear-reaction) words='--pact --id --url --token-file --data-dir --timeout --help' ;;
      search-pact) words='--pact --q --type --topic --status --author --agent-id --since --include --explain --until --as-of --limit --cursor --url --token-file --data-dir --timeout --help' ;;
      search-entries) words='--pact --q --embedding --embedding-model --type --topic --status --author --agent-id --since --until --as-of --include --explain --limit --cursor --json --url --token-file --data-dir --timeout --help' ;;
      list-changes) words='--pact --since --from --wait --limit --type --url --token-file --data-dir --timeout --help' ;;
    esac
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

complete -F _concordat_sh concordat.sh
