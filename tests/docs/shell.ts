import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { plainEnv, program } from '../cli/mart.ts';

const repository = resolve('.');

/** The commands that pages type: mart is the built program, an installed package is this one. */
const words = `
mart() { "${process.execPath}" "${program}" "$@"; }
npx() {
  case "$1" in
    mart) shift; mart "$@" ;;
    *) name="$1"; shift; "${repository}/node_modules/.bin/$name" "$@" ;;
  esac
}
npm() {
  case "$1" in
    install) mkdir -p node_modules && ln -sfn "${repository}" node_modules/duckmart ;;
    ci | test | pack) ;;
    *) echo "no npm $1 here" ; return 1 ;;
  esac
}
said() { status=$?; printf '␞%s\\n' "$PWD"; return $status; }
`;

export interface Said {
  /** Both streams, a text for each command. */
  readonly texts: readonly string[];
  /** The folder in which the last command ended. */
  readonly folder: string;
}

/** Types commands, one after the other, in one shell. */
export function type(commands: readonly string[], cwd: string): Promise<Said> {
  const script = `exec 2>&1\n${words}${commands.map((command) => `${command}\nsaid\n`).join('')}`;
  const child = spawn('sh', ['-c', script], { cwd, env: plainEnv, stdio: ['ignore', 'pipe', 'ignore'] });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', () => {
      const texts: string[] = [];
      let folder = cwd;
      const text = Buffer.concat(parts).toString();
      for (const [, before = '', after = ''] of text.matchAll(/(.*?)␞([^\n]*)\n/gs)) {
        texts.push(before);
        folder = after;
      }
      done({ texts, folder });
    });
  });
}
