/** `store-elements COMMAND`: finds the command, runs it, and turns what goes wrong into a line a person can act on. */
import { audit } from './audit.js';
import { bundle } from './bundle.js';
import { UsageError, type Command, type CommandIo } from './command.js';
import { backup } from './backup.js';
import { csp } from './csp.js';
import { dev } from './dev.js';
import { init } from './init.js';
import { restore } from './restore.js';

const COMMANDS: readonly Command[] = [init, dev, backup, restore, bundle, csp, audit];

const list = (): string => {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `store-elements COMMAND\n\n${lines.join('\n')}\n\nstore-elements COMMAND --help tells more.`;
};

/** Runs what the arguments say. Resolves to the exit code; never rejects. */
export async function main(args: readonly string[], io: CommandIo): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.out(list());
    return name === undefined ? 2 : 0;
  }
  const command = COMMANDS.find((each) => each.name === name);
  if (!command) {
    io.err(`There is no command ${JSON.stringify(name)}.\n\n${list()}`);
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    io.out(command.usage);
    return 0;
  }
  try {
    return await command.run(rest, io);
  } catch (error) {
    const isCall = error instanceof UsageError || isParseError(error);
    io.err(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    if (isCall) io.err(`store-elements ${name} --help tells what it takes.`);
    return isCall ? 2 : 3;
  }
}

const isParseError = (error: unknown): boolean =>
  error instanceof TypeError && (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true;
