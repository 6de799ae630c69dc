// What the vault costs as a profile grows, and what sealing alone costs beside others; after page.js.

/** Record, open, and compact, for a profile of so many events on the device. */
const vault = async (name, events, runs) => {
  const pack = await packed(name);
  const site = `bench-vault-${events}`;
  const door = await customer(pack, site, events);
  const found = {};
  // More than a journal holds, so that what compaction costs at times is in the mean.
  found.record = await costOfWaiting(runs * 4, (n) => door.record("view", pack.visited(n)));
  let again;
  found.open = await costOfWaiting(runs, () => again.open(), async () => {
    again?.free();
    again = doorTo(site, false);
    again.load(pack.bytes, false);
  });
  again.free();
  // Forgetting rewrites the snapshot under a new key, and waits until the old one is gone.
  let forgotten;
  found.compact = await costOfWaiting(runs, () => door.forget(forgotten), async (n) => {
    await door.record("view", pack.visited(n));
    [{ id: forgotten }] = door.view("events");
  });
  found["bytes stored"] = await stored(site);
  await door.erase();
  return found;
};

/** How many bytes a site's database holds. */
const stored = async (site) => {
  const { name } = (await indexedDB.databases()).find(({ name }) => name.includes(site));
  const asked = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await asked(indexedDB.open(name));
  let bytes = 0;
  const count = (value) => {
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) bytes += value.byteLength;
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(count);
  };
  for (const store of database.objectStoreNames) {
    count(await asked(database.transaction(store).objectStore(store).getAll()));
  }
  database.close();
  return bytes;
};

/**
 * AES-256-GCM of so many bytes: the module's own as it is shipped and as it is compiled for speed,
 * WebCrypto, and @noble/ciphers. All of them must give the same bytes.
 */
const ciphers = async (length, runs) => {
  const [key, nonce, plain] = [32, 12, length].map((size) => crypto.getRandomValues(new Uint8Array(size)));
  const ours = async (folder) => {
    const glue = await import(`/assets/bench/${folder}/homekept.js`);
    glue.initSync({ module: await WebAssembly.compile(await fetched(`${folder}/homekept_bg.wasm`)) });
    const sealer = new glue.Sealer(key);
    return () => sealer.seal(nonce, plain);
  };
  const { gcm } = await import("/assets/bench/noble.js");
  const native = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const asks = () => crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, native, plain);
  const ways = {
    "as shipped": await ours("stopwatch"),
    "for speed": await ours("stopwatch-quick"),
    // No schedule of the key is kept, as ours keeps none.
    "@noble/ciphers": () => gcm(key, nonce).encrypt(plain),
  };
  const expected = String(new Uint8Array(await asks()));
  const found = {};
  for (const [way, call] of Object.entries(ways)) {
    if (String(call()) !== expected) throw new Error(`${way} seals otherwise`);
    found[way] = cost(runs, call);
    await pause();
  }
  const times = 32;
  const waited = async () => {
    for (let n = 0; n < times; n += 1) await asks();
  };
  found.WebCrypto = (await costOfWaiting(runs, waited)) / times;
  return found;
};

Object.assign(globalThis.bench, { vault, ciphers });
