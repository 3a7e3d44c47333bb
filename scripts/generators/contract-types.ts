/** From openapi.yaml: the document that the daemon serves, and the types of its handlers and of the TypeScript client. */
import openapiTypescript, { astToString } from 'openapi-typescript';
import { parse } from 'yaml';
import { BANNER, type Outputs, ROOT, readSource } from './output.js';

export const contractTypes = async (): Promise<Outputs> => {
  // Parsed first: this parser says in one line what is wrong with the file.
  const parsed = parse(readSource('openapi.yaml')) as unknown;
  // A field with a default is still one that the caller may leave out, so defaults do not make fields required.
  const ast = await openapiTypescript(new URL('openapi.yaml', ROOT), { defaultNonNullable: false, silent: true });
  const types = `// ${BANNER}\n${astToString(ast)}`;
  // Parsing the YAML costs 0.3 s in a cold process, more than half of what the daemon may take to start: it gets the parsed document.
  const document = JSON.stringify(parsed, null, 2);
  return new Map([
    ['daemon/src/contract/generated/openapi.ts', types],
    ['daemon/src/contract/generated/document.ts', `// ${BANNER}\nexport const document: unknown = ${document};\n`],
    ['clients/typescript/src/generated/openapi.ts', types],
  ]);
};
