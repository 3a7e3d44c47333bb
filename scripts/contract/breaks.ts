/**
 * What of the contract would break a client of an earlier one. A request may only ask for less and an answer only say more; this is a
 * comparison of structure that needs nothing but the two documents, so it runs everywhere and names each place.
 */
import {
  type ContractDocument,
  deref,
  type Operation,
  operationsOf,
  type Schema,
} from '../../daemon/src/contract/document.js';

/** One thing that a client could rely on and no longer can. */
export interface Break {
  /** Where: `Task.title` for a schema of the contract, `claimTask query wait` for a part of an operation, `claimTask` for all of it. */
  readonly place: string;
  /** What happened to it, as a sentence without the place. */
  readonly what: string;
  /** Ids of the operations that it touches. */
  readonly operations: ReadonlySet<string>;
}

/** Who sends the value: what the caller sends may be asked less strictly, what the daemon sends may be said more exactly. */
type Sender = 'caller' | 'daemon';

interface Side {
  readonly doc: ContractDocument;
  readonly schema: Schema;
}

/** A schema with its reference followed and its `allOf` merged. */
type Merged = Omit<Schema, '$ref' | 'allOf'>;

const SCOPES = ['none', 'read', 'write', 'operator'];

/** Limits by the way in which they get stricter. */
const LOWER_LIMITS = ['minLength', 'minimum', 'minItems', 'minProperties'] as const;
const UPPER_LIMITS = ['maxLength', 'maximum', 'maxItems'] as const;

const nameOf = ({ $ref }: Schema): string | undefined => $ref?.split('/').at(-1);

const merged = ({ doc, schema }: Side): Merged => {
  const own = deref<Schema>(doc, schema);
  return (own.allOf ?? []).reduce<Merged>((sum, part) => {
    const next = merged({ doc, schema: part });
    return {
      ...sum,
      ...next,
      properties: { ...sum.properties, ...next.properties },
      required: [...(sum.required ?? []), ...(next.required ?? [])],
    };
  }, own);
};

const partsOf = (doc: ContractDocument, schema: Schema): readonly Schema[] => deref(doc, schema).allOf ?? [];

/** JSON types that a schema lets through; undefined when it says nothing about it. */
const typesOf = ({ type, ...schema }: Merged): string[] | undefined => {
  if (type !== undefined) return [type].flat() as string[];
  const values = valuesOf(schema);
  return values && [...new Set(values.map((value) => (value === null ? 'null' : typeof value)))];
};

const valuesOf = (schema: Merged): readonly unknown[] | undefined =>
  schema.const === undefined ? schema.enum : [schema.const];

const without = <T>(all: readonly T[], gone: readonly T[]): T[] => all.filter((one) => !gone.includes(one));

const list = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join(', ');

class Comparison {
  readonly #breaks = new Map<string, { place: string; what: string; operations: Set<string> }>();
  readonly #grows: ReadonlySet<string>;
  /** Pairs of named schemas that the current operation has been through: schemas may hold themselves. */
  #seen = new Set<string>();

  constructor(
    readonly before: ContractDocument,
    readonly after: ContractDocument,
  ) {
    this.#grows = new Set(before['x-open-enums']);
  }

  run(): Break[] {
    const now = new Map(operationsOf(this.after).map((operation) => [addressOf(operation), operation]));
    for (const old of operationsOf(this.before)) {
      this.#seen = new Set();
      const next = now.get(addressOf(old));
      if (next) this.#operation(old, next);
      else this.#found(old.id, `${old.method} ${old.path} is gone`, old.id);
    }
    this.#errorCodes();
    return [...this.#breaks.values()];
  }

  #found(place: string, what: string, operation: string): void {
    const known = this.#breaks.get(`${place}: ${what}`) ?? { place, what, operations: new Set<string>() };
    known.operations.add(operation);
    this.#breaks.set(`${place}: ${what}`, known);
  }

