//! What an engine, or its driver, does not have: one table, each row of which is held against the
//! engines by `tests/gaps.rs`. A gap that closes fails there, so it is noticed. `docs/browsers.md`
//! has the same table for people.

use crate::engine::Engine;

/// Something that not every engine has, or that we lean on and have looked for in each.
#[derive(Debug)]
pub struct Feature {
    /// What it is.
    pub what: &'static str,
    /// Whether Chromium, Firefox and WebKitGTK have it.
    pub present: [bool; 3],
    /// How that is found out.
    pub probe: Probe,
    /// What it means for us where it is missing, or for what we need it.
    pub meaning: &'static str,
}

/// How a row is found to be true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Probe {
    /// A script on a page of the shop that returns whether it is there.
    Script(&'static str),
    /// A page learns that colours are forced.
    ForcedColours,
    /// The page that was gone back to is the one that was left, not a new one.
    BackForwardCache,
    /// The tab that is turned to can be seen, and the one before cannot.
    FrontTab,
    /// A preference that changes under an open page changes how the page looks.
    Restyling,
    /// WebDriver's virtual authenticator makes a credential with a secret of its own.
    PrfOnCreate,
    /// And tells the secret again, later.
    PrfOnGet,
    /// A vault in a frame opens.
    KeepingFrame,
}

impl Feature {
    /// Whether the engine under test has it.
    #[must_use]
    pub fn is_here(&self) -> bool {
        self.is_in(Engine::under_test())
    }

    /// Whether an engine has it, by the table.
    #[must_use]
    pub fn is_in(&self, engine: Engine) -> bool {
        self.present[Engine::ALL.iter().position(|other| *other == engine).unwrap_or_default()]
    }

    /// Says that the test at hand is skipped, if the engine under test does not have what it needs.
    #[must_use]
    pub fn skips_this_test(&self) -> bool {
        if self.is_here() {
            return false;
        }
        let thread = std::thread::current();
        let test = thread.name().unwrap_or("a test");
        #[allow(clippy::print_stdout, reason = "that is how a test says that it was skipped")]
        {
            println!("skipped: {test}: no {} in {}", self.what, Engine::under_test());
        }
        true
    }
}

/// Everything that the suite or the product leans on, or would if it were everywhere.
pub const FEATURES: [&Feature; 28] = [
    &Feature {
        what: "AES-GCM, AES-KW and X25519 in WebCrypto",
        present: [true, true, true],
        probe: Probe::Script(
            "await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']);
            await crypto.subtle.generateKey({ name: 'AES-KW', length: 256 }, false, ['wrapKey']);
            return Boolean(await crypto.subtle.generateKey('X25519', false, ['deriveBits']))",
        ),
        meaning: "The vault's key is wrapped with AES-GCM; the others are not used so far.",
    },
    &Feature {
        what: "A key in IndexedDB that nobody can take out",
        present: [true, true, true],
        probe: Probe::Script(
            "const request = indexedDB.open('probe');
            request.onupgradeneeded = () => request.result.createObjectStore('keys');
            const ends = (it) => new Promise((resolve, reject) => {
              it.onsuccess = () => resolve(it.result);
              it.onerror = () => reject(it.error);
            });
            const database = await ends(request);
            const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']);
            await ends(database.transaction('keys', 'readwrite').objectStore('keys').put(made, 1));
            const kept = await ends(database.transaction('keys').objectStore('keys').get(1));
            const out = await crypto.subtle.exportKey('raw', kept).then(() => true, () => false);
            return kept instanceof CryptoKey && !kept.extractable && !out",
        ),
        meaning: "The device's key lies there.",
    },
    &Feature {
        what: "Web Locks",
        present: [true, true, true],
        probe: Probe::Script("return await navigator.locks.request('probe', () => true)"),
        meaning: "A lock is set and opened in one tab at a time; for the rest the store tells who was first.",
    },
    &Feature {
        what: "BroadcastChannel",
        present: [true, true, true],
        probe: Probe::Script(
            "const [one, two] = [new BroadcastChannel('probe'), new BroadcastChannel('probe')];
            const heard = new Promise((resolve) => { two.onmessage = () => resolve(true) });
            one.postMessage(1);
            return await heard",
        ),
        meaning: "Tabs tell each other what is new.",
    },
    &Feature {
        what: "Files of the origin's own (OPFS)",
        present: [true, true, false],
        probe: Probe::Script(
            "const root = await navigator.storage.getDirectory();
            return Boolean(await root.getFileHandle('probe', { create: true }))",
        ),
        meaning: "Not used: the vault lies in IndexedDB.",
    },
    &Feature {
        what: "navigator.storage.persist",
        present: [true, true, false],
        probe: Probe::Script("return typeof navigator.storage?.persist === 'function'"),
        meaning: "Not asked for: a profile may be cleared by the browser, and is then started anew.",
    },
    &Feature {
        what: "A yes of navigator.storage.persist without a question",
        present: [false, false, false],
        probe: Probe::Script(
            "const late = new Promise((resolve) => setTimeout(resolve, 1000, false));
            return await Promise.race([navigator.storage.persist(), late])",
        ),
        meaning: "Chromium says no to a site that nobody knows, Firefox asks the person.",
    },
    &Feature {
        what: "CompressionStream with gzip and deflate-raw",
        present: [true, true, true],
        probe: Probe::Script(
            "return Boolean(new CompressionStream('gzip') && new CompressionStream('deflate-raw'))",
        ),
        meaning: "Not used: the server compresses.",
    },
    &Feature {
        what: "CompressionStream with brotli",
        present: [false, true, false],
        probe: Probe::Script("return Boolean(new CompressionStream('brotli'))"),
        meaning: "Not used: the server compresses.",
    },
    &Feature {
        what: "navigator.globalPrivacyControl",
        present: [false, true, false],
        probe: Probe::Script("return 'globalPrivacyControl' in navigator"),
        meaning: "Where a browser or an extension has it and it is on, nobody is asked for consent.",
    },
    &Feature {
        what: "Trusted Types",
        present: [true, true, true],
        probe: Probe::Script("return 'trustedTypes' in window"),
        meaning: "The strict policy of the demo's pages demands them.",
    },
    &Feature {
        what: "WebAssembly that is compiled while it arrives",
        present: [true, true, true],
        probe: Probe::Script("return typeof WebAssembly.instantiateStreaming === 'function'"),
        meaning: "The module starts that way.",
    },
    &Feature {
        what: "SIMD in WebAssembly",
        present: [true, true, true],
        probe: Probe::Script(
            "return WebAssembly.validate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0,
              1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11]))",
        ),
        meaning: "Not used: it gains nothing here.",
    },
    &Feature {
        what: "ElementInternals and declarative shadow roots",
        present: [true, true, true],
        probe: Probe::Script(
            "return 'attachInternals' in HTMLElement.prototype
              && 'shadowRootMode' in HTMLTemplateElement.prototype",
        ),
        meaning: "The elements may lean on them.",
    },
    &Feature {
        what: "Service workers",
        present: [true, true, true],
        probe: Probe::Script("return 'serviceWorker' in navigator"),
        meaning: "Not used.",
    },
    &SPECULATION_RULES,
    &FREEZING,
    &Feature {
        what: "Prefetching by a link element",
        present: [true, true, false],
        probe: Probe::Script("return document.createElement('link').relList.supports('prefetch')"),
        meaning: "The demo prefetches by `fetch`; Firefox holds such a link against `default-src`.",
    },
    &LAYOUT_SHIFTS,
    &TASKS_BY_PRIORITY,
    &FORCED_COLOURS,
    &RESTYLING,
    &Feature {
        what: "The back-forward cache under WebDriver",
        present: [true, true, true],
        probe: Probe::BackForwardCache,
        meaning: "A page that is gone back to goes on where it was left.",
    },
    &Feature {
        what: "A tab behind another that knows it is hidden",
        present: [true, true, false],
        probe: Probe::FrontTab,
        meaning: "In WebKitGTK the tests open windows, which all count as seen.",
    },
    &Feature {
        what: "WebAuthn",
        present: [true, true, false],
        probe: Probe::Script("return 'PublicKeyCredential' in window"),
        meaning: "Without it no lock by passkey is offered; a passphrase locks.",
    },
    &Feature {
        what: "A passkey's secret (PRF) when it is made",
        present: [true, false, false],
        probe: Probe::PrfOnCreate,
        meaning: "Where it comes later, the customer is asked twice when they make the passkey.",
    },
    &PASSKEYS,
    &KEEPING_FRAMES,
];

