/** What the holder of an API key may do (requirements §9); each route names the roles it is for. */
export const ROLES = ['clerk', 'operator', 'auditor'] as const;
export type Role = (typeof ROLES)[number];
