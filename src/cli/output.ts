/** Where text goes: data to stdout, talk to stderr. Nobody else writes. */
export interface Output {
  /** Data as it is; a line end is added when it has none. */
  readonly data: (text: string) => void;
  /** One or more lines of talk, without the last line end. */
  readonly talk: (text: string) => void;
  /** Resolves when everything written has left the process. */
  readonly flush: () => Promise<void>;
}

type Stream = Pick<NodeJS.WriteStream, 'write' | 'on'>;

/** A reader that has gone (`mart ls | head`) is no failure: what follows is dropped. */
export function output(stdout: Stream, stderr: Stream): Output {
  const data = writer(stdout);
  const talk = writer(stderr);
  return {
    data: (text) => {
      if (text !== '') data.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    talk: (text) => talk.write(`${text}\n`),
    flush: async () => {
      await Promise.all([data.flush(), talk.flush()]);
    },
  };
}

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
