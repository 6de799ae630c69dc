//! The pack from outside its parts: what goes in comes out, and broken bytes are told apart.

#![allow(clippy::unwrap_used, reason = "a failing test says where")]
#![allow(clippy::float_cmp, reason = "exact values are what is meant")]

use super::*;

/// A small pack with something in every section, the same one as the golden file's.
fn small() -> PackInput {
    let facet = |kind, label: &str, denied| FacetInput { kind, label: label.into(), denied };
    let item = |id: &str, title: &str, facets: &[u32]| ItemInput {
        id: id.into(),
        title: title.into(),
        url: format!("/book/{id}"),
        facets: facets.into(),
        available: true,
        ..ItemInput::default()
    };
    PackInput {
        items: vec![
            ItemInput {
                popularity: 1.0,
                display: vec![(0, "£3.20".into()), (1, "1818".into())],
                ..item("b-frankenstein", "Frankenstein", &[1, 3])
            },
            ItemInput {
                denied: true,
                popularity: 0.25,
                ..item("b-hours", "A Book of Hours", &[0])
            },
            ItemInput {
                available: false,
                boost: 0.4,
                popularity: 0.5,
                ..item("b-ivanhoe", "Ivanhoe", &[2])
            },
            ItemInput {
                boost: 1.0,
                popularity: 0.5,
                display: vec![(1, "1826".into())],
                ..item("é-last-man", "The Last Man", &[1, 2, 3])
            },
        ],
        kinds: vec!["subject".into(), "author".into()],
        facets: vec![
            facet(0, "Devotion", true),
            facet(0, "Gothic fiction", false),
            facet(0, "Historical fiction", false),
            facet(1, "Mary Shelley", false),
        ],
        display_keys: vec!["price".into(), "year".into()],
        rows: vec![
            vec![(2, 0.25), (3, 2.0)],
            vec![],
            vec![(0, 1.0)],
            vec![(0, 0.5), (1, 0.125), (2, 0.0625)],
        ],
        vintage_day: 20_000,
        source: TableSource::Sessions,
        support: 2,
        weights: Weights { rho: 0.5, ..Weights::default() },
    }
}

/// Every field of the small pack, read through the public calls.
fn check_small(catalogue: &Catalogue) {
    let header = catalogue.header();
    assert_eq!(
        (header.items, header.facets, header.vintage_day, header.support),
        (4, 4, 20_000, 2)
    );
    assert_eq!(header.source, TableSource::Sessions);
    assert_eq!(header.weights, Weights { rho: 0.5, ..Weights::default() });
    assert_eq!(catalogue.len(), 4);
    assert!(!catalogue.is_empty());

    for (item, id) in
        (0..).map(ItemIx).zip(["b-frankenstein", "b-hours", "b-ivanhoe", "é-last-man"])
    {
        assert_eq!(catalogue.id(item), id);
        assert_eq!(catalogue.find(id), Some(item));
        assert_eq!(catalogue.url(item), format!("/book/{id}"));
    }
    assert_eq!(catalogue.find("b"), None);
    assert_eq!(catalogue.title(ItemIx(3)), "The Last Man");

    let facets = |item| catalogue.facets(ItemIx(item)).map(|facet| facet.0).collect::<Vec<_>>();
    assert_eq!(
        [facets(0), facets(1), facets(2), facets(3)],
        [vec![1, 3], vec![0], vec![2], vec![1, 2, 3]]
    );
    let gothic = catalogue.find_facet("subject", "Gothic fiction").unwrap();
    assert_eq!(
        (catalogue.facet_kind(gothic), catalogue.facet_label(gothic)),
        ("subject", "Gothic fiction")
    );
    assert_eq!(catalogue.find_facet("author", "Mary Shelley"), Some(FacetIx(3)));
    assert_eq!(catalogue.find_facet("author", "Gothic fiction"), None);
    assert_eq!(catalogue.find_facet("publisher", "Mary Shelley"), None);
    let postings =
        |facet| catalogue.postings(FacetIx(facet)).map(|item| item.0).collect::<Vec<_>>();
    assert_eq!(
        [postings(0), postings(1), postings(2), postings(3)],
        [vec![1], vec![0, 3], vec![2, 3], vec![0, 3]]
    );

    assert!(catalogue.is_denied_facet(FacetIx(0)) && !catalogue.is_denied_facet(FacetIx(1)));
    assert!(catalogue.is_denied(ItemIx(1)) && !catalogue.is_denied(ItemIx(0)));
    assert!(catalogue.is_available(ItemIx(0)) && !catalogue.is_available(ItemIx(2)));
    assert_eq!([0, 1, 2, 3].map(|item| catalogue.boost(ItemIx(item))), [0.0, 0.0, 0.4, 1.0]);
    assert_eq!(catalogue.popular().map(|item| item.0).collect::<Vec<_>>(), [0, 2, 3, 1]);
    assert_eq!(catalogue.popularity(ItemIx(0)), 1.0);
    assert_eq!(catalogue.popularity(ItemIx(1)), 16_384.0 / 65_535.0);

    let row: Vec<_> = catalogue.row(ItemIx(3)).collect();
    assert_eq!(row.iter().map(|(item, _)| item.0).collect::<Vec<_>>(), [0, 1, 2]);
    for ((_, weight), exact) in row.iter().zip([0.25, 0.0625, 0.03125]) {
        assert!((weight / exact - 1.0).abs() < 0.01, "{weight} for {exact}");
    }
    assert_eq!(catalogue.row(ItemIx(0)).last(), Some((ItemIx(3), 1.0)));
    assert_eq!(catalogue.row(ItemIx(1)).count(), 0);

    let fields = |item| catalogue.display(ItemIx(item)).pairs().collect::<Vec<_>>();
    assert_eq!(fields(0), [("price", "£3.20"), ("year", "1818")]);
    assert_eq!(fields(3), [("year", "1826")]);
    assert!(fields(1).is_empty());
    assert_eq!(catalogue.display(ItemIx(0)).text("year"), Some("1818"));
}

