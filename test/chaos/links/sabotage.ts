/** The four ways by which the product's programs reach their neighbours, and by which these reach the product. */
export const PORTS = ['postgres', 'temporal', 'gateway', 'api'] as const;
export type Port = (typeof PORTS)[number];

/**
 * `cut`: the connection ends before the call is passed on. `lose_answer`: the neighbour does it, and its caller hears that it failed.
 * `delay`: it is passed on later.
 */
export const DAMAGES = ['cut', 'lose_answer', 'delay'] as const;
export type Damage = (typeof DAMAGES)[number];

/** What shall happen to the next calls of one kind. */
export type Sabotage = {
  readonly port: Port;
  /** A part of what names the call: a piece of SQL, an RPC method, a path. */
  readonly call: string;
  /** Only calls with an id that begins so. */
  readonly about?: string;
  readonly damage: Damage;
  /** To so many calls. */
  readonly times: number;
  /** Calls that pass unharmed before, 0 by default. */
  readonly after?: number;
  readonly delayMs?: number;
};

/**
 * What really happened to a call, by order or because its sender did not wait for the answer. `about` is the id in the call's body, if it
 * has one, and `to` is when the damage was done. Instants are milliseconds since 1970.
 */
export type Played = Pick<Sabotage, 'port' | 'call'> & {
  readonly damage: Damage | 'not_awaited';
  readonly about: string | null;
  readonly from: number;
  readonly to: number;
};

export type Saboteur = {
  readonly arm: (sabotage: Sabotage) => void;
  /** Nothing more happens. */
  readonly disarm: () => void;
  /** What this call meets; it counts as one of its `times`. */
  readonly meet: (port: Port, call: string, about?: string | null) => Sabotage | undefined;
  readonly note: (what: Pick<Played, 'port' | 'call' | 'damage'>, about: string | null, from: number) => void;
  readonly played: () => readonly Played[];
};

/** One desk for all links, so that a plan says what happens where, and the judge what really happened. */
export function openSaboteur(): Saboteur {
  let armed: { readonly sabotage: Sabotage; left: number; spared: number }[] = [];
  const played: Played[] = [];
  return {
    arm: (sabotage) => void armed.push({ sabotage, left: sabotage.times, spared: sabotage.after ?? 0 }),
    disarm: () => void (armed = []),
    meet(port, call, about = null) {
      const order = armed.find(({ sabotage }) => sabotage.port === port && call.includes(sabotage.call) && concerns(sabotage, about));
      if (!order) return undefined;
      if (order.spared > 0) {
        order.spared -= 1;
        return undefined;
      }
      order.left -= 1;
      if (order.left === 0) armed = armed.filter((each) => each !== order);
      return order.sabotage;
    },
    note: ({ port, call, damage }, about, from) => void played.push({ port, call, damage, about, from, to: Date.now() }),
    played: () => played,
  };
}

function concerns({ about }: Sabotage, id: string | null): boolean {
  return about === undefined || (id !== null && id.startsWith(about));
}

/** How long a `delay` is when its order does not say, milliseconds. */
export const DELAY_MS = 700;
