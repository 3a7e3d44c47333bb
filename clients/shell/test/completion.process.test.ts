import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench, needs, type Ran } from './script.js';

const file = (name: string): string => fileURLToPath(new URL(`../generated/concordat.${name}`, import.meta.url));

let bench: Bench;
beforeAll(() => {
  bench = new Bench();
});
afterAll(() => bench.close());

const linesOf = (ran: Ran): string[] => {
  expect(ran, ran.stderr).toMatchObject({ code: 0, stderr: '' });
  return ran.stdout
    .split('\n')
    .map((line) => line.split('\t')[0] ?? '')
    .filter((line) => line !== '');
};

/** How each shell is asked what it would complete after some words; the last word may be begun. */
const SHELLS: readonly { shell: string; complete: (...words: string[]) => Promise<Ran> }[] = [
  {
    shell: 'bash',
    complete: (...words) =>
      bench.program(
        'bash',
        `set -eu; . ${file('bash')}; COMP_WORDS=(concordat.sh ${words.map((word) => `'${word}'`).join(' ')})
         COMP_CWORD=${words.length}; _concordat_sh; printf '%s\\n' "\${COMPREPLY[@]}"`,
      ),
  },
  {
    shell: 'zsh',
    // What zsh would offer goes through these two functions; the line editor itself needs a terminal.
    complete: (...words) =>
      bench.program(
        'zsh -f',
        `autoload -U compinit; compinit -D; . ${file('zsh')}; (( $+_comps[concordat.sh] )) || exit 9
         _describe() { printf '%s\\n' "\${(@)\${(P)2}%%:*}" }
         _arguments() { printf '%s\\n' "\${(@)\${(@)@#\\*}%%[\\[:]*}"; printf '%s\\n' $@ | sed -n "s/.*\${words[CURRENT-1]}.*:(\\(.*\\))$/\\1/p" | tr ' ' '\\n' }
         words=(concordat.sh ${words.map((word) => `'${word}'`).join(' ')}); CURRENT=$#words; _concordat_sh`,
      ),
  },
  {
    shell: 'fish',
    complete: (...words) =>
      bench.program('fish --no-config', `source ${file('fish')}; complete -C "concordat.sh ${words.join(' ')}"`),
  },
];

describe.each(SHELLS)('completion for $shell', ({ shell, complete }) => {
  it('offers the operations, their flags, and the values that the contract lists', async (context) => {
    needs(context, shell);
    const operations = linesOf(await complete('claim-'));
    expect(operations).toContain('claim-task');
    const flags = linesOf(await complete('claim-task', '--'));
    expect(flags).toEqual(expect.arrayContaining(['--id', '--ttl-ms', '--wait', '--pact', '--json', '--timeout']));
    expect(flags).not.toContain('--title');
    expect(linesOf(await complete('list-tasks', '--'))).not.toContain('--json');
    expect(linesOf(await complete('list-tasks', '--status', ''))).toEqual(
      expect.arrayContaining(['open', 'claimed', 'complete']),
    );
  });
});
