import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { App } from '../route-deps.ts';
import { staticAnswer } from '../static-answer.ts';

const STYLE = 'text/css; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';

/** Every file that a page loads. Each name holds a digest of its content, so that a browser keeps it for ever. */
const FILES = readFiles();

/** The addresses of the files. */
export const ASSETS = {
  govukStyle: addressOf('govuk.css'),
  ownStyle: addressOf('console.css'),
  ownScript: addressOf('console.js'),
  icon: addressOf('icon.svg'),
} as const;

export function assetRoutes(app: App): void {
  for (const [name, { text, type }] of Object.entries(FILES))
    app.get(addressOf(name), staticAnswer(text, type, 'public, max-age=31536000, immutable'));
}

type File = { readonly text: string; readonly type: string };

function addressOf(name: string): string {
  const digest = createHash('sha256')
    .update(FILES[name]?.text ?? '')
    .digest('base64url')
    .slice(0, 10);
  return `/console/${digest}/${name}`;
}

function readFiles(): Readonly<Record<string, File>> {
  const govuk = join(dirname(createRequire(import.meta.url).resolve('govuk-frontend/package.json')), 'dist', 'govuk');
  const own = (name: string) => readFileSync(new URL(`browser/${name}`, import.meta.url), 'utf8');
  const govukScript = { text: readFileSync(join(govuk, 'govuk-frontend.min.js'), 'utf8'), type: SCRIPT };
  const digest = createHash('sha256').update(govukScript.text).digest('base64url').slice(0, 10);
  return {
    'govuk.css': { text: withSystemFonts(readFileSync(join(govuk, 'govuk-frontend.min.css'), 'utf8')), type: STYLE },
    'govuk.js': govukScript,
    'console.css': { text: own('console.css'), type: STYLE },
    'console.js': { text: own('console.js').replace('./govuk.js', `/console/${digest}/govuk.js`), type: SCRIPT },
    'icon.svg': { text: own('icon.svg'), type: 'image/svg+xml' },
  };
}

/** The typeface of gov.uk is licensed for gov.uk alone. */
function withSystemFonts(css: string): string {
  return css
    .replaceAll(/@font-face\{[^}]*\}/g, '')
    .replaceAll('GDS Transport,arial,sans-serif', 'system-ui,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif');
}
