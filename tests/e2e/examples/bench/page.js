// What each call of the door costs, in the page. The browser's clock ticks in
// tenths of a millisecond, so that calls are timed in batches of at least twenty
// ticks; what comes out are medians of the batches, in microseconds.
const BATCH = 2;
/** So many milliseconds of one call are enough. */
const LONG = 3_000;
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

const cost = (runs, call) => {
  const batch = (size) => {
    const begin = performance.now();
    for (let n = 0; n < size; n += 1) call();
    return performance.now() - begin;
  };
  // The shortest of three tells the size: an interrupted one would be taken for a long call, and
  // batches too short for the clock would all be 0.
  const shortest = (size) => Math.min(batch(size), batch(size), batch(size));
  let size = 1;
  while (shortest(size) < BATCH && size < 65_536) size *= 2;
  const times = [];
  const begin = performance.now();
  // What takes long is not repeated for ever; a few batches are its median then.
  while (times.length < runs && (times.length === 0 || performance.now() - begin < LONG)) {
    times.push((batch(size) / size) * 1000);
  }
  return median(times);
};
/** Lets the browser do what waits. */
const pause = () => new Promise((resolve) => setTimeout(resolve));

/** The same of what has to be waited for, one after the other; `prepare` is not timed. */
const costOfWaiting = async (runs, call, prepare = async () => {}) => {
  const times = [];
  for (let n = 0; n < runs; n += 1) {
    await prepare(n);
    const begin = performance.now();
    await call(n);
    times.push((performance.now() - begin) * 1000);
  }
  // A single call is a few ticks long: the mean of the middle half does not stand on one tick.
  const middle = times.toSorted((a, b) => a - b).slice(runs >> 2, Math.ceil(runs * 0.75));
  return middle.reduce((sum, time) => sum + time, 0) / middle.length;
};

const fetched = async (file) => (await fetch(`/assets/bench/${file}`)).arrayBuffer();
const module = await WebAssembly.compile(await fetched("homekept_bg.wasm"));
const glue = await import("/assets/bench/homekept.js");
glue.initSync({ module });

const doorTo = (site, framed, from = glue) =>
  new from.Door({ version: 1, site, notice: { version: "1" } }, location.origin, false, framed);

const customer = async (pack, site, events, framed = false, from = glue) => {
  const door = doorTo(site, framed, from);
  await door.open();
  door.load(pack.bytes, false);
  await door.choose(["remember", "learn"], [], "question", "en", "", false);
  for (let n = 0; n < events; n += 1) await door.record("view", pack.visited(n));
  return door;
};

const packed = async (name) => {
  const bytes = new Uint8Array(await fetched(`${name}.hkp`));
  const json = new TextDecoder().decode(await fetched(`${name}.json`));
  const ids = JSON.parse(json).items.map(({ id }) => id);
  // The same walk through the catalogue as natively.
  return { name, bytes, json, ids, visited: (n) => ids[(n * 7919) % ids.length] };
};

/** Objects and lists in a view, and its bytes as JSON: what crosses. */
const crossing = (view) => {
  let objects = 0;
  const count = (value) => {
    if (typeof value !== "object" || value === null) return;
    objects += 1;
    Object.values(value).forEach(count);
  };
  count(view);
  return { objects, bytes: new Blob([JSON.stringify(view) ?? ""]).size };
};

/** Opening a pack, against `JSON.parse` of the same data. */
const opening = async (name, runs) => {
  const pack = await packed(name);
  const door = doorTo("bench", true);
  const load = cost(runs, () => door.load(pack.bytes, false));
  const parse = cost(Math.min(runs, 11), () => JSON.parse(pack.json));
  door.free();
  const sizes = { items: pack.ids.length, bytes: pack.bytes.length, json: pack.json.length };
  return { ...sizes, load, parse };
};

