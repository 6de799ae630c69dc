/** Days after which what was learned is forgotten, where the policy says nothing: as the core has it. */
export const RETENTION_DAYS = 90;
