/** What the shop uses of quicklink, which brings no declarations. */
declare module "quicklink" {
  export function listen(options: {
    readonly limit?: number;
    readonly timeout?: number;
    /** Whether by `fetch` instead of a link element. */
    readonly priority?: boolean;
    readonly ignores?: ((address: string, link: HTMLAnchorElement) => boolean)[];
  }): () => void;
}
