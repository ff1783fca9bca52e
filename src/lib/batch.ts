type BatcherOptions<Item, Result> = {
  /** Returns the result of each item in the item's place, or fails for all. */
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** Items of the same key are never under way at the same time: the second waits until the first has ended. */
  readonly keyOf: (item: Item) => string;
  /** Whether the items of a failed batch are tried again one by one, because one of them alone may be the cause. */
  readonly retriesSingly: (error: unknown) => boolean;
  /** The most batches under way. */
  readonly concurrency: number;
  /** The most items in a batch. */
  readonly maxItems: number;
};

type WaitingItem<Item, Result> = {
  readonly item: Item;
  readonly resolve: (result: Result | PromiseLike<Result>) => void;
  readonly reject: (error: unknown) => void;
};

/** While few items come, each is run alone and at once. Items that come while all batches are under way share the next batch. */
export function createBatcher<Item, Result>(options: BatcherOptions<Item, Result>): (item: Item) => Promise<Result> {
  const { run, keyOf, retriesSingly, concurrency, maxItems } = options;
  const waiting = new Set<WaitingItem<Item, Result>>();
  const keysUnderWay = new Set<string>();
  let batchesUnderWay = 0;

  const takeBatch = (): WaitingItem<Item, Result>[] => {
    const batch: WaitingItem<Item, Result>[] = [];
    for (const one of waiting) {
      if (batch.length >= maxItems) break;
      const key = keyOf(one.item);
      if (keysUnderWay.has(key)) continue;
      keysUnderWay.add(key);
      waiting.delete(one);
      batch.push(one);
    }
    return batch;
  };
  const startBatches = () => {
    while (batchesUnderWay < concurrency) {
      const batch = takeBatch();
      if (batch.length === 0) return;
      batchesUnderWay += 1;
      void runBatch(batch).finally(() => {
        batchesUnderWay -= 1;
        for (const { item } of batch) keysUnderWay.delete(keyOf(item));
        startBatches();
      });
    }
  };
  const runBatch = async (batch: readonly WaitingItem<Item, Result>[]): Promise<void> => {
    try {
      const results = await run(batch.map(({ item }) => item));
      if (results.length !== batch.length) throw new Error(`expected ${batch.length} results, came ${results.length}`);
      results.forEach((result, index) => batch[index]?.resolve(result));
    } catch (error) {
      if (batch.length > 1 && retriesSingly(error)) for (const one of batch) await runBatch([one]);
      else for (const { reject } of batch) reject(error);
    }
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.add({ item, resolve, reject });
      startBatches();
    });
}
