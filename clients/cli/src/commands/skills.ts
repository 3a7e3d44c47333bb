import { readFileSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { type Cli, type Context, examples } from '../context.js';
import { usageError } from '../failure.js';
import { relativeTime, summary } from '../output.js';
import { wholeNumber } from '../values.js';
import { firmness } from './entries.js';

type Format = 'openclaw' | 'langchain' | 'generic';

const FORMATS: readonly Format[] = ['openclaw', 'langchain', 'generic'];

interface ShareOptions {
  name?: string;
  skillVersion: string;
  format: Format;
  description?: string;
  requiresApproval?: boolean;
}

/** `skill share|list|install`. */
export function registerSkills(program: Command, { action }: Cli): void {
  const skill = program
    .command('skill')
    .helpCommand(false)
    .description('share instructions for agents, and install them');

  examples(
    skill
      .command('share')
      .description('share a skill with the group')
      .argument('<file>', 'file with its content; - reads it from stdin')
      .option('--name <name>', 'its name, a safe file name (default: made from the file name)')
      .option('--skill-version <version>', 'its version', '1.0.0')
      .addOption(new Option('--format <format>', 'whom it is written for').choices(FORMATS).default('generic'))
      .option('--description <text>', 'what it is good for')
      .option('--requires-approval', 'a person has to agree before it is installed'),
    ['concordat skill share release-notes.md', 'concordat skill share - --name release-notes < notes.md'],
  ).action(action(share));

  examples(
    skill
      .command('list')
      .description('list the skills of the group, or those installed here')
      .addOption(new Option('--format <format>', 'only skills in this format').choices(FORMATS))
      .option('--installed', 'those on this machine')
      .option('-n, --limit <number>', 'how many', wholeNumber('--limit', 1, 1_000), 50),
    ['concordat skill list', 'concordat skill list --installed'],
  ).action(action(list));

  examples(
    skill
      .command('install')
      .description('write a skill to this machine after checking it; nothing is run')
      .argument('<id>', 'entry id of the skill')
      .option('-y, --yes', 'agree to a skill that requires approval'),
    ['concordat skill install 8f0c1d6d-42'],
  ).action(action(install));
}

async function share(context: Context, file: string, options: ShareOptions): Promise<void> {
  const { out } = context;
  const name = options.name ?? nameOf(file);
  const content = file === '-' ? await out.contents('-') : read(file);
  const pact = await context.pact();
  const entry = await out.progress(
    'sharing the skill',
    pact.shareSkill({
      name,
      version: options.skillVersion,
      format: options.format,
      content,
      ...(options.description === undefined ? {} : { description: options.description }),
      ...(options.requiresApproval ? { requires_approval: true } : {}),
    }),
  );
  await out.answer(entry, () => `shared ${name} ${options.skillVersion} as ${entry.id} (${firmness(entry)})`);
}

/** `SKILL.md` is called after its folder, as that is what tells one such file from another. */
function nameOf(file: string): string {
  if (file === '-') throw usageError('a skill from stdin needs a name', 'add --name <name>');
  const path = resolve(file);
  const name = basename(path, extname(path));
  return name === 'SKILL' ? basename(dirname(path)) : name;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw usageError(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code})`,
      'give the path of a text file',
    );
  }
}

async function list(context: Context, options: { format?: Format; installed?: boolean; limit: number }): Promise<void> {
  const { out } = context;
  const pact = await context.pact();
  if (options.installed) {
    const installed = await out.progress('reading the skills', pact.installedSkills());
    return out.answer(installed, () => {
      if (installed.length === 0) return 'no skill is installed: install one with "concordat skill install <id>"';
      return out.table(
        ['name', 'version', 'format', 'installed', 'path'],
        installed.map((skill) => [
          skill.name,
          skill.version,
          skill.format,
          relativeTime(skill.installed_at),
          skill.path,
        ]),
      );
    });
  }
  const page = await out.progress(
    'reading the skills',
    pact.skills({ limit: options.limit, ...(options.format === undefined ? {} : { format: options.format }) }),
  );
  await out.answer(page, () => {
    if (page.entries.length === 0) return 'no skills yet: share one with "concordat skill share <file>"';
    return out.table(
      ['id', 'name', 'version', 'format', 'shared by', 'when', 'about'],
      page.entries.map(({ id, payload, display_name, agent_id, timestamp }) => [
        id,
        String(payload.name),
        String(payload.version),
        String(payload.format),
        display_name ?? agent_id,
        relativeTime(timestamp),
        summary(String(payload.description ?? '')),
      ]),
    );
  });
}

async function install(context: Context, id: string, options: { yes?: boolean }): Promise<void> {
  const { out } = context;
  const pact = await context.pact();
  const { payload, agent_id } = await out.progress('reading the skill', pact.entry(id));
  if (payload.requires_approval === true) {
    const what = `install ${String(payload.name)} ${String(payload.version)} by ${agent_id}`;
    if (!(await out.confirm(what, options.yes))) return;
  }
  const answer = await out.progress('installing', pact.installSkill(id));
  await out.answer(answer, () => `installed ${String(payload.name)} ${String(payload.version)} in ${answer.path}`);
}
