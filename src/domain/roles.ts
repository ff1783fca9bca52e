/** The roles of API keys (requirements §8.1). Each route names those that may call it. */
export const ROLES = ['clerk', 'operator', 'auditor'] as const;
export type Role = (typeof ROLES)[number];
