import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

/** Nice value of threads that derive: where processors are few, a commit goes first. */
const NICE = 10;

/** Puts the calling thread behind the others. Only Linux gives threads a priority of their own; elsewhere it keeps that of the process. */
export function giveWay(): void {
  try {
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), NICE);
  } catch {
    // It runs as any other thread then.
  }
}
