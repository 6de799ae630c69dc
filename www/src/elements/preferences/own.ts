/** What the module or the policy tells, without what a polluted prototype would lend it (SEC-25). */
export function own<T extends object>(told: T): T {
  return { __proto__: null, ...told } as T;
}
