import { writeFileSync } from 'node:fs';
import { contractText } from './contract-text.ts';

/** `npm run openapi`: writes the committed contract from the schemas that validate. A test compares the two. */
writeFileSync(new URL('../../openapi.json', import.meta.url), await contractText());