/** Every call but those that need a browser without a vault, for a profile of so many events. */
const calls = async (name, events, runs) => {
  const pack = await packed(name);
  const site = `bench-${name}-${events}`;
  const door = await customer(pack, site, events);
  const within = door.rank("for-you", 48, [], [], undefined, true).map(({ id }) => id);
  const rank = {
    "for-you": () => door.rank("for-you", 8, [], [], undefined, false),
    "for-you, plain": () => door.rank("for-you", 8, [], [], undefined, true),
    "like-this": () => door.rank("like-this", 8, [pack.ids[0]], [], undefined, false),
    basket: () => door.rank("basket", 8, pack.ids.slice(0, 5), [], undefined, false),
    continue: () => door.rank("continue", 8, [], [], undefined, false),
    "re-rank": () => door.rank("re-rank", 48, [], [], within, false),
  };
  // One pick has next to no view to hand out: what is left is the ranking.
  const one = (slot, current = [], plain = false) => () => door.rank(slot, 1, current, [], undefined, plain);
  rank["for-you, one pick"] = one("for-you");
  rank["for-you, plain, one"] = one("for-you", [], true);
  rank["like-this, one pick"] = one("like-this", [pack.ids[0]]);
  rank["continue, one pick"] = one("continue");
  const looks = {
    status: () => door.view("status"),
    ...Object.fromEntries(Object.entries(rank).map(([slot, call]) => [`rank ${slot}`, call])),
    topics: () => door.view("topics"),
    interests: () => door.view("interests"),
    events: () => door.view("events"),
    choices: () => door.view("choices"),
  };
  const found = {};
  for (const [call, look] of Object.entries(looks)) {
    found[call] = { cost: cost(runs, look), ...crossing(look()) };
    await pause();
  }
  const wait = async (call, deed, prepare, times = runs) => {
    found[call] = { cost: await costOfWaiting(times, deed, prepare) };
  };
  await wait("record", (n) => door.record("view", pack.visited(n)), undefined, runs * 4);
  let forgotten;
  await wait("forget", () => door.forget(forgotten), async (n) => {
    await door.record("view", pack.visited(n));
    [{ id: forgotten }] = door.view("events");
  });
  await wait("plain", (n) => door.set("plain", n % 2 === 0));
  let again;
  await wait("open", () => again.open(), async () => {
    again?.free();
    again = doorTo(site, false);
    again.load(pack.bytes, false);
  });
  await door.erase();
  const inMemory = await customer(pack, site, events, true);
  const visit = (n) => inMemory.record("view", pack.visited(n));
  await wait("record, in memory", visit, undefined, runs * 4);
  const fresh = doorTo(`${site}-new`, false);
  fresh.load(pack.bytes, false);
  const allow = () => fresh.choose(["learn"], [], "question", "en", "", false);
  await wait("choose, the first yes", allow, () => fresh.erase());
  await wait("erase", () => fresh.erase(), allow);
  return found;
};

/** One put into IndexedDB, complete, by hand. */
const putting = async (runs) => {
  const request = indexedDB.open("bench-anchor", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("journal");
  await new Promise((resolve) => { request.onsuccess = resolve; });
  const database = request.result;
  const put = await costOfWaiting(runs, (n) => {
    const transaction = database.transaction("journal", "readwrite");
    transaction.objectStore("journal").put(new Uint8Array(126), n);
    return new Promise((resolve) => { transaction.oncomplete = resolve; });
  });
  database.close();
  indexedDB.deleteDatabase("bench-anchor");
  return put;
};

/**
 * What the module itself does for one event, without what it asks of the browser:
 * the time between entering it and leaving it, summed up. On the device that is
 * more than in memory by sealing the record and handing it to IndexedDB.
 */
const sealing = async (name, runs) => {
  const pack = await packed(name);
  const clock = { inside: 0, since: 0, running: false };
  const Real = WebAssembly.Instance;
  const enter = (call) => (...values) => {
    const before = clock.running;
    if (!before) { clock.running = true; clock.since = performance.now(); }
    try {
      return call(...values);
    } finally {
      if (!before) { clock.inside += performance.now() - clock.since; clock.running = false; }
    }
  };
  const leave = (call) => (...values) => {
    if (!clock.running) return call(...values);
    clock.inside += performance.now() - clock.since;
    clock.running = false;
    try {
      return call(...values);
    } finally {
      clock.running = true;
      clock.since = performance.now();
    }
  };
  WebAssembly.Instance = function (compiled, imports) {
    const wrapped = {};
    for (const [space, functions] of Object.entries(imports)) {
      wrapped[space] = Object.fromEntries(
        Object.entries(functions).map(([key, call]) => [key, typeof call === "function" ? leave(call) : call]),
      );
    }
    const instance = new Real(compiled, wrapped);
    const exports = Object.fromEntries(
      Object.entries(instance.exports).map(([key, call]) => [key, typeof call === "function" ? enter(call) : call]),
    );
    return { exports };
  };
  const timed = await import("/assets/bench/homekept.js?timed");
  timed.initSync({ module });
  WebAssembly.Instance = Real;
  const found = {};
  for (const [place, framed] of [["device", false], ["memory", true]]) {
    const door = await customer(pack, "bench-sealing", 0, framed, timed);
    // Sixteen events are many ticks of the clock; the profile stays small meanwhile.
    const times = [];
    for (let n = -8; n < runs; n += 1) {
      await door.forget(undefined, undefined, true);
      await pause();
      clock.inside = 0;
      for (let k = 0; k < 16; k += 1) await door.record("view", pack.visited(16 * n + k + 128));
      if (n >= 0) times.push((clock.inside / 16) * 1000);
    }
    found[place] = median(times);
    await door.erase();
  }
  return found;
};

globalThis.bench = { opening, calls, putting, sealing };
