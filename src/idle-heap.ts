import { setFlagsFromString } from 'node:v8';

/**
 * Imported first, because it must be said before a heap's first collection. V8 would collect a quiet program's heap seconds after its last work and
 * again soon after, though little has come to it: whoever asks in those tens of milliseconds waits. A heap that grows is collected as ever.
 */
setFlagsFromString('--no-memory-reducer');
