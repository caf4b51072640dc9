/** What a command of `store-elements` is; one file per command, listed in main.ts. */

export interface Command {
  /** `csp` in `store-elements csp`. */
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly usage: string;
  /** Resolves to the exit code: 0 done, 1 something was found, 2 called wrongly, 3 it could not be done. */
  run(args: readonly string[], io: CommandIo): Promise<number>;
}

/** The process, as far as a command may see it. */
export interface CommandIo {
  /** Results: a program may read them. Writes a line. */
  readonly out: (line: string) => void;
  /** What a person should know: notes, failures. Writes a line. */
  readonly err: (line: string) => void;
  /** Absolute; files are named relative to it. */
  readonly cwd: string;
  /** Default: the process's own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Ends a command that runs until it is told to stop. */
  readonly signal?: AbortSignal;
}

/** Options that may be repeated, and may hold several with commas. */
export const listed = (values: readonly string[] = []): string[] =>
  values
    .flatMap((list) => list.split(','))
    .map((word) => word.trim())
    .filter(Boolean);

/** Called wrongly: the message says what to write instead. Ends a command with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
