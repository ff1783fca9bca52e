import type { IncomingMessage } from 'node:http';
import type { Role } from '../domain/roles.ts';
import type { Scope } from '../domain/scope.ts';
import type { Session } from '../services/sessions.ts';
import type { ProblemCode } from './problem-texts.ts';

/** Who asks, and for which agencies. */
export type Caller = Scope & { readonly name: string; readonly role: Role };

/** What the API knows of a request while it answers it. */
export type AppEnv = {
  Bindings: { readonly incoming?: IncomingMessage };
  Variables: {
    requestId: string;
    caller: Caller;
    /** Who is signed in, on a page of the console. */
    session: Session;
    /** The gateway that the address names, when there is one of that name. */
    gateway: string;
    /** The problem with which the request was answered. */
    problem: ProblemCode;
  };
};
