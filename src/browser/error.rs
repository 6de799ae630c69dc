//! Errors on their way out: an `Error` whose `code` is the core's.

use super::js::set;
use crate::catalogue::CatalogueError;
use crate::engine::EngineError;
use crate::policy::PolicyError;
use crate::vault::VaultError;
use wasm_bindgen::JsValue;

/// A stable code, thrown as an `Error` that carries it.
#[derive(Debug)]
pub struct Thrown(pub(super) &'static str);

impl From<Thrown> for JsValue {
    fn from(Thrown(code): Thrown) -> JsValue {
        let error = js_sys::Error::new(code);
        set(&error, "code", &code.into());
        error.into()
    }
}

macro_rules! thrown {
    ($($error:ty),*) => {$(
        impl From<$error> for Thrown {
            fn from(error: $error) -> Thrown {
                Thrown(error.code())
            }
        }
    )*};
}

thrown!(CatalogueError, EngineError, PolicyError, VaultError);
