import { expect, it } from 'vitest';
import { LIMITS } from '../../src/config.js';
import * as limits from '../../src/pact/model/limits.js';

// The rules of a pact import nothing, so their limits stand in their own folder; what users are told stands in the configuration.
it.each([
  ['entry_payload_max_bytes', limits.PAYLOAD_BYTES_MAX],
  ['topic_max_chars', limits.TOPIC_CHARS_MAX],
  ['title_max_chars', limits.TITLE_CHARS_MAX],
  ['display_name_max_chars', limits.DISPLAY_NAME_CHARS_MAX],
  ['refs_max', limits.REFS_MAX],
  ['links_max', limits.LINKS_MAX],
  ['claim_ttl_default_ms', limits.CLAIM_TTL_MS_DEFAULT],
  ['claim_ttl_default_ms', limits.CLAIM_TTL_MS_MAX],
  ['claim_ttl_min_ms', limits.CLAIM_TTL_MS_MIN],
  ['invite_ttl_default_ms', limits.INVITE_TTL_MS_DEFAULT],
  ['invite_ttl_max_ms', limits.INVITE_TTL_MS_MAX],
] as const)('%s is what the rules of a pact apply', (name, value) => {
  expect(LIMITS[name]).toBe(value);
});
