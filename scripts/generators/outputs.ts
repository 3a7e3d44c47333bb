/** Everything that is generated, in the order in which one part needs another. */
import { faultsPage } from '../../faults/report/report.js';
import { configurationPage } from '../../daemon/src/config.js';
import { cliPage } from './cli-page.js';
import { contractTypes } from './contract-types.js';
import { errorsPage } from './errors-page.js';
import { mcpTools } from './mcp-tools.js';
import type { Outputs } from './output.js';
import { pythonClient } from './python.js';
import { shellClient } from './shell.js';
import { skillPages } from './skill.js';
import { typescriptErrors } from './typescript-errors.js';

/** The text of every generated file by its path, made from the sources as they are now; writes nothing. */
export const generate = async (): Promise<Outputs> => {
  const pages = new Map([
    ...(await contractTypes()),
    ['docs/configuration.md', configurationPage()] as const,
    ['docs/faults.md', faultsPage()] as const,
    ...errorsPage(),
    ...typescriptErrors(),
    ...cliPage(),
    ...mcpTools(),
    ...shellClient(),
    ...pythonClient(),
  ]);
  // The skill holds files that others generate, so it comes last.
  return new Map([...pages, ...skillPages(pages)]);
};
