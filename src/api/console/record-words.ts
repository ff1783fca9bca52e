import { z } from '@hono/zod-openapi';
import type { RecordKind } from '../../domain/record-kinds.ts';
import { ROLES } from '../../domain/roles.ts';
import type { ListedRecord } from '../../services/list-records.ts';
import type { AppDeps } from '../route-deps.ts';
import { agencyName } from './agency-name.ts';
import { printNumber } from './print-number.ts';
import { PROVED_BY_WORDS, RECORDS, SIGN_IN_REASON_WORDS } from './texts/records.ts';
import { ROLE_WORDS } from './texts/words.ts';

const RIGHTS = z.object({ role: z.enum(ROLES), agencies: z.array(z.string()).nullable() });
const MOVED = z.object({ from: RIGHTS, to: RIGHTS });
const PROVED = z.object({ by: z.string().optional(), reason: z.string().optional() });
const VALUE = z.string().nullish();
const SETTINGS = z.object({ changes: z.array(z.object({ name: z.string(), from: VALUE, to: VALUE })) });
const SHARE = z.object({ share: z.number(), reason: z.string() });
const VERIFIED = z.object({ events: z.number(), brokenAt: z.object({ receiptCode: z.string(), seq: z.number() }).nullable() });

type Deps = Pick<AppDeps, 'findAgency'>;

/** What a record says beyond its kind, a line each. What is kept only to compare with is not shown. */
export function recordDetails({ kind, detail }: ListedRecord, deps: Deps): readonly string[] {
  return (DETAILS[kind] ?? provedIn)(detail, deps);
}

const DETAILS: Readonly<Partial<Record<RecordKind, (detail: unknown, deps: Deps) => readonly string[]>>> = {
  settings_changed: settingsIn,
  share_set: (detail) => said(SHARE.safeParse(detail), ({ share, reason }) => RECORDS.share(share, reason)),
  journal_verified: (detail) =>
    said(VERIFIED.safeParse(detail), ({ events, brokenAt }) =>
      brokenAt === null ? RECORDS.sound(printNumber(events)) : RECORDS.broken(brokenAt.receiptCode, brokenAt.seq),
    ),
  person_added: (detail, deps) => said(RIGHTS.safeParse(detail), (rights) => rightsText(rights, deps)),
  person_changed: (detail, deps) =>
    said(MOVED.safeParse(detail), ({ from, to }) => RECORDS.fromTo(rightsText(from, deps), rightsText(to, deps))),
};

function provedIn(detail: unknown): readonly string[] {
  const { by = '', reason = '' } = PROVED.safeParse(detail).data ?? {};
  return [SIGN_IN_REASON_WORDS[reason], PROVED_BY_WORDS[by]].filter((text) => text !== undefined);
}

function settingsIn(detail: unknown): readonly string[] {
  const { changes = [] } = SETTINGS.safeParse(detail).data ?? {};
  if (changes.length === 0) return [RECORDS.firstSettings];
  return changes.map(({ name, from, to }) =>
    from === undefined && to === undefined
      ? RECORDS.secretSetting(name)
      : RECORDS.setting(name, from ?? RECORDS.unset, to ?? RECORDS.unset),
  );
}

function rightsText({ role, agencies }: z.infer<typeof RIGHTS>, { findAgency }: Deps): string {
  return RECORDS.rights(ROLE_WORDS[role], agencies?.map((id) => agencyName(id, findAgency)).join(', ') ?? RECORDS.allAgencies);
}

function said<Detail>(read: z.ZodSafeParseResult<Detail>, text: (detail: Detail) => string): readonly string[] {
  return read.success ? [text(read.data)] : [];
}
