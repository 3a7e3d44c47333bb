import { Random } from '../harness/random.js';

/** Pairs of texts of which it is known whether they say the same, made from a vocabulary of our own: the same seed makes the same pairs. */

/** Two texts; `same`: the second says no more, no less and nothing else than the first. */
export interface Pair {
  readonly kind: string;
  readonly same: boolean;
  readonly first: string;
  readonly second: string;
}

/** What is drawn by it here. */
class Dice extends Random {
  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  /** Another one than this. */
  other<T>(items: readonly T[], than: T): T {
    return this.pick(items.filter((item) => item !== than));
  }

  shuffled<T>(items: readonly T[]): T[] {
    const all = [...items];
    for (let i = all.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [all[i], all[j]] = [all[j] as T, all[i] as T];
    }
    return all;
  }
}

const WORDS = {
  service:
    'billing checkout catalogue ledger mailer search gateway scheduler inventory reporting identity telemetry'.split(
      ' ',
    ),
  part: 'database queue cache worker cluster dashboard endpoint certificate pipeline container firewall registry'.split(
    ' ',
  ),
  place: ['staging', 'production', 'the test lab', 'Frankfurt', 'Oslo', 'the backup site', 'Singapore', 'the office'],
  name: 'Amira Bjorn Chidi Daria Emeka Farah Goran Hana Ivo Jonas Keiko Lena'.split(' '),
  team: ['the platform team', 'the payments team', 'the night shift', 'operations', 'the security team', 'support'],
  day: 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' '),
  month: 'January February March April May June July August September October November December'.split(' '),
  thing: [
    'a migration',
    'the nightly backup',
    'a restart',
    'the release',
    'an upgrade',
    'the quarterly audit',
    'a failover',
  ],
  quality: ['slow', 'fast', 'full', 'empty', 'encrypted', 'public', 'private', 'read-only', 'writable', 'deprecated'],
  reason: [
    'because the disk is shared with another tenant',
    'since the provider changed the contract',
    'because two jobs write to one table',
    'after the incident in the spring',
    'because the network drops long connections',
    'since nobody renewed the licence',
  ],
  path: [
    '/etc/app/main.conf',
    '/var/log/audit',
    'src/queue/worker.ts',
    'infra/dns.yaml',
    '/opt/tools/bin',
    'docs/runbook.md',
  ],
} as const;
type Slot = keyof typeof WORDS | 'port' | 'count' | 'version' | 'date' | 'hour' | 'other';
type Slots = Partial<Record<Slot, string>>;

/** Sentences with places to fill; `other` is a second service. */
const TEMPLATES: readonly string[] = [
  'The {service} {part} listens on port {port} in {place}.',
  '{name} is responsible for the {service} {part} since {date}.',
  'Do not restart the {service} {part} during {thing} on {day}.',
  'The {part} of {service} was {quality} until {thing} in {month}.',
  'You can find the settings of the {service} {part} in {path}.',
  '{team} reviews every change of {service} before {hour} on {day}.',
  'The {service} service calls {other} with a timeout of {count} seconds.',
  'A single {part} of {service} handles {count} requests a second {reason}.',
  'Version {version} of {service} needs {count} megabytes of memory.',
  'The {part} in {place} is {quality} {reason}.',
  'If {thing} fails, ask {name} or write to {team}.',
  '{service} cannot start before the {other} {part} is ready.',
  'We moved the {service} {part} from {place} to version {version} on {date}.',
  'The alarm of the {part} rings when more than {count} messages wait in {service}.',
  'Backups of {service} are kept for {count} days and stored under {path}.',
  '{name} and {team} agreed that {service} does not need the {part} any more.',
];

interface Sentence {
  readonly template: string;
  readonly slots: Slots;
}

const fill = ({ template, slots }: Sentence): string => {
  const text = template.replace(/\{(\w+)\}/g, (_, slot: Slot) => slots[slot] as string);
  return text.charAt(0).toUpperCase() + text.slice(1);
};

