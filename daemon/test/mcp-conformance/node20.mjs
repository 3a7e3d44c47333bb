/**
 * Lets the conformance tool start on Node 20: it imports `fs.globSync`, which came with Node 22, for a command that is not used here.
 * Loaded with `--import`.
 */
import { register } from 'node:module';

const WITH_GLOB = "export * from 'node:fs'; export { default } from 'node:fs'; export const globSync = () => [];";

const HOOK = `
  const withGlob = ${JSON.stringify(`data:text/javascript,${encodeURIComponent(WITH_GLOB)}`)};
  export const resolve = (specifier, context, next) =>
    (specifier === 'fs' || specifier === 'node:fs') && (context.parentURL ?? '').includes('/@modelcontextprotocol/conformance/')
      ? { url: withGlob, shortCircuit: true }
      : next(specifier, context);
`;

register(`data:text/javascript,${encodeURIComponent(HOOK)}`);
