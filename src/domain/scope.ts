/** The agencies of which a caller may know and for which it may act; null: all of them (requirements §8.1). */
export type Scope = { readonly agencies: readonly string[] | null };

export function isWithin({ agencies }: Scope, agency: string): boolean {
  return agencies === null || agencies.includes(agency);
}

/** The part of a scope that one agency has; nothing is left of it when the agency is foreign. Without an agency it stays as it is. */
export function narrowScope(scope: Scope, agency: string | undefined): Scope {
  if (agency === undefined) return scope;
  return { agencies: isWithin(scope, agency) ? [agency] : [] };
}

/** `which`: it has to be named, because the caller may act for several. */
type ChosenAgency =
  | { readonly kind: 'chosen'; readonly agency: string }
  | { readonly kind: 'foreign'; readonly own: readonly string[] }
  | { readonly kind: 'which'; readonly known: readonly string[] };

/** The agency of a registration that names one, or none (requirements §8.1, contract §1). */
export function chooseAgency(scope: Scope, named: string | undefined): ChosenAgency {
  const own = scope.agencies ?? [];
  if (named !== undefined) return isWithin(scope, named) ? { kind: 'chosen', agency: named } : { kind: 'foreign', own };
  const [only = DEFAULT_AGENCY, ...others] = own;
  return others.length === 0 ? { kind: 'chosen', agency: only } : { kind: 'which', known: [only, ...others] };
}

/** The agency whose name is `AGENCY_NAME`. */
export const DEFAULT_AGENCY = 'default';
