/** Words that software teams write, made up for this set. Only regular inflections, so that a form says nothing that its stem does not. */

const pairs = (text: string): [string, string][] =>
  text
    .trim()
    .split(/\s*,\s*/)
    .map((pair) => pair.split(' ') as [string, string]);

/** What something is about: a word that says which, and a noun. */
export const PARTS = pairs(`
  invite token, search index, commit queue, lease timer, event stream, retry budget, session cookie, upload buffer, billing report,
  export job, login form, payment webhook, image cache, audit log, message broker, feature flag, rate limiter, config loader,
  schema migration, health probe, backup archive, mail template, theme editor, access role, release pipeline, staging cluster,
  crash handler, parser table, vector store, peer address, proxy header, thread pool, cursor page, cron schedule, metric counter,
  test fixture, docker image, license check, shard router, avatar picker`);

/** What it does wrong: a verb and what it does it to. */
export const FAULTS = pairs(`
  drop connection, leak descriptor, reject signature, skip record, reorder event, duplicate invoice, truncate filename, block thread,
  ignore timezone, corrupt checksum, exhaust memory, flood console, repeat request, delay shutdown, return placeholder, shadow variable,
  overflow integer, mask error, exceed quota, trigger alarm, revert setting, miss heartbeat, confuse encoding, strip whitespace,
  accept password, forget selection, crash browser, double charge, expire certificate, print secret`);

/** When it does: two nouns. */
export const CAUSES = pairs(`
  clock skew, full disk, slow network, stale replica, empty payload, parallel deploy, missing permission, nested folder, unicode surname,
  daylight saving, expired domain, cold start, large attachment, broken symlink, partial outage, duplicate key, leap second, trailing slash,
  zero balance, virtual machine, mobile client, legacy endpoint, french locale, corporate firewall, weekend traffic, read replica`);

/** What helps: a verb and a noun. */
export const CURES = pairs(`
  restart worker, rotate credential, raise threshold, pin dependency, flush buffer, rebuild snapshot, disable plugin, shorten interval,
  validate input, compress payload, split batch, prewarm pool, patch driver, rename column, isolate tenant, throttle consumer, upgrade kernel,
  normalize path, seed generator, widen column, detach volume, encode parameter, batch update, warm replica`);

/** Words that questions have and the entries about it have not. */
export const CHATTER = pairs(
  'how prevent, what happens, anyone know, strange behaviour, please explain, still unclear, best practice',
);

/** Plural of a noun, or what he, she or it does: `queues`, `drops`, `misses`. */
export const withS = (noun: string): string =>
  /(s|x|z|ch|sh)$/.test(noun) ? `${noun}es` : /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;

const DOUBLED = /^(drop|skip|strip|split|pin|flag)$/;
const stemOf = (verb: string): string => (DOUBLED.test(verb) ? verb + verb.at(-1) : verb.replace(/e$/, ''));

/** `dropping`. */
export const gerund = (verb: string): string => `${stemOf(verb)}ing`;
/** `dropped`. */
export const past = (verb: string): string =>
  /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ied` : `${stemOf(verb)}ed`;
