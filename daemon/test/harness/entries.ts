import { createHash } from 'node:crypto';

/** An entry to post: the route under a pact, the body, and the payload that must come back. */
export interface Draft {
  type: 'knowledge' | 'task' | 'skill' | 'message';
  path: '/knowledge' | '/tasks' | '/skills' | '/messages';
  body: Record<string, unknown>;
  /** Fields of the payload that the answer must carry unchanged. */
  payload: Record<string, unknown>;
}

/** The label line that a skill's checksum starts with; from the OpenPact wire. */
const SKILL_LABEL = 'openpact-skill-content:v1\n';

/** `sha256:` and the checksum of a skill's content. */
export const skillChecksum = (content: string): string =>
  `sha256:${createHash('sha256').update(SKILL_LABEL).update(content).digest('hex')}`;

/** An entry without what each node says of it for itself. */
export const agreed = <T extends object>(entry: T): Omit<T, 'trust' | 'confirmed'> => {
  const { trust: _trust, confirmed: _confirmed, ...rest } = entry as T & { trust?: unknown; confirmed?: unknown };
  return rest;
};

/** A draft of each kind; `mark` is unique and stands in the payload. */
export const DRAFTS: Record<Draft['type'], (mark: string) => Draft> = {
  knowledge: (mark) => {
    const body = { topic: `topic ${mark.length % 7}`, content: `what we know: ${mark}`, source: 'a test' };
    return { type: 'knowledge', path: '/knowledge', body, payload: body };
  },
  task: (mark) => {
    const body = { title: `do ${mark}`, description: `in detail: ${mark}` };
    return { type: 'task', path: '/tasks', body, payload: body };
  },
  skill: (mark) => {
    const content = `# a skill\n${mark}\n`;
    const body = {
      name: `skill-${mark}`,
      version: '1.0.0',
      description: 'made by a test',
      format: 'generic',
      content,
      checksum: skillChecksum(content),
    };
    return { type: 'skill', path: '/skills', body, payload: body };
  },
  message: (mark) => {
    const body = { content: `hello ${mark}`, priority: 'normal' };
    return { type: 'message', path: '/messages', body, payload: body };
  },
};

/** The kinds, in the contract's order. */
export const KINDS = Object.keys(DRAFTS) as Draft['type'][];

/** Position of an entry or event in its author's log: the number after the dash of its id. */
export const positionOf = (id: string): number => Number(id.slice(id.indexOf('-') + 1));
