/** What the settings say of an agency (contract §1, AGENCIES_FILE). */
export type Agency = {
  /** As the texts print it. */
  readonly name: string;
  /** What a telephone shows as the sender of its notices. Null: the gateway's own sender. */
  readonly sender: string | null;
  /** The gateways on which its sender is registered; only these are considered (requirements §11.4). Null: all of them. */
  readonly gateways: readonly string[] | null;
  /** How the public reads the name of a step (requirements §7.3), by the name that staff use. */
  readonly publicSteps: Readonly<Record<string, string>>;
  /** Its part of a full queue, beside the weights of the other agencies; 1 unless set. */
  readonly weight: number;
};

/** Looks an agency up in the settings; null when they do not name it (requirements §2). */
export type FindAgency = (id: string) => Agency | null;

/** Looks up in the settings; a name that every object has, such as `constructor`, is no agency. */
export function findAgencyIn(agencies: Readonly<Record<string, Agency>>): FindAgency {
  const byId = new Map(Object.entries(agencies));
  return (id) => byId.get(id) ?? null;
}
