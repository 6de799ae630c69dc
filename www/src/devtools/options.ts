/** How to show the overlay. */
export interface DevtoolsOptions {
  /** Address of the policy file, where the pack's is relative to it and it lies elsewhere. */
  readonly policy?: string | URL;
  /** Whether it is open at first. */
  readonly open?: boolean;
}