  /** A code that programs compare with may never go, although a client that does not see it any more would not notice. */
  #errorCodes(): void {
    const codes = (doc: ContractDocument): readonly unknown[] => doc.components.schemas.ErrorCode?.enum ?? [];
    for (const code of without(codes(this.before), codes(this.after)))
      this.#found(`ErrorCode.${String(code)}`, 'the error code is gone', 'every operation');
  }

  #operation(old: Operation, next: Operation): void {
    const found = (part: string, what: string): void => this.#found(`${old.id}${part}`, what, old.id);
    if (next.id !== old.id) found('', `the operation is called ${next.id} now`);
    if (SCOPES.indexOf(next.scope) > SCOPES.indexOf(old.scope)) found('', `it needs the scope ${next.scope} now`);
    this.#parameters(old, next);
    this.#body(old, next);
    for (const [status, was] of old.responses) {
      const is = next.responses.get(status);
      if (was && is && was.mediaType === is.mediaType)
        this.#schema(was.schema, is.schema, 'daemon', `${old.id} ${status}`, old.id);
      else if (was && is !== undefined) found(` ${status}`, `it is no longer ${was.mediaType}`);
    }
    // An error that no longer happens harms nobody, and every client has to expect errors that it does not know.
    for (const status of without(successes(old), successes(next))) found(` ${status}`, 'the answer is gone');
    for (const status of without(successes(next), successes(old))) found(` ${status}`, 'the answer is new');
  }

  #parameters(old: Operation, next: Operation): void {
    const keyOf = ({ in: where, name }: Operation['parameters'][number]): string =>
      `${where} ${where === 'header' ? name.toLowerCase() : name}`;
    const now = new Map(next.parameters.map((parameter) => [keyOf(parameter), parameter]));
    for (const parameter of old.parameters) {
      const place = `${old.id} ${keyOf(parameter)}`;
      const is = now.get(keyOf(parameter));
      now.delete(keyOf(parameter));
      if (!is) this.#found(place, 'the parameter is gone', old.id);
      else {
        if (is.required && !parameter.required) this.#found(place, 'the parameter is required now', old.id);
        this.#schema(parameter.schema, is.schema, 'caller', place, old.id);
      }
    }
    for (const [key, { required }] of now)
      if (required) this.#found(`${old.id} ${key}`, 'the parameter is new and required', old.id);
  }

  #body(old: Operation, next: Operation): void {
    const place = `${old.id} body`;
    if (next.body?.required && !old.body?.required) this.#found(place, 'the body is required now', old.id);
    if (!old.body) return;
    if (next.body) this.#schema(old.body.schema, next.body.schema, 'caller', place, old.id);
    else this.#found(place, 'the operation takes no body any more', old.id);
  }

  #schema(before: Schema, after: Schema, sender: Sender, at: string, operation: string): void {
    const name = nameOf(before);
    const pair = `${sender} ${name} ${nameOf(after)}`;
    if (name !== undefined && this.#seen.has(pair)) return;
    if (name !== undefined) this.#seen.add(pair);
    // A named schema is one place, however many operations use it.
    const place = name ?? at;
    const found = (what: string, part = ''): void => this.#found(`${place}${part}`, what, operation);
    const [oldParts, newParts] = [partsOf(this.before, before), partsOf(this.after, after)];
    if (oldParts.length > 0 && list(oldParts.map(nameOf)) === list(newParts.map(nameOf))) {
      for (const [index, part] of oldParts.entries()) this.#schema(part, newParts[index]!, sender, place, operation);
      return;
    }
    const was = merged({ doc: this.before, schema: before });
    const is = merged({ doc: this.after, schema: after });
    this.#values(was, is, sender, name, found);
    limits(was, is, sender, found);
    this.#properties(was, is, sender, place, operation);
    if (was.items && is.items) this.#schema(was.items, is.items, sender, `${place}[]`, operation);
    this.#branches(was, is, sender, place, operation);
  }

  #values(was: Merged, is: Merged, sender: Sender, name: string | undefined, found: (what: string) => void): void {
    const [oldTypes, newTypes] = [typesOf(was), typesOf(is)];
    if (sender === 'caller') {
      const refused = newTypes ? without(oldTypes ?? ['anything'], widened(newTypes)) : [];
      if (refused.length > 0) found(`it may no longer be ${refused.join(' or ')}`);
    } else if (oldTypes) {
      const unforeseen = newTypes ? without(newTypes, widened(oldTypes)) : ['anything'];
      if (unforeseen.length > 0) found(`it may be ${unforeseen.join(' or ')} now`);
    }
    const [oldValues, newValues] = [valuesOf(was), valuesOf(is)];
    if (sender === 'caller' && newValues) {
      if (!oldValues) found(`it must be one of ${list(newValues)} now`);
      else if (without(oldValues, newValues).length > 0)
        found(`it may no longer be ${list(without(oldValues, newValues))}`);
    }
    if (sender === 'daemon' && oldValues && !(name !== undefined && this.#grows.has(name))) {
      if (!newValues) found('it may be any value now');
      else if (without(newValues, oldValues).length > 0)
        found(`it may be ${list(without(newValues, oldValues))} now, which no client knows`);
    }
  }

  #properties(was: Merged, is: Merged, sender: Sender, place: string, operation: string): void {
    const found = (property: string, what: string): void => this.#found(`${place}.${property}`, what, operation);
    const [required, needed] = [was.required ?? [], is.required ?? []];
    for (const [property, schema] of Object.entries(was.properties ?? {})) {
      const now = is.properties?.[property];
      if (!now) {
        found(property, 'the field is gone');
        continue;
      }
      if (sender === 'daemon' && required.includes(property) && !needed.includes(property))
        found(property, 'the field may be missing now');
      if (sender === 'caller' && !required.includes(property) && needed.includes(property))
        found(property, 'the field is required now');
      this.#schema(schema, now, sender, `${place}.${property}`, operation);
    }
    if (sender === 'daemon') return;
    for (const property of without(needed, Object.keys(was.properties ?? {})))
      if (!required.includes(property)) found(property, 'the field is new and required');
    if (was.additionalProperties !== false && is.additionalProperties === false && was.properties)
      this.#found(place, 'further fields are refused now', operation);
  }

  /** Branches are told apart by what they name: a reference, or the fields they ask for. */
  #branches(was: Merged, is: Merged, sender: Sender, place: string, operation: string): void {
    const byKey = (branches: readonly Schema[] | undefined): Map<string, Schema> =>
      new Map((branches ?? []).map((branch) => [nameOf(branch) ?? JSON.stringify(branch), branch]));
    const [old, next] = [byKey(was.oneOf), byKey(is.oneOf)];
    const [gone, added] = [without([...old.keys()], [...next.keys()]), without([...next.keys()], [...old.keys()])];
    if (sender === 'caller' && next.size > 0)
      for (const branch of old.size > 0 ? gone : ['anything'])
        this.#found(place, `it may no longer be ${branch}`, operation);
    if (sender === 'daemon' && old.size > 0)
      for (const branch of next.size > 0 ? added : ['anything'])
        this.#found(place, `it may be ${branch} now`, operation);
    for (const [key, branch] of old) {
      const now = next.get(key);
      if (now) this.#schema(branch, now, sender, place, operation);
    }
  }
}

