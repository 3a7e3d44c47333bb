/** One page of a list of the contract. */
export interface Page<Item> {
  entries: Item[];
  /** Where the next page starts. */
  cursor: string | null;
  has_more: boolean;
}

/**
 * Everything in a list, in its order, page after page; the next page is asked for when the caller has taken the last item of this one.
 * @param load fetches the page at a cursor
 * @param start the first page's cursor; the beginning of the list when undefined
 */
export async function* everyItem<Item>(
  load: (cursor: string | undefined) => Promise<Page<Item>>,
  start: string | undefined,
): AsyncGenerator<Item, void, undefined> {
  let cursor = start;
  do {
    const page = await load(cursor);
    yield* page.entries;
    cursor = page.has_more ? (page.cursor ?? undefined) : undefined;
  } while (cursor !== undefined);
}
