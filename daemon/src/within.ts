/** Waits for `work`, if there is any, but no longer than `ms`, and whatever becomes of it: who waits so has no use for errors. */
export async function withinMs(ms: number, work: Promise<unknown> | null | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([Promise.resolve(work).catch(() => {}), timeout]);
  clearTimeout(timer);
}
