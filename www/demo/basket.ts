/**
 * The basket: in this tab alone, and written only when the customer puts
 * something in. It is the shop's own, and has nothing to do with the profile.
 */

/** A line of the basket: what its page shows, so that no request is needed for it. */
interface Line {
  readonly id: string;
  readonly title: string;
  readonly by: string;
  readonly price: string;
  readonly url: string;
  readonly hue: string;
  readonly layout: string;
  readonly fit: string;
}

type Tell = (kind: "cart" | "purchase", id: string) => Promise<void>;

/** Makes the basket's form, counter and page work. */
export function prepareBasket(tell: Tell): void {
  const page = document.querySelector<HTMLElement>("[data-basket]");
  const form = document.querySelector<HTMLFormElement>("[data-basket-add]");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    add(lineOf(form), tell);
    if (button) button.textContent = "In your basket";
    showCount();
  });
  if (page) {
    // The form was sent before this script ran: its item stands on the page.
    const sent = page.querySelector<HTMLElement>("[data-basket-sent]");
    if (sent) {
      add(lineOf(sent), tell);
      history.replaceState(history.state, "", location.pathname);
    }
    showPage(page, tell);
  }
  showCount();
}

function add(line: Line, tell: Tell): void {
  if (lines().some(({ id }) => id === line.id)) return;
  keep([...lines(), line]);
  tell("cart", line.id).catch(ignore);
}

function showCount(): void {
  const count = document.querySelector<HTMLElement>("[data-basket-count]");
  if (!count) return;
  const { length } = lines();
  count.hidden = length === 0;
  count.textContent = String(length);
}

function showPage(page: HTMLElement, tell: Tell): void {
  const order = document.querySelector<HTMLElement>("[data-order]");
  const template = document.querySelector<HTMLTemplateElement>("[data-basket-line]");
  const said = document.querySelector<HTMLElement>("[data-basket-said]");
  if (!order || !template || !said) return;
  const draw = (): void => {
    const all = lines();
    const list = document.createElement("ul");
    list.className = "lines";
    list.setAttribute("role", "list");
    list.append(...all.map((line) => fill(template, line, () => remove(line))));
    const empty = document.createElement("p");
    empty.className = "lead";
    empty.textContent = "Your basket is empty.";
    page.replaceChildren(all.length > 0 ? list : empty);
    // What goes with it is ranked later; the last one put in stands at the end.
    const goesWith = document.querySelector("homekept-picks[kind=basket]");
    goesWith?.setAttribute("item", all.map(({ id }) => id).join(" "));
    const sum = order.querySelector("[data-basket-sum]");
    if (sum) sum.textContent = together(all.map(({ price }) => price)) ?? "";
    order.hidden = all.length === 0;
    showCount();
  };
  const remove = (line: Line): void => {
    keep(lines().filter(({ id }) => id !== line.id));
    said.textContent = `${line.title} is out of the basket.`;
    draw();
  };
  order.querySelector("[data-order-now]")?.addEventListener("click", () => {
    for (const { id } of lines()) tell("purchase", id).catch(ignore);
    keep([]);
    said.textContent = "Thank you. As this is a demonstration, nothing was ordered and nothing was paid.";
    draw();
  });
  draw();
}

function fill(template: HTMLTemplateElement, line: Line, remove: () => void): Element {
  const copy = document.importNode(template.content, true);
  const row = copy.firstElementChild as HTMLElement;
  const put = (selector: string, text: string, hue?: string): void => {
    const element = row.querySelector<HTMLElement>(selector);
    if (!element) return;
    if (text) element.textContent = text;
    if (hue !== undefined) element.dataset["hue"] = hue;
  };
  put(".cover", "", line.hue);
  put(".face", "", line.layout);
  put(".cover-title", line.title, line.fit);
  put(".cover-by", line.by);
  put(".line-title", line.title);
  put(".line-by", line.by);
  put(".line-price", line.price);
  for (const link of row.querySelectorAll("a")) link.href = line.url;
  const button = row.querySelector("button");
  button?.setAttribute("aria-label", `Remove ${line.title}`);
  button?.addEventListener("click", remove);
  return row;
}

/** The sum of prices that are written alike; undefined when they are not. */
export function together(prices: readonly string[]): string | undefined {
  const parts = prices.map((price) => PRICE.exec(price));
  const [first] = parts;
  if (!first) return undefined;
  const [, before = "", , after = ""] = first;
  let sum = 0;
  for (const part of parts) {
    if (!part || part[1] !== before || part[3] !== after) return undefined;
    sum += Math.round(Number(part[2]) * 100);
  }
  return `${before}${(sum / 100).toFixed(2)}${after}`;
}

function lineOf({ dataset }: HTMLElement): Line {
  const { id = "", title = "", by = "", price = "", url = "", hue = "", layout = "", fit = "" } = dataset;
  return { id, title, by, price, url, hue, layout, fit };
}

function lines(): readonly Line[] {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "[]") as Line[];
  } catch {
    return [];
  }
}

function keep(all: readonly Line[]): void {
  try {
    if (all.length > 0) sessionStorage.setItem(KEY, JSON.stringify(all));
    else sessionStorage.removeItem(KEY);
  } catch {
    // Without storage the basket stays empty, and the page says so.
  }
}

function ignore(): void {}

const KEY = "basket";
const PRICE = /^(\D*)(\d+(?:\.\d+)?)(\D*)$/;
