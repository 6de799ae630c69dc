/**
 * The language of suggestions and preferences, where somebody has chosen one: the shop's own texts
 * are English. The choice stands in the address, and goes along from page to page; nothing is
 * stored for it.
 */

const asked = new URLSearchParams(location.search).get("lang");

/** What `open()` is told. */
export const language: { readonly language?: string } = asked === null ? {} : { language: asked };

/** Shows the menu in the foot of the page, and keeps what was chosen there. */
export function prepareLanguages(): void {
  const menu = document.querySelector<HTMLSelectElement>("[data-languages]");
  if (!menu) return;
  for (const tag of TAGS) {
    const option = new Option(new Intl.DisplayNames(tag, { type: "language" }).of(tag), tag);
    option.lang = tag;
    menu.append(option);
  }
  menu.value = asked ?? "en";
  menu.addEventListener("change", () => location.assign(withLanguage(location.href, menu.value)));
  menu.closest<HTMLElement>("[hidden]")?.removeAttribute("hidden");
  if (asked !== null) addEventListener("click", (event) => carry(event, asked), { capture: true });
}

/** A link into this shop leads there in the same language. */
function carry(event: Event, tag: string): void {
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
  if (link?.origin === location.origin) link.href = withLanguage(link.href, tag);
}

function withLanguage(address: string, tag: string): string {
  const url = new URL(address);
  url.searchParams.set("lang", tag);
  return url.href;
}

const TAGS = ["en", "zh-Hans", "zh-Hant", "de", "fr", "es", "ar", "ja", "pt", "hi"];
