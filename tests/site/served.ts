import { spawn } from 'node:child_process';
import { plainEnv, program } from '../cli/mart.ts';

export interface Served {
  /** `http://127.0.0.1:port/`. */
  readonly address: string;
  readonly stop: () => void;
}

/** `mart docs serve` on a free port. */
export function served(folder: string): Promise<Served> {
  const server = spawn(process.execPath, [program, 'docs', 'serve', '--port', '0'], {
    cwd: folder,
    env: plainEnv,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  return new Promise((done, fail) => {
    server.on('close', () => fail(new Error(said)));
    server.stderr.on('data', (part) => {
      said += part;
      const [address] = /http:\/\/127\.0\.0\.1:\d+\//.exec(said) ?? [];
      if (address) done({ address, stop: () => server.kill('SIGINT') });
    });
  });
}