/** Whoever takes numbers takes integers. */
const widened = (types: readonly string[]): string[] => (types.includes('number') ? [...types, 'integer'] : [...types]);

const limits = (was: Merged, is: Merged, sender: Sender, found: (what: string) => void): void => {
  // What binds the caller must not get stricter; what binds the daemon must not get looser.
  const [loose, strict] = sender === 'caller' ? [was, is] : [is, was];
  for (const limit of LOWER_LIMITS)
    if ((strict[limit] ?? -Infinity) > (loose[limit] ?? -Infinity))
      found(`${limit} was ${was[limit] ?? 'not set'} and is ${is[limit] ?? 'not set'}`);
  for (const limit of UPPER_LIMITS)
    if ((strict[limit] ?? Infinity) < (loose[limit] ?? Infinity))
      found(`${limit} was ${was[limit] ?? 'not set'} and is ${is[limit] ?? 'not set'}`);
  // Whether one pattern lets through all that another does cannot be told, so a change counts.
  if (strict.pattern !== undefined && strict.pattern !== loose.pattern)
    found(`the pattern was ${was.pattern ?? 'not set'} and is ${is.pattern ?? 'not set'}`);
  if (sender === 'caller' && was.default !== undefined && list([was.default]) !== list([is.default]))
    found(
      `left out it meant ${list([was.default])} and means ${is.default === undefined ? 'nothing' : list([is.default])}`,
    );
};

const successes = ({ responses }: Operation): number[] => [...responses.keys()].filter((status) => status < 400);

/** The names of path parameters are the contract's own; no client sends them. */
const addressOf = ({ method, path }: Operation): string => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`;

/** Everything in `after` that a client of `before` cannot live with, in the order of the contract. */
export const breaksBetween = (before: ContractDocument, after: ContractDocument): Break[] =>
  new Comparison(before, after).run();

/** Heading of the changelog, below the version, under which breaking changes are announced. */
export const BREAKING_HEADING = '### Breaking changes of the API';

/** What the changelog announces for the coming release: every text in backticks below {@link BREAKING_HEADING}. */
export const announced = (changelog: string): ReadonlySet<string> => {
  const unreleased = changelog.split(/^## /m).find((section) => section.startsWith('[Unreleased]')) ?? '';
  const section = unreleased.split(/^(?=### )/m).find((part) => part.startsWith(`${BREAKING_HEADING}\n`)) ?? '';
  return new Set([...section.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''));
};

/** The breaks whose place the changelog does not name. */
export const unannounced = (breaks: readonly Break[], changelog: string): Break[] => {
  const places = announced(changelog);
  return breaks.filter(({ place }) => !places.has(place));
};
