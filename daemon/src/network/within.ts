/** Waits for `work`, but no longer than `ms`, and whatever becomes of it: what is being closed has no use for errors. */
export async function withinMs(ms: number, work: Promise<unknown> | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([Promise.resolve(work).catch(() => {}), timeout]);
  clearTimeout(timer);
}
