import { setFlagsFromString } from 'node:v8';

/**
 * The heap of an api grows to four times what lives in it, some 150 MB, before it is collected as a whole, as V8 itself has it in a rush. Of a small heap
 * that grows slowly it would do so after each 5 MB, every few seconds at fifty inquiries a second, and whoever asks in those tens of milliseconds waits.
 * Said here, because on the command line, which production's image gives to both, it would be the worker's as well: too much for its cache.
 */
export function letHeapGrow(): void {
  setFlagsFromString('--heap-growing-percent=300');
}
