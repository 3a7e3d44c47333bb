/** The tools that agents get, as Pydantic models of their arguments; the names are those of the MCP tools. */
import { BANNER } from './output.js';
import { type Argument, literal, type Method, pascal, quoted } from './python-types.js';

/** Operation of each tool by its name. */
const TOOLS: Readonly<Record<string, string>> = {
  remember: 'postKnowledge',
  recall: 'listKnowledge',
  tasks: 'listTasks',
  task: 'getTask',
  add_task: 'postTask',
  claim: 'claimTask',
  renew: 'renewTask',
  release: 'releaseTask',
  complete: 'completeTask',
  send: 'postMessage',
  messages: 'listMessages',
  skills: 'listSkills',
  read_skill: 'getSkillContent',
  changes: 'listChanges',
  status: 'pactStatus',
};

/** An agent has no use for it: what a model calls twice, it means twice. */
const LEFT_OUT = new Set(['idempotency_key']);

const field = (one: Argument): string => {
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
  return `    ${one.name}: ${annotation} | None = Field(${['default=None', ...parts].join(', ')})`;
};

const argumentsClass = (tool: string, method: Method): string => {
  const fields = method.arguments.filter(({ name }) => !LEFT_OUT.has(name)).map(field);
  return [
    `class ${pascal(tool)}Arguments(ToolArguments):`,
    `    """${quoted(method.operation.summary)}."""`,
    ...(fields.length > 0 ? ['', ...fields] : []),
  ].join('\n');
};

const descriptionOf = ({ operation }: Method): string =>
  `${operation.summary}. ${(operation.description ?? '').trim().replaceAll('\n', ' ')}`.trim();

/** The module of the tools: a class of arguments for each, and the table that names them. */
export const toolsModule = (methods: readonly Method[]): string => {
  const tools = Object.entries(TOOLS).map(([tool, id]) => {
    const method = methods.find(({ operation }) => operation.id === id);
    if (!method) throw new Error(`openapi.yaml has no operation ${id} for the tool "${tool}"`);
    return { tool, method };
  });
  const text = tools.map(({ tool, method }) => argumentsClass(tool, method)).join('\n\n\n');
  const models = ['EntryType', 'SkillFormat', 'TaskStatus', 'Json'].filter((name) =>
    new RegExp(`\\b${name}\\b`).test(text),
  );
  return `# ${BANNER}
"""The tools that agents get: one for each operation that they need, under the names of the MCP tools."""

from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from .models import ${models.toSorted().join(', ')}


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


TOOLS: tuple[Tool, ...] = (
${tools.map(({ tool, method }) => `    Tool("${tool}", "${method.name}", ${literal(descriptionOf(method))}, ${pascal(tool)}Arguments),`).join('\n')}
)
`;
};
