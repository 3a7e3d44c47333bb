/** The contract that clients were last promised, beside the one of today. */
import { parse } from 'yaml';
import type { ContractDocument } from '../../daemon/src/contract/document.js';
import { readSource } from '../generators/output.js';

/** The contract of the last release; a release replaces it by `openapi.yaml`, as CONTRIBUTING.md says. */
export const RELEASED_PATH = 'contract/released/openapi.yaml';

/** The contract of today. */
export const CONTRACT_PATH = 'openapi.yaml';

/** Reads a contract of the project. */
export const readContract = (path: string): ContractDocument => parse(readSource(path)) as ContractDocument;
