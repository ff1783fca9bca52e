/**
 * What a gateway needs for sending and its settings do not give, by their paths: `url`, `user`, `secret`, `values.CONTRACTID`,
 * `templates.result`. The config says which variable or which path of GATEWAYS_FILE that is.
 */
export class MissingSettings extends Error {
  readonly missing: readonly string[];

  constructor(gateway: string, missing: readonly string[]) {
    super(`gateway ${gateway} needs ${missing.join(', ')}`);
    this.name = 'MissingSettings';
    this.missing = missing;
  }
}
