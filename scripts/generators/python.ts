/** From openapi.yaml and the registry of errors: the models, operations, error classes and tools of the Python client. */
import {
  type ContractDocument,
  contract,
  type Operation,
  operationsOf,
  type Schema,
} from '../../daemon/src/contract/document.js';
import { ERRORS } from '../../daemon/src/errors.js';
import { BANNER, type Outputs } from './output.js';
import { toolsModule } from './python-tools.js';
import { type Argument, isNullable, literal, type Method, pascal, PythonTypes, quoted, snake } from './python-types.js';

const FOLDER = 'clients/python/src/concordat/generated';

const errorClass = (code: string): string => `${pascal(code.toLowerCase()).replace(/Error$/, '')}Error`;

const isError = (schema: Schema): boolean => schema.$ref === '#/components/schemas/Error';

/** The name that the contract gives an answer which several operations share. */
const sharedName = (doc: ContractDocument, schema: Schema): string | undefined => {
  const responses = (doc.components as { responses?: Record<string, { content?: Record<string, { schema: Schema }> }> })
    .responses;
  return Object.entries(responses ?? {}).find(([, response]) =>
    Object.values(response.content ?? {}).some((media) => media.schema === schema),
  )?.[0];
};

const argumentsOf = (types: PythonTypes, operation: Operation, body: Schema | undefined): Argument[] => {
  const argument = (
    field: string,
    place: Argument['place'],
    required: boolean,
    given: Schema,
    why?: string,
  ): Argument => {
    const { schema } = types.resolve(given);
    const canBeNull =
      place === 'body' &&
      !required &&
      (isNullable(schema) || (schema.type ?? schema.const ?? schema.enum) === undefined);
    return {
      name: snake(field),
      field,
      place,
      required,
      schema,
      annotation: types.annotation(given, pascal(operation.id) + pascal(field), 'argument'),
      description: why ?? given.description ?? schema.description,
      canBeNull,
    };
  };
  const inRequest = operation.parameters
    .filter(({ name }) => name !== 'pactId')
    .map((one) => argument(one.name, one.in, one.required ?? false, one.schema, one.description));
  const inBody = Object.entries(body?.properties ?? {})
    .filter(([field]) => field !== 'confirm')
    .map(([field, schema]) => argument(field, 'body', body?.required?.includes(field) ?? false, schema));
  const all = [...inRequest, ...inBody];
  return [...all.filter(({ required }) => required), ...all.filter(({ required }) => !required)];
};

/** A confirmation is `true`, or the name of what is meant: the body's other field, else what the path names. */
const confirmOf = (types: PythonTypes, body: Schema | undefined, given: readonly Argument[]): string | undefined => {
  const confirm = body?.properties?.confirm;
  if (!confirm) return undefined;
  if (types.resolve(confirm).schema.const === true) return 'True';
  const named = given.find(({ place }) => place === 'body') ?? given.findLast(({ place }) => place === 'path');
  return named?.name ?? 'self.ref';
};

/** All operations that answer once; the stream of events is written by hand. */
const methodsOf = (doc: ContractDocument, types: PythonTypes): Method[] =>
  operationsOf(doc)
    .filter(({ responses }) => responses.get(200)?.mediaType !== 'text/event-stream')
    .map((operation) => {
      const body = operation.body ? types.resolve(operation.body.schema).schema : undefined;
      const given = argumentsOf(types, operation, body);
      const answers = [...operation.responses.values()].filter((answer) => answer !== null && !isError(answer.schema));
      const annotations = answers.map((answer) =>
        types.annotation(
          answer?.schema ?? {},
          sharedName(doc, answer?.schema ?? {}) ?? `${pascal(operation.id)}Answer`,
        ),
      );
      const page = types.resolve(answers[0]?.schema ?? {}).schema.properties;
      const isPaged = operation.parameters.some(({ name }) => name === 'cursor');
      return {
        operation,
        name: snake(operation.id),
        arguments: given,
        open: body?.additionalProperties === true,
        ofPact: operation.path.includes('{pactId}'),
        confirm: confirmOf(types, body, given),
        answer: [...new Set(annotations)].join(' | '),
        row: isPaged && page?.entries?.items ? types.annotation(page.entries.items, '') : undefined,
      };
    });