/// Calls every reader for items and facets in and out of range. It must come back, whatever the bytes.
fn read_everything(catalogue: &Catalogue) -> usize {
    let mut read = catalogue.popular().count();
    for number in (0..catalogue.len().min(200)).chain([catalogue.len(), u32::MAX - 1, u32::MAX]) {
        let (item, facet) = (ItemIx(number), FacetIx(number));
        read += catalogue.id(item).len() + catalogue.title(item).len() + catalogue.url(item).len();
        read += catalogue.facets(item).count()
            + catalogue.row(item).count()
            + catalogue.postings(facet).count();
        read += catalogue.facet_kind(facet).len() + catalogue.facet_label(facet).len();
        read += catalogue
            .display(item)
            .pairs()
            .map(|(key, text)| key.len() + text.len())
            .sum::<usize>();
        read +=
            usize::from(catalogue.is_denied(item)) + usize::from(catalogue.is_denied_facet(facet));
        read += usize::from(catalogue.is_available(item));
        assert!(
            (0.0..=1.0).contains(&catalogue.boost(item))
                && (0.0..=1.0).contains(&catalogue.popularity(item))
        );
    }
    for text in ["", "b-ivanhoe", "subject", "\u{10ffff}"] {
        read += usize::from(catalogue.find(text).is_some());
        read += usize::from(catalogue.find_facet(text, text).is_some());
    }
    read
}

fn code(bytes: &[u8]) -> &'static str {
    Catalogue::open(bytes.into()).map_or_else(|error| error.code(), |_| "opened")
}

/// The same pack after a change, with a checksum that holds.
fn resealed(bytes: &[u8], change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    change(&mut bytes);
    let hash = xxhash_rust::xxh64::xxh64(&bytes[24..], 0);
    bytes[16..24].copy_from_slice(&hash.to_le_bytes());
    bytes
}

#[test]
fn what_is_encoded_is_read_back() {
    let bytes = encode(&small()).unwrap();
    let catalogue = Catalogue::open(bytes.clone().into()).unwrap();
    check_small(&catalogue);
    assert!(read_everything(&catalogue) > 100);
    assert_eq!(encode(&small()).unwrap(), bytes, "the same parts give the same bytes");
}

#[test]
fn golden_packs_of_version_1_still_open_and_the_newest_is_still_what_is_written() {
    let newest = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/pack-v1-twelve-knobs.hkp");
    if std::env::var_os("HOMEKEPT_WRITE_GOLDEN").is_some() {
        std::fs::write(newest, encode(&small()).unwrap()).unwrap();
    }
    // The first one has no knob for diversity, the second none for habits, the third none for
    // calibration: they take the defaults.
    let first = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/pack-v1.hkp");
    let second = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/pack-v1-ten-knobs.hkp");
    let third = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/pack-v1-eleven-knobs.hkp");
    for golden in [first, second, third, newest] {
        check_small(&Catalogue::open(std::fs::read(golden).unwrap().into()).unwrap());
    }
    assert_eq!(encode(&small()).unwrap(), std::fs::read(newest).unwrap());
}

#[test]
fn an_empty_pack_opens() {
    let empty = PackInput {
        items: vec![],
        kinds: vec![],
        facets: vec![],
        display_keys: vec![],
        rows: vec![],
        ..small()
    };
    let catalogue = Catalogue::open(encode(&empty).unwrap().into()).unwrap();
    assert!(catalogue.is_empty());
    read_everything(&catalogue);
}

