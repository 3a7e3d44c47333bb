/** Agents of every surface, told apart by nothing but the way in: each has a token of its own and does the same four things. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createClient, TaskAlreadyClaimedError, TaskAlreadyCompleteError } from '@concordat/client';
import { type Bench, isInstalled } from '../../clients/shell/test/script.js';
import type { AgentClient, Daemon, Room } from '../../daemon/test/harness/index.js';
import { type Lane, McpConnection } from '../../daemon/test/harness/mcp.js';
import { makeEnvironment, programOf } from '../../scripts/python/environment.js';
import { ROOT } from '../house/tree.js';

/** An entry as a list shows it. */
interface Listed {
  readonly id: string;
  readonly agent_id: string;
  readonly payload: { readonly content: string };
}

/** What an agent can do, whatever it speaks through. */
export interface Agent {
  /** Answers the id of the entry. */
  readonly remember: (topic: string, content: string) => Promise<string>;
  /** At most 100 entries. */
  readonly recall: (topic: string) => Promise<readonly Listed[]>;
  /** True when the task is its own; false when somebody else has it. */
  readonly claim: (task: string) => Promise<boolean>;
  readonly complete: (task: string, result: string) => Promise<unknown>;
}

/** Where an agent works. */
export interface Place {
  readonly room: Room;
  readonly daemon: Daemon;
  readonly pact: string;
  /** For the shell client: an empty home, and the end of what still runs. */
  readonly bench: Bench;
}

type Hire = (place: Place, caller: AgentClient) => Promise<Agent>;

const WAIT_S = 30;
const PYTHON_ENVIRONMENT = `${ROOT}clients/python/.venv`;

const typescript: Hire = async ({ daemon, pact: alias }, { token }) => {
  const pact = createClient({ url: daemon.url.origin, token }).pact(alias);
  return {
    remember: async (topic, content) => (await pact.recordKnowledge({ topic, content })).id,
    recall: async (topic) => (await pact.knowledge({ topic, limit: 100 })).entries as unknown as Listed[],
    claim: async (task) => {
      try {
        return !('pending' in (await pact.claimTask(task, {}, { wait: WAIT_S })));
      } catch (error) {
        if (error instanceof TaskAlreadyClaimedError || error instanceof TaskAlreadyCompleteError) return false;
        throw error;
      }
    },
    complete: (task, result) => pact.completeTask(task, { result }),
  };
};

const shell: Hire = async ({ daemon, pact, bench }, { token }) => {
  const env = { CONCORDAT_URL: daemon.url.origin, CONCORDAT_TOKEN: token, CONCORDAT_PACT: pact };
  const run = (...args: string[]) => bench.run('sh', args, { env });
  const must = async (...args: string[]): Promise<any> => {
    const ran = await run(...args);
    if (ran.code !== 0) throw new Error(`${args.join(' ')} ended with ${ran.code}: ${ran.stderr}`);
    return ran.json();
  };
  return {
    remember: async (topic, content) => (await must('post-knowledge', '--topic', topic, '--content', content)).id,
    recall: async (topic) => (await must('list-knowledge', '--topic', topic, '--limit', '100')).entries,
    claim: async (task) => {
      const ran = await run('claim-task', '--id', task, '--wait', String(WAIT_S));
      const { error, pending } = ran.json();
      if (ran.code !== 0 && error !== 'TASK_ALREADY_CLAIMED' && error !== 'TASK_ALREADY_COMPLETE')
        throw new Error(ran.stderr);
      return ran.code === 0 && pending !== true;
    },
    complete: (task, result) => must('complete-task', '--id', task, '--result', result),
  };
};

/** A child that answers one line of JSON to one line of JSON. */
class Told {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  #errors = '';

  constructor(command: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    this.#child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    const lines: Interface = createInterface({ input: this.#child.stdout! });
    this.#answers = lines[Symbol.asyncIterator]();
    this.#child.stderr!.on('data', (chunk: Buffer) => {
      this.#errors += chunk.toString();
    });
  }

  async ask(...request: readonly string[]): Promise<any> {
    this.#child.stdin!.write(`${JSON.stringify(request)}\n`);
    const { done, value } = await this.#answers.next();
    if (done) throw new Error(`${request[0]} ended the agent:\n${this.#errors}`);
    return JSON.parse(value);
  }

  end(): void {
    this.#child.stdin!.end();
  }
}

const python: Hire = async ({ room, daemon, pact }, { token }) => {
  const script = fileURLToPath(new URL('agents/agent.py', import.meta.url));
  const told = new Told(programOf(PYTHON_ENVIRONMENT, 'python'), [script, pact], {
    PATH: process.env.PATH,
    HOME: daemon.dir,
    CONCORDAT_TEST_RUN: process.env.CONCORDAT_TEST_RUN,
    CONCORDAT_URL: daemon.url.origin,
    CONCORDAT_TOKEN: token,
    PYTHONPATH: `${ROOT}clients/python/src`,
    PYTHONDONTWRITEBYTECODE: '1',
  });
  room.keep(() => told.end());
  return {
    remember: (topic, content) => told.ask('remember', topic, content),
    recall: (topic) => told.ask('recall', topic),
    claim: (task) => told.ask('claim', task),
    complete: (task, result) => told.ask('complete', task, result),
  };
};

const mcp =
  (lane: Lane): Hire =>
  async ({ room, daemon, pact }, { token }) => {
    const connection = await McpConnection.open(room, daemon, lane, { token, env: { CONCORDAT_TOKEN: token } });
    return {
      remember: async (topic, content) => (await connection.must('remember', { pact, topic, content })).id,
      recall: async (topic) => (await connection.must('recall', { pact, topic, limit: 100 })).entries,
      claim: async (id) => {
        const { structuredContent, isError, content } = await connection.call('claim', { pact, id, wait: WAIT_S });
        const text = content.map((part) => part.text).join('\n');
        if (isError && !/^(LOST: )?TASK_ALREADY_(CLAIMED|COMPLETE)/.test(text)) throw new Error(text);
        return structuredContent?.outcome === 'granted';
      },
      complete: (id, result) => connection.must('complete', { pact, id, result }),
    };
  };

/** A way in, and why it is closed on this machine; undefined when it is open. */
export interface Surface {
  readonly name: string;
  readonly missing: () => string | undefined;
  readonly hire: Hire;
}

const open = (): undefined => undefined;

/** The five surfaces. */
export const SURFACES: readonly Surface[] = [
  { name: 'typescript', missing: open, hire: typescript },
  {
    name: 'python',
    missing: () => makeEnvironment(PYTHON_ENVIRONMENT, `${ROOT}clients/python/requirements.txt`),
    hire: python,
  },
  {
    name: 'shell',
    missing: () => {
      const tools = ['curl', 'jq'].filter((tool) => !isInstalled(tool));
      return tools.length > 0 ? `${tools.join(' and ')} is not installed` : undefined;
    },
    hire: shell,
  },
  { name: 'mcp-stdio', missing: open, hire: mcp('stdio 2026') },
  { name: 'mcp-http', missing: open, hire: mcp('http 2026') },
];
