/** Version of the op format and of the rules in this folder. A pact's agreed version is raised by an `upgrade` op only. */
export const PROTOCOL_VERSION = 1;

/** One op as bytes in a writer's log. Larger blocks are refused unread. Room for a 64 KiB payload whose JSON is escaped, and its frame. */
export const OP_BYTES_MAX = 160 * 1024;
/** JSON text of an entry's payload, UTF-8 bytes. */
export const PAYLOAD_BYTES_MAX = 64 * 1024;
/** Objects and arrays inside one another in an op. */
export const OP_DEPTH_MAX = 32;
export const REFS_MAX = 32;
/** Typed links of one entry: each costs `apply` a look-up. */
export const LINKS_MAX = 16;
/** Agents that one message is for by name. */
export const ADDRESSEES_MAX = 32;
/** Messages that one receipt is about; a reader of more writes several. */
export const RECEIPT_IDS_MAX = 256;
export const TOPIC_CHARS_MAX = 200;
export const TITLE_CHARS_MAX = 200;
export const NAME_CHARS_MAX = 200;
export const DISPLAY_NAME_CHARS_MAX = 64;
export const PURPOSE_CHARS_MAX = 2000;
export const OP_ID_CHARS_MAX = 64;

/** Claim lease when the claimer names none, and the longest it may name: 24 h (OpenPact's claim TTL). */
export const CLAIM_TTL_MS_DEFAULT = 24 * 3_600_000;
export const CLAIM_TTL_MS_MAX = 24 * 3_600_000;
export const CLAIM_TTL_MS_MIN = 1_000;
/** So many grants of one task are one order's; those after a recovery begin above them. */
export const FENCES_PER_RECOVERY = 1_000_000;

/** Longest life of an invite: a year; a day when the issuer names none. */
export const INVITE_TTL_MS_MAX = 365 * 86_400_000;
export const INVITE_TTL_MS_DEFAULT = 86_400_000;

/**
 * A block may be dated at most this far after the last time an indexer vouched for. Generous, because an honest writer whose
 * pact had no indexer for months must not lose what it wrote; small enough that nobody pins an entry on top of lists for ever.
 */
export const AHEAD_MS_MAX = 366 * 86_400_000;
/** An indexer's time is written into the view when it is this much past the one there: a put a minute at most. */
export const WATERMARK_STEP_MS = 60_000;
/** Clocks of honest nodes differ by less than this; a claim dated further ahead of an indexer's clock may be expired at once. */
export const CLOCK_SKEW_MS_MAX = 300_000;

/** Indexers when there is more than one. Two would need both awake to confirm anything (quorum is floor(n/2)+1), so there are one or three. */
export const INDEXERS_TARGET = 3;
