//! One effect after another: what the page asks for while something is being
//! saved waits for its turn.

use super::waiting::{promise, promised};
use core::cell::RefCell;
use js_sys::Promise;
use wasm_bindgen::JsValue;

/// The queue: the promise of the task that was added last.
#[derive(Debug)]
pub(super) struct Queue {
    last: RefCell<Promise>,
}

impl Queue {
    pub(super) fn new() -> Queue {
        Queue { last: RefCell::new(Promise::resolve(&JsValue::UNDEFINED)) }
    }

    /// Does `task` when everything added earlier is done, well or not.
    pub(super) fn add(
        &self,
        task: impl Future<Output = Result<JsValue, JsValue>> + 'static,
    ) -> Promise {
        let earlier = self.last.borrow().clone();
        let promise = promise(async move {
            let _ = promised(Ok(earlier)).await;
            task.await
        });
        let _ = self.last.replace(promise.clone());
        promise
    }
}
