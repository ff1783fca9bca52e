/** The roles of people and of API keys (requirements §8.1). Each page and each route names those that may ask for it. */
export const ROLES = ['clerk', 'operator', 'auditor'] as const;
export type Role = (typeof ROLES)[number];