const valueOf = (slot: Slot, dice: Dice): string => {
  if (slot === 'port') return String(1024 + dice.below(60_000));
  if (slot === 'count') return String(2 + dice.below(900));
  if (slot === 'version') return `${dice.below(9)}.${dice.below(20)}.${dice.below(9)}`;
  if (slot === 'date') return `${1 + dice.below(28)} ${dice.pick(WORDS.month)} ${2015 + dice.below(11)}`;
  if (slot === 'hour') return `${dice.below(24)}:${dice.pick(['00', '15', '30', '45'])}`;
  return dice.pick(slot === 'other' ? WORDS.service : WORDS[slot]);
};

const slotsOf = (template: string): Slot[] => Array.from(template.matchAll(/\{(\w+)\}/g), ([, slot]) => slot as Slot);

const sentence = (dice: Dice, template = dice.pick(TEMPLATES)): Sentence => {
  const slots: Slots = {};
  for (const slot of slotsOf(template)) slots[slot] = valueOf(slot, dice);
  if (slots.other === slots.service)
    slots.other = dice.other(WORDS.service, slots.service as (typeof WORDS.service)[number]);
  return { template, slots };
};

/** One to five sentences, each of another template. */
const sentences = (dice: Dice, min = 1): Sentence[] => {
  const count = min + dice.below(6 - min);
  return dice
    .shuffled(TEMPLATES)
    .slice(0, count)
    .map((template) => sentence(dice, template));
};

const write = (all: readonly Sentence[]): string => all.map(fill).join(' ');

/** Changes one of the places of a text that `pattern` finds; the text as it is when there is none. */
const change = (text: string, pattern: RegExp, dice: Dice, into: (found: string) => string): string => {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return text;
  const { 0: old, index } = dice.pick(found);
  return text.slice(0, index) + into(old) + text.slice(index + old.length);
};

type Edit = (text: string, dice: Dice) => string;

const spacing: Edit = (text, dice) =>
  `${dice.pick(['', ' ', '\n'])}${text.replace(/ /g, () => (dice.next() < 0.2 ? dice.pick(['  ', '\t', '\u00a0', '   ']) : ' '))}${dice.pick(['', ' ', '\n\n'])}`;
const letters: Edit = (text, dice) =>
  dice.pick([
    text.toUpperCase(),
    text.toLowerCase(),
    text.replace(/\b[a-z]/g, (letter) => (dice.next() < 0.5 ? letter.toUpperCase() : letter)),
  ]);
const marks: Edit = (text, dice) =>
  dice.pick<Edit>([
    (one) => one.replace(/\.$/, ''),
    (one) => one.replace(/\.( |$)/g, '$1'),
    (one) => one.replace(/\.$/, '!'),
    (one) => change(one, / (?:because|since|after|before|when|until) /g, dice, (word) => `,${word}`),
    (one) => `"${one}"`,
    (one) =>
      change(one, /(?<= )[a-z]{5,}(?= )/g, dice, (word) =>
        dice.pick([`**${word}**`, `\`${word}\``, `"${word}"`, `(${word})`]),
      ),
    (one) => one.replace(/\. /g, '; '),
    (one) => `- ${one}`,
  ])(text, dice);

const SPELLED: readonly (readonly [RegExp, string])[] = [
  [/\bcannot\b/g, "can't"],
  [/\bDo not\b/g, "Don't"],
  [/\bdoes not\b/g, "doesn't"],
];
const SYNONYMS: readonly (readonly [RegExp, string])[] = [
  [/\brestart\b/g, 'reboot'],
  [/\bfind\b/g, 'see'],
  [/\bneeds\b/g, 'requires'],
  [/\bfails\b/g, 'breaks'],
  [/\bevery\b/g, 'each'],
  [/\bkept\b/g, 'retained'],
  [/\brings\b/g, 'sounds'],
  [/\bresponsible for\b/g, 'in charge of'],
];
const replaced =
  (table: readonly (readonly [RegExp, string])[]): Edit =>
  (text, dice) => {
    const fitting = table.filter(([pattern]) => text.search(pattern) >= 0);
    if (fitting.length === 0) return text;
    const [pattern, by] = dice.pick(fitting);
    return change(text, pattern, dice, () => by);
  };

