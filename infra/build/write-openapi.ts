import { writeFileSync } from 'node:fs';
import { contractText } from './contract-text.ts';

/** `npm run openapi`: the committed contract, from the schemas that validate. A test compares. */
writeFileSync(new URL('../../openapi.json', import.meta.url), await contractText());