/// A vault of another origin of the site's.
pub const KEEPING_FRAMES: Feature = Feature {
    what: "A frame of another origin of the same site that may keep a database",
    present: [true, true, false],
    probe: Probe::KeepingFrame,
    meaning: "In WebKitGTK a vault in a frame does not open, and the server's list stands.",
};

/// What opens a lock by passkey.
pub const PASSKEYS: Feature = Feature {
    what: "A passkey's secret (PRF) when it is used",
    present: [true, true, false],
    probe: Probe::PrfOnGet,
    meaning: "It opens a lock; there is always a passphrase besides.",
};

/// Pages that are opened before they are looked at.
pub const SPECULATION_RULES: Feature = Feature {
    what: "Pages prepared by speculation rules",
    present: [true, false, false],
    probe: Probe::Script("return HTMLScriptElement.supports?.('speculationrules') === true"),
    meaning: "Only Chromium opens a page before it is asked for.",
};

/// Pages that are stopped where they are, and told so.
pub const FREEZING: Feature = Feature {
    what: "Pages that are frozen",
    present: [true, false, false],
    probe: Probe::Script("return 'onfreeze' in document"),
    meaning: "Only Chromium stops an open page, and tells it before.",
};

/// What the browser itself saw jump.
pub const LAYOUT_SHIFTS: Feature = Feature {
    what: "Layout shifts in the page's performance entries",
    present: [true, false, false],
    probe: Probe::Script("return PerformanceObserver.supportedEntryTypes.includes('layout-shift')"),
    meaning: "That nothing jumps is measured in Chromium alone.",
};

/// A page's own tasks, in an order that it sets, and the way to give the browser a turn.
pub const TASKS_BY_PRIORITY: Feature = Feature {
    what: "scheduler.yield and scheduler.postTask",
    present: [true, true, false],
    probe: Probe::Script("return Boolean(scheduler.yield && scheduler.postTask)"),
    meaning: "The elements take turns by messages. That each has one is tested where there is it.",
};

/// The system's few colours in place of the page's.
pub const FORCED_COLOURS: Feature = Feature {
    what: "Forced colours",
    present: [true, true, false],
    probe: Probe::ForcedColours,
    meaning: "How the question looks in them is tested where they exist.",
};

/// What an open page makes of a preference that changes.
pub const RESTYLING: Feature = Feature {
    what: "An open page that follows a changed preference in every style",
    present: [true, true, false],
    probe: Probe::Restyling,
    meaning: "In WebKitGTK, styles in shadow roots follow when the next page loads.",
};
