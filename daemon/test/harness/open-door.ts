import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A door to a daemon for clients that cannot send a token: it adds one, and leaves every other header as it came. */
export class OpenDoor {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @param to address of the daemon */
  static async open(to: URL, token: string): Promise<OpenDoor> {
    const server = createServer((request, response) => {
      const { port } = server.address() as AddressInfo;
      const { host = '', origin } = request.headers;
      // What names the door means the daemon; a foreign name stays, so that the daemon's own guard meets it.
      const meant = (text: string): string => text.replace(`:${port}`, `:${to.port}`);
      const headers = {
        ...request.headers,
        authorization: `Bearer ${token}`,
        host: meant(host),
        ...(origin === undefined ? {} : { origin: meant(origin) }),
      };
      const onward = httpRequest(
        { host: to.hostname, port: to.port, method: request.method, path: request.url, headers },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        },
      );
      onward.once('error', () => response.destroy());
      response.once('close', () => onward.destroy());
      request.pipe(onward);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return new OpenDoor(server);
  }

  /** Address of `/mcp` behind the door. */
  get mcp(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/mcp`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }
}
