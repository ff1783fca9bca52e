type Gathering<Item, Result> = {
  /** Each result in the place of its item; all or nothing. */
  readonly work: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** Two items of one key never go together: the second one waits for the first one's end. */
  readonly keyOf: (item: Item) => string;
  /** Whether each of them might have fared better alone. */
  readonly triesAlone: (error: unknown) => boolean;
  /** Calls of `work` at a time, and items in one of them. */
  readonly concurrency: number;
  readonly most: number;
};

type Waiting<Item, Result> = {
  readonly item: Item;
  readonly resolve: (result: Result | PromiseLike<Result>) => void;
  readonly reject: (error: unknown) => void;
};

/** One call a piece of work while few come; what comes while so many calls are under way shares the next one. */
export function createBatcher<Item, Result>(gathering: Gathering<Item, Result>): (item: Item) => Promise<Result> {
  const { work, keyOf, triesAlone, concurrency, most } = gathering;
  const waiting = new Set<Waiting<Item, Result>>();
  const underWay = new Set<string>();
  let calls = 0;

  const take = (): Waiting<Item, Result>[] => {
    const taken: Waiting<Item, Result>[] = [];
    for (const one of waiting) {
      if (taken.length >= most) break;
      const key = keyOf(one.item);
      if (underWay.has(key)) continue;
      underWay.add(key);
      waiting.delete(one);
      taken.push(one);
    }
    return taken;
  };
  const pump = () => {
    while (calls < concurrency) {
      const taken = take();
      if (taken.length === 0) return;
      calls += 1;
      void doTogether(taken).finally(() => {
        calls -= 1;
        for (const { item } of taken) underWay.delete(keyOf(item));
        pump();
      });
    }
  };
  const doTogether = async (taken: readonly Waiting<Item, Result>[]): Promise<void> => {
    try {
      const results = await work(taken.map(({ item }) => item));
      if (results.length !== taken.length) throw new Error(`expected ${taken.length} results, came ${results.length}`);
      results.forEach((result, index) => taken[index]?.resolve(result));
    } catch (error) {
      if (taken.length > 1 && triesAlone(error)) for (const one of taken) await doTogether([one]);
      else for (const { reject } of taken) reject(error);
    }
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.add({ item, resolve, reject });
      pump();
    });
}
