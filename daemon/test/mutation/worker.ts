/** A process that tries mutants: it is sent a number, becomes that mutant and answers which test noticed. */
import { pathToFileURL } from 'node:url';

const [bundle = ''] = process.argv.slice(2);
const { firstFailure } = (await import(pathToFileURL(bundle).href)) as { firstFailure(): Promise<string | null> };

process.on('message', (n: number) => {
  Object.assign(globalThis, { mutant: n });
  void firstFailure().then((name) => process.send?.({ killed_by: name }));
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
