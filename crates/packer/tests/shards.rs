//! A shop that is cut into a head and shards: what a page finds there, and how much it loads.
#![allow(clippy::unwrap_used, reason = "a failing test says where")]
#![allow(clippy::print_stdout, reason = "a skipped test says so")]

mod common;

use common::Folder;
use homekept::catalogue::{Catalogue, ItemIx, Shard, graft};
use homekept_packer::{PAGE_BYTES, PackOptions, Quiet, Shards, pack_files, shard_of};
use std::path::Path;

/// So many items that they take several shards, and visitors that go from each to others.
const ITEMS: usize = 600;

fn shop(folder: &Folder) -> PackOptions {
    let mut feed = "id,title,maker,kind,price\n".to_owned();
    let mut log = "session,visitor,time,item\n".to_owned();
    for item in 0..ITEMS {
        let (maker, kind, price) = (item % 71, item % 13, item * 7919 % 10_007);
        feed += &format!(
            "sku-{item:04},Thing {item} of {price},Maker {maker},Kind {kind},{price} EUR\n"
        );
        for (visitor, step) in [(0, 1), (1, 1), (2, 17), (3, 17), (4, 113), (5, 113)] {
            let other = (item + step) % ITEMS;
            let visit = item * 6 + visitor;
            for (minute, seen) in [item, other].into_iter().enumerate() {
                let (hour, day) = (visit % 24, 1 + visit / 24 % 28);
                log += &format!(
                    "{visit},{visit},2026-02-{day:02}T{hour:02}:{minute:02}:00Z,sku-{seen:04}\n"
                );
            }
        }
    }
    let (items, sessions) = (folder.write("feed.csv", feed), folder.write("log.csv", log));
    PackOptions::new(items, Some(sessions), folder.path("whole.hkp"))
}

fn cut(folder: &Folder, options: &PackOptions, name: &str) -> (Catalogue, Shards) {
    let options = PackOptions {
        shards: Some(folder.path(name)),
        output: folder.path(&format!("{name}.hkp")),
        ..options.clone()
    };
    let report = pack_files(&options, &mut Quiet).unwrap();
    assert_eq!(report.items as usize, ITEMS);
    (open(&options.output), report.shards.unwrap())
}

fn open(path: &Path) -> Catalogue {
    Catalogue::open(std::fs::read(path).unwrap().into()).unwrap()
}

fn shard(shards: &Shards, number: u32) -> Shard {
    let file = shards.folder.join(format!("{number}.hkp"));
    Shard::open(std::fs::read(file).unwrap().into()).unwrap()
}

/// The followers of an item, by id.
fn row(shop: &Catalogue, id: &str) -> Vec<(String, f32)> {
    let item = shop.find(id).unwrap();
    shop.row(item).map(|(to, weight)| (shop.id(to).to_owned(), weight)).collect()
}

fn card(shop: &Catalogue, id: &str) -> String {
    let item = shop.find(id).unwrap();
    let facets: Vec<_> = shop
        .facets(item)
        .map(|facet| (shop.facet_kind(facet), shop.facet_label(facet), shop.carriers(facet, 9999)))
        .collect();
    let display: Vec<_> = shop.display(item).pairs().collect();
    let (title, url, popularity) = (shop.title(item), shop.url(item), shop.popularity(item));
    format!("{title} {url} {popularity} {facets:?} {display:?} {}", shop.is_available(item))
}

#[test]
fn a_page_finds_its_item_by_the_id_alone_with_all_that_the_whole_pack_says_of_it() {
    let folder = Folder::new("shards");
    let options = shop(&folder);
    pack_files(&options, &mut Quiet).unwrap();
    let whole = open(&options.output);
    let (head, shards) = cut(&folder, &options, "cut");
    assert!(shards.count > 1 && shards.page() as usize <= PAGE_BYTES, "{shards:?}");
    assert_eq!((head.whole(), PAGE_BYTES), (ITEMS as u32, 300 * 1024));

    let mut found = 0;
    for number in 0..shards.count {
        let shard = shard(&shards, number);
        for id in shard.ids() {
            found += 1;
            assert_eq!(shard_of(id, shards.count), number);
            let leaf = Catalogue::open(shard.leaf(id).unwrap().into()).unwrap();
            assert_eq!(row(&leaf, id), row(&whole, id));
            for item in (0..leaf.len()).map(ItemIx) {
                let id = leaf.id(item);
                assert_eq!(card(&leaf, id), card(&whole, id));
            }
        }
    }
    assert_eq!(found, ITEMS);
    assert!(shard(&shards, 0).leaf("no such item").is_none());
}

#[test]
fn the_same_shop_is_cut_into_the_same_files_in_a_folder_of_their_own() {
    let folder = Folder::new("cut-twice");
    let options = shop(&folder);
    let (head, once) = cut(&folder, &options, "once");
    let (_, twice) = cut(&folder, &options, "twice");
    assert_eq!(once.folder.file_name().unwrap(), twice.folder.file_name().unwrap());
    assert!(once.folder.ends_with(format!("{:016x}", head.header().hash)));
    for number in 0..once.count {
        let bytes = |shards: &Shards| std::fs::read(shards.folder.join(format!("{number}.hkp")));
        assert_eq!(bytes(&once).unwrap(), bytes(&twice).unwrap());
    }
}

#[test]
fn leaves_join_the_head_in_any_order_and_none_twice() {
    let folder = Folder::new("graft");
    let (head, shards) = cut(&folder, &shop(&folder), "cut");
    let leaf = |id: &str| {
        let shard = shard(&shards, shard_of(id, shards.count));
        Catalogue::open(shard.leaf(id).unwrap().into()).unwrap()
    };
    let ids = ["sku-0005", "sku-0006", "sku-0400"];
    let grafted =
        |ids: &[&str]| graft(&head, &ids.iter().map(|id| leaf(id)).collect::<Vec<_>>()).unwrap();
    let pack = grafted(&ids);
    assert_eq!(pack, grafted(&[ids[2], ids[0], ids[1], ids[0]]));
    let shop = Catalogue::open(pack.into()).unwrap();
    assert!(ids.iter().all(|id| row(&shop, id).len() >= 3));
    // The head alone is the head, byte for byte.
    assert_eq!(graft(&head, &[]).unwrap(), std::fs::read(folder.path("cut.hkp")).unwrap());
}

#[test]
fn items_are_spread_by_the_hash_that_the_docs_name() {
    // The test vectors of RFC 9923 for FNV-1a of 32 bits.
    for (text, hash) in [("", 0x811c_9dc5), ("a", 0xe40c_292c), ("foobar", 0xbf9c_f968)] {
        assert_eq!(shard_of(text, u32::MAX), hash);
    }
    assert_eq!(shard_of("a", 10), 0xe40c_292c_u32 % 10);
}
