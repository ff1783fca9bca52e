import { z } from '@hono/zod-openapi';
import type { FormDraft } from '../../services/sessions.ts';
import { storableText } from '../../lib/storable-text.ts';
import type { Typed } from './parts/fields.tsx';
import { readLocalPath } from './local-path.ts';

/** The hidden field of the sign-in page in which a form waits that was sent after its session had ended. */
export const DRAFT_FIELD = 'draft';

/** PostgreSQL keeps it until the form takes it back. */
const storable = z.string().transform((text) => storableText(text, 65_536));
const DRAFT = z.object({ path: z.string(), fields: z.record(storable, storable) });

/** Passwords and codes are typed again. */
const SECRET = /password|secret|^code$/i;

export function writeDraft(path: string, typed: Typed): string {
  return JSON.stringify({ path, fields: Object.fromEntries(Object.entries(typed).filter(([name]) => !SECRET.test(name))) });
}

/** Null when there is none, or when it was not written by us. */
export function readDraft(text: string | undefined): FormDraft | null {
  if (text === undefined) return null;
  const read = DRAFT.safeParse(parsed(text));
  const path = read.success ? readLocalPath(read.data.path) : null;
  return read.success && path !== null ? { path, fields: read.data.fields } : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
