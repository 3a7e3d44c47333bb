import { homedir, platform } from 'node:os';
import { join, resolve } from 'node:path';
import { Argument, type Command, Option } from 'commander';
import { type Cli, type Context, examples } from '../context.js';
import { usageError } from '../failure.js';
import { printableBlock } from '../output.js';
import { type Plan, planRemoval, planSetup, type Target } from '../setup/plan.js';
import { serverCommand } from '../setup/server.js';
import { type Machine, type ServerCommand, type Tool, type ToolName, type ToolScope, TOOLS } from '../setup/tools.js';

interface SetupOptions {
  scope: ToolScope;
  remove?: boolean;
  dryRun?: boolean;
  npx?: boolean;
  yes?: boolean;
}

/** `setup`. */
export function registerSetup(program: Command, { action }: Cli): void {
  examples(
    program
      .command('setup')
      .description('add the MCP server of Concordat to the configuration of a tool, or take it out again')
      .addArgument(new Argument('<tool>', 'the tool').choices(Object.keys(TOOLS)))
      .addOption(
        new Option('--scope <scope>', 'your own configuration, or that of the project in the current folder')
          .choices(['user', 'project'])
          .default('user'),
      )
      .option('--remove', 'put the file back as it was; if it changed since, take out the server alone')
      .option('--dry-run', 'show the difference and change nothing')
      .option('--npx', 'start the server through npx, also from a clone')
      .option('-y, --yes', 'do not ask'),
    ['concordat setup claude-code', 'concordat setup cursor --scope project --yes', 'concordat setup codex --remove'],
  ).action(action(setup));
}

async function setup(context: Context, name: ToolName, options: SetupOptions): Promise<void> {
  const { out, flags } = context;
  const tool: Tool = TOOLS[name];
  if (flags.tokenFile !== undefined)
    throw usageError(
      'a token is never written into a configuration',
      'the MCP server takes it from daemon.json, or from CONCORDAT_TOKEN in its environment',
    );
  if (tool.file[options.scope] === undefined)
    throw usageError(`${tool.title} has no configuration for a project`, 'leave out --scope');
  const target = targetOf(context, tool, options.scope);
  const plan = options.remove ? planRemoval(target) : planSetup(target, serverOf(context, options));
  const applied = await applyPlan(context, plan, options);
  const { path, changes, diff } = plan;
  await out.answer({ tool: name, scope: options.scope, path, changes, applied, diff }, () => {
    if (!changes) return options.remove ? `nothing of Concordat is in ${path}` : `${path} is as it should be`;
    if (!applied) return `${path} was not changed`;
    return options.remove ? `took Concordat out of ${path}` : `wrote ${path}; ${tool.next_step}`;
  });
}

/** Shows the difference, asks where somebody can be asked, and makes the change. */
async function applyPlan({ out }: Context, plan: Plan, { yes, dryRun }: SetupOptions): Promise<boolean> {
  if (!plan.changes) return false;
  out.note(printableBlock(plan.diff).trimEnd());
  if (dryRun) return false;
  if (!yes && !out.interactive) {
    out.note('add --yes to make this change');
    return false;
  }
  if (!(await out.confirm(`change ${plan.path} like this`, yes))) return false;
  plan.apply();
  return true;
}

function targetOf({ dataDir }: Context, tool: Tool, scope: ToolScope): Target {
  const machine: Machine = { home: homedir(), project: process.cwd(), platform: platform(), env: process.env };
  return { tool, scope, machine, dataDir };
}

/** A tool with a window does not inherit the environment of this shell, so what differs from the defaults is written down. */
function serverOf({ flags, dataDir }: Context, { scope, npx }: SetupOptions): ServerCommand {
  const named = flags.dataDir !== undefined || scope === 'user';
  const unusual = named && dataDir !== resolve(join(homedir(), '.concordat'));
  return serverCommand({
    scope,
    npx: npx === true,
    platform: platform(),
    flags: [
      ...(unusual ? ['--data-dir', dataDir] : []),
      ...(flags.url === undefined ? [] : ['--url', flags.url]),
      ...(flags.pact === undefined ? [] : ['--pact', flags.pact]),
    ],
  });
}
