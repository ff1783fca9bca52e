import type { Stage } from './plan.ts';
import type { Dice } from './random.ts';

/** One dossier: what the clerks will say of it at which stage of the evening. */
export type Citizen = {
  readonly code: string;
  /** As the network writes it; null: none was given. */
  readonly phone: string | null;
  readonly course: Course;
};

/** How often each kind of life is led, in a hundred. */
const SHARES = {
  late: 36,
  racing: 16,
  on_time: 8,
  twice: 8,
  supplemented: 10,
  moved: 6,
  unreachable: 4,
  renumbered: 8,
  withdrawn: 4,
} as const;
export type Course = keyof typeof SHARES;

type Said = Readonly<Record<string, string>>;

const RESULT: Said = { type: 'progress', step: 'Trả kết quả' };
const CLOSE: Said = { type: 'close', outcome: 'handed_over' };
const at = (step: string): Said => ({ type: 'progress', step });

/** What is said about a life, stage by stage (requirements §4, §5); `days` from today, `newPhone` for one that changes. */
export function lifeOf(course: Course, { inDays, newPhone }: { readonly inDays: (days: number) => string; readonly newPhone: string }) {
  const late: Life = { steps: [at('Thẩm định')], apologies: [at('Trình ký')], results: [RESULT], closing: [CLOSE] };
  const lives: Readonly<Record<Course, Life>> = {
    late,
    racing: { steps: [at('Thẩm định')], apologies: [RESULT], closing: [CLOSE] },
    on_time: { steps: [at('Thẩm định'), RESULT], closing: [CLOSE] },
    twice: { steps: [RESULT], results: [at('Thẩm định'), RESULT], closing: [CLOSE] },
    supplemented: {
      steps: [at('Thẩm định'), { type: 'progress', state: 'Chờ bổ sung' }, at('Bộ phận Một cửa')],
      results: [
        { type: 'reschedule', reason: 'supplement', dueDate: inDays(7) },
        { type: 'progress', step: 'Thẩm định', state: 'Đang xử lý' },
        RESULT,
      ],
    },
    moved: { steps: [{ type: 'reschedule', reason: 'reappointment', dueDate: inDays(5) }, at('Thẩm định')], results: [RESULT] },
    unreachable: late,
    renumbered: { ...late, steps: [{ type: 'contact', phone: newPhone }, at('Thẩm định')] },
    withdrawn: { steps: [{ type: 'close', outcome: 'withdrawn' }] },
  };
  return lives[course];
}

export type Life = Readonly<Partial<Record<Stage, readonly Said[]>>>;

/** Courses that bring an apology whatever happens. */
export function isSurelyLate({ course }: Citizen): boolean {
  return course === 'late' || course === 'renumbered';
}

/** `batch` keeps the codes and numbers of one evening apart from all others of a run; at most 99 of 1,000 each. */
export function citizensOf(batch: number, count: number, dice: Dice): readonly Citizen[] {
  const hundred = Object.entries(SHARES).flatMap(([course, share]) => Array.from({ length: share }, () => course as Course));
  return Array.from({ length: count }, (_, index) => {
    const course = hundred[Math.floor(((index + dice.fraction()) / count) * 100)] ?? 'late';
    return { code: `0107${digits(batch, index)}`, phone: course === 'unreachable' ? null : phoneOf(batch, index), course };
  });
}

/** Heads that nobody else in a run has, so that a number which stands where it should not is surely one of them. */
export function phoneOf(batch: number, index: number): string {
  return `84905${digits(batch, index)}`;
}
export function newPhoneOf(batch: number, index: number): string {
  return `84906${digits(batch, index)}`;
}
export function askingPhoneOf(batch: number, nth: number): string {
  return `8497${String(batch).padStart(3, '0')}${String(nth).padStart(4, '0')}`;
}

function digits(batch: number, index: number): string {
  return `${String(batch).padStart(3, '0')}${String(index).padStart(3, '0')}`;
}
