/** As much of a page's global names as consent managers and their adapters meet; gone afterwards. */
export interface FakePage {
  readonly window: EventTarget;
  readonly document: EventTarget;
}

/** Runs `scene` on a page of its own, with these globals. */
export async function onPage(
  globals: Record<string, unknown>,
  scene: (page: FakePage) => Promise<void>,
): Promise<void> {
  const [window, document] = [new EventTarget(), new EventTarget()];
  const names: Record<string, unknown> = {
    window,
    document: Object.assign(document, { documentElement: { lang: "en" } }),
    dispatchEvent: window.dispatchEvent.bind(window),
    addEventListener: window.addEventListener.bind(window),
    removeEventListener: window.removeEventListener.bind(window),
    ...globals,
  };
  const before = new Set(Object.getOwnPropertyNames(globalThis));
  for (const [name, value] of Object.entries(names)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  try {
    await scene({ window, document });
  } finally {
    const come = Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name));
    for (const name of come) Reflect.deleteProperty(globalThis, name);
  }
}

/** Sets a global name of the page at hand. */
export function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

/** Lets what is under way come to its end. */
export async function settled(): Promise<void> {
  for (let times = 0; times < 20; times += 1) await new Promise((resolve) => setTimeout(resolve));
}
