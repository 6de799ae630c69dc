/** What the shop uses of quicklink, which brings no declarations. */
declare module "quicklink" {
  export function listen(options: {
    readonly limit?: number;
    readonly timeout?: number;
    readonly ignores?: ((address: string, link: HTMLAnchorElement) => boolean)[];
  }): () => void;
}
