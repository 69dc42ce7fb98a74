import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname } from 'node:path/posix';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

const reloadScript =
  "new EventSource('__mart/events').addEventListener('changed', function () { location.reload(); });\n";

/** Pages over HTTP, for the machine itself. */
export interface DocsServer {
  readonly address: string;
  /** Shows these files from now on, and lets open pages load again. */
  readonly show: (files: ReadonlyMap<string, string>) => void;
  readonly close: () => Promise<void>;
}

/**
 * Serves files from memory, so no path leads anywhere else. Only GET and HEAD, only for requests that were sent to a
 * name of this machine and come from its own pages: a page of a stranger cannot read the project, by whatever name it
 * calls this address. Throws `DiagnosticError` (M560) when the port cannot be had.
 */
export async function docsServer(host: string, port: number): Promise<DocsServer> {
  let files: ReadonlyMap<string, string> = new Map();
  let begin = (): void => {};
  const begun = new Promise<void>((done) => {
    begin = done;
  });
  const waiting = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const refused = refusal(request, portOf(server));
    if (refused) return end(response, refused, 'text/plain; charset=utf-8', `${refused}\n`);
    const path = pathOf(request.url ?? '/');
    if (path === '__mart/events') return listenOn(response, waiting);
    if (path === '__mart/reload.js') return end(response, 200, types['.js'] ?? '', reloadScript);
    // Who comes before the first pages are made waits for them.
    void begun.then(() => answer(response, path, files.get(path)));
  });
  await listening(server, host, port);
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    address: `http://${name}:${portOf(server)}/`,
    show: (next) => {
      files = next;
      begin();
      for (const response of waiting) response.write('event: changed\ndata:\n\n');
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function answer(response: ServerResponse, path: string, text: string | undefined): void {
  const plain = 'text/plain; charset=utf-8';
  if (text === undefined) end(response, 404, plain, 'not here\n');
  else end(response, 200, types[extname(path)] ?? plain, path === 'index.html' ? reloading(text) : text);
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'another program listens there' : error.message;
      const help = 'another one: `--port 8081`, or one that is free: `--port 0`';
      fail(new DiagnosticError([diagnostic('M560', `port ${port} cannot be listened on: ${why}`, { help })]));
    });
    server.listen(port, host, done);
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The status with which a request is refused, or null. */
function refusal({ method, headers }: IncomingMessage, port: number): number | null {
  if (method !== 'GET' && method !== 'HEAD') return 405;
  const own = ['localhost', '127.0.0.1', '[::1]'].map((name) => `${name}:${port}`);
  if (!own.includes(headers.host ?? '')) return 403;
  const { origin } = headers;
  return origin === undefined || own.some((name) => origin === `http://${name}`) ? null : 403;
}

/** The path below the site's folder; the address of the folder is its first page. */
function pathOf(url: string): string {
  const path = url.replace(/[?#].*$/s, '').replace(/^\//, '');
  return path === '' ? 'index.html' : path;
}

function listenOn(response: ServerResponse, waiting: Set<ServerResponse>): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('retry: 1000\n\n');
  waiting.add(response);
  response.on('close', () => waiting.delete(response));
}

function end(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
  });
  response.end(response.req.method === 'HEAD' ? undefined : text);
}

function reloading(page: string): string {
  return page.replace('</body>', '<script src="__mart/reload.js"></script>\n</body>');
}
