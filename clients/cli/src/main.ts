import { Command, CommanderError } from 'commander';
import { registerBootstrap } from './commands/bootstrap.js';
import { registerDaemon } from './commands/daemon.js';
import { registerDoctor } from './commands/doctor.js';
import { registerEntries } from './commands/entries.js';
import { registerHelp } from './commands/help.js';
import { registerAgents } from './commands/agents.js';
import { registerInbox } from './commands/inbox.js';
import { registerMembers } from './commands/members.js';
import { registerPacts } from './commands/pacts.js';
import { registerSetup } from './commands/setup.js';
import { registerSearch } from './commands/search.js';
import { registerSkills } from './commands/skills.js';
import { registerTasks } from './commands/tasks.js';
import { createCli } from './context.js';
import { reportError } from './error-report.js';
import { EXIT_CODES } from './exit-codes.js';
import type { Io } from './output.js';
import { version } from './version.js';

/**
 * The whole command line, ready to parse.
 * @param onExitCode told the exit code of the command that ran
 */
export function buildProgram(io: Io, onExitCode: (code: number) => void): Command {
  const cli = createCli(io, onExitCode);
  const program = new Command('concordat')
    .description('Shared memory and coordination for software agents, peer to peer.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand(false)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: () => {},
    })
    .option('-p, --pact <alias>', 'alias or id of the pact to work in (CONCORDAT_PACT; default: the current one)')
    .option('--json', 'answer in JSON, errors too')
    .option('--no-interactive', 'never ask; fail instead')
    .option('--url <url>', 'address of the daemon (CONCORDAT_URL)')
    .option('--token-file <path>', 'file that holds the token to use (or the token itself in CONCORDAT_TOKEN)')
    .option('--data-dir <path>', 'data directory of the daemon (CONCORDAT_DATA_DIR; default: ~/.concordat)');

  program.commandsGroup('Daemon:');
  registerDaemon(program, cli);
  registerDoctor(program, cli);
  program.commandsGroup('Pacts:');
  registerPacts(program, cli);
  registerMembers(program, cli);
  program.commandsGroup('Memory and work:');
  registerEntries(program, cli);
  registerInbox(program, cli);
  registerSearch(program, cli);
  registerTasks(program, cli);
  registerSkills(program, cli);
  program.commandsGroup('Operation:');
  registerAgents(program, cli);
  registerSetup(program, cli);
  registerBootstrap(program, cli);
  registerHelp(program, cli);
  return program;
}

/**
 * Runs one command line, `argv` as in `process.argv`.
 * @returns the exit code, one of {@link EXIT_CODES}
 */
export async function run(argv: readonly string[], io: Io = process): Promise<number> {
  let exitCode: number = EXIT_CODES.OK.code;
  const program = buildProgram(io, (code) => {
    exitCode = code;
  });
  // A reader that has seen enough (`concordat log | head`) closes the pipe; that is no failure.
  io.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT_CODES.OK.code);
    throw error;
  });
  try {
    await program.parseAsync([...argv]);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT_CODES.OK.code;
    return reportError(io, error, argv.includes('--json'));
  }
}
