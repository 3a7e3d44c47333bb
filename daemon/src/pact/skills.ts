import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConcordatError } from '../errors.js';
import { isListOf, isRecord, isText, readJsonFile, replaceFile } from '../node/index.js';
import type { PactQueries } from '../projection/index.js';
import type { Entry, InstalledSkill, Payload, SkillContent, SkillsApi } from './types.js';

/** A fixed line before the content, so that the checksum is of a skill and of nothing else (the OpenPact wire). */
const CHECKSUM_LABEL = 'openpact-skill-content:v1\n';
const SAFE_NAME = /^(?!\.)[A-Za-z0-9._-]{1,200}$/;

const INSTALLED_FIELDS = ['id', 'name', 'version', 'format', 'checksum', 'path', 'installed_at'] as const;
const isInstalled = (value: unknown): value is InstalledSkill[] =>
  isListOf(
    value,
    (skill): skill is InstalledSkill => isRecord(skill) && INSTALLED_FIELDS.every((name) => isText(skill[name])),
  );

/** `sha256:` and the hex digest of the label and the content. */
const skillChecksum = (content: string): string =>
  `sha256:${createHash('sha256').update(CHECKSUM_LABEL).update(content).digest('hex')}`;

/** Throws BAD_SKILL_NAME or SKILL_CHECKSUM_MISMATCH. */
export function checkSkill(payload: Payload): void {
  if (typeof payload.name !== 'string' || !SAFE_NAME.test(payload.name))
    throw new ConcordatError('BAD_SKILL_NAME', `"${String(payload.name).slice(0, 80)}" is not a safe file name`);
  const expected = skillChecksum(String(payload.content));
  if (payload.checksum !== expected)
    throw new ConcordatError(
      'SKILL_CHECKSUM_MISMATCH',
      `the checksum is ${String(payload.checksum).slice(0, 80)}, the content has ${expected}`,
    );
}

/** Skills of a pact, and those that were installed on this node: under the pact's own directory, never elsewhere. */
export class Skills implements SkillsApi {
  readonly #queries: PactQueries;
  readonly #directory: string;
  readonly #index: string;

  constructor(queries: PactQueries, pactDirectory: string) {
    this.#queries = queries;
    this.#directory = join(pactDirectory, 'skills');
    this.#index = join(this.#directory, 'installed.json');
  }

  #read(): InstalledSkill[] {
    return readJsonFile(this.#index, isInstalled) ?? [];
  }

  content(id: string): SkillContent {
    const json = this.#queries.entry(id, Date.now());
    const entry = json && (JSON.parse(json.text) as Entry);
    if (entry?.type !== 'skill') throw new ConcordatError('NOT_FOUND', `there is no skill ${id}`);
    checkSkill(entry.payload);
    const { name, version, format, checksum, content } = entry.payload as unknown as SkillContent;
    return { id, agent_id: entry.agent_id, name, version, format, checksum, content };
  }

  installed(): InstalledSkill[] {
    const skills = this.#read();
    for (const skill of skills) {
      const content = readOrNull(skill.path);
      if (content === null || skillChecksum(content) !== skill.checksum) {
        throw new ConcordatError(
          'SKILL_CHECKSUM_MISMATCH',
          `${skill.path} was changed or deleted after it was installed; install ${skill.id} again`,
          { id: skill.id },
        );
      }
    }
    return skills;
  }

  /** Writes the checked content and notes it. Installing again replaces the file. */
  install(id: string): InstalledSkill {
    const skill = this.content(id);
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    const path = join(this.#directory, `${skill.name}@${id}.md`);
    replaceFile(path, skill.content);
    const { name, version, format, checksum } = skill;
    const installed: InstalledSkill = {
      id,
      name,
      version,
      format,
      checksum,
      path,
      installed_at: new Date().toISOString(),
    };
    replaceFile(
      this.#index,
      `${JSON.stringify([...this.#read().filter((other) => other.id !== id), installed], null, 2)}\n`,
    );
    return installed;
  }
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
