/** A process that tries mutants: it is sent a number, becomes that mutant and answers which test noticed. */
import { pathToFileURL } from 'node:url';

const [bundle = ''] = process.argv.slice(2);
const { href } = pathToFileURL(bundle);
let noticed: string | null = null;

async function judge(n: number): Promise<string | null> {
  Object.assign(globalThis, { mutant: n });
  try {
    // Loaded anew for each mutant, since a constant has its value from then.
    const { firstFailure } = (await import(`${href}?mutant=${n}`)) as typeof import('./suite.js');
    return await firstFailure(noticed);
  } catch {
    return 'the rules could not be loaded';
  }
}

process.on('message', (n: number) => {
  void judge(n).then((killed_by) => {
    noticed = killed_by ?? noticed;
    process.send?.({ killed_by });
  });
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