const LONG_WORD = /(?<![A-Z0-9/.\w-])[a-z]{7,}(?![\w/.-])/g;
const WORD_EDITS: Readonly<Record<string, Edit>> = {
  'an article less': (text, dice) => change(text, /\b(?:the|a|an|The|A) /g, dice, () => ''),
  'a filler more': (text, dice) =>
    change(
      text,
      /(?<= )(?:is|was|needs|calls|handles|fails|rings|reviews|kept|moved|start|find|restart|agreed) /g,
      dice,
      (verb) => `${dice.pick(['actually', 'basically', 'simply', 'really', 'just', 'also'])} ${verb}`,
    ),
  'a short form': replaced(SPELLED),
  'a synonym': replaced(SYNONYMS),
  'letters swapped': (text, dice) =>
    change(text, LONG_WORD, dice, (word) => {
      const i = 1 + dice.below(word.length - 3);
      return word.slice(0, i) + word[i + 1] + word[i] + word.slice(i + 2);
    }),
  'a letter doubled': (text, dice) =>
    change(text, LONG_WORD, dice, (word) => {
      const i = 1 + dice.below(word.length - 2);
      return word.slice(0, i) + word[i] + word.slice(i);
    }),
};
const words: Edit = (text, dice) => {
  for (const edit of dice.shuffled(Object.values(WORD_EDITS))) {
    const edited = edit(text, dice);
    if (edited !== text) return edited;
  }
  return text;
};

/** What makes a text that says the same: how often, and how. */
const SAME: readonly (readonly [kind: string, share: number, make: (dice: Dice) => readonly [string, string]])[] = [
  ['exact', 2, (dice) => twice(dice, (text) => text)],
  ['white space', 3, (dice) => twice(dice, spacing)],
  ['case', 2, (dice) => twice(dice, letters)],
  ['punctuation', 3, (dice) => twice(dice, marks)],
  ['small words', 5, (dice) => twice(dice, words)],
  ['sentences in another order', 3, (dice) => reordered(dice, (text) => text)],
  [
    'two of these at once',
    2,
    (dice) => {
      const [one, two] = dice.shuffled([spacing, letters, marks, words]) as [Edit, Edit];
      const both: Edit = (text, roll) => two(one(text, roll), roll);
      return dice.next() < 0.3 ? reordered(dice, spacing) : twice(dice, both);
    },
  ],
];

const twice = (dice: Dice, edit: Edit): readonly [string, string] => {
  const text = write(sentences(dice));
  return [text, edit(text, dice)];
};
const reordered = (dice: Dice, edit: Edit): readonly [string, string] => {
  const all = sentences(dice, 2);
  const [head, ...tail] = all as [Sentence, ...Sentence[]];
  const turned = all.length === 2 ? [...tail, head] : dice.shuffled(all);
  return [write(all), edit(write(turned), dice)];
};

/** Another value for one slot of one sentence that has one of these. */
const otherValue =
  (slots: readonly Slot[]) =>
  (dice: Dice): readonly [string, string] => {
    for (;;) {
      const all = sentences(dice);
      const at = all.findIndex(({ template }) => slotsOf(template).some((slot) => slots.includes(slot)));
      if (at < 0) continue;
      const chosen = all[at] as Sentence;
      const slot = dice.pick(slotsOf(chosen.template).filter((one) => slots.includes(one)));
      let value = chosen.slots[slot];
      while (value === chosen.slots[slot]) value = valueOf(slot, dice);
      return [write(all), write(all.with(at, { ...chosen, slots: { ...chosen.slots, [slot]: value } }))];
    }
  };

/** A digit of a figure is another one, or two changed places. */
const slipOfAFigure = (dice: Dice): readonly [string, string] => {
  for (;;) {
    const text = write(sentences(dice));
    const other = change(text, /\d/g, dice, (digit) => String((Number(digit) + 1 + dice.below(9)) % 10));
    if (other !== text) return [text, other];
  }
};

const NEGATIONS: readonly (readonly [RegExp, string])[] = [
  [/ is (?=\w)/g, ' is not '],
  [/ was (?=\w)/g, ' was not '],
  [/\bcannot\b/g, 'can'],
  [/\bDo not restart\b/g, 'Do restart'],
  [/\bdoes not need\b/g, 'does need'],
  [/\bYou can\b/g, 'You cannot'],
  [/ needs /g, ' never needs '],
  [/ are kept /g, " aren't kept "],
  [/ with a timeout\b/g, ' without a timeout'],
  [/\bcalls\b/g, 'no longer calls'],
];
const negated = (dice: Dice): readonly [string, string] => {
  for (;;) {
    const text = write(sentences(dice));
    const other = replaced(NEGATIONS)(text, dice);
    if (other !== text) return [text, other];
  }
};

