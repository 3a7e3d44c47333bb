import { createSocket } from 'node:dgram';

/**
 * Binds and frees a UDP port, so that one in use is found out before HyperDHT tries: udx reports it as EINVAL or EFAULT (udx-native#27).
 * @param port 0 for any free one
 * @returns the port that was free; null when `port` is in use
 * Throws an Error of one line when `host` is not an IPv4 address of this machine, or the port may not be bound.
 */
export async function probeUdpPort(host: string, port: number): Promise<number | null> {
  const socket = createSocket('udp4');
  const bound = await new Promise<number | NodeJS.ErrnoException>((resolve) => {
    socket.once('error', resolve);
    socket.bind({ port, address: host, exclusive: true }, () => resolve(socket.address().port));
  });
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  if (typeof bound === 'number') return bound;
  if (bound.code === 'EADDRINUSE') return null;
  if (bound.code === 'EADDRNOTAVAIL' || bound.code === 'ENOTFOUND') {
    throw new Error(`cannot bind ${host}: it is not an IPv4 address of this machine`, { cause: bound });
  }
  throw new Error(`cannot bind UDP port ${port} on ${host}: ${bound.code ?? bound.message}`, { cause: bound });
}
