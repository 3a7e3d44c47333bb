import { type Medium, openMedium, type Plug, type Shape } from './medium.js';
import { here, Place } from './place.js';

/** Where a host is: on one LAN, on both, or at home behind a router of its own that hides it from LAN 0. */
export type Site = 'lan 0' | 'lan 1' | 'both' | 'nat';

/** The devices that are up at a site. */
const DEVICES: Record<Site, readonly string[]> = {
  'lan 0': ['lan0'],
  'lan 1': ['lan1'],
  both: ['lan0', 'lan1'],
  nat: ['home'],
};

/** A machine of its own, as far as the network goes: two LANs that it may be plugged into, and a router of its own. */
export class Host {
  readonly index: number;
  readonly place: Place;
  readonly router: Place;
  readonly plugs: readonly Plug[];
  #routerAddress: string;
  #renumbered = 0;

  private constructor(index: number, place: Place, router: Place) {
    this.index = index;
    this.place = place;
    this.router = router;
    this.#routerAddress = `10.50.0.${100 + index}`;
    this.plugs = [
      { place, device: 'lan0', port: `host${index}lan0` },
      { place, device: 'lan1', port: `host${index}lan1` },
      { place: router, device: 'outside', port: `router${index}lan0` },
    ];
  }

  /** Address in a LAN. */
  address(lan: 0 | 1): string {
    return `10.5${lan}.0.${this.index + 1}`;
  }

  /** Address that only this process reaches: the daemon's API. */
  get control(): string {
    return `10.60.${this.index}.2`;
  }

  /** All addresses that others may see this host's packets come from. */
  get seenAs(): readonly string[] {
    return [this.address(0), this.address(1), this.#routerAddress];
  }

  static async open(index: number, medium: Place): Promise<Host> {
    const host = new Host(index, await Place.open(), await Place.open());
    for (const { place, device, port } of host.plugs) {
      await medium.run(`ip link add ${port} type veth peer name ${device} netns ${place.pid}`);
      await medium.run(`ip link set ${port} up`);
    }
    const { place, router } = host;
    for (const lan of [0, 1] as const) await place.run(`ip addr add ${host.address(lan)}/24 dev lan${lan}`);
    await place.run(`ip link add home type veth peer name inside netns ${router.pid}`);
    await place.run(`ip addr add 192.168.${index}.2/24 dev home`);
    await router.run(`ip addr add 192.168.${index}.1/24 dev inside`);
    await router.run(`ip addr add ${host.#routerAddress}/24 dev outside`);
    for (const device of ['inside', 'outside']) await router.run(`ip link set ${device} up`);
    await router.execute('sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward');
    await router.execute(
      'nft',
      'add table ip nat; add chain ip nat out { type nat hook postrouting priority 100; }; add rule ip nat out oif outside masquerade random',
    );
    await place.run(`ip link add control type veth peer name control${index} netns ${process.pid}`);
    await place.run(`ip addr add ${host.control}/30 dev control`);
    await place.run('ip link set control up');
    await here(`ip addr add 10.60.${index}.1/30 dev control${index}`);
    await here(`ip link set control${index} up`);
    await host.move('lan 0');
    return host;
  }

  /** Unplugs the host where it is, and plugs it in elsewhere. */
  async move(site: Site): Promise<void> {
    for (const device of ['lan0', 'lan1', 'home'])
      await this.place.run(`ip link set ${device} ${DEVICES[site].includes(device) ? 'up' : 'down'}`);
    if (site === 'nat') await this.place.run(`ip route replace default via 192.168.${this.index}.1`);
  }

  /** Pulls the cables out, which the host notices, or plugs them in again. */
  async unplugged(value: boolean, medium: Place): Promise<void> {
    for (const { port } of this.plugs) await medium.run(`ip link set ${port} ${value ? 'down' : 'up'}`);
  }

  /** The router gets another address, as from a provider over night: what went through it belongs to nobody any more. */
  async renumber(): Promise<void> {
    const before = this.#routerAddress;
    this.#renumbered = (this.#renumbered + 1) % 8;
    this.#routerAddress = `10.50.0.${100 + this.index + 10 * this.#renumbered}`;
    await this.router.run(`ip addr del ${before}/24 dev outside`);
    await this.router.run(`ip addr add ${this.#routerAddress}/24 dev outside`);
  }

  /** Hears nothing of these hosts any more; they hear this one. */
  async deafTo(others: readonly Host[]): Promise<void> {
    const from = others.flatMap(({ seenAs }) => seenAs).join(', ');
    await this.place.execute(
      'nft',
      `add table ip deaf; add chain ip deaf in { type filter hook input priority 0; }; add rule ip deaf in ip saddr { ${from} } counter drop`,
    );
  }

  /** Hears everybody again, and answers how many packets it did not hear. */
  async hear(): Promise<number> {
    const tables = await this.place.run('nft list tables');
    if (!tables.includes('deaf')) return 0;
    const rules = await this.place.run('nft list table ip deaf');
    await this.place.run('nft delete table ip deaf');
    return Number(/counter packets (\d+)/.exec(rules)?.[1] ?? 0);
  }

  async close(): Promise<void> {
    await this.place.close();
    await this.router.close();
  }
}

/** Hosts, two LANs, and what is between them. Everything is in network namespaces that end with this process. */
export class Lab {
  readonly hosts: readonly Host[];
  readonly medium: Medium;
  readonly #place: Place;

  private constructor(place: Place, hosts: readonly Host[], medium: Medium) {
    this.#place = place;
    this.hosts = hosts;
    this.medium = medium;
  }

  static async open(size: number, seed: number): Promise<Lab> {
    const place = await Place.open();
    const hosts: Host[] = [];
    for (let i = 0; i < size; i++) hosts.push(await Host.open(i, place));
    const ports = (lan: string): string[] =>
      hosts.flatMap(({ plugs }) => plugs.map(({ port }) => port).filter((port) => port.endsWith(lan)));
    return new Lab(place, hosts, await openMedium(place, seed, [ports('lan0'), ports('lan1')]));
  }

  async shape(host: Host, shape: Shape): Promise<void> {
    for (const plug of host.plugs) await this.medium.shape(plug, shape);
  }

  unplugged(host: Host, value: boolean): Promise<void> {
    return host.unplugged(value, this.#place);
  }

  /** Everybody on LAN 0, hearing everybody at once. Answers what was done to packets since the last time. */
  async calm(): Promise<{ carried: number; lost: number; unheard: number }> {
    let unheard = 0;
    for (const host of this.hosts) {
      unheard += await host.hear();
      await this.unplugged(host, false);
      await host.move('lan 0');
    }
    return { ...(await this.medium.calm(this.hosts.flatMap(({ plugs }) => plugs))), unheard };
  }

  async close(): Promise<void> {
    await this.medium.close();
    for (const host of this.hosts) await host.close();
    await this.#place.close();
  }
}
