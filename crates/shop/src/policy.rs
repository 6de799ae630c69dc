//! The shop's public policy file, made from its pack: where the pack lies, the digest that guards
//! it, and what is asked of the customer.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use homekept::catalogue::{Catalogue, TableSource};
use serde_json::{Value, json};
use sha2::{Digest, Sha384};

/// The policy of a shop, as `/homekept.json` serves it: of a large one, with the `shards` that its
/// pack is the head of.
#[must_use]
pub fn policy(
    catalogue: &Catalogue,
    pack: &[u8],
    shards: Option<u32>,
    site: &str,
    name: &str,
) -> Value {
    let mut place = json!({ "url": pack_address(pack), "integrity": integrity(pack) });
    if let Some(count) = shards {
        let url = pack_address(pack).replace(".hkp", "/{shard}.hkp");
        place["shards"] = json!({ "url": url, "count": count });
    }
    json!({
        "version": 1,
        "site": site,
        "controller": { "name": name, "contact": "privacy@shop.invalid" },
        "tableSource": source_name(catalogue.header().source),
        "notice": { "version": NOTICE },
        "purposes": ["remember", "learn"],
        "jurisdiction": "strictest",
        "retentionDays": RETENTION_DAYS,
        "pack": place,
        "boost": 0.05,
        "off": false,
    })
}

/// What the demo's policy asks, where there is a collector that takes the answers.
#[must_use]
pub fn signals() -> Value {
    json!({
        "collector": "/signals",
        "floor": 1000,
        "measures": [
            { "name": "taste", "version": 1, "kind": "interest", "eps": 1, "buckets": [
                "Adventure", "Comedy of manners", "Detective fiction", "Gothic fiction",
                "Love stories", "Poetry", "Science fiction", "Sea stories", "Travel" ] },
            { "name": "looks", "version": 1, "kind": "count", "eps": 1, "buckets": ["1", "3", "10"] },
        ],
    })
}

/// The pack's address: it names the content, so that it can be kept for ever and is the same for
/// everyone.
#[must_use]
pub fn pack_address(pack: &[u8]) -> String {
    let digest = Sha384::digest(pack);
    let name: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("/packs/{name}.hkp")
}

/// Where a table comes from, in the word of the policy file.
pub(crate) fn source_name(source: TableSource) -> &'static str {
    match source {
        TableSource::Attributes => "attributes",
        TableSource::Orders => "orders",
        TableSource::Sessions => "sessions",
        TableSource::Signals => "signals",
    }
}

fn integrity(pack: &[u8]) -> String {
    format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(pack)))
}

/// The version of the notice that the consent question shows.
const NOTICE: &str = "1";
/// Days after which what was learned is forgotten.
pub(crate) const RETENTION_DAYS: u32 = 90;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_and_the_integrity_name_the_content() {
        // The digest of three bytes, from the standard's own example.
        assert_eq!(
            integrity(b"abc"),
            "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn"
        );
        assert_eq!(pack_address(b"abc"), "/packs/cb00753f45a35e8bb5a03d69.hkp");
    }
}
