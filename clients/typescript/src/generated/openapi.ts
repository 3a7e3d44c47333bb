// Generated from openapi.yaml by scripts/generate. Do not edit: change the contract and run it again.
export interface paths {
    "/v1/ping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is somebody there */
        get: operations["ping"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the daemon alive
         * @description 200 as soon as the daemon listens, whatever its pacts do.
         */
        get: operations["healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Can it serve a pact
         * @description 200 when a pact is open and answers, 503 with the reason otherwise.
         */
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics
         * @description Prometheus text format, version 0.0.4.
         */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** State of this node */
        get: operations["hostStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Agents of this node
         * @description Names and scopes of the agents that have a token of their own; tokens are never shown again.
         */
        get: operations["listAgents"];
        put?: never;
        /**
         * Mint a token for an agent
         * @description The agent acts as `<name>@<handle of this node>`: claims, assignments and results tell it apart from every other agent. The token is in this answer and nowhere else.
         */
        post: operations["createAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the agent */
                name: components["parameters"]["AgentName"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an agent's token
         * @description The token stops working at once. What the agent wrote stays.
         */
        delete: operations["revokeAgent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/peers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Nodes this node knows
         * @description Who is connected, since when, which pacts are shared, and why the last attempt to reach a node failed.
         */
        get: operations["listPeers"];
        put?: never;
        /**
         * Dial a node at a known address
         * @description Keeps a connection to the node until the daemon stops; needs no DHT. Same form as the daemon's `--peer`.
         */
        post: operations["addPeer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that happens, as it happens
         * @description Server-sent events over all pacts of this node, in the order of arrival. Each stored event carries an `id`; reconnect with it in `Last-Event-ID`
         *     (browsers do so by themselves) or `?since=`, and nothing is missed: every entry comes at least once.
         *     A client that reads too slowly gets `event: lagged` with the `cursor` to resume from, and the stream ends.
         *     A comment line is sent every 15 seconds while nothing happens.
         *     Events: `entry-applied`, `entry-retracted`, `task-updated`, `update`, `peer-add`, `peer-remove`, `lagged`.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find entries of all pacts by what they say
         * @description As `GET /v1/pacts/{pactId}/search`, over every pact of this node; each pact judges by its own words how rare one is.
         */
        get: operations["searchAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pacts of this node */
        get: operations["listPacts"];
        put?: never;
        /**
         * Create a pact
         * @description This node becomes its creator and first indexer. Invite others with POST /invites.
         */
        post: operations["createPact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Join a pact
         * @description With an invite `token`: registers the pact, redeems the invite and answers once this node is a member.
         *     With a `key` (pact id): only registers the pact; POST /invites/redeem completes it, and until then entries answer 409 PACT_NOT_READY.
         */
        post: operations["joinPact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/switch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a pact the current one */
        post: operations["switchPact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a pact from this node
         * @description Deletes this node's copy and keys. The other members keep theirs. It cannot be undone.
         */
        delete: operations["removePact"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/alias": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Give a pact another alias
         * @description The alias is local to this node; PUT /info changes the name that all members see.
         */
        put: operations["renamePact"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/status": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        /**
         * State of a pact on this node
         * @description Is this node a member, is it in step with the others (`synced`), can it work alone (`offline_ready`), are writes held after a power cut (`writes_held`), was it removed (`excluded_by`), how much of the log is signed (`confirmed_length` of `length`).
         */
        get: operations["pactStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/info": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Name the pact and its purpose
         * @description Replicated to all members. A field that is left out stays; null clears it.
         */
        put: operations["setPactInfo"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/me": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Set this node's display name
         * @description A label for people; identity is the node key and the agent's token.
         */
        put: operations["setMe"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/reindex": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rebuild the lists of a pact
         * @description Drops the local tables that lists and look-ups read, and fills them from the log again. Nothing in the pact changes, and whoever follows it is not told again of what was confirmed.
         */
        post: operations["reindexPact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/rejections": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        /**
         * What the pact refused
         * @description Ops of members that were invalid or not allowed, newest first, with the code and the reason. A refused op changes nothing.
         */
        get: operations["listRejections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/agents": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        /**
         * Members of a pact
         * @description One row a node, this node first.
         */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/admin/members": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Raise a member to an indexer, by its writer key
         * @description With `indexer: true` the same as promote. A key alone admits nobody: a node that is no member is refused with NOT_A_MEMBER and joins with an invite.
         */
        post: operations["addMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/admin/members/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Writer key of the member */
                key: components["schemas"]["Key"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a member
         * @description The same as POST /admin/remove, without the confirmation.
         */
        delete: operations["deleteMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/admin/remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove a member
         * @description Live connections to it get no new block, and what it writes afterwards never appears. The last indexer cannot be removed.
         */
        post: operations["removeMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/admin/promote": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a member an indexer or a successor
         * @description An indexer signs the order of the pact. One is enough; three keep signing when one is away; two would stop when either is away, so the second is kept
         *     as `standby` until there is a third. With `successor: true` the member may instead recover the pact alone should the indexer be lost.
         */
        post: operations["promoteMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/admin/recover": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace a lost indexer
         * @description A successor named by the creator decides alone; otherwise this node's vote counts toward a majority of the members, and the same call on enough of
         *     them recovers the pact. Only for an indexer that will not come back: one that returns finds itself no longer signing. The only indexer there
         *     is cannot be its own replacement.
         */
        post: operations["recoverPact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/invites": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        /** Invites of a pact */
        get: operations["listInvites"];
        put?: never;
        /**
         * Mint an invite
         * @description Good for one node. The token is a secret and in this answer only; hand it over by a channel you trust.
         */
        post: operations["createInvite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/invites/{nonce}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description The invite's nonce */
                nonce: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an invite */
        delete: operations["revokeInvite"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/invites/redeem": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Redeem an invite
         * @description Second step after POST /v1/pacts/join with a key. `writer_key` is this node's `public_key` of GET /status.
         */
        post: operations["redeemInvite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/knowledge": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        /** What the group knows */
        get: operations["listKnowledge"];
        put?: never;
        /**
         * Record what you learned
         * @description One fact or note under a topic. Keys beyond those named here are welcome and become part of the payload.
         */
        post: operations["postKnowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/knowledge/conflicts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        /**
         * What is current and does not agree
         * @description Open conflicts, newest first: entries that go back to the same one and were not superseded since (`supersedes`), and entries that contradict current ones
         *     (`contradicts`). An entry that supersedes all sides ends the first kind, one that supersedes either side the second. A page may hold less than `limit` and have more behind it.
         */
        get: operations["listConflicts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/knowledge/graph": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        /**
         * What an entry or a topic is connected to
         * @description Entries along links of either direction, nearest first: from one `entry`, or from what is current of a `topic`; name exactly one of them. Superseded entries are among
         *     them, expired ones are not. Of those that link to one entry with one relation the newest 32 are followed.
         */
        get: operations["readGraph"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        /**
         * Tasks and who holds them
         * @description Newest first. `history` is empty in lists; GET /tasks/{id} has it.
         */
        get: operations["listTasks"];
        put?: never;
        /**
         * Put a task up for the group
         * @description With `assigned_to` only that agent can claim it.
         */
        post: operations["postTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        /** One task with its history */
        get: operations["getTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/tasks/{id}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Take a task
         * @description 200 only when the pact has settled that you hold it; keep the `fence` and send it with renew, release and complete. 409 TASK_ALREADY_CLAIMED names the holder.
         *     202 means that it is not settled yet, because the indexer is away or slow: do not start work that must not be done twice; read the task again, or claim again with a longer `wait`.
         *     The claim ends by itself after `ttl_ms`; renew it while you work.
         */
        put: operations["claimTask"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/tasks/{id}/renew": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Keep a task longer
         * @description Moves the end of your claim to `ttl_ms` from now.
         */
        put: operations["renewTask"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/tasks/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        get?: never;
        /** Give a task back */
        put: operations["releaseTask"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/tasks/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Finish a task with its result
         * @description By the holder, or by anybody while the task is open. Send the `fence` of your claim: when somebody else holds the task by now the answer is 409 STALE_FENCE, and
         *     your result is still kept and shown in the task's `late_results` (`details.late_result_kept`).
         */
        put: operations["completeTask"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/tasks/{id}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        /**
         * Why a task is held by whom
         * @description Every claim in the order of the log, which of them won, and why.
         */
        get: operations["explainTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/skills": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        /** Skills of the group */
        get: operations["listSkills"];
        put?: never;
        /**
         * Share a skill
         * @description `checksum` is `sha256:` and the hex of SHA-256 over the line `openpact-skill-content:v1\n` followed by the content; it is checked here and on each read.
         */
        post: operations["postSkill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/skills/installed": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        /** Skills installed on this machine */
        get: operations["listInstalledSkills"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/skills/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        /** Content of a skill, checked */
        get: operations["getSkillContent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/skills/{id}/install": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write a skill to this machine
         * @description Into the pact's own folder of the data directory; nothing is run.
         */
        post: operations["installSkill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        /** Messages of the group */
        get: operations["listMessages"];
        put?: never;
        /**
         * Say something to the group
         * @description To everybody, or with `to` to the agents named there; every member can read it all the same. With `ack` you ask them to acknowledge it.
         *     GET /messages and GET /entries/{id} show in `delivery` what became of it at whom. `reply_to` becomes the first of the entry's `refs`.
         */
        post: operations["postMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/inbox": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        /**
         * Messages for you
         * @description Messages to you by name and to everybody but their author: the unread first, then what you have acknowledged, each newest first. A message is unread until
         *     POST /inbox/ack, however often it is listed; of those to everybody the newest 1,000 can be unread. Reading your own inbox with a token that
         *     may write tells the senders, after the answer was sent, that the messages were delivered.
         */
        get: operations["listInbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/context": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        /**
         * What you need at the start of work
         * @description The tasks you hold with fence and end of lease, your unread messages, open conflicts, tasks that you can claim, knowledge (the newest and what most agents applied, in turns), new skills and what was said lately: ranked, and cut to
         *     `budget_tokens`. `text` is the same for a model, each entry between data tags with author and trust. `text` never counts as more than the budget: one token is three
         *     ASCII characters, or two bytes of UTF-8 of anything else. Tasks held and unread messages come first: they are shortened until all fit, and nothing else is shown
         *     before they all are; of messages to everybody that holds for the newest 200. `left_out` says how much of each section is missing and where to read it. The default keeps `text` below 10,000 characters.
         *     Like GET /inbox it delivers the messages that it shows whole.
         */
        get: operations["readContext"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/inbox/ack": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that you have dealt with messages
         * @description They are unread no more, and their senders see when you acknowledged them. Once more for the same message changes nothing.
         */
        post: operations["acknowledgeMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        /** Entries of every type */
        get: operations["listEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/entries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        /** One entry */
        get: operations["getEntry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/entries/{id}/referenced-by": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        /** Entries that refer to an entry */
        get: operations["listReferences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/entries/{id}/reaction": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Say what you make of an entry
         * @description One reaction for each agent and entry; the next one takes its place.
         */
        put: operations["setReaction"];
        post?: never;
        /** Take your reaction back */
        delete: operations["clearReaction"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/search": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        /**
         * Find entries by what they say
         * @description The best first; what scores alike, the newer first. An entry has to say every word, in any order and inflection; when none does, those that say some come (`matched: any`).
         *     `"..."` asks for words as they are written, one after the other; `begin*` finds what begins so, `-word` excludes. Nothing else has a meaning, so any text may be asked, and none is an error.
         *     Code is found by its parts and as a whole: camelCase, `user_name`, `src/user.ts`. Case and accents do not matter.
         *     What this node has acknowledged is found by the next request. While the index is made again, `complete` is false and entries may be missing.
         */
        get: operations["searchPact"];
        put?: never;
        /**
         * Find entries by what they say and mean
         * @description As `GET`, for questions that carry an embedding. The entries nearest to it are fused with those that say the words, by reciprocal rank (`hybrid: true`); filters and `-word` hold for both.
         *     Without `q` the nearest alone are answered. Where this node has no embeddings of that model and length, words alone count (`hybrid: false`). Where it computes embeddings itself, questions without one get theirs.
         */
        post: operations["searchEntries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacts/{pactId}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        /**
         * What arrived since a cursor
         * @description Oldest first, in the order in which entries reached this node, so nothing is skipped whatever their authors' clocks say. With `wait` the answer is held
         *     until something arrives. Without `since` it begins at the beginning, with `from=head` at the present. `retracted` lists entries that the pact has taken back.
         */
        get: operations["listChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Any JSON value */
        Json: unknown;
        Ok: {
            /** @constant */
            ok: true;
        };
        Readiness: {
            ok: boolean;
            /** @description Why it is not ready */
            reason: string | null;
        };
        Error: {
            error: components["schemas"]["ErrorCode"];
            /** @description What was wrong, with which value */
            message: string;
            /** @description The HTTP status */
            status: number;
            /** @description What to do about it */
            hint?: string;
            /** @description Facts for programs */
            details?: {
                [key: string]: unknown;
            };
        };
        /**
         * @description Stable; new codes may be added
         * @enum {string}
         */
        ErrorCode: "BAD_REQUEST" | "BAD_CURSOR" | "BAD_ENTRY" | "NOT_CONFIRMED" | "BAD_SKILL_NAME" | "SKILL_CHECKSUM_MISMATCH" | "INVITE_BAD_SHAPE" | "INVITE_WRONG_PACT" | "UNAUTHORIZED" | "FORBIDDEN_HOST" | "FORBIDDEN_ORIGIN" | "FORBIDDEN_SCOPE" | "FORBIDDEN" | "NOT_FOUND" | "UNKNOWN_PACT" | "LINK_UNKNOWN" | "UNKNOWN_INVITE" | "METHOD_NOT_ALLOWED" | "TASK_NOT_OPEN" | "TASK_ALREADY_CLAIMED" | "TASK_ALREADY_COMPLETE" | "NOT_CLAIMER" | "NOT_CLAIMED" | "NOT_ASSIGNEE" | "STALE_FENCE" | "ALREADY_SUPERSEDED" | "NOT_A_MEMBER" | "NOT_INDEXER" | "NOT_CREATOR" | "LAST_INDEXER" | "INVITE_REVOKED" | "INVITE_SPENT" | "INVITE_NOT_INDEXER" | "INVITE_BAD_PROOF" | "PACT_ALIAS_EXISTS" | "PACT_NOT_READY" | "AGENT_EXISTS" | "NODE_PREFIX_TAKEN" | "UPGRADE_NEEDED" | "INVITE_EXPIRED" | "PAYLOAD_TOO_LARGE" | "RATE_LIMITED" | "INTERNAL" | "NO_AGENTS" | "NO_INDEXER_REACHABLE" | "AGENT_DISCONNECTED" | "WRITES_HELD" | "SHUTTING_DOWN" | "VIEW_TIMEOUT";
        /** @description 64 hex characters, lower case */
        Key: string;
        /**
         * @description First 8 hex characters of the writer key, and the position in the writer's log
         * @example 8f0c1d6d-42
         */
        EntryId: string;
        /** @enum {string} */
        EntryType: "knowledge" | "task" | "skill" | "message";
        /**
         * Format: date-time
         * @description ISO 8601
         */
        Timestamp: string;
        /** @description Opaque; take it from an answer of this node */
        Cursor: string;
        Topic: string;
        /** @description Local name of a pact, 1 to 63 letters, digits, dots, dashes and underscores */
        Alias: string;
        DisplayName: string;
        /** @description 1 to 32 lower-case letters, digits, dots, dashes and underscores */
        AgentName: string;
        /**
         * @description Says that you mean it
         * @constant
         */
        Confirm: true;
        ConfirmText: string;
        /** @description The token of an invite, or its share URL */
        InviteToken: string;
        /** @enum {string} */
        Scope: "read" | "write" | "operator";
        /** @enum {string} */
        Role: "creator" | "indexer" | "member";
        /** @description Ids of entries that it builds on */
        Refs: components["schemas"]["EntryId"][];
        /** @enum {string} */
        Reaction: "useful" | "outdated" | "wrong" | "applied" | "supports";
        /** @enum {string} */
        Relation: "supersedes" | "supports" | "contradicts" | "related" | "applied" | "derived_from";
        Link: {
            rel: components["schemas"]["Relation"];
            id: components["schemas"]["EntryId"];
        };
        /** @description [{rel, id}], rel: supersedes, supports, contradicts, related, applied, derived_from */
        Links: components["schemas"]["Link"][];
        /** @description Seconds until the entry expires, counted from its `timestamp`; null or absent for ever */
        Ttl: number | null;
        /** @description The `fence` of your claim */
        Fence: number;
        /** @description Milliseconds until the claim ends unless it is renewed; 24 hours when left out */
        LeaseTtl: number;
        HostStatus: {
            /** @description Alias of the current pact */
            current: string | null;
            /** @description Members over all pacts */
            agents: number;
            pact_count: number;
            node_key: components["schemas"]["Key"];
            /** @description This node's name, derived from its key */
            handle: string;
            version: string;
            uptime_s: number;
            data_dir: string;
            /**
             * @description What the data directory said about the last run
             * @enum {string}
             */
            started: "clean" | "new" | "killed" | "power_loss";
            embeddings: components["schemas"]["EmbeddingStatus"];
        };
        Agent: {
            name: components["schemas"]["AgentName"];
            /** @description `<name>@<handle>` */
            agent_id: string;
            scopes: components["schemas"]["Scope"][];
            created_at: components["schemas"]["Timestamp"];
        };
        AgentDraft: {
            name: components["schemas"]["AgentName"];
            /**
             * @default [
             *       "read",
             *       "write"
             *     ]
             */
            scopes?: components["schemas"]["Scope"][];
        };
        AgentToken: components["schemas"]["Agent"] & {
            /** @description Shown once, 64 hex characters */
            token: components["schemas"]["Key"];
        };
        Peers: {
            node_key: components["schemas"]["Key"];
            /** @description Addresses as `host:port` (UDP) that others can dial */
            listening: string[];
            peers: components["schemas"]["Peer"][];
        };
        PeerDraft: {
            /** @description `<node key>@<host>:<port>` */
            peer: string;
        };
        Peer: {
            node_key: components["schemas"]["Key"];
            handle: string;
            connected: boolean;
            /** Format: date-time */
            since: string | null;
            /**
             * @description Who dialed
             * @enum {string|null}
             */
            direction: "in" | "out" | null;
            addresses: string[];
            /** @description Given by the operator */
            static: boolean;
            shared_pacts: components["schemas"]["Key"][];
            /** Format: date-time */
            last_seen: string | null;
            last_error: {
                code: string;
                message: string;
                at: components["schemas"]["Timestamp"];
            } | null;
        };
        PactSummary: {
            alias: string;
            pact_id: components["schemas"]["Key"];
            added_at: components["schemas"]["Timestamp"];
            data_dir: string;
            is_current: boolean;
            pact_name: string | null;
            pact_purpose: string | null;
            display_name: string | null;
            role: components["schemas"]["Role"] | null;
        };
        PactDraft: {
            name: string;
            purpose?: string | null;
            display_name?: string | null;
            alias?: components["schemas"]["Alias"];
            confirm: components["schemas"]["Confirm"];
        };
        JoinDraft: {
            /** @description Pact id */
            key?: components["schemas"]["Key"];
            token?: components["schemas"]["InviteToken"];
            alias?: components["schemas"]["Alias"];
            display_name?: string | null;
            confirm: components["schemas"]["Confirm"];
        } & (unknown | unknown);
        Joined: {
            /** @constant */
            ok: true;
            alias: string;
            pact_id: components["schemas"]["Key"];
            pact_name: string | null;
            pact_purpose: string | null;
            display_name: string | null;
            peer_handle: string;
            role: components["schemas"]["Role"] | null;
        };
        PactStatus: {
            pact_id: components["schemas"]["Key"];
            pact_name: string | null;
            pact_purpose: string | null;
            /** @description This node's handle */
            peer_handle: string;
            display_name: string | null;
            role: components["schemas"]["Role"];
            /** @description This node's writer key in the pact */
            public_key: components["schemas"]["Key"];
            /** @description Members */
            agents: number;
            entries: number;
            is_member: boolean;
            is_indexer: boolean;
            /** @description Nothing is known to be missing */
            synced: boolean;
            /** @description Everything needed to work alone is on this disk */
            offline_ready: boolean;
            /** @description Writes wait until a peer has confirmed this node's own log, after a power cut, or until the disk has room */
            writes_held: boolean;
            /** @description Who removed this node from the pact */
            excluded_by: string | null;
            protocol: {
                /** @description Version that the pact uses */
                version: number;
                /** @description Newest version that this daemon knows */
                supported: number;
                needs_upgrade: boolean;
            };
            /** @description Length of the ordered log */
            length: number;
            /** @description Part of it that is signed and will not move */
            confirmed_length: number;
            indexers: number;
            /** @description This node is named as an indexer and does not sign yet */
            standby: boolean;
            /** @description Writer keys that may recover the pact alone */
            successors: components["schemas"]["Key"][];
            /** @description Recoveries so far */
            forks: number;
            /** @description Ops that the pact refused */
            rejections: number;
        };
        Member: {
            /** @description Writer key */
            id: components["schemas"]["Key"];
            /** @description Node key, under its OpenPact name */
            remote_key: components["schemas"]["Key"];
            node_key: components["schemas"]["Key"];
            /** @description Handle of the node */
            agent_id: string;
            online: boolean;
            role: components["schemas"]["Role"];
            display_name: string | null;
            is_self: boolean;
            is_successor: boolean;
            standby: boolean;
        };
        Invite: {
            token: string;
            /** @description Ends in `?invite=<token>` */
            share_url: string;
            nonce: string;
            expires_at: components["schemas"]["Timestamp"];
        };
        InviteSummary: {
            nonce: string;
            expires_at: components["schemas"]["Timestamp"];
            created_at: components["schemas"]["Timestamp"];
            pact_name: string | null;
            issuer_display: string | null;
            revoked: boolean;
            /** Format: date-time */
            spent_at: string | null;
            spent_by: string | null;
            /** @description Spent, revoked or expired */
            dead: boolean;
        };
        Rejection: {
            /** @description Id that the op would have given its entry */
            id: string;
            code: string;
            message: string;
            /** @description Kind of the op; null when it cannot be read */
            op: string | null;
            timestamp: string | null;
            agent_id: string | null;
        };
        /**
         * @example {
         *       "id": "8f0c1d6d-42",
         *       "type": "knowledge",
         *       "timestamp": "2026-11-20T14:05:00.000Z",
         *       "agent_id": "anon-fox-8f0c1d6d",
         *       "display_name": "Build server",
         *       "payload": {
         *         "topic": "deploy",
         *         "content": "The staging database is read-only on Sundays"
         *       },
         *       "trust": "member",
         *       "role": "indexer",
         *       "confirmed": true
         *     }
         */
        Entry: {
            id: components["schemas"]["EntryId"];
            type: components["schemas"]["EntryType"];
            timestamp: components["schemas"]["Timestamp"];
            /** @description Who wrote it */
            agent_id: string;
            display_name: string | null;
            /** @description By type: knowledge {topic, content, source?, ...}, task {title, ...}, skill {name, version, format, content, checksum, ...}, message {content, priority?, to?, ack?} */
            payload: {
                [key: string]: unknown;
            };
            refs?: components["schemas"]["EntryId"][];
            links?: components["schemas"]["Link"][];
            /** @description What took its place, the first ones, oldest first; absent while it is current */
            superseded_by?: components["schemas"]["EntryId"][];
            /** @description Current entries that do not agree with it, the newest ones; absent while there are none */
            conflicts_with?: components["schemas"]["EntryId"][];
            /** @description How many agents reacted to it, by reaction; absent while none has */
            reactions?: {
                useful?: number;
                outdated?: number;
                wrong?: number;
                applied?: number;
                supports?: number;
            };
            /** @description Seconds */
            ttl?: number | null;
            /**
             * @description Its `ttl` is over by this node's clock; lists and search show it with `include=expired` only
             * @constant
             */
            expired?: true;
            trust?: components["schemas"]["Trust"];
            role?: components["schemas"]["AuthorRole"];
            /** @description The pact's indexers have signed an order that contains it, as far as this node knows: it will not move again */
            confirmed?: boolean;
            /** @description Of a message, by id and in the list of messages: its addressees, and whoever else it was delivered to, at most 100 */
            delivery?: components["schemas"]["Delivery"][];
        };
        /**
         * @description Whose word it is, as this node sees it: `own` (its agents'), another `member`'s, `imported` from another memory, or from `outside` the group. The lowest of its author's and of all that it is `derived_from`. It says nothing of whether it is true, and never makes an instruction of it.
         * @enum {string}
         */
        Trust: "own" | "member" | "imported" | "outside";
        /**
         * @description What its author's node, the part of `agent_id` behind the `@`, is in the pact now
         * @enum {string}
         */
        AuthorRole: "creator" | "indexer" | "member" | "removed";
        Receipt: {
            /**
             * @description On this machine's disk
             * @constant
             */
            durability: "disk";
            /** @description The pact's indexers have signed an order that contains it */
            confirmed: boolean;
        };
        WrittenEntry: components["schemas"]["Entry"] & components["schemas"]["Receipt"];
        /** @description An entry that a text is like */
        Similar: {
            id: components["schemas"]["EntryId"];
            /** @description From 0.9 on it says the same; below, a word, figure or order makes it another statement */
            score: number;
            /**
             * @description You were given it within the last half an hour, and this says nothing else
             * @constant
             */
            recalled?: true;
        };
        WrittenKnowledge: components["schemas"]["WrittenEntry"] & {
            /** @description Current knowledge that is like it, the most alike first, at most five; absent when that was not known in time */
            similar?: components["schemas"]["Similar"][];
            /** @description The entry that says so already; yours was not stored */
            duplicate_of?: components["schemas"]["EntryId"];
        };
        EntryPage: {
            entries: components["schemas"]["Entry"][];
            cursor: string | null;
            has_more: boolean;
        };
        Conflict: {
            /** @description What the sides go back to, or the entry that contradicts others */
            id: components["schemas"]["EntryId"];
            /** @enum {string} */
            kind: "supersedes" | "contradicts";
            /** @description How many sides there are */
            count: number;
            /** @description The sides, newest first, at most 16 */
            entries: components["schemas"]["Entry"][];
        };
        ConflictPage: {
            conflicts: components["schemas"]["Conflict"][];
            cursor: string | null;
            has_more: boolean;
        };
        KnowledgeGraph: {
            /** @description Where it begins, then what is one link away, and so on */
            nodes: components["schemas"]["Entry"][];
            /** @description All links between these entries */
            edges: components["schemas"]["Edge"][];
            /** @description There may be more within `depth`: `limit` was reached, or more entries link to one than are followed */
            truncated: boolean;
        };
        Edge: {
            /** @description The entry that links */
            source: components["schemas"]["EntryId"];
            target: components["schemas"]["EntryId"];
            rel: components["schemas"]["Relation"];
        };
        FoundEntry: components["schemas"]["Entry"] & {
            pact_id: components["schemas"]["Key"];
            /** @description Name of its pact on this node */
            alias: string;
            /** @description Of a task, as it is now */
            status?: components["schemas"]["TaskStatus"];
            /** @description How well it fits; comparable within one answer */
            score: number;
            snippet: components["schemas"]["Snippet"];
            explain?: components["schemas"]["Explanation"];
        };
        /** @description How the score came about: `fit` times `factor`. The rest of it is there for knowledge and skills, which fade */
        Explanation: {
            /** @description What its words score; with `hybrid`, its places */
            fit: number;
            /** @description `0.8 + 0.2 * relevance` */
            factor: number;
            /** @description `2^(-age_days / half_life_days) * standing`; archived below 0.05 */
            relevance?: number;
            /** @description Whole days, by UTC */
            age_days?: number;
            half_life_days?: number;
            /** @description `(good + 2) / (good + bad + 2)`, half of it when superseded */
            standing?: number;
            good?: number;
            bad?: number;
            superseded?: boolean;
        };
        /** @description The piece of the entry that shows best why it was found */
        Snippet: {
            text: string;
            /** @description Where in `text` stands what was asked for: from and to, in UTF-16 units */
            marks: number[][];
        };
        /** @description ISO 8601 or milliseconds since 1970 */
        TimeBound: string;
        /** @description A vector of what a text means; only its direction counts */
        Embedding: number[];
        /** @description Model that the embedding comes from; left out, the one that this node knows */
        EmbeddingModel: string;
        /** @description Embeddings of entries on this node */
        EmbeddingStatus: {
            /** @description Model of those that count */
            model: string | null;
            dimensions: number | null;
            /** @description Those that count */
            vectors: number;
            /** @description Those of another model, of another length or beyond the limits */
            ignored: number;
            /** @description Entries that wait for theirs */
            pending: number;
            /** @description Entries that the endpoint makes none of */
            refused: number;
            /** @enum {string} */
            endpoint: "off" | "ok" | "down";
        };
        SearchDraft: {
            /** @description What to look for, any text */
            q?: string;
            embedding?: components["schemas"]["Embedding"];
            embedding_model?: components["schemas"]["EmbeddingModel"];
            type?: components["schemas"]["EntryType"];
            topic?: components["schemas"]["Topic"];
            status?: components["schemas"]["TaskStatus"];
            /** @description Handle of a node */
            author?: string;
            agent_id?: string;
            since?: components["schemas"]["TimeBound"];
            until?: components["schemas"]["TimeBound"];
            /** @description What was there and current then */
            as_of?: components["schemas"]["TimeBound"];
            /** @description Entries that are left out otherwise */
            include?: ("superseded" | "expired" | "archived")[];
            /**
             * @description Say of each entry how its score came about
             * @default false
             */
            explain?: boolean;
            /** @default 20 */
            limit?: number;
            cursor?: string;
        };
        SearchPage: {
            entries: components["schemas"]["FoundEntry"][];
            cursor: string | null;
            has_more: boolean;
            /** @description Embeddings counted beside words */
            hybrid: boolean;
            /**
             * @description Do these entries say all that was asked or some of it
             * @enum {string}
             */
            matched: "all" | "any";
            /** @description The index held all that had arrived; false while it is made again */
            complete: boolean;
        };
        KnowledgeDraft: {
            topic: components["schemas"]["Topic"];
            content: string;
            /** @description Where it comes from */
            source?: string;
            /**
             * @description Not your own: from another memory, or outside (web, tools)
             * @enum {string}
             */
            trust?: "imported" | "outside";
            embedding?: components["schemas"]["Embedding"];
            embedding_model?: components["schemas"]["EmbeddingModel"];
            refs?: components["schemas"]["Refs"];
            links?: components["schemas"]["Links"];
            ttl?: components["schemas"]["Ttl"];
            /**
             * @description What becomes of it when the group knows it already: `store` it all the same, or `support` the entry that says so
             * @default store
             * @enum {string}
             */
            on_duplicate?: "store" | "support";
        } & {
            [key: string]: unknown;
        };
        TaskDraft: {
            title: string;
            description?: string;
            /** @description Agent id that the task is reserved for */
            assigned_to?: string;
            refs?: components["schemas"]["Refs"];
            links?: components["schemas"]["Links"];
            ttl?: components["schemas"]["Ttl"];
        };
        /** @enum {string} */
        SkillFormat: "openclaw" | "langchain" | "generic";
        SkillDraft: {
            /** @description A safe file name: letters, digits, dots, dashes and underscores, not starting with a dot */
            name: string;
            version: string;
            description?: string;
            format: components["schemas"]["SkillFormat"];
            content: string;
            checksum: string;
            requires_approval?: boolean;
            refs?: components["schemas"]["Refs"];
            links?: components["schemas"]["Links"];
            ttl?: components["schemas"]["Ttl"];
        };
        SkillContent: {
            id: components["schemas"]["EntryId"];
            /** @description Who shared it */
            agent_id: string;
            name: string;
            version: string;
            format: string;
            checksum: string;
            content: string;
        };
        InstalledSkill: {
            id: components["schemas"]["EntryId"];
            name: string;
            version: string;
            format: string;
            checksum: string;
            path: string;
            installed_at: components["schemas"]["Timestamp"];
        };
        MessageDraft: {
            content: string;
            /** @enum {string} */
            priority?: "low" | "normal" | "high";
            /** @description Agent ids; else everybody */
            to?: components["schemas"]["AgentId"][];
            /** @description Ask for an acknowledgement */
            ack?: boolean;
            /** @description The message that this answers */
            reply_to?: components["schemas"]["EntryId"];
            refs?: components["schemas"]["Refs"];
            links?: components["schemas"]["Links"];
            ttl?: components["schemas"]["Ttl"];
        };
        /** @description A node's handle for its host, `<name>@<handle>` for a named agent */
        AgentId: string;
        LetterTimes: {
            /**
             * Format: date-time
             * @description When the agent was first given it
             */
            delivered_at: string | null;
            /**
             * Format: date-time
             * @description When the agent said that it has dealt with it
             */
            acknowledged_at: string | null;
        };
        Delivery: {
            agent_id: string;
        } & components["schemas"]["LetterTimes"];
        Letter: components["schemas"]["Entry"] & {
            /** @description Not acknowledged */
            unread: boolean;
        } & components["schemas"]["LetterTimes"];
        ContextItem: {
            id: components["schemas"]["EntryId"];
            /** @description Who wrote it */
            agent_id: string;
            timestamp: components["schemas"]["Timestamp"];
            trust: components["schemas"]["Trust"];
            /**
             * @description The pact's indexers have not signed it yet
             * @constant
             */
            unconfirmed?: true;
            /** @description How many agents said that they applied it */
            applied?: number;
            /** @description What it says, with topic, title or name in front */
            text: string;
            /** @description There is more of it; GET /entries/{id} has it whole */
            shortened: boolean;
            /** @description Of a task that you hold */
            fence?: number;
            lease_until?: components["schemas"]["Timestamp"];
            /** @description The task is assigned to you */
            reserved?: boolean;
            /** @description Of a side of a conflict: what it is about, as GET /knowledge/conflicts names it */
            conflict?: components["schemas"]["EntryId"];
            /** @description Of a message */
            priority?: string;
            /** @description The message asks for an acknowledgement */
            ack?: boolean;
        };
        ContextItems: components["schemas"]["ContextItem"][];
        Context: {
            /** @description Whose context it is */
            agent_id: string;
            budget_tokens: number;
            /** @description What `text` counts as */
            tokens: number;
            sections: {
                /** @description Tasks that you hold */
                leases: components["schemas"]["ContextItems"];
                /** @description Unread, those to you by name first */
                messages: components["schemas"]["ContextItems"];
                /** @description What members hold against each other */
                conflicts: components["schemas"]["ContextItems"];
                /** @description Open, those reserved for you first */
                tasks: components["schemas"]["ContextItems"];
                knowledge: components["schemas"]["ContextItems"];
                skills: components["schemas"]["ContextItems"];
                /** @description Newest messages to everybody that you have read or written */
                said: components["schemas"]["ContextItems"];
            };
            left_out: {
                /** @enum {string} */
                section: "leases" | "messages" | "conflicts" | "tasks" | "knowledge" | "skills" | "said";
                count: number;
                /** @description There are more than `count` */
                more: boolean;
                /** @description Where to read them */
                read: string;
            }[];
            /** @description The same for a model, with every entry quoted as data */
            text: string;
        };
        InboxPage: {
            entries: components["schemas"]["Letter"][];
            cursor: string | null;
            has_more: boolean;
            /** @description Whose inbox it is */
            agent_id: string;
            /** @description Unread messages in all, counted up to 1,000 by name and 1,000 to everybody */
            unread: number;
        };
        /** @enum {string} */
        TaskStatus: "open" | "claimed" | "complete";
        Task: {
            id: components["schemas"]["EntryId"];
            /** @description Who put it up */
            agent_id: string;
            trust?: components["schemas"]["Trust"];
            role?: components["schemas"]["AuthorRole"];
            title: string;
            description?: string;
            status: components["schemas"]["TaskStatus"];
            /** @description Agent id of the holder */
            claimed_by: string | null;
            assigned_to: string | null;
            /** @description When it was created */
            timestamp: components["schemas"]["Timestamp"];
            updated_at: components["schemas"]["Timestamp"];
            /** Format: date-time */
            claimed_at: string | null;
            /**
             * Format: date-time
             * @description When the last claim ran out
             */
            expired_at: string | null;
            /** @description What the holder left; null while it is not complete */
            result: components["schemas"]["Json"];
            /** @description Rises with each grant of the task, and by a million with a recovery of the pact; 0: never claimed */
            fence: number;
            /** Format: date-time */
            lease_until: string | null;
            /**
             * @description Its `ttl` is over by this node's clock: it leaves the list and is not given any more; a result is still taken
             * @constant
             */
            expired?: true;
            /** @description The pact has settled this state */
            confirmed: boolean;
            late_results: components["schemas"]["LateResult"][];
            /** @description The task's own events, oldest first */
            history: components["schemas"]["Entry"][];
        };
        LateResult: {
            id: components["schemas"]["EntryId"];
            agent_id: string;
            timestamp: components["schemas"]["Timestamp"];
            fence: number | null;
            result: components["schemas"]["Json"];
            /** @description Why it is not the task's result */
            reason: string;
        };
        WrittenTask: components["schemas"]["Task"] & components["schemas"]["Receipt"];
        PendingClaim: components["schemas"]["Task"] & {
            /** @constant */
            pending: true;
            /** @description Entry id of the claim; GET /tasks/{id}/explain says what became of it */
            claim_id: components["schemas"]["EntryId"];
            /**
             * @description Is an indexer of the pact connected
             * @enum {string}
             */
            indexer: "online" | "offline";
        };
        TaskExplanation: {
            id: components["schemas"]["EntryId"];
            status: components["schemas"]["TaskStatus"];
            holder: string | null;
            fence: number;
            confirmed: boolean;
            claims: components["schemas"]["ClaimEvent"][];
        };
        ClaimEvent: {
            id: string;
            agent_id: string;
            timestamp: components["schemas"]["Timestamp"];
            /** @enum {string} */
            outcome: "granted" | "refused" | "expired" | "released" | "renewed" | "completed" | "late_result";
            fence: number | null;
            /** @description Error code when it was refused */
            code: string | null;
            why: string;
        };
        LiveEventData: {
            /** @description Pact id */
            pactId: string;
            alias: string;
            /** @description Entry type */
            type?: string;
            agent_id?: string;
            entry?: components["schemas"]["Entry"];
            task?: components["schemas"]["Task"];
            /** @description In `lagged`: where to resume */
            cursor?: string;
        } & {
            [key: string]: unknown;
        };
    };
    responses: {
        /** @description A page of entries */
        EntryList: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["EntryPage"];
            };
        };
        /** @description A page of entries, with what in them was found */
        Found: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SearchPage"];
            };
        };
        /** @description The entry, on disk */
        EntryWritten: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["WrittenEntry"];
            };
        };
        /** @description The entry, on disk, and what is like it */
        KnowledgeWritten: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["WrittenKnowledge"];
            };
        };
        /** @description The task as it is now */
        TaskWritten: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["WrittenTask"];
            };
        };
        /** @description The pact has accepted it */
        MemberChanged: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    ok: true;
                    key: components["schemas"]["Key"];
                };
            };
        };
        /** @description Done */
        InviteDone: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    ok: true;
                    nonce: string;
                };
            };
        };
        /** @description The request does not match this contract, or its content is not acceptable */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": "BAD_REQUEST",
                 *       "message": "query limit is 5000; allowed: at most 1000",
                 *       "status": 400,
                 *       "hint": "compare it with /openapi.json or /docs",
                 *       "details": {
                 *         "in": "query",
                 *         "field": "limit"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description No token, or one that is not valid */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The Host or Origin header, the token's scope, or the member's role does not allow it */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description No such pact, entry, invite, member or agent */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The state of the pact or the task does not allow it */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": "TASK_ALREADY_CLAIMED",
                 *       "message": "anon-owl-1a2b3c4d holds it until 14:05",
                 *       "status": 409,
                 *       "hint": "take another task, or wait until the lease ends",
                 *       "details": {
                 *         "holder": "anon-owl-1a2b3c4d",
                 *         "fence": 3,
                 *         "lease_until": "2026-11-20T14:05:00.000Z"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The invite has expired */
        Gone: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description An HTTP body may hold 128 KiB and an entry's payload 64 KiB */
        PayloadTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description This token sends too many requests */
        RateLimited: {
            headers: {
                /** @description Seconds to wait */
                "retry-after"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The daemon failed; `details.request_id` finds it in its log */
        Internal: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Not possible now; the code says what is missing */
        Unavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The pact did not answer in time */
        Timeout: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: {
        /** @description Alias of the pact on this node, or its id (64 hex) */
        PactId: string;
        /** @description Entry id */
        EntryId: components["schemas"]["EntryId"];
        /** @description Name of the agent */
        AgentName: components["schemas"]["AgentName"];
        /** @description Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired: true`; repeat it for several */
        Include: ("superseded" | "expired")[];
        /** @description Entries that are left out otherwise: `archived` ones count next to nothing any more, see docs/relevance.md; repeat it for several */
        IncludeFound: ("superseded" | "expired" | "archived")[];
        /** @description Say of each entry how its score came about */
        Explain: boolean;
        /** @description Newest first (desc) or oldest first (asc) */
        Order: "asc" | "desc";
        /** @description Rows a page */
        Limit: number;
        /** @description The `cursor` of the page before */
        PageCursor: components["schemas"]["Cursor"];
        /** @description Handle of a node; everything that it or its agents wrote */
        Author: string;
        /** @description Exactly this agent, `<handle>` or `<name>@<handle>` */
        AgentIdFilter: string;
        /** @description Only entries at or after this time, ISO 8601 or milliseconds since 1970 */
        Since: string;
        /** @description Only entries before this time, ISO 8601 or milliseconds since 1970 */
        Until: string;
        /**
         * @description What was known then: at a time, ISO 8601 or milliseconds since 1970, by the times of the entries; or at a cursor of the arrival feed, by what had reached this node. Entries that were
         *     superseded or expired since are among them. What they say of themselves is as it is today. A page may hold less than `limit` and have more behind it.
         */
        AsOf: string;
        /** @description What was there and current at this time, ISO 8601 or milliseconds since 1970; states of tasks and reactions are those of today */
        FoundAsOf: components["schemas"]["TimeBound"];
        /** @description What to look for, any text */
        Question: string;
        /** @description Makes a retry safe. The same key from the same agent answers the first entry again. */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    ping: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The daemon answers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": components["schemas"]["Ok"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    healthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Alive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": components["schemas"]["Ok"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true,
                     *       "reason": null
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["Internal"];
            /** @description Not ready */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": false,
                     *       "reason": "no pact is open"
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every metric of the daemon */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    hostStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The node */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "current": "default",
                     *       "agents": 2,
                     *       "pact_count": 1,
                     *       "node_key": "8f0c1d6d1e0b6a3c5a1f3a0f0d6f4f6f2b8a7c9d0e1f2a3b4c5d6e7f8091a2b3",
                     *       "handle": "anon-fox-8f0c1d6d",
                     *       "version": "0.1.0",
                     *       "uptime_s": 17,
                     *       "data_dir": "/var/lib/concordat",
                     *       "started": "clean",
                     *       "embeddings": {
                     *         "model": null,
                     *         "dimensions": null,
                     *         "vectors": 0,
                     *         "ignored": 0,
                     *         "pending": 0,
                     *         "refused": 0,
                     *         "endpoint": "off"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["HostStatus"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAgents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All agents, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        agents: components["schemas"]["Agent"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    createAgent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "reviewer",
                 *       "scopes": [
                 *         "read",
                 *         "write"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["AgentDraft"];
            };
        };
        responses: {
            /** @description The agent and its token */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "reviewer",
                     *       "agent_id": "reviewer@anon-fox-8f0c1d6d",
                     *       "scopes": [
                     *         "read",
                     *         "write"
                     *       ],
                     *       "token": "5f1d0c6e8f0c1d6d1e0b6a3c5a1f3a0f0d6f4f6f2b8a7c9d0e1f2a3b4c5d6e7f",
                     *       "created_at": "2026-11-20T14:05:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["AgentToken"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the agent */
                name: components["parameters"]["AgentName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true,
                     *       "name": "reviewer"
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                        name: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listPeers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This node's addresses and its peers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Peers"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    addPeer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "peer": "8f0c1d6d1e0b6a3c5a1f3a0f0d6f4f6f2b8a7c9d0e1f2a3b4c5d6e7f8091a2b3@192.0.2.7:49737"
                 *     }
                 */
                "application/json": components["schemas"]["PeerDraft"];
            };
        };
        responses: {
            /** @description Dialing; see GET /v1/peers for the outcome */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        ok: true;
                        node_key: components["schemas"]["Key"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                /** @description Alias or pact id; all pacts when left out */
                pact?: string;
                /** @description Only entries of this type */
                type?: components["schemas"]["EntryType"];
                /** @description Only entries of this agent */
                agent_id?: string;
                /** @description Cursor to resume after; from now on when left out */
                since?: components["schemas"]["Cursor"];
            };
            header?: {
                /** @description The same as `since`, and wins over it */
                "Last-Event-ID"?: components["schemas"]["Cursor"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream; the schema is that of each frame's `data` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["LiveEventData"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    searchAll: {
        parameters: {
            query: {
                /** @description What to look for, any text */
                q: components["parameters"]["Question"];
                /** @description Only entries of this type */
                type?: components["schemas"]["EntryType"];
                /** @description Only knowledge of this topic */
                topic?: components["schemas"]["Topic"];
                /** @description Only tasks in this state */
                status?: components["schemas"]["TaskStatus"];
                /** @description Handle of a node; everything that it or its agents wrote */
                author?: components["parameters"]["Author"];
                /** @description Exactly this agent, `<handle>` or `<name>@<handle>` */
                agent_id?: components["parameters"]["AgentIdFilter"];
                /** @description Only entries at or after this time, ISO 8601 or milliseconds since 1970 */
                since?: components["parameters"]["Since"];
                /** @description Entries that are left out otherwise: `archived` ones count next to nothing any more, see docs/relevance.md; repeat it for several */
                include?: components["parameters"]["IncludeFound"];
                /** @description Say of each entry how its score came about */
                explain?: components["parameters"]["Explain"];
                /** @description Only entries before this time, ISO 8601 or milliseconds since 1970 */
                until?: components["parameters"]["Until"];
                /** @description What was there and current at this time, ISO 8601 or milliseconds since 1970; states of tasks and reactions are those of today */
                as_of?: components["parameters"]["FoundAsOf"];
                /** @description Rows a page */
                limit?: number;
                /** @description The `cursor` of the page before */
                cursor?: components["parameters"]["PageCursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Found"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    listPacts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All pacts and the alias of the current one */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Alias of the pact that the command line uses by itself */
                        current: string | null;
                        pacts: components["schemas"]["PactSummary"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    createPact: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Release crew",
                 *       "purpose": "Ship 2.0",
                 *       "alias": "release",
                 *       "confirm": true
                 *     }
                 */
                "application/json": components["schemas"]["PactDraft"];
            };
        };
        responses: {
            /** @description The pact */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Joined"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    joinPact: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "eyJ2IjoxfQ",
                 *       "alias": "release",
                 *       "confirm": true
                 *     }
                 */
                "application/json": components["schemas"]["JoinDraft"];
            };
        };
        responses: {
            /** @description The pact; `role` is null until this node is a member */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Joined"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    switchPact: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "alias": "release",
                 *       "confirm": "release"
                 *     }
                 */
                "application/json": {
                    alias: components["schemas"]["Alias"];
                    /** @description The same alias once more */
                    confirm: components["schemas"]["ConfirmText"];
                };
            };
        };
        responses: {
            /** @description Switched */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true,
                     *       "current": "release"
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                        current: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    removePact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "confirm": "release"
                 *     }
                 */
                "application/json": {
                    /** @description Alias or id of the pact */
                    confirm: components["schemas"]["ConfirmText"];
                };
            };
        };
        responses: {
            /** @description Removed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        ok: true;
                        removed: {
                            alias: string;
                            pact_id: components["schemas"]["Key"];
                        };
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    renamePact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "alias": "crew"
                 *     }
                 */
                "application/json": {
                    alias: components["schemas"]["Alias"];
                };
            };
        };
        responses: {
            /** @description Renamed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        ok: true;
                        alias: string;
                        pact_id: components["schemas"]["Key"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    pactStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PactStatus"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    setPactInfo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Release crew",
                 *       "purpose": null
                 *     }
                 */
                "application/json": {
                    name?: string | null;
                    purpose?: string | null;
                };
            };
        };
        responses: {
            /** @description Name and purpose as they are now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        ok: true;
                        name: string | null;
                        purpose: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    setMe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "display_name": "Build server"
                 *     }
                 */
                "application/json": {
                    display_name: components["schemas"]["DisplayName"];
                };
            };
        };
        responses: {
            /** @description The display name as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true,
                     *       "display_name": "Build server"
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                        display_name: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    reindexPact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Rebuilt */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true,
                     *       "entries": 10000,
                     *       "took_ms": 812
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                        entries: number;
                        took_ms: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    listRejections: {
        parameters: {
            query?: {
                /** @description Rows a page */
                limit?: components["parameters"]["Limit"];
                /** @description The `cursor` of the page before */
                cursor?: components["parameters"]["PageCursor"];
            };
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of rejections */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        entries: components["schemas"]["Rejection"][];
                        cursor: string | null;
                        has_more: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description Only members that are connected (true) or not (false) */
                online?: boolean;
            };
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The members */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    addMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "key": "8f0c1d6d1e0b6a3c5a1f3a0f0d6f4f6f2b8a7c9d0e1f2a3b4c5d6e7f8091a2b3"
                 *     }
                 */
                "application/json": {
                    /** @description Writer key of the node to admit */
                    key: components["schemas"]["Key"];
                    /** @default false */
                    indexer?: boolean;
                };
            };
        };
        responses: {
            200: components["responses"]["MemberChanged"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    deleteMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Writer key of the member */
                key: components["schemas"]["Key"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MemberChanged"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "key": "8f0c1d6d1e0b6a3c5a1f3a0f0d6f4f6f2b8a7c9d0e1f2a3b4c5d6e7f8091a2b3",
                 *       "confirm": true
                 *     }
                 */
                "application/json": {
                    /** @description Writer key of the member */
                    key: components["schemas"]["Key"];
                    confirm: components["schemas"]["Confirm"];
                };
            };
        };
        responses: {
            200: components["responses"]["MemberChanged"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    promoteMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "key": "8f0c1d6d1e0b6a3c5a1f3a0f0d6f4f6f2b8a7c9d0e1f2a3b4c5d6e7f8091a2b3",
                 *       "successor": true,
                 *       "confirm": true
                 *     }
                 */
                "application/json": {
                    /** @description Writer key of the member */
                    key: components["schemas"]["Key"];
                    /** @default false */
                    successor?: boolean;
                    confirm: components["schemas"]["Confirm"];
                };
            };
        };
        responses: {
            /** @description Role of the member as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        ok: true;
                        key: components["schemas"]["Key"];
                        role: components["schemas"]["Role"];
                        /** @description Named as an indexer and not signing yet */
                        standby: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    recoverPact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "confirm": true
                 *     }
                 */
                "application/json": {
                    /** @description Writer key of the new indexer; this node when left out */
                    indexer?: components["schemas"]["Key"];
                    confirm: components["schemas"]["Confirm"];
                };
            };
        };
        responses: {
            /** @description Recovered, or one vote of several */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        ok: true;
                        recovered: boolean;
                        votes: number;
                        needed: number;
                        indexer: components["schemas"]["Key"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    listInvites: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All invites, newest first; a dead one is spent, revoked or expired */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        entries: components["schemas"]["InviteSummary"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    createInvite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "ttl_ms": 3600000,
                 *       "confirm": true
                 *     }
                 */
                "application/json": {
                    /** @description How long it can be used; 24 hours when left out */
                    ttl_ms?: number;
                    confirm: components["schemas"]["Confirm"];
                };
            };
        };
        responses: {
            /** @description The invite */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invite"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    revokeInvite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description The invite's nonce */
                nonce: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "confirm": "3q2-7wAAAAAAAAAAAAAAAA"
                 *     }
                 */
                "application/json": {
                    /** @description The nonce once more */
                    confirm: components["schemas"]["ConfirmText"];
                };
            };
        };
        responses: {
            200: components["responses"]["InviteDone"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    redeemInvite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "eyJ2IjoxfQ",
                 *       "writer_key": "8f0c1d6d1e0b6a3c5a1f3a0f0d6f4f6f2b8a7c9d0e1f2a3b4c5d6e7f8091a2b3",
                 *       "confirm": true
                 *     }
                 */
                "application/json": {
                    token: components["schemas"]["InviteToken"];
                    writer_key: components["schemas"]["Key"];
                    confirm: components["schemas"]["Confirm"];
                };
            };
        };
        responses: {
            200: components["responses"]["InviteDone"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    listKnowledge: {
        parameters: {
            query?: {
                /** @description Exactly this topic */
                topic?: components["schemas"]["Topic"];
                /** @description Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired: true`; repeat it for several */
                include?: components["parameters"]["Include"];
                /**
                 * @description What was known then: at a time, ISO 8601 or milliseconds since 1970, by the times of the entries; or at a cursor of the arrival feed, by what had reached this node. Entries that were
                 *     superseded or expired since are among them. What they say of themselves is as it is today. A page may hold less than `limit` and have more behind it.
                 */
                as_of?: components["parameters"]["AsOf"];
                /** @description Newest first (desc) or oldest first (asc) */
                order?: components["parameters"]["Order"];
                /** @description Rows a page */
                limit?: components["parameters"]["Limit"];
                /** @description The `cursor` of the page before */
                cursor?: components["parameters"]["PageCursor"];
                /** @description Handle of a node; everything that it or its agents wrote */
                author?: components["parameters"]["Author"];
                /** @description Exactly this agent, `<handle>` or `<name>@<handle>` */
                agent_id?: components["parameters"]["AgentIdFilter"];
                /** @description Only entries at or after this time, ISO 8601 or milliseconds since 1970 */
                since?: components["parameters"]["Since"];
            };
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["EntryList"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    postKnowledge: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe. The same key from the same agent answers the first entry again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "topic": "deploy",
                 *       "content": "The staging database is read-only on Sundays",
                 *       "source": "runbook"
                 *     }
                 */
                "application/json": components["schemas"]["KnowledgeDraft"];
            };
        };
        responses: {
            /** @description With `on_duplicate: support`: the entry that says so already, `duplicate_of`; you count among those who support it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenKnowledge"];
                };
            };
            201: components["responses"]["KnowledgeWritten"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    listConflicts: {
        parameters: {
            query?: {
                /** @description Exactly this topic */
                topic?: components["schemas"]["Topic"];
                /** @description Conflicts a page */
                limit?: number;
                /** @description The `cursor` of the page before */
                cursor?: components["parameters"]["PageCursor"];
            };
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of conflicts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConflictPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    readGraph: {
        parameters: {
            query?: {
                /** @description Begin at this entry */
                entry?: components["schemas"]["EntryId"];
                /** @description Begin at what is current of exactly this topic, the newest first */
                topic?: components["schemas"]["Topic"];
                /** @description Links from the start */
                depth?: number;
                /** @description Entries of the answer */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Entries and the links between them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnowledgeGraph"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    listTasks: {
        parameters: {
            query?: {
                /** @description Only tasks in this state */
                status?: components["schemas"]["TaskStatus"];
                /** @description Newest first (desc) or oldest first (asc) */
                order?: components["parameters"]["Order"];
                /** @description Rows a page */
                limit?: components["parameters"]["Limit"];
                /** @description The `cursor` of the page before */
                cursor?: components["parameters"]["PageCursor"];
                /** @description Handle of a node; everything that it or its agents wrote */
                author?: components["parameters"]["Author"];
                /** @description Exactly this agent, `<handle>` or `<name>@<handle>` */
                agent_id?: components["parameters"]["AgentIdFilter"];
                /** @description Only entries at or after this time, ISO 8601 or milliseconds since 1970 */
                since?: components["parameters"]["Since"];
                /** @description Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired: true`; repeat it for several */
                include?: components["parameters"]["Include"];
            };
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of tasks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        entries: components["schemas"]["Task"][];
                        cursor: string | null;
                        has_more: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    postTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe. The same key from the same agent answers the first entry again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "Write the migration",
                 *       "description": "Add the index before the backfill"
                 *     }
                 */
                "application/json": components["schemas"]["TaskDraft"];
            };
        };
        responses: {
            201: components["responses"]["EntryWritten"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    getTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    claimTask: {
        parameters: {
            query?: {
                /** @description Seconds to wait for the pact to settle it */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "ttl_ms": 600000
                 *     }
                 */
                "application/json": {
                    ttl_ms?: components["schemas"]["LeaseTtl"];
                };
            };
        };
        responses: {
            200: components["responses"]["TaskWritten"];
            /** @description Claimed here, not settled in the pact yet */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PendingClaim"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    renewTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "fence": 1,
                 *       "ttl_ms": 600000
                 *     }
                 */
                "application/json": {
                    fence?: components["schemas"]["Fence"];
                    ttl_ms?: components["schemas"]["LeaseTtl"];
                };
            };
        };
        responses: {
            200: components["responses"]["TaskWritten"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    releaseTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "fence": 1
                 *     }
                 */
                "application/json": {
                    fence?: components["schemas"]["Fence"];
                };
            };
        };
        responses: {
            200: components["responses"]["TaskWritten"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    completeTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "result": "merged as 4f2c1ab",
                 *       "fence": 1
                 *     }
                 */
                "application/json": {
                    /** @description Any JSON value */
                    result?: components["schemas"]["Json"];
                    fence?: components["schemas"]["Fence"];
                };
            };
        };
        responses: {
            200: components["responses"]["TaskWritten"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    explainTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task's claims */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskExplanation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    listSkills: {
        parameters: {
            query?: {
                /** @description Only skills in this format */
                format?: components["schemas"]["SkillFormat"];
                /** @description Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired: true`; repeat it for several */
                include?: components["parameters"]["Include"];
                /** @description Newest first (desc) or oldest first (asc) */
                order?: components["parameters"]["Order"];
                /** @description Rows a page */
                limit?: components["parameters"]["Limit"];
                /** @description The `cursor` of the page before */
                cursor?: components["parameters"]["PageCursor"];
                /** @description Handle of a node; everything that it or its agents wrote */
                author?: components["parameters"]["Author"];
                /** @description Exactly this agent, `<handle>` or `<name>@<handle>` */
                agent_id?: components["parameters"]["AgentIdFilter"];
                /** @description Only entries at or after this time, ISO 8601 or milliseconds since 1970 */
                since?: components["parameters"]["Since"];
            };
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["EntryList"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    postSkill: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe. The same key from the same agent answers the first entry again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "release-notes",
                 *       "version": "1.0.0",
                 *       "format": "generic",
                 *       "content": "Group the commits by area.",
                 *       "checksum": "sha256:ce404b315e217023deb25ebf683114fa5f0d72203308ed52c7f368de7d7374ec"
                 *     }
                 */
                "application/json": components["schemas"]["SkillDraft"];
            };
        };
        responses: {
            201: components["responses"]["EntryWritten"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    listInstalledSkills: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The installed skills */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstalledSkill"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    getSkillContent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The content; its checksum holds */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SkillContent"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    installSkill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "confirm": true
                 *     }
                 */
                "application/json": {
                    confirm: components["schemas"]["Confirm"];
                };
            };
        };
        responses: {
            /** @description Installed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        ok: true;
                        id: components["schemas"]["EntryId"];
                        /** @description Absolute path of the file */
                        path: string;
                        installed_at: components["schemas"]["Timestamp"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    listMessages: {
        parameters: {
            query?: {
                /** @description Newest first (desc) or oldest first (asc) */
                order?: components["parameters"]["Order"];
                /** @description Rows a page */
                limit?: components["parameters"]["Limit"];
                /** @description The `cursor` of the page before */
                cursor?: components["parameters"]["PageCursor"];
                /** @description Handle of a node; everything that it or its agents wrote */
                author?: components["parameters"]["Author"];
                /** @description Exactly this agent, `<handle>` or `<name>@<handle>` */
                agent_id?: components["parameters"]["AgentIdFilter"];
                /** @description Only entries at or after this time, ISO 8601 or milliseconds since 1970 */
                since?: components["parameters"]["Since"];
                /** @description Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired: true`; repeat it for several */
                include?: components["parameters"]["Include"];
            };
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["EntryList"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    postMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe. The same key from the same agent answers the first entry again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "content": "The build is green again",
                 *       "priority": "normal"
                 *     }
                 */
                "application/json": components["schemas"]["MessageDraft"];
            };
        };
        responses: {
            201: components["responses"]["EntryWritten"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    listInbox: {
        parameters: {
            query?: {
                /** @description The inbox of this agent; for operators */
                agent?: components["schemas"]["AgentId"];
                /** @description Only unread ones */
                unread?: boolean;
                /** @description Rows a page */
                limit?: components["parameters"]["Limit"];
                /** @description The `cursor` of the page before */
                cursor?: components["parameters"]["PageCursor"];
            };
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the inbox */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    readContext: {
        parameters: {
            query?: {
                /** @description Tokens of `text` at most */
                budget_tokens?: number;
                /** @description The context of this agent; for operators */
                agent?: components["schemas"]["AgentId"];
                /** @description Only knowledge of exactly this topic */
                topic?: components["schemas"]["Topic"];
            };
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The context */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Context"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    acknowledgeMessages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "ids": [
                 *         "8f0c1d6d-42"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description Messages of your inbox */
                    ids: components["schemas"]["EntryId"][];
                };
            };
        };
        responses: {
            /** @description Acknowledged, with their times */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        acknowledged: ({
                            id: components["schemas"]["EntryId"];
                        } & components["schemas"]["LetterTimes"])[];
                    } & components["schemas"]["Receipt"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    listEntries: {
        parameters: {
            query?: {
                /** @description Only entries of these types; repeat it for several */
                type?: components["schemas"]["EntryType"][];
                /** @description Only knowledge of this topic */
                topic?: components["schemas"]["Topic"];
                /** @description Only tasks in this state */
                status?: components["schemas"]["TaskStatus"];
                /** @description Only skills in this format */
                format?: components["schemas"]["SkillFormat"];
                /** @description Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired: true`; repeat it for several */
                include?: components["parameters"]["Include"];
                /** @description Newest first (desc) or oldest first (asc) */
                order?: components["parameters"]["Order"];
                /** @description Rows a page */
                limit?: components["parameters"]["Limit"];
                /** @description The `cursor` of the page before */
                cursor?: components["parameters"]["PageCursor"];
                /** @description Handle of a node; everything that it or its agents wrote */
                author?: components["parameters"]["Author"];
                /** @description Exactly this agent, `<handle>` or `<name>@<handle>` */
                agent_id?: components["parameters"]["AgentIdFilter"];
                /** @description Only entries at or after this time, ISO 8601 or milliseconds since 1970 */
                since?: components["parameters"]["Since"];
            };
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["EntryList"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    getEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entry */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entry"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    listReferences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entries whose `refs` name this one, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entry"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    setReaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reaction": "useful"
                 *     }
                 */
                "application/json": {
                    reaction: components["schemas"]["Reaction"];
                };
            };
        };
        responses: {
            200: components["responses"]["EntryWritten"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    clearReaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
                /** @description Entry id */
                id: components["parameters"]["EntryId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["EntryWritten"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    searchPact: {
        parameters: {
            query: {
                /** @description What to look for, any text */
                q: components["parameters"]["Question"];
                /** @description Only entries of this type */
                type?: components["schemas"]["EntryType"];
                /** @description Only knowledge of this topic */
                topic?: components["schemas"]["Topic"];
                /** @description Only tasks in this state */
                status?: components["schemas"]["TaskStatus"];
                /** @description Handle of a node; everything that it or its agents wrote */
                author?: components["parameters"]["Author"];
                /** @description Exactly this agent, `<handle>` or `<name>@<handle>` */
                agent_id?: components["parameters"]["AgentIdFilter"];
                /** @description Only entries at or after this time, ISO 8601 or milliseconds since 1970 */
                since?: components["parameters"]["Since"];
                /** @description Entries that are left out otherwise: `archived` ones count next to nothing any more, see docs/relevance.md; repeat it for several */
                include?: components["parameters"]["IncludeFound"];
                /** @description Say of each entry how its score came about */
                explain?: components["parameters"]["Explain"];
                /** @description Only entries before this time, ISO 8601 or milliseconds since 1970 */
                until?: components["parameters"]["Until"];
                /** @description What was there and current at this time, ISO 8601 or milliseconds since 1970; states of tasks and reactions are those of today */
                as_of?: components["parameters"]["FoundAsOf"];
                /** @description Rows a page */
                limit?: number;
                /** @description The `cursor` of the page before */
                cursor?: components["parameters"]["PageCursor"];
            };
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Found"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    searchEntries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "q": "staging database",
                 *       "embedding": [
                 *         0.12,
                 *         0.03,
                 *         0.4
                 *       ],
                 *       "limit": 10
                 *     }
                 */
                "application/json": components["schemas"]["SearchDraft"];
            };
        };
        responses: {
            200: components["responses"]["Found"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    listChanges: {
        parameters: {
            query?: {
                /** @description Cursor of the last answer */
                since?: components["schemas"]["Cursor"];
                /** @description Begin at the present instead of the beginning */
                from?: "head";
                /** @description Seconds to wait for something to arrive */
                wait?: number;
                /** @description Rows a page */
                limit?: components["parameters"]["Limit"];
                /** @description Only entries of this type */
                type?: components["schemas"]["EntryType"];
            };
            header?: never;
            path: {
                /** @description Alias of the pact on this node, or its id (64 hex) */
                pactId: components["parameters"]["PactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What arrived; `cursor` is where to go on, also when nothing did */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        entries: components["schemas"]["Entry"][];
                        retracted: components["schemas"]["EntryId"][];
                        cursor: string | null;
                        has_more: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
}
