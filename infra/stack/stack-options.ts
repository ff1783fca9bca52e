import type { Child } from './child.ts';
import type { PrepareGateway } from './gateway.ts';
import type { Keys } from './keys.ts';
import type { StackPerson } from './people.ts';
import type { PrepareTemporal } from './prepare-temporal.ts';
import type { Neighbours } from './stack-env.ts';

export type StackOptions = {
  /** The folder of everything that this stack keeps: data, keys, logs. When left out, a temporary one that is removed in the end. */
  readonly dataDir?: string;
  /** Empties the data folder first, and does not wait for the disk. A temporary folder is always fresh. */
  readonly fresh?: boolean;
  /** The preferred ports. Where one is in use, the next free one is taken; 0 or left out means any. */
  readonly ports?: Partial<Ports>;
  /** A PostgreSQL of someone else, instead of one of our own. */
  readonly databaseUrl?: string;
  /** Added to the environment of the product (contract §1). */
  readonly settings?: NodeJS.ProcessEnv;
  /** Added to the environment of the simulated telephone network. */
  readonly telco?: NodeJS.ProcessEnv;
  /** Puts a gateway between the product and the simulated telephones. When left out, they speak `plain` to each other. */
  readonly prepareGateway?: PrepareGateway;
  /** How Temporal is started; the dev server on a file when left out. */
  readonly prepareTemporal?: PrepareTemporal;
  /** Added to the environment of one kind of program only. */
  readonly own?: Partial<Readonly<Record<'api' | 'worker' | 'postgres', NodeJS.ProcessEnv>>>;
  /** Makes people who can sign in to the console; it takes some seconds. */
  readonly people?: boolean;
  readonly apis?: number;
  readonly workers?: number;
  /** Puts proxies between the programs and their neighbours: it gets the real addresses and returns those to use instead. */
  readonly links?: (neighbours: Neighbours & { readonly apis: readonly string[] }) => Promise<Neighbours>;
  /** Hears what a person should know: a port in use, leftovers, a long build. */
  readonly say?: (line: string) => void;
  /** A program ended although this stack had not stopped it. */
  readonly onUnexpectedExit?: (name: string, how: string) => void;
  /** Gives up the start. */
  readonly signal?: AbortSignal;
};

export type Ports = Readonly<Record<'api' | 'telco' | 'temporal' | 'ui' | 'postgres', number>>;

export type OpenStack = {
  readonly apiUrl: string;
  /** One for each of `apis`; `apiUrl` is the first. */
  readonly apiUrls: readonly string[];
  readonly telcoUrl: string;
  readonly uiUrl: string;
  readonly temporalAddress: string;
  readonly databaseUrl: string;
  readonly keys: Keys;
  /** Empty unless `people` was asked for. */
  readonly people: readonly StackPerson[];
  /** The product's environment, as for `node dist/main.js`. */
  readonly env: NodeJS.ProcessEnv;
  readonly logDir: string;
  /** The gateway's name in the product's settings. */
  readonly gateway: string;
  /** Each can be killed, stopped and started again, on the same port and data. */
  readonly children: {
    readonly postgres: Child;
    readonly temporal: Child;
    /** Only where Temporal's UI is a program of its own; the dev server contains it. */
    readonly ui?: Child;
    readonly telco: Child;
    /** The programs of the gateway between, in the order of their start. */
    readonly gateway: readonly Child[];
    readonly api: readonly Child[];
    readonly worker: readonly Child[];
  };
};
