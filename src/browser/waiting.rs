//! Waiting for JavaScript's promises, in a fifth of the bytes: what the usual
//! executor is made for (many tasks, wakers that cross threads, engines
//! without microtasks) nobody needs here.
//!
//! Every task that waits is asked again whenever any promise settles. A page
//! has one or two of them, and asking costs nothing.

use core::cell::RefCell;
use core::future::poll_fn;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

type Waiting = Pin<Box<dyn Future<Output = ()>>>;

thread_local! {
    static WAITING: RefCell<Vec<Waiting>> = const { RefCell::new(Vec::new()) };
}

/// What was promised; an error where it was not even promised, or not kept.
pub(super) async fn promised(promise: Result<Promise, JsValue>) -> Result<JsValue, JsValue> {
    let promise = promise?;
    let wait = Rc::new(RefCell::new(Wait::default()));
    let (kept, broken) = (wait.clone(), wait.clone());
    let kept = Closure::once(move |value| settle(&kept, Ok(value)));
    let broken = Closure::once(move |error| settle(&broken, Err(error)));
    let _ = promise.then2(&kept, &broken);
    poll_fn(|context| {
        let mut wait = wait.borrow_mut();
        wait.waker = Some(context.waker().clone());
        wait.outcome.take().map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

/// One wait for one promise.
#[derive(Debug, Default)]
struct Wait {
    outcome: Option<Result<JsValue, JsValue>>,
    /// Of another executor, such as a test's: the tasks here need none.
    waker: Option<Waker>,
}

/// Does `task` from here on; what comes of it is promised.
pub(super) fn promise(task: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
    let mut task = Some(task);
    Promise::new(&mut |resolve, reject| {
        // The engine calls this once.
        let Some(task) = task.take() else { return };
        wait_for(Box::pin(async move {
            // What JavaScript gave to settle a promise does not throw.
            let _ = match task.await {
                Ok(value) => resolve.call1(&JsValue::UNDEFINED, &value),
                Err(error) => reject.call1(&JsValue::UNDEFINED, &error),
            };
        }));
    })
}

fn settle(wait: &RefCell<Wait>, outcome: Result<JsValue, JsValue>) {
    let waker = {
        let mut wait = wait.borrow_mut();
        wait.outcome = Some(outcome);
        wait.waker.take()
    };
    if let Some(waker) = waker {
        waker.wake();
    }
    for task in WAITING.take() {
        wait_for(task);
    }
}

/// Lets a task go on as far as it can, and keeps it while it waits.
fn wait_for(mut task: Waiting) {
    if task.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {
        WAITING.with_borrow_mut(|waiting| waiting.push(task));
    }
}
