/** A line under everything that was said; it is asked for whenever something is said above it. */
export interface Live {
  readonly show: (line: () => string) => void;
  readonly hide: () => void;
}

/** Where text goes: data to stdout, talk to stderr. Nobody else writes. */
export interface Output {
  /** Data as it is; a line end is added when it has none. */
  readonly data: (text: string) => void;
  /** One or more lines of talk, without the last line end. */
  readonly talk: (text: string) => void;
  /** Resolves when everything written has left the process. */
  readonly flush: () => Promise<void>;
  /** Only for a terminal: what was shown is wiped out and written again. */
  readonly live: Live;
}

interface Stream {
  write(text: string, done?: () => void): boolean;
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/** A reader that has gone (`mart ls | head`) is no failure: what follows is dropped. */
export function output(stdout: Stream, stderr: Stream): Output {
  const data = writer(stdout);
  const talk = writer(stderr);
  let line: (() => string) | null = null;
  return {
    data: (text) => {
      if (text !== '') data.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    talk: (text) => talk.write(line ? `${wiped}${text}\n${line()}` : `${text}\n`),
    live: {
      show: (next) => {
        line = next;
        talk.write(`${wiped}${line()}`);
      },
      hide: () => {
        if (line) talk.write(wiped);
        line = null;
      },
    },
    flush: async () => {
      await Promise.all([data.flush(), talk.flush()]);
    },
  };
}

/** To the beginning of the line, with nothing on it. */
const wiped = '\r\u001b[2K';

function writer(stream: Stream): { readonly write: (text: string) => void; readonly flush: () => Promise<void> } {
  let gone = false;
  let last: Promise<void> = Promise.resolve();
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    gone = true;
  });
  return {
    write: (text) => {
      if (gone) return;
      last = new Promise((done) => {
        stream.write(text, () => done());
      });
    },
    flush: () => last,
  };
}
