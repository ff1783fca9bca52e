export const FILTER = { apply: 'Lọc', clear: 'Bỏ lọc' } as const;
