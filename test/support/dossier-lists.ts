import { expect } from 'vitest';

/** Of an answer, the dossiers that stand here; a server may have others. */
function codesIn(body: { readonly items?: readonly { readonly receiptCode: string }[] }): string[] {
  return (body.items ?? []).map(({ receiptCode }) => receiptCode).filter((code) => code.startsWith('LIST-'));
}

type Listed = { readonly status: number; readonly body: any }; // oxlint-disable-line typescript/no-explicit-any -- JSON of any form
/** Asks `GET /v1/dossiers` with a query that begins with `?`. */
export type List = (query: string) => Promise<Listed>;

const DUE = '2099-11-27';

/** What the cases below look for. */
export const LISTED_DOSSIERS = [
  { receiptCode: 'LIST-0001', dueDate: DUE, step: 'Thẩm định' },
  { receiptCode: 'LIST-0002', dueDate: '2099-11-28', step: "UBND huyện Cư M'gar" },
  { receiptCode: 'LIST-0003', step: 'Hỏi lại?' },
  { receiptCode: 'LIST-0004', dueDate: DUE, step: 'tra ket qua.' },
  { receiptCode: 'LIST-0005', dueDate: '2099-11-26', step: 'C:\\Phòng "A"' },
] as const;

const FIRST = 'LIST-0001';
const [THEN, QUESTION, RESULT, BACKSLASH] = LISTED_DOSSIERS.slice(1).map(({ receiptCode }) => receiptCode);

/** A query, and the dossiers that it finds. */
export const LIST_CASES: readonly (readonly [query: Readonly<Record<string, string>>, found: readonly (string | undefined)[]])[] = [
  [{}, [FIRST, THEN, QUESTION, RESULT, BACKSLASH]],
  [{ due: DUE }, [FIRST, RESULT]],
  [{ due: '2099-11-28' }, [THEN]],
  [{ due: '2099-11-25' }, []],
  [{ dueFrom: DUE, dueTo: '2099-11-28' }, [FIRST, THEN, RESULT]],
  [{ dueTo: '2099-11-26' }, [BACKSLASH]],
  [{ procedure: 'QLG-01', due: DUE }, [FIRST, RESULT]],
  [{ procedure: 'QLG' }, []],
  [{ late: 'true' }, []],
  [{ late: 'false', step: 'Hỏi lại?' }, [QUESTION]],
  [{ list: 'ready' }, [RESULT]],
  [{ closed: 'true' }, []],
  [{ closed: 'any', due: DUE }, [FIRST, RESULT]],
  [{ due: DUE, step: 'Trả kết quả' }, [RESULT]],
  [{ step: 'TRA KET QUA' }, [RESULT]],
  [{ step: 'thẩm định.' }, [FIRST]],
  [{ step: 'UBND huyện Cư M’gar' }, [THEN]],
  [{ step: 'Hỏi lại?' }, [QUESTION]],
  [{ step: '?' }, []],
  [{ step: 'C:\\Phòng "A"' }, [BACKSLASH]],
  [{ step: "' OR 1=1 --" }, []],
  [{ state: 'Chờ?' }, []],
  [{ agency: '?' }, []],
  [{ agency: 'default?' }, []],
  [{ agency: 'default', step: 'Thẩm định' }, [FIRST]],
];

export async function expectListed(list: List, [query, found]: (typeof LIST_CASES)[number]): Promise<void> {
  const { status, body } = await list(`?${new URLSearchParams(query).toString()}`);
  expect([status, codesIn(body).toSorted()]).toEqual([200, found]);
}

const cursorOf = (...parts: readonly unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');

/** What no answer ever gave as `nextCursor`. */
export const BAD_CURSORS: readonly string[] = [
  'x',
  '!',
  cursorOf(),
  cursorOf(1),
  cursorOf('', '', ''),
  cursorOf('\0', '2099-11-27', 'LIST0001'),
  cursorOf('made-up', '2099-11-27', 'LIST0001'),
  cursorOf('made-up', '2099-11-27', 'LIST0001', ''),
];

export async function expectBadCursor(list: List, cursor: string): Promise<void> {
  const { status, body } = await list(`?${new URLSearchParams({ cursor }).toString()}`);
  expect([status, body.code, body.errors?.[0]?.path]).toEqual([422, 'invalid', 'cursor']);
}

/** Page by page, each dossier comes once, in every order. */
export async function expectPages(list: List): Promise<void> {
  for (const sort of ['due', '-due', 'received', '-received', 'code', '-code']) {
    const codes: string[] = [];
    let query = `?limit=2&sort=${sort}`;
    for (let page = 0; page < 10; page++) {
      const { status, body } = await list(query);
      expect(status).toBe(200);
      codes.push(...codesIn(body));
      if (body.nextCursor === null) break;
      query = `?limit=2&sort=${sort}&${new URLSearchParams({ cursor: body.nextCursor }).toString()}`;
    }
    expect(codes.toSorted()).toEqual(LISTED_DOSSIERS.map(({ receiptCode }) => receiptCode));
    expect([sort, codes]).toEqual([sort, ORDERED[sort] ?? codes]);
  }
}

const BY_DUE = [BACKSLASH, FIRST, RESULT, THEN, QUESTION];
const ORDERED: Readonly<Record<string, readonly (string | undefined)[]>> = {
  due: BY_DUE,
  '-due': BY_DUE.toReversed(),
  code: LISTED_DOSSIERS.map(({ receiptCode }) => receiptCode),
  '-code': LISTED_DOSSIERS.map(({ receiptCode }) => receiptCode).toReversed(),
};
