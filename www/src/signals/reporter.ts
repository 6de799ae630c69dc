/**
 * Answers the site's questions where the customer allows measuring. When, and at what cost, is the
 * module's to say (`crates/signals`); this reads, seals, writes and sends, in that order: what is sent
 * was paid for on the disk before.
 */
import type { Inside } from "../internal.js";
import { ask, load } from "./module.js";
import { nameOf, read, write, type Ledger } from "./sealed.js";
import { standing } from "./standing.js";
import { upload } from "./upload.js";

/**
 * Does this page's part, and follows from then on whether it may. Resolves when that part is done;
 * rejects with the code of what is unsafe in the policy, or went wrong.
 */
export function report(inside: Inside): Promise<void> {
  const known = parts.get(inside);
  if (known) return known;
  let before = standing(inside);
  let way = new AbortController();
  inside.news.addEventListener("change", () => {
    const now = standing(inside);
    if (now === before) return;
    before = now;
    way.abort();
    way = new AbortController();
    // Whoever is told of a failure asked for this page's part; here nobody did.
    (now === "on" ? act(inside, way.signal) : close(inside)).catch(() => {});
  });
  const part = before === "on" ? act(inside, way.signal) : close(inside);
  parts.set(inside, part);
  return part;
}

const parts = new WeakMap<Inside, Promise<void>>();

/** Goes on until there is nothing more to do on this page; one page of the site at a time. */
async function act(inside: Inside, signal: AbortSignal): Promise<void> {
  const { site, signals } = inside.policy;
  await navigator.locks.request(lockOf(site), { ifAvailable: true }, async (lock) => {
    if (!lock || !signals) return;
    await load();
    let profile: object | undefined;
    for (let steps = 0; steps < MOST_STEPS && !signal.aborted; steps += 1) {
      const found = await read(site);
      if (!found) return;
      const consent = consentOf(inside);
      const { ledger } = found;
      const next = ask<Next>({ signals, ledger, now: minute(), consent, profile });
      profile = undefined;
      if (next.step === "rest") return;
      if (next.step === "look") profile = profileOf(inside);
      else if (next.step === "send") {
        if (!(await upload(signals.collector, next.report!, signal))) return;
        await arrived(site, { signals, consent });
        return;
      } else if ((await write(site, found, next.ledger!)) && next.step === "plan") return;
    }
  });
}

/** Writes down that the collector has the report; a later page sends it again where this fails. */
async function arrived(site: string, asked: { signals: object; consent: string }): Promise<void> {
  for (let tries = 0; tries < MOST_STEPS; tries += 1) {
    const found = await read(site);
    if (!found?.ledger) return;
    const { ledger } = ask<Next>({ ...asked, ledger: found.ledger, now: minute(), arrived: true });
    if (await write(site, found, ledger!)) return;
  }
}

/** The yes is gone: nothing that waits is sent, ever. What was spent stays written down. */
async function close(inside: Inside): Promise<void> {
  const { site } = inside.policy;
  if (standing(inside) !== "off") return;
  for (let tries = 0; tries < MOST_STEPS; tries += 1) {
    const found = await read(site);
    if (!found?.ledger || found.ledger.closed) return;
    const { ledger } = found;
    const entries = ledger.entries.map((entry) => (entry.sent === null ? { ...entry, report: null } : entry));
    if (await write(site, found, { ...ledger, closed: true, plan: null, entries })) return;
  }
}

/** Which yes is in force, in words that change with each. */
function consentOf(inside: Inside): string {
  const choices = inside.ask((door) => door.view("choices")).filter(({ purpose }) => purpose === "measure");
  return `${choices.length} ${choices.at(-1)?.minute}`;
}

/** What an answer is made of. */
function profileOf(inside: Inside): object {
  const interests = inside.ask((door) => door.view("interests"));
  const events = inside.ask((door) => door.view("events"));
  return {
    interests: interests.map(({ label, strength }) => [label, strength]),
    looks: events.filter(({ kind }) => kind === "view").map(({ item, minute }) => [item, minute]),
  };
}

interface Next {
  readonly step: "rest" | "look" | "keep" | "plan" | "send";
  readonly ledger: Ledger | null;
  readonly report: readonly number[] | null;
}

function lockOf(site: string): string {
  return `${nameOf(site)} signals`;
}

function minute(): number {
  return Math.floor(Date.now() / 60_000);
}

/** More than a page has to do, so that what keeps changing ends. */
const MOST_STEPS = 8;
