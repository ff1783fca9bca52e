import type { Hono } from 'hono';
import type { AppEnv } from '../app-env.ts';
import type { AppDeps } from '../route-deps.ts';
import type { SignInGuard } from './sign-in-guard.ts';

/** What a page registers itself with. */
export type PageDeps = AppDeps & { readonly signedIn: SignInGuard };
export type Pages = Hono<AppEnv>;
