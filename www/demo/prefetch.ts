/**
 * Ordinary links are fetched before they are clicked, as many shops do. Links
 * of picks are left alone: fetching them would tell the shop what was picked.
 * By `fetch`, since Firefox holds a `<link rel="prefetch">` against the policy's
 * `default-src`, which is 'none', and WebKit knows no such link.
 */
import { listen } from "quicklink";

export function prefetchLinks(): void {
  const isPage = (address: string): boolean => PAGES.test(new URL(address).pathname);
  listen({ limit: MOST, priority: true, ignores: [(address, link) => !isPage(address) || link.matches(".no-prefetch")] });
}

/** Pages that are worth fetching ahead. */
const PAGES = /^\/(?:item|browse)(?:\/|$)/;
/** A page of fifty links is no reason for fifty requests. */
const MOST = 12;
