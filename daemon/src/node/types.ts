/** What a token allows. `operator` is for the person who runs the node. */
export type Scope = 'read' | 'write' | 'operator';

/** Who sends a request: an agent of this node, told apart by its token. */
export interface Caller {
  /** The node's handle for the host token, `<name>@<handle>` for a named agent. */
  readonly agent_id: string;
  /** The agent's name; null for the host token. */
  readonly name: string | null;
  readonly scopes: ReadonlySet<Scope>;
}
