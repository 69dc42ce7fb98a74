import type { RawOptions } from './raw-options.ts';

/** How to talk, read before the command line is: also its own mistakes are told in the form that was asked for. */
export function earlyOptions(args: readonly string[]): Pick<RawOptions, 'quiet' | 'debug' | 'logFormat' | 'color'> {
  const given = (...flags: string[]) => args.some((arg) => flags.includes(arg));
  const value = (flag: string): string | undefined => {
    const at = args.findLastIndex((arg) => arg === flag || arg.startsWith(`${flag}=`));
    const found = args[at];
    return found === flag ? args[at + 1] : found?.slice(flag.length + 1);
  };
  const color = value('--color');
  return {
    quiet: given('-q', '--quiet'),
    debug: given('--debug'),
    logFormat: value('--log-format') === 'json' ? 'json' : 'text',
    color: color === 'always' || color === 'never' ? color : 'auto',
  };
}
