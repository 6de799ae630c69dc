/**
 * What consent managers say of a purpose, from the strictest on: of several the least counts. As
 * numbers that the bundler writes in their places, for a page loads them.
 */
export const enum Says {
  /** Whatever the person chooses: they are known to be a child. */
  Never,
  No,
  /** Not yet; or the manager is missing, or broken. */
  Unknown,
  Yes,
  /** Nobody has an opinion. */
  Nothing,
}
