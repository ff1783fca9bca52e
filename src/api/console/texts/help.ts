export const HELP = { title: 'Giúp đỡ' } as const;
