//! What wasm-bindgen's glue does for pages that are not ours. A page has one door for as long as it
//! lives, and whoever opens more frees them by hand (the public order in Node does), so none is
//! collected; nobody decodes two gigabytes of texts, which is more than Safari's decoder bears; no
//! memory is shared, so that its buffer tells by itself whether it is the one at hand. Without all
//! this everybody's download is a hundred bytes less.

/// The glue without that; as it was, where it is written in another way.
pub(crate) fn spared(glue: &str) -> String {
    let mut glue = glue.to_owned();
    for (long, short) in SHORTER {
        glue = glue.replace(long, short);
    }
    without(&glue, &GONE)
}

/// The text without the pieces that begin and end like this.
fn without(text: &str, pieces: &[(&str, &str)]) -> String {
    let mut left = text.to_owned();
    for (begin, end) in pieces {
        let found = left.split_once(begin).and_then(|(before, rest)| {
            rest.split_once(end).map(|(_, after)| format!("{before}{after}"))
        });
        left = found.unwrap_or(left);
    }
    left
}

const SHORTER: [(&str, &str); 7] = [
    ("        DoorFinalization.register(this, this.__wbg_ptr, this);\n", ""),
    ("        DoorFinalization.unregister(this);\n", ""),
    ("return decodeText(", "return cachedTextDecoder.decode("),
    (
        "cachedDataViewMemory0.buffer.detached === true || (cachedDataViewMemory0.buffer.detached === undefined && cachedDataViewMemory0.buffer !== wasm.memory.buffer)",
        "cachedDataViewMemory0.buffer !== wasm.memory.buffer",
    ),
    ("let wasmModule, wasmInstance, wasm;", "let wasm;"),
    ("    wasmInstance = instance;\n", ""),
    ("    wasmModule = module;\n", ""),
];

const GONE: [(&str, &str); 4] = [
    ("const DoorFinalization = ", ";\n"),
    ("if (Symbol.dispose) Door", ";\n"),
    ("const MAX_SAFARI_DECODE_BYTES", ";\n"),
    ("let numBytesDecoded", "\n}\n"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_page_of_ours_needs_goes_and_nothing_else_does() {
        let glue = "class Door {
    free() {
        DoorFinalization.unregister(this);
        wasm.free(this);
    }
}
if (Symbol.dispose) Door.prototype[Symbol.dispose] = Door.prototype.free;
const DoorFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.free(ptr));
const OpenedFinalization = new FinalizationRegistry(ptr => wasm.free(ptr));
let text = return decodeText(bytes);
const MAX_SAFARI_DECODE_BYTES = 2146435072;
let numBytesDecoded = 0;
function decodeText(bytes) {
    return cachedTextDecoder.decode(bytes);
}
";
        let expected = "class Door {
    free() {
        wasm.free(this);
    }
}
const OpenedFinalization = new FinalizationRegistry(ptr => wasm.free(ptr));
let text = return cachedTextDecoder.decode(bytes);
";
        assert_eq!(spared(glue), expected);
        assert_eq!(spared("another glue"), "another glue");
    }
}
