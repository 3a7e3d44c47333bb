/** From the `x-mcp` of each operation: the tools that agents get in Python, as Pydantic models of their arguments. */
import type { McpTool } from '../../daemon/src/contract/document.js';
import { BANNER } from './output.js';
import { type Argument, literal, type Method, pascal, quoted } from './python-types.js';

const fieldOf = (one: Argument, initial: unknown = null): string => {
  const { schema } = one;
  const limits = {
    description: one.description?.trim().replaceAll('\n', ' '),
    ge: schema.minimum,
    le: schema.maximum,
    min_length: schema.minLength ?? schema.minItems,
    max_length: schema.maxLength ?? schema.maxItems,
    pattern: schema.pattern,
  };
  const parts = Object.entries(limits)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${literal(value)}`);
  const annotation = one.annotation.replaceAll('Sequence[', 'list[').replaceAll(/ \| None$/g, '');
  if (one.required) return `    ${one.name}: ${annotation} = Field(${parts.join(', ')})`;
  return `    ${one.name}: ${annotation} | None = Field(${[`default=${literal(initial)}`, ...parts].join(', ')})`;
};

const argumentsClass = (method: Method, { tool, omit = [], defaults = {} }: McpTool): string => {
  const fields = method.arguments
    .filter((one) => !omit.includes(one.field))
    .map((one) => fieldOf(one, defaults[one.field]));
  return [
    `class ${pascal(tool)}Arguments(ToolArguments):`,
    `    """${quoted(method.operation.summary)}."""`,
    ...(fields.length > 0 ? ['', ...fields] : []),
  ].join('\n');
};

const row = ({ name }: Method, { tool, description, presets }: McpTool): string =>
  `    Tool("${tool}", "${name}", ${literal(description)}, ${pascal(tool)}Arguments, ${literal(presets.includes('core'))}),`;

/** Names in annotations that are no models of the contract. */
const BUILT_IN = new Set(['Literal', 'None']);

/** The module of the tools: a class of arguments for each, and the table that names them. */
export const toolsModule = (methods: readonly Method[]): string => {
  const tools = methods.flatMap((method) => (method.operation.mcp ? [{ method, mcp: method.operation.mcp }] : []));
  const text = tools.map(({ method, mcp }) => argumentsClass(method, mcp)).join('\n\n\n');
  const models = new Set<string>();
  for (const [, annotation = ''] of text.matchAll(/^ {4}\w+: (.*?) = Field\(/gm))
    for (const [name] of annotation.replaceAll(/"[^"]*"/g, '').matchAll(/\b[A-Z]\w*/g))
      if (!BUILT_IN.has(name)) models.add(name);
  return `# ${BANNER}
"""The tools that agents get: one for each operation that they need, under the names of the MCP tools."""

from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from .models import ${[...models].toSorted().join(', ')}


class ToolArguments(BaseModel):
    """What every tool's arguments have in common: a misspelt one is refused."""

    model_config = ConfigDict(extra="forbid")


${text}


class Tool(NamedTuple):
    """One tool: its name, the method of \`Pact\` that it calls, what it is for, and its arguments."""

    name: str
    method: str
    description: str
    arguments: type[ToolArguments]
    # Belongs to the smallest set that is of use.
    is_core: bool


TOOLS: tuple[Tool, ...] = (
${tools.map(({ method, mcp }) => row(method, mcp)).join('\n')}
)
`;
};
