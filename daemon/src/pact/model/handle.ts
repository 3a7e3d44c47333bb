const WORDS = (
  'acorn amber anchor aspen badger basil beacon birch bison bramble breeze brook cactus canyon cedar cinder clover cobalt comet coral crane cricket ' +
  'cypress dahlia delta dingo dune eagle ember falcon fern finch fjord flint fox gecko ginger glacier granite grove harbor hawk hazel heron holly ' +
  'iris ivy jade jasper juniper kestrel koala lagoon lark laurel lemur lichen lily linden lotus lynx magpie maple marlin marten meadow mesa moss'
).split(' ');

/**
 * A node's handle, `anon-<word>-<8 hex>`: the same for everybody, since it is derived from the node key alone.
 * @param nodeKey 64 hex
 */
export function handleOf(nodeKey: string): string {
  const word = WORDS[Number.parseInt(nodeKey.slice(-4), 16) % WORDS.length];
  return `anon-${word}-${nodeKey.slice(0, 8)}`;
}

/** An agent's id: the node's handle for its host, `<name>@<handle>` for a named agent. */
export const agentIdOf = (name: string | null | undefined, handle: string): string =>
  name ? `${name}@${handle}` : handle;