const signature = (method: Method, without: readonly string[] = []): string => {
  const positional = method.arguments.filter(({ place }) => place === 'path');
  const keywords = method.arguments.filter(({ place, name }) => place !== 'path' && !without.includes(name));
  const keyword = (one: Argument): string => {
    if (one.required) return `${one.name}: ${one.annotation}`;
    if (one.canBeNull) return `${one.name}: ${one.annotation} | NotGiven = NOT_GIVEN`;
    return `${one.name}: ${one.annotation} | None = None`;
  };
  const parts = ['self', ...positional.map(({ name, annotation }) => `${name}: ${annotation}`)];
  if (keywords.length > 0 || method.open) parts.push('*', ...keywords.map(keyword));
  if (method.open) parts.push('extra: Mapping[str, Json] | None = None');
  return parts.join(', ');
};

const sentence = (text: string): string => (/[.!?:]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

const docstring = (doc: ContractDocument, method: Method, first: string, without: readonly string[] = []): string[] => {
  const everywhere = new Set([...doc['x-codes'].everywhere, ...doc['x-codes'].with_token]);
  const raises = method.operation.codes.filter((code) => !everywhere.has(code)).map(errorClass);
  const args = method.arguments
    .filter(({ name, description }) => description && !without.includes(name))
    .map(({ name, description }) => `    ${name}: ${sentence(description ?? '').replaceAll('\n', ' ')}`);
  if (method.open) args.push('    extra: Further fields of the body.');
  const text = [
    sentence(first),
    ...(method.operation.description ? ['', ...method.operation.description.trim().split('\n')] : []),
    ...(args.length > 0 ? ['', 'Args:', ...args] : []),
    ...(raises.length > 0 ? ['', 'Raises:', ...raises.map((name) => `    ${name}`)] : []),
  ];
  const lines = quoted(text.join('\n')).split('\n');
  if (lines.length === 1) return [`        """${lines[0]}"""`];
  return [
    `        """${lines[0]}`,
    ...lines.slice(1).map((line) => (line === '' ? '' : `        ${line}`)),
    '        """',
  ];
};

const entries = (given: readonly Argument[]): string =>
  given.map(({ field, name }) => `"${field}": ${name}`).join(', ');

const callOf = (method: Method): string => {
  const { operation } = method;
  const at = (place: Argument['place']): Argument[] => method.arguments.filter((one) => one.place === place);
  const path = operation.path.replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => `{segment(${name === 'pactId' ? 'self.ref' : snake(name)})}`,
  );
  const parts = [`"${operation.method}"`, path.includes('{') ? `f"${path}"` : `"${path}"`];
  if (at('query').length > 0) parts.push(`query={${entries(at('query'))}}`);
  if (at('header').length > 0) parts.push(`headers={${entries(at('header'))}}`);
  if (operation.body) {
    const always = entries(at('body').filter(({ required, canBeNull }) => required || canBeNull));
    const sometimes = entries(at('body').filter(({ required, canBeNull }) => !required && !canBeNull));
    const confirm = method.confirm === undefined ? [] : [`"confirm": ${method.confirm}`];
    const fields = [always, ...confirm].filter((text) => text !== '').join(', ');
    const further = [...(sometimes === '' ? [] : [`{${sometimes}}`]), ...(method.open ? ['extra'] : [])];
    parts.push(`body=body_of(${[`{${fields}}`, ...further].join(', ')})`);
  }
  const unusual = [...operation.responses].filter(
    ([status, answer]) => status >= 400 && answer && !isError(answer.schema),
  );
  if (unusual.length > 0) parts.push(`answers=(${unusual.map(([status]) => `${status},`).join(' ')})`);
  return `Call(${parts.join(', ')})`;
};

const methodText = (doc: ContractDocument, method: Method, isAsync: boolean): string => {
  const [define, wait] = isAsync ? ['async def', 'await '] : ['def', ''];
  const lines = [
    `    ${define} ${method.name}(${signature(method)}) -> ${method.answer}:`,
    ...docstring(doc, method, method.operation.summary),
    `        return ${wait}self._send(${callOf(method)})`,
  ];
  if (method.row === undefined) return lines.join('\n');
  const keywords = method.arguments.filter(({ name }) => name !== 'cursor');
  const passed = [...keywords.map(({ name }) => `${name}=${name}`), 'cursor=cursor'].join(', ');
  const rows = isAsync
    ? ['            for row in page["entries"]:', '                yield row']
    : ['            yield from page["entries"]'];
  return [
    ...lines,
    '',
    `    ${define} iter_${method.name.replace(/^list_/, '')}(${signature(method, ['cursor'])}) -> ${isAsync ? 'AsyncIterator' : 'Iterator'}[${method.row}]:`,
    ...docstring(
      doc,
      method,
      `${method.operation.summary}: every row of every page; \`limit\` is the rows asked for at once`,
      ['cursor'],
    ),
    '        cursor: str | None = None',
    '        while True:',
    `            page = ${wait}self.${method.name}(${passed})`,
    ...rows,
    '            cursor = page["cursor"]',
    '            if cursor is None or not page["has_more"]:',
    '                return',
  ].join('\n');
};

