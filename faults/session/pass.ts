/** A pause that belongs to what is done: how long a process stands still, a caller rests, or a cable is out. Nobody waits with it for something to happen. */
export const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