/** Two that act on each other change places. */
const turnedRound = (dice: Dice): readonly [string, string] => {
  for (;;) {
    const all = sentences(dice);
    const at = all.findIndex(({ slots }) => slots.other !== undefined);
    if (at < 0) continue;
    const { template, slots } = all[at] as Sentence;
    const turned = { template, slots: { ...slots, service: slots.other as string, other: slots.service as string } };
    return [write(all), write(all.with(at, turned))];
  }
};

const OPPOSITES: readonly (readonly [RegExp, string])[] = [
  [/\bbefore\b/g, 'after'],
  [/\bmore than\b/g, 'fewer than'],
  [/\buntil\b/g, 'after'],
  [/\bfrom\b/g, 'to'],
  [/\bread-only\b/g, 'writable'],
  [/\bpublic\b/g, 'private'],
  [/\bseconds\b/g, 'minutes'],
  [/\bmegabytes\b/g, 'gigabytes'],
  [/\bdays\b/g, 'weeks'],
  [/\bduring\b/g, 'before'],
];
const opposite = (dice: Dice): readonly [string, string] => {
  for (;;) {
    const text = write(sentences(dice));
    const other = replaced(OPPOSITES)(text, dice);
    if (other !== text) return [text, other];
  }
};

/** Words that look alike and say something else, some of them by what a slip of the finger does. */
const LOOKALIKES: readonly (readonly [string, string])[] = [
  ['internal', 'interval'],
  ['contact', 'contract'],
  ['import', 'export'],
  ['uplink', 'downlink'],
  ['latter', 'later'],
  ['desert', 'dessert'],
  ['causally', 'casually'],
  ['compute', 'commute'],
  ['reserved', 'reversed'],
  ['conservation', 'conversation'],
  ['increase', 'decrease'],
  ['enabled', 'disabled'],
];
const lookalike = (dice: Dice): readonly [string, string] => {
  const [one, two] = dice.shuffled(dice.pick(LOOKALIKES)) as [string, string];
  const text = write(sentences(dice));
  const about = (word: string): string => `${text} The keyword of this note is ${word}.`;
  return [about(one), about(two)];
};

const OTHER: readonly (readonly [kind: string, share: number, make: (dice: Dice) => readonly [string, string]])[] = [
  ['another port, count, version or path', 4, otherValue(['port', 'count', 'version', 'path'])],
  ['another digit', 2, slipOfAFigure],
  ['another name', 3, otherValue(['name', 'team'])],
  ['another day, month or hour', 3, otherValue(['day', 'month', 'date', 'hour'])],
  ['another place, service or part', 3, otherValue(['place', 'service', 'part'])],
  ['a negation', 4, negated],
  ['the opposite', 2, opposite],
  ['turned round', 1, turnedRound],
  ['a word that looks alike', 1, lookalike],
  [
    'a sentence more or less',
    2,
    (dice) => {
      const all = sentences(dice, 2);
      const less = all.toSpliced(dice.below(all.length), 1);
      return dice.next() < 0.5 ? [write(all), write(less)] : [write(less), write(all)];
    },
  ],
  [
    'the same template',
    2,
    (dice) => {
      const all = sentences(dice);
      return [write(all), write(all.map(({ template }) => sentence(dice, template)))];
    },
  ],
];

/** @param count of pairs, half of them the same */
export function pairsOf(seed: number, count: number): Pair[] {
  const dice = new Dice(seed);
  return Array.from({ length: count }, (_, n) => {
    const same = n % 2 === 0;
    const kinds = same ? SAME : OTHER;
    let left = dice.below(kinds.reduce((sum, [, share]) => sum + share, 0));
    const [kind, , make] = kinds.find(([, share]) => {
      left -= share;
      return left < 0;
    }) as (typeof kinds)[number];
    let [first, second] = make(dice);
    // Chance may give the same values again.
    while (!same && first === second) [first, second] = make(dice);
    return { kind, same, first, second };
  });
}
