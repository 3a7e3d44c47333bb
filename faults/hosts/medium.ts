import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Place } from './place.js';

const SWITCH = fileURLToPath(new URL('switch.py', import.meta.url));

/** What a plug does to the packets that enter and leave by it. */
export interface Shape {
  /** Each way, within `jitter_ms` of this. */
  readonly delay_ms: number;
  readonly jitter_ms: number;
  readonly loss_percent: number;
  readonly duplicate_percent: number;
  /** Share of packets that are not delayed, and so overtake the others. */
  readonly reorder_percent: number;
}

/** A cable: an interface of a host, and the port of the LAN that it goes to. */
export interface Plug {
  readonly place: Place;
  readonly device: string;
  readonly port: string;
}

/** Packets since the last look. */
export interface Carried {
  readonly carried: number;
  readonly lost: number;
}

/** What joins the ports to LANs, and spoils what goes through them. */
export interface Medium {
  /** `tc netem` of the kernel, or a program of ours. */
  readonly name: string;
  shape(plug: Plug, shape: Shape): Promise<void>;
  /** Takes all shapes away. */
  calm(plugs: readonly Plug[]): Promise<Carried>;
  close(): Promise<void>;
}

/** Bridges and `tc netem`. */
class Kernel implements Medium {
  readonly name = 'tc netem';
  readonly #place: Place;
  readonly #shaped = new Set<Plug>();

  constructor(place: Place) {
    this.#place = place;
  }

  static async open(place: Place, lans: readonly (readonly string[])[]): Promise<Kernel> {
    for (const [i, ports] of lans.entries()) {
      await place.run(`ip link add lan${i} type bridge`);
      await place.run(`ip link set lan${i} up`);
      for (const port of ports) await place.run(`ip link set ${port} master lan${i}`);
    }
    return new Kernel(place);
  }

  /** Both ends of a cable, since a queue spoils only what leaves by it. */
  #ends(plug: Plug): [Place, string][] {
    return [
      [plug.place, plug.device],
      [this.#place, plug.port],
    ];
  }

  async shape(plug: Plug, shape: Shape): Promise<void> {
    this.#shaped.add(plug);
    const { delay_ms, jitter_ms, loss_percent, duplicate_percent, reorder_percent } = shape;
    const words = ['delay', `${delay_ms}ms`, `${jitter_ms}ms`, 'loss', `${loss_percent}%`];
    words.push('duplicate', `${duplicate_percent}%`);
    if (reorder_percent > 0) words.push('reorder', `${reorder_percent}%`);
    for (const [place, device] of this.#ends(plug))
      await place.run(`tc qdisc replace dev ${device} root netem ${words.join(' ')}`);
  }

  async calm(): Promise<Carried> {
    const sum = { carried: 0, lost: 0 };
    for (const plug of this.#shaped) {
      for (const [place, device] of this.#ends(plug)) {
        const [queue] = JSON.parse(await place.run(`tc -s -j qdisc show dev ${device}`));
        sum.carried += queue.packets;
        sum.lost += queue.drops;
        await place.run(`tc qdisc del dev ${device} root`);
      }
    }
    this.#shaped.clear();
    return sum;
  }

  async close(): Promise<void> {}
}

/** The program beside this file. */
class Program implements Medium {
  readonly name = 'a switch of our own';
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: Interface;

  constructor(process: ChildProcessByStdio<Writable, Readable, null>, lines: Interface) {
    this.#process = process;
    this.#lines = lines;
  }

  static async open(place: Place, seed: number, lans: readonly (readonly string[])[]): Promise<Program> {
    const [program = '', ...args] = [...place.within, 'python3', SWITCH, String(seed), ...lans.map(String)];
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface(child.stdout);
    await Promise.race([
      once(lines, 'line'),
      once(child, 'close').then(() => Promise.reject(new Error(`${SWITCH} ended while starting`))),
    ]);
    return new Program(child, lines);
  }

  async shape({ port }: Plug, shape: Shape): Promise<void> {
    const { delay_ms, jitter_ms, loss_percent, duplicate_percent, reorder_percent } = shape;
    const numbers = [delay_ms, jitter_ms, loss_percent, duplicate_percent, reorder_percent];
    this.#process.stdin.write(`shape ${port} ${numbers.join(' ')}\n`);
  }

  async calm(plugs: readonly Plug[]): Promise<Carried> {
    for (const { port } of plugs) this.#process.stdin.write(`shape ${port} 0 0 0 0 0\n`);
    this.#process.stdin.write('counts\n');
    const [line] = (await once(this.#lines, 'line')) as [string];
    const [carried = 0, lost = 0] = line.split(' ').map(Number);
    return { carried, lost };
  }

  async close(): Promise<void> {
    const ended = once(this.#process, 'close');
    this.#process.stdin.end();
    await ended;
  }
}

/** True when the kernel has netem; many a container's and small machine's kernel has not. */
function hasNetem(place: Place): boolean {
  const [program, ...args] = [...place.within, 'tc', 'qdisc', 'add', 'dev', 'lo', 'root', 'netem', 'delay', '1ms'];
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Joins ports of a place to LANs: with netem where the kernel has it, and with a program of ours otherwise. */
export const openMedium = (place: Place, seed: number, lans: readonly (readonly string[])[]): Promise<Medium> =>
  hasNetem(place) ? Kernel.open(place, lans) : Program.open(place, seed, lans);
