//! What shops export has ways of its own: rows that are variants, columns that are for others, pages
//! that speak to search engines.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a failing test says where")]

mod common;

use common::shop::{facets, pack, pack_with};
use homekept::catalogue::Catalogue;

#[test]
fn schema_org_is_read_in_each_of_its_shapes() {
    let csv = "\
id,title,url,image,brand,category,color,price,availability,weave
m1,Mug,https://shop.example/m1,https://shop.example/m1.jpg,Ember,Kitchen,red,4.50 EUR,InStock,plain
j2,\"Jug, tall\",https://shop.example/j2,https://shop.example/j2.jpg,Ember,Kitchen,blue|green,12 EUR,OutOfStock,plain
";
    let mug = r#"{"@type":"Product","sku":"m1","name":"Mug","url":"https://shop.example/m1","image":["https://shop.example/m1.jpg","https://shop.example/m1-b.jpg"],"brand":{"@type":"Brand","name":"Ember"},"category":"Kitchen","color":"red","offers":{"@type":"Offer","price":"4.50","priceCurrency":"EUR","availability":"https://schema.org/InStock"},"additionalProperty":{"@type":"PropertyValue","name":"weave","value":"plain"}}"#;
    let jug = r#"{"@type":["Product"],"productID":"j2","name":"Jug, tall","image":{"@type":"ImageObject","url":"https://shop.example/j2.jpg"},"brand":"Ember","category":"Kitchen","offers":[{"@type":"Offer","url":"https://shop.example/j2","priceSpecification":{"price":12},"priceCurrency":"EUR","availability":"OutOfStock"}],"hasVariant":[{"color":"blue"},{"color":"green"}],"additionalProperty":[{"name":"weave","value":"plain"}]}"#;
    let graph = format!(
        r#"{{"@context":"https://schema.org","@graph":[{{"@type":"Organization","name":"Us"}},{mug},{jug}]}}"#
    );
    let list = format!(
        r#"{{"@context":"https://schema.org","@type":"ItemList","itemListElement":[{{"@type":"ListItem","position":1,"item":{mug}}},{{"@type":"ListItem","position":2,"item":{jug}}}]}}"#
    );
    let page = format!(
        "<!DOCTYPE html>\n<html><head><title>Us</title><script>let a = \"<script\";</script>\n<SCRIPT type='application/ld+json'>{list}</script></head></html>"
    );
    let cases = [
        ("graph", graph.clone(), "a JSON object with the list @graph"),
        ("list", list.clone(), "a JSON object with the list itemListElement"),
        ("array", format!("[{mug},\n{jug}]"), "a JSON list"),
        ("lines", format!("{mug}\n{jug}\n"), "JSON Lines"),
        ("page", page, "a web page with schema.org's JSON-LD"),
        (
            "page about",
            format!(
                "<html><script type=\"application/ld+json\">{{\"@type\":\"CollectionPage\",\"mainEntity\":{list}}}</script>"
            ),
            "a web page with schema.org's JSON-LD",
        ),
    ];
    let expected = pack(csv.as_bytes(), None);
    for (name, text, format) in cases {
        let packed = pack(text.as_bytes(), None);
        assert!(packed.notes.contains(&format!("feed is {format}\n")), "{name}: {}", packed.notes);
        let shop = Catalogue::open(packed.bytes.into()).unwrap();
        let known = Catalogue::open(expected.bytes.clone().into()).unwrap();
        for id in ["m1", "j2"] {
            assert_eq!(facets(&shop, id), facets(&known, id), "{name}: {}", packed.notes);
            let [item, same] = [shop.find(id).unwrap(), known.find(id).unwrap()];
            assert_eq!(shop.title(item), known.title(same));
            assert_eq!(shop.url(item), known.url(same), "{name}");
            assert_eq!(shop.is_available(item), known.is_available(same), "{name}");
            for key in ["price", "image", "brand"] {
                let (found, expected) = (shop.display(item), known.display(same));
                assert_eq!(found.text(key), expected.text(key), "{name} {key}");
            }
        }
    }
    let packed = pack(graph.as_bytes(), None);
    assert!(
        packed.notes.contains("1 things that are no Product of schema.org"),
        "{}",
        packed.notes
    );
}

