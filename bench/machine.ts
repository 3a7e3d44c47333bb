import { execFileSync } from 'node:child_process';
import os from 'node:os';

/** What the figures were measured on, one fact a line; nothing that names the machine or its owner. */
export function machine(): string[] {
  const cpus = os.cpus();
  return [
    `${new Date().toISOString().slice(0, 10)}, commit ${commit()}`,
    `${cpus.length} × ${cpus[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(os.totalmem() / 2 ** 30)} GB of memory, load average ${os.loadavg()[0]?.toFixed(1)} at the end`,
    `${os.type()} ${os.release()}, Node ${process.versions.node}`,
  ];
}

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], {
      cwd: new URL('.', import.meta.url),
      encoding: 'utf8',
    }).trim();
  } catch {
    return 'unknown';
  }
}