const operationsModule = (
  doc: ContractDocument,
  types: PythonTypes,
  methods: readonly Method[],
  isAsync: boolean,
): string => {
  const prefix = isAsync ? 'Async' : '';
  const group = (title: string, what: string, ofPact: boolean, head: readonly string[]): string =>
    [
      `class ${prefix}${title}(ABC):`,
      `    """${what}"""`,
      '',
      ...head,
      '    @abstractmethod',
      `    ${isAsync ? 'async def' : 'def'} _send(self, call: Call[T]) -> T:`,
      '        """Runs one operation and gives its answer."""',
      '',
      methods
        .filter((method) => method.ofPact === ofPact)
        .map((method) => methodText(doc, method, isAsync))
        .join('\n\n'),
    ].join('\n');
  const text = [
    group('NodeOperations', 'The operations of a node, one method each, named by operation id.', false, []),
    group('PactOperations', 'The operations of one pact, one method each, named by operation id.', true, [
      '    ref: str',
      '    """Alias of the pact on the node, or its id (64 hex characters)."""',
      '',
    ]),
  ].join('\n\n\n');
  const used = types.names.filter((name) => new RegExp(`\\b${name}\\b`).test(text));
  const iterator = isAsync ? 'AsyncIterator' : 'Iterator';
  return `# ${BANNER}
"""The operations of the contract, ${isAsync ? 'asynchronous' : 'synchronous'}."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import ${[iterator, 'Mapping', 'Sequence'].toSorted().join(', ')}
from typing import Literal, TypeVar

from .._call import NOT_GIVEN, Call, NotGiven, body_of, segment
from .models import (
${[...used, 'Json']
  .toSorted()
  .map((name) => `    ${name},`)
  .join('\n')}
)

T = TypeVar("T")


${text}
`;
};

const modelsModule = (types: PythonTypes): string => `# ${BANNER}
"""The shapes of the contract's answers: plain dictionaries, as they come over the wire, with types for the reader and the checker."""

from __future__ import annotations

from typing import Any, Literal, final

from typing_extensions import NotRequired, TypeAlias, TypedDict

# Any JSON value: None, bool, int, float, str, a list or a dictionary of them.
Json: TypeAlias = Any

${types.definitions}
`;

const errorsModule = (): string => {
  const classes = Object.entries(ERRORS).map(([code, { status, message, hint }]) =>
    [
      `class ${errorClass(code)}(ConcordatError):`,
      `    """${quoted(`HTTP ${status}, ${code}: ${message}.`)}`,
      '',
      `    ${quoted(`What to do: ${hint}.`)}`,
      '    """',
    ].join('\n'),
  );
  const table = Object.keys(ERRORS).map((code) => `    ${literal(code)}: ${errorClass(code)},`);
  return `# ${BANNER}
"""One class for each error code of the daemon."""

from .._base_error import ConcordatError


${classes.join('\n\n\n')}


# The class of each code.
ERROR_CLASSES: dict[str, type[ConcordatError]] = {
${table.join('\n')}
}
`;
};

/** The generated part of `clients/python`. */
export const pythonClient = (): Outputs => {
  const types = new PythonTypes(contract);
  const methods = methodsOf(contract, types);
  types.annotation({ $ref: '#/components/schemas/LiveEventData' }, 'LiveEventData');
  return new Map([
    [`${FOLDER}/__init__.py`, `# ${BANNER}\n`],
    [`${FOLDER}/models.py`, modelsModule(types)],
    [`${FOLDER}/operations.py`, operationsModule(contract, types, methods, false)],
    [`${FOLDER}/async_operations.py`, operationsModule(contract, types, methods, true)],
    [`${FOLDER}/errors.py`, errorsModule()],
    [`${FOLDER}/tools.py`, toolsModule(methods)],
  ]);
};