#[test]
fn shopify_exports_become_one_item_a_product() {
    let export = "\
Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Image Src,Image Position,Cost per item,Status
tee,\"Tee, plain\",<p>Soft</p>,Ember,Apparel > Tops,Shirts,\"summer, cotton\",true,Color,Red,Size,S,T-1,shopify,0,deny,12.00,https://cdn.example/t1.jpg,1,3.10,active
tee,,,,,,,,,Blue,,S,T-2,shopify,4,deny,12.50,https://cdn.example/t2.jpg,2,3.10,
tee,,,,,,,,,Blue,,M,T-3,shopify,0,deny,12.50,,,3.10,
tee,,,,,,,,,,,,,,,,,https://cdn.example/t3.jpg,3,,
secret,Not yet,,Ember,Apparel > Tops,Shirts,,false,Title,Default Title,,,S-1,,,deny,99.00,,,50.00,draft
,Nobody,,,,,,,,,,,,,,,,,,,
cap,Cap,,Brook,Apparel > Hats,Hats,summer,true,Title,Default Title,,,C-1,shopify,0,deny,8.00,,,2.00,active
gift,Gift card,,Brook,Apparel > Hats,Hats,,true,Title,Default Title,,,G-1,,,deny,10.00,,,,active
";
    let csv = "\
Handle,Title,Product Category,Product Type,Tags,Vendor,Price,Image Src,Available,Color,Size,url
tee,\"Tee, plain\",Apparel > Tops,Shirts,summer|cotton,Ember,12.00,https://cdn.example/t1.jpg,yes,Red|Blue,S|M,/products/tee
cap,Cap,Apparel > Hats,Hats,summer,Brook,8.00,,no,,,/products/cap
gift,Gift card,Apparel > Hats,Hats,,Brook,10.00,,yes,,,/products/gift
";
    let packed = pack(export.as_bytes(), None);
    assert!(packed.notes.contains("feed is a Shopify export of products"), "{}", packed.notes);
    assert!(packed.notes.contains("1 products that the shop does not show"), "{}", packed.notes);
    assert_eq!(packed.report.broken[0].first, [(7, "has no handle".to_owned())]);
    assert!(packed.bytes == pack(csv.as_bytes(), None).bytes, "{}", packed.notes);
    let shop = Catalogue::open(packed.bytes.into()).unwrap();
    assert_eq!(
        facets(&shop, "tee"),
        [
            "Product Category=Apparel",
            "Product Category=Tops",
            "Product Type=Shirts",
            "Tags=cotton",
            "Tags=summer",
            "Vendor=Ember",
            "Color=Blue",
            "Color=Red",
        ]
    );
    let text = |id: &str| {
        format!("{:?}", shop.display(shop.find(id).unwrap()).pairs().collect::<Vec<_>>())
    };
    assert!(!text("tee").contains("3.10"), "what an item cost the shop is not for its visitors");
    // A template that is said goes before Shopify's own.
    let own = pack_with(export.as_bytes(), None, |options| options.url_template = "/p/{id}".into());
    let own = Catalogue::open(own.bytes.into()).unwrap();
    assert_eq!(own.url(own.find("cap").unwrap()), "/p/cap");
}

#[test]
fn the_newer_columns_of_shopify_are_known_too() {
    let export = "\
Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Option1 name,Option1 value,Price,Cost per item,Inventory tracker,Inventory quantity,Continue selling when out of stock,Product image URL
Tee,tee,Soft,Ember,Apparel,Shirts,,TRUE,Active,T-1,Color,Red,12,3,shopify,0,CONTINUE,https://cdn.example/t1.jpg
,tee,,,,,,,,T-2,,Blue,12,3,shopify,0,DENY,
Cap,cap,,Ember,Apparel,Hats,,TRUE,Archived,C-1,Title,Default Title,8,2,,,DENY,
";
    let packed = pack(export.as_bytes(), None);
    let shop = Catalogue::open(packed.bytes.into()).unwrap();
    let tee = shop.find("tee").unwrap();
    assert_eq!((shop.len(), shop.url(tee), shop.is_available(tee)), (1, "/products/tee", true));
    assert!(facets(&shop, "tee").contains(&"Color=Blue".to_owned()), "{}", packed.notes);
}

#[test]
fn merchant_columns_that_are_for_others_are_not_in_the_pack() {
    let feed = "\
id\ttitle\tgoogle_product_category\tproduct_type\tcustom_label_0\tcost_of_goods_sold\tgtin\tidentifier_exists\tadult\tavailability\tcondition
a\tAlpha\t2271\tHome > Beds\tsummer sale\t3.00 EUR\t4006381333931\tyes\tno\thttps://schema.org/OutOfStock\tnew
b\tBeta\t2271\tHome > Beds\tsummer sale\t3.00 EUR\t4006381333948\tyes\tyes\tpreorder\tused
c\tGamma\t2271\tHome > Lamps\twinter\t3.00 EUR\t4006381333955\tno\tno\tdiscontinued\tnew
d\tDelta\t2271\tHome > Lamps\twinter\t3.00 EUR\t4006381333962\tno\tno\tin_stock\tused
";
    let packed = pack(feed.as_bytes(), None);
    let shop = Catalogue::open(packed.bytes.into()).unwrap();
    let all = ["a", "b", "c", "d"].map(|id| shop.find(id).unwrap());
    assert_eq!(facets(&shop, "a"), ["product_type=Beds", "product_type=Home", "condition=new"]);
    assert!(all.iter().all(|item| shop.display(*item).pairs().count() == 0), "{}", packed.notes);
    assert_eq!(all.map(|item| shop.is_available(item)), [false, true, false, true]);
    assert_eq!(all.map(|item| shop.is_denied(item)), [false, true, false, false]);
}
