/** A real browser, for a page that says what it found by sending it to the server that it came from. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian's name first, then those of other systems. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
/** A cold start takes a few seconds on a busy machine. */
const RESULT_MAX_MS = 60_000;

const FLAGS = [
  '--headless',
  // Containers run as root and have little shared memory; the page is the test's own.
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--no-first-run',
  '--no-proxy-server',
  '--disable-background-networking',
  '--disable-component-update',
];

/** Name of the browser of this machine; undefined when there is none. */
export const findBrowser = (): string | undefined =>
  NAMES.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);

/** A page of the test, at an origin that is known before the page is. */
export class Page {
  readonly #server = createServer();
  readonly #profile = mkdtempSync(join(tmpdir(), 'page-'));
  #browser: ChildProcess | undefined;

  /** Address that the page will come from. */
  async origin(): Promise<string> {
    if (!this.#server.listening) await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /**
   * Opens a page that runs `script` as a module; what it passes to `report` is the result.
   * @param browser one that {@link findBrowser} has found
   * @param modules files by the name under which the script imports them
   */
  async run(browser: string, modules: Readonly<Record<string, string>>, script: string): Promise<unknown> {
    const imports = Object.fromEntries(Object.keys(modules).map((name, index) => [name, `/module-${index}.js`]));
    const report = `const report = (result) => fetch('/result', { method: 'POST', body: JSON.stringify(result) });`;
    const failing = `addEventListener('unhandledrejection', ({ reason }) => report(String(reason)));`;
    const page = `<!doctype html><script type="importmap">${JSON.stringify({ imports })}</script>
<script type="module">${report}${failing}${script}</script>`;
    const result = new Promise<unknown>((resolve) => {
      this.#server.on('request', async (request, response) => {
        if (request.method === 'POST') {
          resolve(JSON.parse((await request.setEncoding('utf8').toArray()).join('')));
          return response.end();
        }
        const module = Object.values(modules)[Number(/^\/module-(\d+)\.js$/.exec(request.url ?? '')?.[1] ?? -1)];
        response.setHeader('content-type', module ? 'text/javascript' : 'text/html');
        response.end(module ? readFileSync(module) : page);
      });
    });
    const child = spawn(browser, [...FLAGS, `--user-data-dir=${this.#profile}`, await this.origin()], {
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, HOME: this.#profile, TMPDIR: this.#profile },
    });
    this.#browser = child;
    const tooLong = once(AbortSignal.timeout(RESULT_MAX_MS), 'abort').then(() => 'the page said nothing');
    return Promise.race([result, tooLong]);
  }

  /** Ends browser and server, and removes the browser's files. */
  async close(): Promise<void> {
    if (this.#browser?.pid !== undefined && this.#browser.exitCode === null) {
      const ended = once(this.#browser, 'exit');
      // All of its processes are in its group.
      process.kill(-this.#browser.pid, 'SIGKILL');
      await ended;
    }
    this.#server.closeAllConnections();
    this.#server.close();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
