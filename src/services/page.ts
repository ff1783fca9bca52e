import type { ListPlace } from '../db/list-place.ts';

/** A place in a list that is sorted by a moment and an id, newest first. */
export type Place = NonNullable<ListPlace>;

/** The page that begins after a place, or at the newest. */
export type PageRequest = { readonly limit: number; readonly after: ListPlace };

/** `next` is null on the last page. */
export type Page<Item> = { readonly items: readonly Item[]; readonly next: ListPlace };

/** The page that these items make; a full one may have another behind it. */
export function pageOf<Item>(items: readonly Item[], limit: number, placeOf: (item: Item) => Place): Page<Item> {
  const last = items.length === limit ? items.at(-1) : undefined;
  return { items, next: last === undefined ? null : placeOf(last) };
}
