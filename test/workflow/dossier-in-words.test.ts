import { defaultPayloadConverter } from '@temporalio/common';
import { workflowMetadataQuery } from '@temporalio/workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { apologyInstant } from '../../src/domain/apology.ts';
import { epochMs, instantAt, printDate } from '../../src/domain/calendar.ts';
import { register, type Registration } from '../../src/domain/dossier.ts';
import { apologySummary, dossierSummary } from '../../src/domain/temporal-summaries.ts';
import { temporalQueries, temporalQueryFor } from '../../src/domain/temporal-queries.ts';
import { code } from '../support/dossiers.ts';
import { eventually } from '../support/eventually.ts';
import { aFreshDossier, openWorkflowWorld, saidNow, type WorkflowWorld } from '../support/workflow-world.ts';

let world: WorkflowWorld;
beforeAll(async () => {
  world = await openWorkflowWorld(inject('temporalAddress'));
}, 120_000);
beforeEach(() => {
  world.makeLink('free');
  world.answerWith(() => ({ status: 'sent' }));
});
afterAll(async () => world[Symbol.asyncDispose]());

const eveOf = (some: Registration) => apologyInstant(register(some)) ?? instantAt(0);
const due = ({ dueDate }: Registration) => (dueDate === null ? '' : printDate(dueDate));
const detailsOf = async (some: Registration) => (await world.handleOf(some).query(workflowMetadataQuery)).currentDetails ?? '';
const eventsOf = async (some: Registration) => (await world.history(some)).events ?? [];

/** What the Temporal UI writes beside what begins in a history, in its order. A cancelled timer repeats its own. */
async function summariesOf(some: Registration): Promise<readonly string[]> {
  return (await eventsOf(some)).flatMap(({ userMetadata, timerCanceledEventAttributes: ended }) =>
    userMetadata?.summary && !ended ? [defaultPayloadConverter.fromPayload<string>(userMetadata.summary)] : [],
  );
}

describe('requirements §8.3 the Temporal UI says in one line', () => {
  test.each([
    ['by its registration', []],
    ['by an event that overtook it', saidNow(1, { step: 'Thẩm định' })],
  ])('which dossier a workflow is, started %s', async (_, events) => {
    const some = aFreshDossier();
    await world.startWithEvents(some, ...events);
    const described = await world.handleOf(some).describe();
    expect(await described.staticSummary()).toBe(`${some.receiptCode} · Thẩm định giá · hẹn lần đầu ${due(some)}`);
  });

  test('also which dossier with the longest code and name that there may be, because Temporal refuses long lines', async () => {
    const procedure = { code: 'P', name: '𝒲'.repeat(500), sameDay: false };
    const some = aFreshDossier({ receiptCode: code(`${Date.now()}-${'A'.repeat(16)}`), procedure });
    await world.start(some);
    expect(await (await world.handleOf(some).describe()).staticSummary()).toBe(dossierSummary(some));
  });

  test('what each timer waits for and what each activity does', async () => {
    const some = aFreshDossier({}, 2);
    world.answerWith(({ again }) => (again ? { status: 'sent' } : { status: 'uncertain', sendAgainAfterMs: 900_000 }));
    await world.start(some);
    await world.signal(some, ...saidNow(1, { step: 'Trả kết quả' }));
    await eventually(() => expect(world.about(some)).toEqual(['at once result/1', 'uncertain result/1']));
    await world.pass(some, 901);
    await eventually(() => expect(world.about(some)).toContain('sent result/1'));
    await world.pass(some, (epochMs(eveOf(some)) - Date.now()) / 1000);
    await eventually(() => expect(world.about(some).at(-1)).toBe(`skipped result_ready apology/${some.dueDate}`));
    await world.signal(some, ...saidNow(2, { close: 'handed_over' }));
    await world.handleOf(some).result();
    expect(await summariesOf(some)).toEqual([
      dossierSummary(some),
      apologySummary(eveOf(some)),
      'M1 báo kết quả lần 1',
      'M1 báo kết quả lần 1: chờ báo phát, không có thì gửi lại',
      'M1 báo kết quả lần 1, gửi lại vì không rõ lần trước đã đến cổng chưa',
      `M3 xin lỗi cho ngày hẹn ${due(some)}: không gửi, hồ sơ đã ở bước “Trả kết quả”`,
      'Lưu hồ sơ đã kết thúc',
    ]);
  });

  test('a new date is in the line of the new timer', async () => {
    const [some, later] = [aFreshDossier(), aFreshDossier({}, 9)];
    await world.start(some);
    await eventually(async () => expect((await summariesOf(some)).slice(1)).toEqual([apologySummary(eveOf(some))]));
    await world.signal(some, ...saidNow(1, { due: later.dueDate ?? '', reason: 'correction' }));
    await eventually(async () =>
      expect((await summariesOf(some)).slice(1)).toEqual([
        apologySummary(eveOf(some)),
        apologySummary(eveOf({ ...some, dueDate: later.dueDate })),
      ]),
    );
  });
});

