//! Pictures of items in the pack: small, blurred, and of nobody's server.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test says what is wrong by failing"
)]

mod common;

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use common::Folder;
use homekept::catalogue::Catalogue;
use homekept_packer::{Notes, PackOptions, PackReport, pack_files};
use image::{Rgb, RgbImage};

const FEED: &str = "\
id,title,image_link
cup,A cup,https://cdn.shop.example/p/red.png?v=2
jug,A jug,
pan,A pan,https://cdn.shop.example/p/nowhere.png
pot,A pot,https://cdn.shop.example/p/broken.jpg
";

fn paint(path: &Path, width: u32, height: u32, colour: [u8; 3]) {
    RgbImage::from_pixel(width, height, Rgb(colour)).save(path).unwrap();
}

fn packed(folder: &Folder) -> (PackReport, Vec<String>, Catalogue) {
    let items = folder.write("feed.csv", FEED);
    let mut options = PackOptions::new(items, None, folder.path("shop.hkp"));
    options.images = Some(folder.path("pictures"));
    let mut notes = Notes::default();
    let report = pack_files(&options, &mut notes).unwrap();
    let catalogue = Catalogue::open(std::fs::read(&options.output).unwrap().into()).unwrap();
    (report, notes.0, catalogue)
}

/// The ThumbHash of an item, where it has one.
fn hash_of(catalogue: &Catalogue, id: &str) -> Option<Vec<u8>> {
    let display = catalogue.display(catalogue.find(id).unwrap());
    let found = display.pairs().find(|(key, _)| *key == "thumbhash");
    found.map(|(_, text)| STANDARD_NO_PAD.decode(text).unwrap())
}

#[test]
fn an_item_with_a_picture_carries_its_colours_and_its_proportions() {
    let folder = Folder::new("thumbs");
    std::fs::create_dir(folder.path("pictures")).unwrap();
    paint(&folder.path("pictures/red.png"), 400, 200, [200, 30, 40]);
    // No address names it; it is called like the item.
    paint(&folder.path("pictures/jug.jpg"), 90, 180, [20, 60, 190]);
    folder.write("pictures/broken.jpg", b"this is no picture");
    folder.write("pictures/notes.txt", b"nor is this meant to be one");
    let (report, notes, catalogue) = packed(&folder);

    for (id, colour, is_wide) in [("cup", [200, 30, 40], true), ("jug", [20, 60, 190], false)] {
        let hash = hash_of(&catalogue, id).unwrap();
        assert!(hash.len() <= 25, "{id}: {} bytes", hash.len());
        let (red, green, blue, _) = thumbhash::thumb_hash_to_average_rgba(&hash).unwrap();
        for (found, meant) in [red, green, blue].into_iter().zip(colour) {
            assert!((found * 255.0 - f32::from(meant as u8)).abs() < 16.0, "{id}: {found} {meant}");
        }
        let ratio = thumbhash::thumb_hash_to_approximate_aspect_ratio(&hash).unwrap();
        assert_eq!(ratio > 1.0, is_wide, "{id}: {ratio}");
    }
    assert_eq!(hash_of(&catalogue, "pan"), None);
    assert_eq!(hash_of(&catalogue, "pot"), None);
    assert!(notes.iter().any(|note| note.starts_with("2 of 4 items have a picture")), "{notes:?}");

    let broken = report.broken.iter().find(|file| file.path.ends_with("pictures")).unwrap();
    assert_eq!(broken.total, 1);
    assert!(broken.first[0].1.contains("broken.jpg"), "{:?}", broken.first);
}

#[test]
fn without_pictures_the_pack_is_what_it_was() {
    let folder = Folder::new("no-thumbs");
    std::fs::create_dir(folder.path("pictures")).unwrap();
    let (_, _, with) = packed(&folder);
    let mut options = PackOptions::new(folder.path("feed.csv"), None, folder.path("plain.hkp"));
    options.images = None;
    pack_files(&options, &mut Notes::default()).unwrap();
    assert_eq!(
        std::fs::read(folder.path("shop.hkp")).unwrap(),
        std::fs::read(folder.path("plain.hkp")).unwrap()
    );
    assert_eq!(with.len(), 4);
}
