//! What the module's memory holds once the profile is locked or erased.

use homekept_e2e::{Customer, shop};
use homekept_shop::Tweaks;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn sec_21_after_a_lock_or_an_erase_the_modules_memory_holds_neither_key_nor_profile() {
    let extra_script = Some(WATCH.to_owned());
    let me = Customer::in_shop(shop(Tweaks { extra_script, ..Tweaks::default() })).await;
    me.visits("/").await;
    // The pack names each of its items.
    let pack = found(&me).await["item"].clone();
    assert!(pack != json!(0), "the pack is there");
    me.presses("Allow all of these").await;
    me.reads_gothic().await;
    for deed in ["lock", "erase"] {
        me.visits("/").await;
        let open = found(&me).await;
        assert!(open["keys"] != json!([]), "the page saw no key");
        assert!(all(&open["keys"], |times| times > 0), "{deed}: {open}");
        assert!(open["item"].as_u64() > pack.as_u64(), "{deed}: {open}, {pack} in the pack");
        me.reads_with("await (await module_())[args[0]]()", json!([deed])).await;
        me.rests().await;
        let shut = found(&me).await;
        assert!(all(&shut["keys"], |times| times == 0), "{deed}: {shut}, {open} before");
        assert_eq!(shut["item"], pack, "{deed}: {open} before");
        if deed == "lock" {
            me.reads("await (await module_()).unlock()").await;
        }
    }
    me.leaves().await;
}

/// How often each key that passed WebCrypto on this page, and an item that was looked at, stand in
/// the module's memory.
async fn found(me: &Customer) -> Value {
    let item = "times(new TextEncoder().encode('dracula'))";
    me.reads(&format!("return {{ keys: keys.map(times), item: {item} }}")).await
}

fn all(times: &Value, fine: impl Fn(u64) -> bool) -> bool {
    times.as_array().expect("a list").iter().all(|times| fine(times.as_u64().expect("a number")))
}

/// Keeps the module's memory at hand, and each key that is wrapped or unwrapped.
const WATCH: &str = "
    globalThis.keys = [];
    const { Instance } = WebAssembly;
    WebAssembly.Instance = function (...given) {
      const instance = new Instance(...given);
      const isMemory = (part) => part instanceof WebAssembly.Memory;
      globalThis.memory = Object.values(instance.exports).find(isMemory);
      return instance;
    };
    const note = (bytes) => { if (bytes.byteLength === 32) keys.push(new Uint8Array(bytes).slice()) };
    const { encrypt, decrypt } = SubtleCrypto.prototype;
    SubtleCrypto.prototype.encrypt = function (how, key, bytes) {
      note(bytes);
      return encrypt.call(this, how, key, bytes);
    };
    SubtleCrypto.prototype.decrypt = async function (...given) {
      const opened = await decrypt.apply(this, given);
      note(opened);
      return opened;
    };
    globalThis.times = (needle) => {
      const bytes = new Uint8Array(memory.buffer);
      let times = 0;
      for (let at = bytes.indexOf(needle[0]); at >= 0; at = bytes.indexOf(needle[0], at + 1)) {
        if (needle.every((byte, n) => bytes[at + n] === byte)) times += 1;
      }
      return times;
    };";