#[test]
fn every_truncation_and_every_flipped_bit_is_refused() {
    let good = encode(&small()).unwrap();
    for len in 0..good.len() {
        assert_eq!(code(&good[..len]), "pack-truncated", "{len} bytes");
    }
    for bit in 0..good.len() * 8 {
        let mut bytes = good.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert!(CatalogueError::CODES.contains(&code(&bytes)), "bit {bit} of byte {}", bit / 8);
    }
}

#[test]
fn a_section_that_this_build_does_not_know_is_skipped() {
    // The last entry of the directory is made an unknown section: the display of the items.
    let bytes = resealed(&encode(&small()).unwrap(), |bytes| {
        let last = directory(bytes) + (usize::from(bytes[46]) - 1) * 12;
        bytes[last] = 77;
    });
    let catalogue = Catalogue::open(bytes.into()).unwrap();
    assert_eq!(catalogue.title(ItemIx(0)), "Frankenstein");
    assert_eq!(catalogue.display(ItemIx(0)).pairs().count(), 0);
    // A report on the file tells of it all the same.
    let sections: Vec<Section<'_>> = catalogue.sections().collect();
    assert_eq!((sections.len(), sections[0].name), (13, "item ids"));
    let last = sections[12];
    assert_eq!((last.id, last.name, last.bytes.len()), (77, "unknown", 28));
}

#[test]
fn parts_out_of_order_are_refused() {
    type Change = fn(&mut PackInput);
    let cases: [(Change, &str); 9] = [
        (|input| input.items.swap(0, 1), "build-items-not-ascending"),
        (|input| input.items[1].id = input.items[0].id.clone(), "build-items-not-ascending"),
        (|input| input.facets.swap(1, 2), "build-facets-not-ascending"),
        (|input| input.facets[3].kind = 2, "build-facets-not-ascending"),
        (|input| input.items[0].facets = vec![3, 1], "build-list-not-ascending"),
        (|input| input.rows[0] = vec![(4, 1.0)], "build-list-not-ascending"),
        (|input| input.rows[0][0].1 = 0.0, "build-weight-not-positive"),
        (|input| drop(input.rows.pop()), "build-rows-differ"),
        (|input| input.weights.stated = 0.1, "build-knob-out-of-bounds"),
    ];
    for (change, expected) in cases {
        let mut input = small();
        change(&mut input);
        assert_eq!(encode(&input).map_or_else(|error| error.code(), |_| "encoded"), expected);
    }
}

#[test]
fn a_hundred_thousand_items_open_in_one_pass() {
    let item = |n: u32| ItemInput {
        id: format!("sku-{n:06}"),
        title: format!("The {n}th thing of a large shop"),
        url: format!("/things/sku-{n:06}"),
        facets: vec![n % 50],
        available: true,
        ..ItemInput::default()
    };
    let input = PackInput {
        items: (0..100_000).map(item).collect(),
        kinds: vec!["kind".into()],
        facets: (0..50)
            .map(|n| FacetInput { kind: 0, label: format!("{n:02}"), denied: false })
            .collect(),
        rows: (0..100_000u32)
            .map(|n| {
                (0..20)
                    .map(|k| ((n + k * 4999) % 100_000, 1.0))
                    .collect::<std::collections::BTreeMap<_, _>>()
                    .into_iter()
                    .collect()
            })
            .collect(),
        ..small()
    };
    let catalogue = Catalogue::open(encode(&input).unwrap().into()).unwrap();
    assert_eq!(catalogue.find("sku-099999"), Some(ItemIx(99_999)));
    assert_eq!(catalogue.row(ItemIx(77_777)).count(), 20);
    assert_eq!(catalogue.postings(FacetIx(7)).count(), 2000);
    assert_eq!(catalogue.carriers(FacetIx(7), usize::MAX), 2000);
    assert_eq!(catalogue.carriers(FacetIx(7), 300), 300);
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whatever_opens_can_be_read(flips in prop::collection::vec((0usize..4096, any::<u8>()), 1..12)) {
            let bytes = resealed(&encode(&small()).unwrap(), |bytes| {
                for (at, byte) in flips {
                    // Behind the fixed header and its knobs, where the checksum was mended.
                    let at = 88 + at % (bytes.len() - 88);
                    bytes[at] = byte;
                }
            });
            if let Ok(catalogue) = Catalogue::open(bytes.into()) {
                read_everything(&catalogue);
            }
        }

        #[test]
        fn any_bytes_are_opened_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let framed = [&b"\x89HKP\r\n\x1a\n\x01\0"[..], &bytes].concat();
            for bytes in [bytes, framed] {
                if let Ok(catalogue) = Catalogue::open(bytes.into()) {
                    read_everything(&catalogue);
                }
            }
        }
    }
}

/// Where the directory begins in a pack of this version.
fn directory(bytes: &[u8]) -> usize {
    48 + usize::from(bytes[45]) * 4
}
