//! How a text gets into the module. wasm-bindgen copies letters one by one as long as they are
//! plain, and makes room for the rest twice: that is quick for long texts, and ours are names and
//! titles. Encoded at once, they take two hundred bytes less of everybody's download.

/// The glue, with texts encoded at once. As it was, where it passes none, or nothing else either.
pub(crate) fn encoded_at_once(glue: &str) -> String {
    let parts = glue
        .split_once(BEGIN)
        .and_then(|(before, rest)| rest.split_once(END).map(|(_, after)| (before, after)));
    match parts {
        Some((before, after)) if glue.contains("function passArray8ToWasm0(") => {
            // With the calls for more room goes what the module exports for them.
            format!("{before}{AT_ONCE}{after}").replace(", wasm.__wbindgen_realloc)", ")")
        }
        _ => glue.to_owned(),
    }
}

const BEGIN: &str = "function passStringToWasm0(";
const END: &str = "\n}\n";
const AT_ONCE: &str = "function passStringToWasm0(arg, malloc) {
    return passArray8ToWasm0(cachedTextEncoder.encode(arg), malloc);
}
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_encoded_at_once_and_nothing_else_changes() {
        let glue = "let a = passStringToWasm0(b, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
function passStringToWasm0(arg, malloc, realloc) {
    if (realloc === undefined) {
        return 1;
    }
    return ptr;
}
function passArray8ToWasm0(arg, malloc) {
}
";
        let expected = "let a = passStringToWasm0(b, wasm.__wbindgen_malloc);
function passStringToWasm0(arg, malloc) {
    return passArray8ToWasm0(cachedTextEncoder.encode(arg), malloc);
}
function passArray8ToWasm0(arg, malloc) {
}
";
        assert_eq!(encoded_at_once(glue), expected);
        let without = glue.replace("passArray8", "pass");
        assert_eq!(encoded_at_once(&without), without);
    }
}
