import fc from 'fast-check';
import { GATEWAYS, type GatewayMood } from './clerk.ts';

/** One dossier's life as data, so that fast-check can shorten it: what it is registered as, and what happens then, in order. */
export type Life = {
  readonly sameDay: boolean;
  readonly phone: boolean;
  /** From the day of registration; null is none. */
  readonly dueInDays: number | null;
  readonly step: string;
  readonly apologySecond: number;
  readonly spread: boolean;
  readonly supplementStopsClock: boolean;
  /** Nothing of ours runs but the journal before this many things have happened. */
  readonly downFor: number;
  readonly happenings: readonly Happening[];
};

/** `late` reaches the workflow only with the next `deliver`, later than what is said after it. */
export type Delivery = 'at once' | 'twice' | 'late';
export type Word =
  | { readonly type: 'progress'; readonly step?: string; readonly state?: string; readonly agoMinutes: number }
  | { readonly type: 'reschedule'; readonly days: number; readonly reason: 'reappointment' | 'supplement' | 'correction' }
  | { readonly type: 'contact'; readonly usable: boolean }
  | { readonly type: 'close'; readonly outcome: 'handed_over' | 'withdrawn' | 'rejected' };

export type Happening =
  | { readonly do: 'say'; readonly word: Word; readonly delivery: Delivery }
  /** Recorded a millisecond before or after the instant of the eve; `seen`: in the journal before the workflow wakes up. */
  | { readonly do: 'say at the eve'; readonly word: Word; readonly moment: 'before' | 'after, seen' | 'after' }
  | {
      readonly do: 'pass';
      readonly to: 'three hours' | 'before the eve' | 'after the eve' | 'next morning' | 'after the due date' | 'four days';
    }
  | { readonly do: 'gateway'; readonly mood: GatewayMood }
  | { readonly do: 'deliver'; readonly order: 'reversed' | 'repeated' }
  | { readonly do: 'inquire' }
  | { readonly do: 'kill' };

const steps = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('Trả kết quả', 'Trả kết quả'.normalize('NFD'), '  “TRẢ  kết quả” ', 'Tra ket qua.') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'Bộ phận Một cửa',
      '"bộ phận một cửa"',
      'Bộ phận Một cửa'.normalize('NFD'),
      '\u200EBo phan\u200B Mot cua\u200F',
    ),
  },
  { weight: 3, arbitrary: fc.constantFrom('Thẩm định', "UBND huyện Cư M'gar\n", 'Trả kết quả thẩm định') },
);
const states = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('Chờ bổ sung', ' CHỜ BỔ  SUNG', "'Chờ bổ sung'".normalize('NFD'), 'cho bo sung…') },
  { weight: 1, arbitrary: fc.constantFrom('Đang xử lý', 'Chờ bổ sung hồ sơ') },
);
/** How long before it was recorded it happened; a sender's clock may be four minutes ahead. */
const agoMinutes = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.constantFrom(-4, 1, 90, 600, 1500, 6000) },
);

const move: fc.Arbitrary<Word> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('progress' as const), step: steps, agoMinutes }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('progress' as const), state: states, agoMinutes }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('progress' as const), step: steps, state: states, agoMinutes }) },
);
/** The meeting that stops the clock: seldom by chance alone. */
const supplement: fc.Arbitrary<Word> = fc.constant({ type: 'progress', step: 'Bộ phận Một cửa', state: 'Chờ bổ sung', agoMinutes: 0 });
const word: fc.Arbitrary<Word> = fc.oneof(
  { weight: 10, arbitrary: move },
  { weight: 3, arbitrary: supplement },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('reschedule' as const),
      days: fc.integer({ min: -1, max: 4 }),
      reason: fc.constantFrom('reappointment', 'supplement', 'correction'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('contact' as const), usable: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('close' as const), outcome: fc.constantFrom('handed_over', 'withdrawn', 'rejected') }),
  },
);

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      word,
      delivery: fc.constantFrom<Delivery>('at once', 'at once', 'twice', 'late'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('say at the eve' as const),
      word,
      moment: fc.constantFrom('before', 'after, seen', 'after'),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      to: fc.constantFrom(
        'three hours',
        'before the eve',
        'after the eve',
        'after the eve',
        'next morning',
        'after the due date',
        'four days',
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('gateway' as const), mood: fc.constantFrom(...GATEWAYS) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('deliver' as const), order: fc.constantFrom('reversed', 'repeated') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('inquire' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const) }) },
);

/** What takes several things in a row, and would seldom come about by chance. */
const scene: fc.Arbitrary<readonly Happening[]> = fc.oneof(
  // an arrival while the apology is being handed over (requirements §10.11)
  fc.tuple(
    fc.constant<Happening>({ do: 'gateway', mood: 'holds' }),
    fc.constant<Happening>({ do: 'pass', to: 'after the eve' }),
    fc.constant<Happening>({ do: 'say', word: { type: 'progress', step: 'Trả kết quả', agoMinutes: 0 }, delivery: 'at once' }),
  ),
  // what stood in the apology's way ends in the last moment, or begins in it
  fc.tuple(
    move.map((word): Happening => ({ do: 'say', word, delivery: 'at once' })),
    fc.record({ do: fc.constant('say at the eve' as const), word: move, moment: fc.constantFrom('before', 'after, seen', 'after') }),
  ),
);

const mostly = <T>(usual: T, other: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });

export const lives: fc.Arbitrary<Life> = fc.record({
  sameDay: fc.oneof({ weight: 15, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  phone: mostly(true, fc.constant(false)),
  dueInDays: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom<number | null>(0, 1, 2, 2, 3, 4) },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
  step: mostly('Tiếp nhận', steps),
  apologySecond: mostly(17.5 * 3600, fc.constantFrom(7.25 * 3600, 23.5 * 3600)),
  spread: fc.boolean(),
  supplementStopsClock: mostly(true, fc.constant(false)),
  downFor: mostly(0, fc.integer({ min: 1, max: 5 })),
  happenings: fc
    .array(fc.oneof({ weight: 12, arbitrary: happening.map((one) => [one]) }, { weight: 1, arbitrary: scene }), {
      minLength: 1,
      maxLength: 11,
      size: 'max',
    })
    .map((scenes) => scenes.flat()),
});
