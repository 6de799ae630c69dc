//! One effect after another: what the page asks for while something is being
//! saved waits for its turn.

use core::cell::RefCell;
use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// The queue: a promise of the turn that was given out last.
#[derive(Debug)]
pub(super) struct Queue {
    last: RefCell<Promise>,
}

/// A turn; dropping it lets the next one begin.
#[derive(Debug)]
pub(super) struct Turn {
    done: Option<Function>,
}

impl Queue {
    pub(super) fn new() -> Queue {
        Queue { last: RefCell::new(Promise::resolve(&JsValue::UNDEFINED)) }
    }

    /// Waits until everything asked for earlier is done.
    pub(super) async fn turn(&self) -> Turn {
        let mut done = None;
        let mine = Promise::new(&mut |resolve, _| done = Some(resolve));
        let before = self.last.replace(mine);
        // A turn's promise is only ever resolved.
        let _ = JsFuture::from(before).await;
        Turn { done }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(done) = &self.done {
            let _ = done.call0(&JsValue::UNDEFINED);
        }
    }
}
