/** The resources: a pact, its newest entries and tasks, and each of them by id, under `pact://<alias or id>`. */
import type { ConcordatClient, LiveEvent } from '@concordat/client';
import { quote } from './quoting.js';
import { refusal } from './tools.js';

/** Rows of the resources that are lists. */
const LIST_ROWS = 50;

const KINDS = {
  entries: { title: 'Newest entries', one: 'An entry', path: '/v1/pacts/{pactId}/entries' },
  tasks: { title: 'Newest tasks', one: 'A task with its history', path: '/v1/pacts/{pactId}/tasks' },
} as const;

type Kind = keyof typeof KINDS;

const MIME_TYPE = 'text/plain';

/** A resource as `resources/list` shows it. */
export interface Resource {
  [key: string]: unknown;
  uri: string;
  name: string;
  title: string;
  mimeType: string;
}

/** What `resources/templates/list` answers. */
export const resourceTemplates = [
  { uriTemplate: 'pact://{pact}', name: 'pact', title: 'State of a pact', mimeType: MIME_TYPE },
  ...Object.entries(KINDS).flatMap(([kind, { title, one }]) => [
    { uriTemplate: `pact://{pact}/${kind}`, name: kind, title, mimeType: MIME_TYPE },
    { uriTemplate: `pact://{pact}/${kind}/{id}`, name: `${kind}-by-id`, title: one, mimeType: MIME_TYPE },
  ]),
];

/** The lists of every pact of the node, the current pact first. */
export const listResources = async (client: ConcordatClient): Promise<Resource[]> => {
  const { pacts } = await client.pacts();
  return pacts
    .toSorted((a, b) => Number(b.is_current) - Number(a.is_current))
    .flatMap(({ alias }) => [
      { uri: `pact://${alias}`, name: alias, title: `State of ${alias}`, mimeType: MIME_TYPE },
      ...Object.entries(KINDS).map(([kind, { title }]) => ({
        uri: `pact://${alias}/${kind}`,
        name: `${alias}/${kind}`,
        title: `${title} of ${alias}`,
        mimeType: MIME_TYPE,
      })),
    ]);
};

const URI = /^pact:\/\/([A-Za-z0-9][A-Za-z0-9._-]{0,63})(?:\/(entries|tasks)(?:\/([0-9a-f]{8}-[0-9]{1,12}))?)?$/;

/** Is it the address of something that can exist? */
export const isResourceUri = (uri: string): boolean => URI.test(uri);

/** Reads a resource as quoted text. Throws what the daemon refuses, and NOT_FOUND for an address that is none. */
export const readResource = async (
  client: ConcordatClient,
  uri: string,
  signal: AbortSignal | undefined,
): Promise<string> => {
  const [, pact, kind, id] = URI.exec(uri) ?? [];
  if (pact === undefined)
    throw refusal('NOT_FOUND', `there is no resource "${uri.slice(0, 200)}"`, 'see resources/templates/list', 404);
  const path = { pactId: pact, ...(id === undefined ? {} : { id }) };
  const base = kind === undefined ? '/v1/pacts/{pactId}/status' : KINDS[kind as Kind].path;
  const query = kind !== undefined && id === undefined ? { limit: LIST_ROWS } : {};
  const answer = await client.request('get', id === undefined ? base : `${base}/{id}`, {
    path,
    query,
    ...(signal ? { signal } : {}),
  });
  return quote(answer as Record<string, unknown>);
};

/** The resources that an event of the arrival feed changes, under the alias and under the id of the pact. */
export const changedBy = ({ event, data }: LiveEvent): string[] => {
  const lists = { entries: data.id, tasks: data.task?.id ?? (data.type === 'task' ? data.id : undefined) };
  const rows = Object.entries(lists).flatMap(([kind, id]) => (id === undefined ? [] : [`/${kind}`, `/${kind}/${id}`]));
  const changed = event === 'lagged' ? ['', '/entries', '/tasks'] : ['', ...rows];
  return [data.alias, data.pactId].flatMap((pact) => changed.map((rest) => `pact://${pact}${rest}`));
};
