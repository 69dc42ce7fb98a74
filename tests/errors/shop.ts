import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { plainEnv, program, shop } from '../cli/mart.ts';
import type { Example } from './page.ts';

/** What a person sees who types the commands of an example in a project with its files: both streams, and the exit of the last. */
export async function typed(example: Example): Promise<{ readonly text: string; readonly exit: number | null }> {
  const folder = shop(example.files);
  try {
    const { text, exit } = await shell(
      `mart() { "${process.execPath}" "${program}" "$@"; }\n${example.script}`,
      folder,
    );
    return { text: steady(text.replaceAll(folder, '<project>')), exit };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function shell(script: string, cwd: string): Promise<{ text: string; exit: number | null }> {
  const child = spawn('sh', ['-c', `exec 2>&1\n${script}`], {
    cwd,
    env: plainEnv,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (exit) => done({ text: Buffer.concat(parts).toString(), exit }));
  });
}

/** Without what differs from run to run: seconds. */
function steady(text: string): string {
  return text.replace(/ *\b\d+\.\d\ds$/gm, '  0.00s').replace(/· \d+\.\ds\b/g, '· 0.0s');
}
