import type { Dossier } from './dossier.ts';
import { nameKey } from './fixed-names.ts';

type OfDossier = { readonly dossier: Dossier };

/** `shown`: the first of its `count` dossiers. */
export type ProcedureGroup<Item> = {
  readonly code: string;
  readonly name: string;
  readonly count: number;
  readonly shown: readonly Item[];
};

export type StepGroup<Item> = { readonly step: string; readonly count: number; readonly procedures: readonly ProcedureGroup<Item>[] };

/**
 * Dossiers by step and then by procedure, the largest groups first. Spellings of one step are one group, as in the filters (requirements
 * §4.3). A group shows at most `each` of its dossiers, and all together show at most `all`.
 */
export function groupByStep<Item extends OfDossier>(
  items: readonly Item[],
  { each, all }: { readonly each: number; readonly all: number },
): readonly StepGroup<Item>[] {
  let left = all;
  const show = (ofGroup: readonly Item[]) => {
    const shown = ofGroup.slice(0, Math.min(each, left));
    left -= shown.length;
    return shown;
  };
  return groups(items, ({ dossier }) => nameKey(dossier.step)).map(([first, ofStep]) => ({
    step: first.dossier.step,
    count: ofStep.length,
    procedures: groups(ofStep, ({ dossier }) => dossier.procedure.code).map(([{ dossier }, ofProcedure]) => ({
      code: dossier.procedure.code,
      name: dossier.procedure.name,
      count: ofProcedure.length,
      shown: show(ofProcedure),
    })),
  }));
}

/** The largest first; of equal ones the first by its key, so that they stay where they are while others change. */
function groups<Item>(items: readonly Item[], keyOf: (item: Item) => string): (readonly [first: Item, all: readonly Item[]])[] {
  const found = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const group = found.get(keyOf(item));
    if (group) group.push(item);
    else found.set(keyOf(item), [item]);
  }
  return [...found]
    .toSorted(([one, ofOne], [other, ofOther]) => ofOther.length - ofOne.length || (one < other ? -1 : 1))
    .map(([, group]) => [group[0], group]);
}
