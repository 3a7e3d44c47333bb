/** Places where a change makes no difference that a test could notice, with the reason; whatever else survives is a hole in the tests. */
const HARMLESS: readonly (readonly [line: RegExp, changed: RegExp, why: string])[] = [
  [
    /task\.(lease_until|claimed_at) \?\? 0/,
    /^0$|\?\? 0$/,
    'a claimed task has both times; the rest is for the compiler',
  ],
  [
    /pact\?\.v \?\? PROTOCOL_VERSION/,
    /\?\?/,
    'no number is above a version that is not there, and none of before the first op is allowed',
  ],
  [
    /this\.#(pact|time) === undefined|member === undefined\) \{|this\.#members\.set\(writer, member\)/,
    /./,
    'what was read is kept for the batch; reading it again gives the same',
  ],
  [
    /KEYS\.watermark\)\) \?\? 0;/,
    /^0$/,
    'the first op sets the time, and before it there is no member whose op would be held against one',
  ],
  [
    /fault\?\.code \?\? 'UNKNOWN_INVITE'/,
    /\?\?|UNKNOWN/,
    'without an invite there is a fault; the rest is for the compiler',
  ],
  [/\?\? 0;/, /\?\? 0$/, 'null counts as 0 in the sums that follow'],
  [/json === null \? null : /, /json === null/, 'JSON.parse of null is null'],
  [/op\.ttl === undefined \? \{\}/, /op\.ttl/, 'JSON has no undefined, so the field is left out either way'],
  [
    /required: \{ v: integer\(.*t: text\(16\)/,
    /^16$/,
    'a kind that is not known is refused before its length is looked at',
  ],
  [
    /json\.length \* 3 <= max \|\| /,
    /^3$|^json\.length \* 3 <= max$/,
    'a short way to an answer that counting gives, too',
  ],
  [/i < json\.length; i\+\+/, /i < json\.length/, 'there is no character past the end, so no bracket'],
];

/**
 * Why a mutant that survived does no harm, or null.
 * @param line the whole line
 * @param was the part of it that was changed
 */
export function whyHarmless(line: string, was: string): string | null {
  return HARMLESS.find(([place, changed]) => place.test(line) && changed.test(was))?.[2] ?? null;
}
