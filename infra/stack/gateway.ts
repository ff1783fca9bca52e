import type { Child, ChildWatch } from './child.ts';
import type { Keys } from './keys.ts';
import type { Neighbours } from './stack-env.ts';

/** What a gateway between the product and the simulated telephones may use. */
export type GatewaySurroundings = {
  readonly dataDir: string;
  readonly logDir: string;
  readonly urls: Neighbours;
  readonly keys: Keys;
  readonly watch: ChildWatch;
};

export type PreparedGateway = {
  /** As in the settings of the product. */
  readonly name: string;
  /** Replaces the settings of a stack without a gateway between. */
  readonly settings: NodeJS.ProcessEnv;
  /** Where the telephone network brings receipts and texts. */
  readonly webhookUrl: string;
  /** In the order of their start. None of them runs yet. */
  readonly programs: readonly Child[];
};

export type PrepareGateway = (surroundings: GatewaySurroundings) => Promise<PreparedGateway>;
