//! The part of the database that keys and locks lie in, as somebody at the device finds it, and may
//! change it.

/// A script that has the store as `meta`, what a request comes to by `asked`, and everything written and
/// closed once `done` comes back.
macro_rules! in_meta {
    ($mode:literal, $script:literal) => {
        concat!(
            r#"
            const asked = (request) => new Promise((resolve, reject) => {
              request.onsuccess = () => resolve(request.result);
              request.onerror = () => reject(request.error);
            });
            const database = await asked(indexedDB.open("homekept:bookshop"));
            const transaction = database.transaction("meta", ""#,
            $mode,
            r#"");
            const meta = transaction.objectStore("meta");
            const done = () => new Promise((resolve, reject) => {
              transaction.oncomplete = resolve;
              transaction.onabort = () => reject(transaction.error);
            }).finally(() => database.close());
            "#,
            $script
        )
    };
}

/// What lies there, by its names: keys and records, not what they hold.
pub(crate) const KEPT: &str = in_meta!(
    "readonly",
    r#"
    const names = await asked(meta.getAllKeys());
    await done();
    return names.sort().join(" ")"#
);

/// The lock's own bytes; nothing where the device's key opens it.
pub(crate) const LOCK: &str = in_meta!(
    "readonly",
    r#"
    const lock = await asked(meta.get("lock"));
    await done();
    return lock ? [...lock] : null"#
);

/// Flips a bit of a record.
pub(crate) const FLIPS_A_BIT: &str = in_meta!(
    "readwrite",
    r#"
    const [name] = args;
    const record = await asked(meta.get(name));
    record[40] ^= 1;
    meta.put(record, name);
    await done()"#
);

/// Changes the lock. What counts tries goes, so that the next need not wait.
pub(crate) const CHANGES_LOCK: &str = in_meta!(
    "readwrite",
    r#"
    const [kind, at, mask] = args;
    const before = await asked(meta.get("lock"));
    const next = kind === "takes" ? await asked(meta.get(at)) : kind === "cuts" ? before.slice(0, at)
      : before.map((byte, place) => (place === at ? byte ^ mask : byte));
    meta.put(next, "lock");
    meta.delete("tries");
    await done()"#
);

/// Puts the bytes of a lock in its place, and takes away what counts tries.
pub(crate) const PUTS_LOCK: &str = in_meta!(
    "readwrite",
    r#"
    meta.put(new Uint8Array(args[0]), "lock");
    meta.delete("tries");
    await done()"#
);
