//! Storage that fails once, in each of the ways that a browser has.

use wasm_bindgen::prelude::wasm_bindgen;

/// One way in which one call fails.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fault {
    /// `Owner.method`, or `window.property`.
    pub(crate) place: &'static str,
    /// How: see `page.js`.
    pub(crate) way: &'static str,
    /// The name of the `DOMException`.
    pub(crate) error: &'static str,
    /// Which call of that method, counted from 1.
    pub(crate) call: u32,
}

impl Fault {
    /// The same at a later call.
    pub(crate) const fn call(self, call: u32) -> Fault {
        Fault { call, ..self }
    }

    /// Lets it happen.
    pub(crate) fn begin(&self) {
        begin(self.place, self.way, self.error, self.call);
    }
}

const fn fault(place: &'static str, way: &'static str, error: &'static str) -> Fault {
    Fault { place, way, error, call: 1 }
}

pub(crate) const fn throws(place: &'static str, error: &'static str) -> Fault {
    fault(place, "throws", error)
}

pub(crate) const fn rejects(place: &'static str, error: &'static str) -> Fault {
    fault(place, "rejects", error)
}

pub(crate) const fn errors(place: &'static str, error: &'static str) -> Fault {
    fault(place, "errors", error)
}

pub(crate) const fn aborts(place: &'static str, error: &'static str) -> Fault {
    fault(place, "aborts", error)
}

pub(crate) const fn nothing(place: &'static str) -> Fault {
    fault(place, "nothing", "")
}

pub(crate) const fn silent(place: &'static str) -> Fault {
    fault(place, "silent", "")
}

pub(crate) const fn vanishes(place: &'static str) -> Fault {
    fault(place, "vanishes", "")
}

pub(crate) const fn gone(place: &'static str) -> Fault {
    fault(place, "gone", "")
}

#[wasm_bindgen(module = "/tests/browser/page.js")]
extern "C" {
    fn begin(place: &str, way: &str, error: &str, call: u32);
    pub(crate) fn mend_all() -> u32;
    pub(crate) fn bothered() -> String;
    pub(crate) async fn hold(name: &str, version: u32);
    pub(crate) fn hurry();
    pub(crate) async fn hold_up(name: &str);
    pub(crate) async fn deleted();
    pub(crate) fn let_go();
    pub(crate) async fn put_into(name: &str, store: &str, key: &str, value: &str);
}
