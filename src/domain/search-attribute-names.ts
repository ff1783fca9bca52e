/** The names by which Temporal's list is filtered (contract §5). */
export const SEARCH_ATTRIBUTE_NAMES = {
  step: 'DossierStep',
  state: 'DossierState',
  agency: 'DossierAgency',
  procedure: 'DossierProcedure',
  problem: 'DossierProblem',
  dueDate: 'DossierDueDate',
} as const;
