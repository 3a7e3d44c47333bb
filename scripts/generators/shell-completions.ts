/** From the commands of the shell client: what bash, zsh and fish complete. */
import { BANNER } from './output.js';
import type { Command, Flag } from './shell-commands.js';

const SCRIPT = 'concordat.sh';

/** Flags after which a file is completed. */
const FILES = ['--token-file', '--data-dir'];

/** Text between single quotes of bash and zsh. */
const posix = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Text between single quotes of fish, where a backslash escapes. */
const fish = (text: string): string => `'${text.replace(/[\\']/g, String.raw`\$&`)}'`;

const firstLine = (text: string): string => text.split('\n')[0] ?? '';

const choicesCases = (commands: readonly Command[]): string[] =>
  commands.flatMap(({ name, flags }) =>
    flags
      .filter(({ choices }) => choices.length > 0)
      .map(({ flag, choices }) => `    '${name} ${flag}') words=${posix(choices.join(' '))} ;;`),
  );

const flagNames = (command: Command, own: readonly string[]): string[] => [
  ...command.flags.map(({ flag }) => flag),
  ...own.filter((flag) => flag !== '--json' || command.operation.body),
];

const forBash = (commands: readonly Command[], own: readonly string[]): string => `# ${BANNER}
# Completion of ${SCRIPT} for bash: source this file.

_concordat_sh() {
  local words='' current=\${COMP_WORDS[COMP_CWORD]} operation=\${COMP_WORDS[1]-} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    words=${posix([...commands.map(({ name }) => name), '--help'].join(' '))}
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    return
  fi
  case $previous in
    ${FILES.join(' | ')})
      mapfile -t COMPREPLY < <(compgen -f -- "$current")
      return
      ;;
  esac
  case "$operation $previous" in
${choicesCases(commands).join('\n')}
  esac
  if [ -z "$words" ]; then
    case $operation in
${commands.map((command) => `      ${command.name}) words=${posix(flagNames(command, own).join(' '))} ;;`).join('\n')}
    esac
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

complete -F _concordat_sh ${SCRIPT}
`;

/** `--flag[help]:name:(values)`, as _arguments takes it. */
const zshFlag = ({ flag, kind, help, choices }: Flag): string => {
  const about = firstLine(help).replace(/[[\]:\\]/g, String.raw`\$&`);
  if (kind === 'yes') return posix(`${flag}[${about}]`);
  const repeat = kind === 'list' || kind === 'objects' ? '*' : '';
  return posix(`${repeat}${flag}[${about}]:value:${choices.length > 0 ? `(${choices.join(' ')})` : ''}`);
};

const zshOwn = (flag: string): string => {
  if (flag === '--help') return posix(flag);
  return posix(`${flag}:value:${FILES.includes(flag) ? '_files' : ''}`);
};

const forZsh = (commands: readonly Command[], own: readonly string[]): string => `# ${BANNER}
# Completion of ${SCRIPT} for zsh: source this file after compinit.

_concordat_sh() {
  local -a operations
  if (( CURRENT == 2 )); then
    operations=(
${commands.map(({ name, operation }) => `      ${posix(`${name}:${operation.summary.replaceAll(':', String.raw`\:`)}`)}`).join('\n')}
    )
    _describe operation operations
    return
  fi
  local operation=$words[2]
  shift words
  (( CURRENT-- ))
  case $operation in
${commands
  .map((command) => {
    const rest = own.filter((flag) => flag !== '--json' || command.operation.body);
    return `    ${command.name}) _arguments ${[...command.flags.map(zshFlag), ...rest.map(zshOwn)].join(' ')} ;;`;
  })
  .join('\n')}
  esac
}

compdef _concordat_sh ${SCRIPT}
`;

const fishFlag = (name: string, { flag, kind, help, choices }: Flag): string => {
  const value = kind === 'yes' ? '' : choices.length > 0 ? ` -x -a ${fish(choices.join(' '))}` : ' -x';
  return `complete -c ${SCRIPT} -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)}${value} -d ${fish(firstLine(help))}`;
};

const fishOwn = (commands: readonly Command[], flag: string): string => {
  const value = flag === '--help' ? '' : FILES.includes(flag) ? ' -r' : ' -x';
  const names = commands.filter(({ operation }) => operation.body).map(({ name }) => name);
  const where = flag === '--json' ? ` -n '__fish_seen_subcommand_from ${names.join(' ')}'` : '';
  return `complete -c ${SCRIPT}${where} -l ${flag.slice(2)}${value}`;
};

const forFish = (commands: readonly Command[], own: readonly string[]): string =>
  [
    `# ${BANNER}`,
    `# Completion of ${SCRIPT} for fish: source this file.`,
    '',
    `complete -c ${SCRIPT} -f`,
    ...own.map((flag) => fishOwn(commands, flag)),
    ...commands.flatMap(({ name, operation, flags }) => [
      `complete -c ${SCRIPT} -n '__fish_use_subcommand' -a ${name} -d ${fish(operation.summary)}`,
      ...flags.map((flag) => fishFlag(name, flag)),
    ]),
    '',
  ].join('\n');

/**
 * The completion files by path.
 * @param own flags that every operation has; `--json` only where there is a body
 */
export const completions = (commands: readonly Command[], own: readonly string[]): [path: string, text: string][] => [
  ['clients/shell/generated/concordat.bash', forBash(commands, own)],
  ['clients/shell/generated/concordat.zsh', forZsh(commands, own)],
  ['clients/shell/generated/concordat.fish', forFish(commands, own)],
];
