# Generated from openapi.yaml by scripts/generate. Do not edit: change the contract and run it again.
# Completion of concordat.sh for zsh: source this file after compinit.

_concordat_sh() {
  local -a operations
  if (( CURRENT == 2 )); then
    operations=(
      'ping:Is somebody there'
      'healthz:Is the daemon alive'
      'readyz:Can it serve a pact'
      'metrics:Metrics'
      'host-status:State of this node'
      'list-agents:Agents of this node'
      'create-agent:Mint a token for an agent'
      'revoke-agent:Revoke an agent'\''s token'
      'list-peers:Nodes this node knows'
      'add-peer:Dial a node at a known address'
      'stream-events:Everything that happens, as it happens'
      'search-all:Find entries of all pacts by what they say'
      'list-pacts:Pacts of this node'
      'create-pact:Create a pact'
      'join-pact:Join a pact'
      'switch-pact:Make a pact the current one'
      'remove-pact:Remove a pact from this node'
      'rename-pact:Give a pact another alias'
      'pact-status:State of a pact on this node'
      'set-pact-info:Name the pact and its purpose'
      'set-me:Set this node'\''s display name'
      'reindex-pact:Rebuild the lists of a pact'
      'list-rejections:What the pact refused'
      'list-members:Members of a pact'
      'add-member:Raise a member to an indexer, by its writer key'
      'delete-member:Remove a member'
      'remove-member:Remove a member'
      'promote-member:Make a member an indexer or a successor'
      'recover-pact:Replace a lost indexer'
      'list-invites:Invites of a pact'
      'create-invite:Mint an invite'
      'revoke-invite:Revoke an invite'
      'redeem-invite:Redeem an invite'
      'list-knowledge:What the group knows'
      'post-knowledge:Record what you learned'
      'list-conflicts:What is current and does not agree'
      'list-tasks:Tasks and who holds them'
      'post-task:Put a task up for the group'
      'get-task:One task with its history'
      'claim-task:Take a task'
      'renew-task:Keep a task longer'
      'release-task:Give a task back'
      'complete-task:Finish a task with its result'
      'explain-task:Why a task is held by whom'
      'list-skills:Skills of the group'
      'post-skill:Share a skill'
      'list-installed-skills:Skills installed on this machine'
      'get-skill-content:Content of a skill, checked'
      'install-skill:Write a skill to this machine'
      'list-messages:Messages of the group'
      'post-message:Say something to the group'
      'list-inbox:Messages for you'
      'acknowledge-messages:Say that you have dealt with messages'
      'list-entries:Entries of every type'
      'get-entry:One entry'
      'list-references:Entries that refer to an entry'
      'set-reaction:Say what you make of an entry'
      'clear-reaction:Take your reaction back'
      'search-pact:Find entries by what they say'
      'list-changes:What arrived since a cursor'
    )
    _describe operation operations
    return
  fi
  local operation=$words[2]
  shift words
  (( CURRENT-- ))
  case $operation in
    ping) _arguments '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    healthz) _arguments '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    readyz) _arguments '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    metrics) _arguments '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    host-status) _arguments '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    list-agents) _arguments '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    create-agent) _arguments '--name[1 to 32 lower-case letters, digits, dots, dashes and underscores]:value:' '*--scopes[the field scopes\: read, write, operator (default\: read write); may be repeated]:value:(read write operator)' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    revoke-agent) _arguments '--name[Name of the agent]:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    list-peers) _arguments '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    add-peer) _arguments '--peer[`<node key>@<host>\:<port>`]:value:' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    stream-events) _arguments '--pact[Alias or pact id; all pacts when left out]:value:' '--type[Only entries of this type\: knowledge, task, skill, message]:value:(knowledge task skill message)' '--agent-id[Only entries of this agent]:value:' '--since[Cursor to resume after; from now on when left out]:value:' '--last-event-id[The same as `since`, and wins over it]:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    search-all) _arguments '--q[What to look for, any text]:value:' '--type[Only entries of this type\: knowledge, task, skill, message]:value:(knowledge task skill message)' '--topic[Only knowledge of this topic]:value:' '--status[Only tasks in this state\: open, claimed, complete]:value:(open claimed complete)' '--author[Handle of a node; everything that it or its agents wrote]:value:' '--agent-id[Exactly this agent, `<handle>` or `<name>@<handle>`]:value:' '--since[Only entries at or after this time, ISO 8601 or milliseconds since 1970]:value:' '*--include[Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired\: true`; repeat it for several\: superseded, expired; may be repeated]:value:(superseded expired)' '--until[Only entries before this time, ISO 8601 or milliseconds since 1970]:value:' '--limit[Rows a page (1 to 100; default\: 20)]:value:' '--cursor[The `cursor` of the page before]:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    list-pacts) _arguments '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    create-pact) _arguments '--name[the field name]:value:' '--purpose[the field purpose]:value:' '--display-name[the field display_name]:value:' '--alias[Local name of a pact, 1 to 63 letters, digits, dots, dashes and underscores]:value:' '--confirm[Says that you mean it]' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    join-pact) _arguments '--key[Pact id]:value:' '--token[The token of an invite, or its share URL]:value:' '--alias[Local name of a pact, 1 to 63 letters, digits, dots, dashes and underscores]:value:' '--display-name[the field display_name]:value:' '--confirm[Says that you mean it]' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    switch-pact) _arguments '--alias[Local name of a pact, 1 to 63 letters, digits, dots, dashes and underscores]:value:' '--confirm[The same alias once more]:value:' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    remove-pact) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--confirm[Alias or id of the pact]:value:' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    rename-pact) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--alias[Local name of a pact, 1 to 63 letters, digits, dots, dashes and underscores]:value:' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    pact-status) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    set-pact-info) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--name[the field name]:value:' '--purpose[the field purpose]:value:' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    set-me) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--display-name[the field display_name]:value:' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    reindex-pact) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    list-rejections) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--limit[Rows a page (1 to 1000; default\: 50)]:value:' '--cursor[The `cursor` of the page before]:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    list-members) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--online[Only members that are connected (true) or not (false)]:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    add-member) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--key[Writer key of the node to admit]:value:' '--indexer[the field indexer (default\: false)]:value:' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    delete-member) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--key[Writer key of the member]:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    remove-member) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--key[Writer key of the member]:value:' '--confirm[Says that you mean it]' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    promote-member) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--key[Writer key of the member]:value:' '--successor[the field successor (default\: false)]:value:' '--confirm[Says that you mean it]' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    recover-pact) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--indexer[Writer key of the new indexer; this node when left out]:value:' '--confirm[Says that you mean it]' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    list-invites) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    create-invite) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--ttl-ms[How long it can be used; 24 hours when left out (1000 to 31536000000)]:value:' '--confirm[Says that you mean it]' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    revoke-invite) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--nonce[The invite'\''s nonce]:value:' '--confirm[The nonce once more]:value:' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    redeem-invite) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--token[The token of an invite, or its share URL]:value:' '--writer-key[64 hex characters, lower case]:value:' '--confirm[Says that you mean it]' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    list-knowledge) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--topic[Exactly this topic]:value:' '*--include[Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired\: true`; repeat it for several\: superseded, expired; may be repeated]:value:(superseded expired)' '--order[Newest first (desc) or oldest first (asc)\: asc, desc (default\: desc)]:value:(asc desc)' '--limit[Rows a page (1 to 1000; default\: 50)]:value:' '--cursor[The `cursor` of the page before]:value:' '--author[Handle of a node; everything that it or its agents wrote]:value:' '--agent-id[Exactly this agent, `<handle>` or `<name>@<handle>`]:value:' '--since[Only entries at or after this time, ISO 8601 or milliseconds since 1970]:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    post-knowledge) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--idempotency-key[Makes a retry safe. The same key from the same agent answers the first entry again.]:value:' '--topic[the field topic]:value:' '--content[the field content]:value:' '--source[Where it comes from]:value:' '*--refs[Ids of entries that it builds on; may be repeated]:value:' '*--links[\[{rel, id}\], rel\: supersedes, supports, contradicts, related, applied, derived_from; may be repeated]:value:' '--ttl[Seconds until the entry expires, counted from its `timestamp`; null or absent for ever (1 to 3153600000)]:value:' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    list-conflicts) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--topic[Exactly this topic]:value:' '--limit[Conflicts a page (1 to 100; default\: 20)]:value:' '--cursor[The `cursor` of the page before]:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    list-tasks) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--status[Only tasks in this state\: open, claimed, complete]:value:(open claimed complete)' '--order[Newest first (desc) or oldest first (asc)\: asc, desc (default\: desc)]:value:(asc desc)' '--limit[Rows a page (1 to 1000; default\: 50)]:value:' '--cursor[The `cursor` of the page before]:value:' '--author[Handle of a node; everything that it or its agents wrote]:value:' '--agent-id[Exactly this agent, `<handle>` or `<name>@<handle>`]:value:' '--since[Only entries at or after this time, ISO 8601 or milliseconds since 1970]:value:' '*--include[Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired\: true`; repeat it for several\: superseded, expired; may be repeated]:value:(superseded expired)' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    post-task) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--idempotency-key[Makes a retry safe. The same key from the same agent answers the first entry again.]:value:' '--title[the field title]:value:' '--description[the field description]:value:' '--assigned-to[Agent id that the task is reserved for]:value:' '*--refs[Ids of entries that it builds on; may be repeated]:value:' '*--links[\[{rel, id}\], rel\: supersedes, supports, contradicts, related, applied, derived_from; may be repeated]:value:' '--ttl[Seconds until the entry expires, counted from its `timestamp`; null or absent for ever (1 to 3153600000)]:value:' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    get-task) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--id[Entry id]:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    claim-task) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--id[Entry id]:value:' '--wait[Seconds to wait for the pact to settle it (0 to 30; default\: 2)]:value:' '--ttl-ms[Milliseconds until the claim ends unless it is renewed; 24 hours when left out (1000 to 86400000)]:value:' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    renew-task) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--id[Entry id]:value:' '--fence[The `fence` of your claim (0 to 9007199254740991)]:value:' '--ttl-ms[Milliseconds until the claim ends unless it is renewed; 24 hours when left out (1000 to 86400000)]:value:' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    release-task) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--id[Entry id]:value:' '--fence[The `fence` of your claim (0 to 9007199254740991)]:value:' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    complete-task) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--id[Entry id]:value:' '--result[Any JSON value]:value:' '--fence[The `fence` of your claim (0 to 9007199254740991)]:value:' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    explain-task) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--id[Entry id]:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    list-skills) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--format[Only skills in this format\: openclaw, langchain, generic]:value:(openclaw langchain generic)' '*--include[Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired\: true`; repeat it for several\: superseded, expired; may be repeated]:value:(superseded expired)' '--order[Newest first (desc) or oldest first (asc)\: asc, desc (default\: desc)]:value:(asc desc)' '--limit[Rows a page (1 to 1000; default\: 50)]:value:' '--cursor[The `cursor` of the page before]:value:' '--author[Handle of a node; everything that it or its agents wrote]:value:' '--agent-id[Exactly this agent, `<handle>` or `<name>@<handle>`]:value:' '--since[Only entries at or after this time, ISO 8601 or milliseconds since 1970]:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    post-skill) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--idempotency-key[Makes a retry safe. The same key from the same agent answers the first entry again.]:value:' '--name[A safe file name\: letters, digits, dots, dashes and underscores, not starting with a dot]:value:' '--version[the field version]:value:' '--description[the field description]:value:' '--format[the field format\: openclaw, langchain, generic]:value:(openclaw langchain generic)' '--content[the field content]:value:' '--checksum[the field checksum]:value:' '--requires-approval[the field requires_approval]:value:' '*--refs[Ids of entries that it builds on; may be repeated]:value:' '*--links[\[{rel, id}\], rel\: supersedes, supports, contradicts, related, applied, derived_from; may be repeated]:value:' '--ttl[Seconds until the entry expires, counted from its `timestamp`; null or absent for ever (1 to 3153600000)]:value:' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    list-installed-skills) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    get-skill-content) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--id[Entry id]:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    install-skill) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--id[Entry id]:value:' '--confirm[Says that you mean it]' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    list-messages) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--order[Newest first (desc) or oldest first (asc)\: asc, desc (default\: desc)]:value:(asc desc)' '--limit[Rows a page (1 to 1000; default\: 50)]:value:' '--cursor[The `cursor` of the page before]:value:' '--author[Handle of a node; everything that it or its agents wrote]:value:' '--agent-id[Exactly this agent, `<handle>` or `<name>@<handle>`]:value:' '--since[Only entries at or after this time, ISO 8601 or milliseconds since 1970]:value:' '*--include[Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired\: true`; repeat it for several\: superseded, expired; may be repeated]:value:(superseded expired)' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    post-message) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--idempotency-key[Makes a retry safe. The same key from the same agent answers the first entry again.]:value:' '--content[the field content]:value:' '--priority[the field priority\: low, normal, high]:value:(low normal high)' '*--to[Agent ids; else everybody; may be repeated]:value:' '--ack[Ask for an acknowledgement]:value:' '--reply-to[The message that this answers]:value:' '*--refs[Ids of entries that it builds on; may be repeated]:value:' '*--links[\[{rel, id}\], rel\: supersedes, supports, contradicts, related, applied, derived_from; may be repeated]:value:' '--ttl[Seconds until the entry expires, counted from its `timestamp`; null or absent for ever (1 to 3153600000)]:value:' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    list-inbox) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--agent[The inbox of this agent; for operators]:value:' '--unread[Only unread ones (default\: false)]:value:' '--limit[Rows a page (1 to 1000; default\: 50)]:value:' '--cursor[The `cursor` of the page before]:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    acknowledge-messages) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '*--ids[Messages of your inbox; may be repeated]:value:' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    list-entries) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '*--type[Only entries of these types; repeat it for several\: knowledge, task, skill, message; may be repeated]:value:(knowledge task skill message)' '--topic[Only knowledge of this topic]:value:' '--status[Only tasks in this state\: open, claimed, complete]:value:(open claimed complete)' '--format[Only skills in this format\: openclaw, langchain, generic]:value:(openclaw langchain generic)' '*--include[Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired\: true`; repeat it for several\: superseded, expired; may be repeated]:value:(superseded expired)' '--order[Newest first (desc) or oldest first (asc)\: asc, desc (default\: desc)]:value:(asc desc)' '--limit[Rows a page (1 to 1000; default\: 50)]:value:' '--cursor[The `cursor` of the page before]:value:' '--author[Handle of a node; everything that it or its agents wrote]:value:' '--agent-id[Exactly this agent, `<handle>` or `<name>@<handle>`]:value:' '--since[Only entries at or after this time, ISO 8601 or milliseconds since 1970]:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    get-entry) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--id[Entry id]:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    list-references) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--id[Entry id]:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    set-reaction) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--id[Entry id]:value:' '--reaction[the field reaction\: useful, outdated, wrong, applied, supports]:value:(useful outdated wrong applied supports)' '--json:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    clear-reaction) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--id[Entry id]:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    search-pact) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--q[What to look for, any text]:value:' '--type[Only entries of this type\: knowledge, task, skill, message]:value:(knowledge task skill message)' '--topic[Only knowledge of this topic]:value:' '--status[Only tasks in this state\: open, claimed, complete]:value:(open claimed complete)' '--author[Handle of a node; everything that it or its agents wrote]:value:' '--agent-id[Exactly this agent, `<handle>` or `<name>@<handle>`]:value:' '--since[Only entries at or after this time, ISO 8601 or milliseconds since 1970]:value:' '*--include[Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired\: true`; repeat it for several\: superseded, expired; may be repeated]:value:(superseded expired)' '--until[Only entries before this time, ISO 8601 or milliseconds since 1970]:value:' '--limit[Rows a page (1 to 100; default\: 20)]:value:' '--cursor[The `cursor` of the page before]:value:' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
    list-changes) _arguments '--pact[Alias of the pact on this node, or its id (64 hex)]:value:' '--since[Cursor of the last answer]:value:' '--from[Begin at the present instead of the beginning\: head]:value:(head)' '--wait[Seconds to wait for something to arrive (0 to 30; default\: 0)]:value:' '--limit[Rows a page (1 to 1000; default\: 50)]:value:' '--type[Only entries of this type\: knowledge, task, skill, message]:value:(knowledge task skill message)' '--url:value:' '--token-file:value:_files' '--data-dir:value:_files' '--timeout:value:' '--help' ;;
  esac
}

compdef _concordat_sh concordat.sh
