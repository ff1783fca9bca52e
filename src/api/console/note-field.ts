import { z } from '@hono/zod-openapi';
import { text } from '../fields.ts';

/** A note may be typed in several lines; it is kept as one. */
export const noteField = z.preprocess(
  (typed) => (typeof typed === 'string' ? typed.replace(/\s*[\r\n]\s*/g, ' ').trim() : typed),
  text(300, 'why it was done').optional(),
);