describe('requirements §8.3 the Temporal UI shows the dossier in words', () => {
  test('from its registration to its close, with what became of each notice', async () => {
    const some = aFreshDossier();
    await world.start(some);
    await eventually(async () => expect(await detailsOf(some)).toContain('- **Bước:** Tiếp nhận'));
    expect(await detailsOf(some)).toContain('Chưa có tin nhắn nào.');

    let answer = () => {};
    world.answerWith(async () => {
      await new Promise<void>((resolve) => void (answer = resolve));
      return { status: 'permanent_failure' };
    });
    world.makeLink('busy');
    await world.signal(some, ...saidNow(1, { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' }));
    await eventually(async () => expect(await detailsOf(some)).toContain('- M2 yêu cầu bổ sung lần 1: **Đang gửi**'));
    expect(await detailsOf(some)).toContain('- **Trạng thái:** Chờ bổ sung');
    await eventually(() => expect(world.about(some)).toContain('send supplement/1'));
    answer();
    await eventually(async () => expect(await detailsOf(some)).toContain('- M2 yêu cầu bổ sung lần 1: **Không đến được**'));

    await world.signal(some, ...saidNow(2, { close: 'withdrawn' }));
    await world.handleOf(some).result();
    expect(await detailsOf(some)).toContain('- **Đã kết thúc:** Đã rút');
  });

  test('why a notice was withdrawn', async () => {
    const some = aFreshDossier();
    world.makeLink('busy');
    world.answerWith(() => {
      throw new Error('the gateway is away');
    });
    await world.start(some);
    await world.signal(some, ...saidNow(1, { step: 'Trả kết quả' }));
    await eventually(() => expect(world.about(some)).toContain('send result/1'));
    await world.signal(some, ...saidNow(2, { step: 'Thẩm định' }));
    await eventually(async () =>
      expect(await detailsOf(some)).toContain('- M1 báo kết quả lần 1: **Thôi gửi**, hồ sơ đã rời bước “Trả kết quả”'),
    );
  });
});

test('quality C1: words are no events of the history, also while somebody reads them', async () => {
  const some = aFreshDossier();
  await world.start(some);
  for (let times = 0; times < 3; times++) expect(await detailsOf(some)).not.toBe('');
  await world.signal(some, ...saidNow(1, { step: 'Trả kết quả' }));
  await eventually(() => expect(world.about(some)).toEqual(['at once result/1', 'sent result/1']));
  const kinds = async () =>
    (await eventsOf(some)).map((event) =>
      Object.keys(event)
        .find((key) => key.endsWith('EventAttributes'))
        ?.replace('EventAttributes', ''),
    );
  const task = ['workflowTaskScheduled', 'workflowTaskStarted', 'workflowTaskCompleted'];
  await eventually(async () =>
    expect(await kinds()).toEqual([
      'workflowExecutionStarted',
      ...task,
      'timerStarted',
      'workflowExecutionSignaled',
      ...task,
      'upsertWorkflowSearchAttributes',
      'markerRecorded',
    ]),
  );
});

describe('requirements §8.3 the questions to Temporal’s list', () => {
  const found = async (query: string) => {
    const codes: string[] = [];
    for await (const { workflowId } of world.client.workflow.list({ query })) codes.push(workflowId.slice('dossier:'.length));
    return codes;
  };
  test('find by a name with quotation marks, and nothing else', async () => {
    for (const step of ["D'Artagnan, 100 % & _", "x' OR ExecutionStatus = 'Running"]) {
      const { query } = temporalQueryFor('step', step) ?? { query: '' };
      const some = aFreshDossier({ step });
      await world.start(some);
      await eventually(async () => expect(await found(query)).toEqual([some.receiptCode]), 30_000);
    }
  });

  test('find what their names say', async () => {
    const today = aFreshDossier({}, 0).dueDate;
    if (today === null) throw new Error('it has a date');
    const long = instantAt(Date.now() - 10 * 86_400_000);
    const old = { receivedAt: long, recordedAt: long };
    const [overdue, dueToday, dueTomorrow, dateless, waiting, ready, failed] = [
      aFreshDossier(old, -1),
      aFreshDossier(old, 0),
      aFreshDossier(old, 1),
      aFreshDossier({ dueDate: null }),
      aFreshDossier(),
      aFreshDossier(old, -1),
      aFreshDossier(),
    ];
    const all = [overdue, dueToday, dueTomorrow, dateless, waiting, ready, failed];
    for (const some of all) await world.start(some);
    await world.signal(waiting, ...saidNow(1, { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' }));
    await world.signal(ready, ...saidNow(1, { step: 'Trả kết quả' }));
    await eventually(() => expect(world.about(ready)).toContain('sent result/1'));
    world.answerWith(() => ({ status: 'permanent_failure' }));
    await world.signal(failed, ...saidNow(1, { step: 'Trả kết quả' }));

    const expected: Readonly<Record<string, readonly Registration[]>> = {
      'Đang mở': all,
      'Tin nhắn cần xử lý': [overdue, ready, failed], // the apologies of the first two were missed
      'Quá hạn, chưa có kết quả': [overdue],
      'Hẹn trả hôm nay, chưa có kết quả': [dueToday],
      'Hẹn trả ngày mai, chưa có kết quả': [dueTomorrow],
      'Chờ bổ sung': [waiting],
      'Chờ trả kết quả': [ready, failed],
      'Không có ngày hẹn': [dateless],
    };
    const codes = new Set<string>(all.map(({ receiptCode }) => receiptCode));
    for (const { name, query } of temporalQueries(today)) {
      const ours = (expected[name] ?? []).map(({ receiptCode }) => receiptCode).toSorted();
      await eventually(
        async () => expect([name, (await found(query)).filter((each) => codes.has(each)).toSorted()]).toEqual([name, ours]),
        30_000,
      );
    }
  });
});
