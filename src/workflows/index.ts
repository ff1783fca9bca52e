/** What the worker registers: one export a workflow type (contract §5). */
export { dossier } from './dossier.ts';
