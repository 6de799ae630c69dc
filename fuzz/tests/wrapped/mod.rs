//! Seeds in what readers take them out of: gzip, zstd, and Parquet, which no editor writes.

use std::io::Write;
use std::sync::Arc;

use flate2::write::GzEncoder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

/// The seeds, each plain, in gzip and in zstd, and a table of them in Parquet.
pub(crate) fn all(seeds: &[Vec<u8>], table: &[u8]) -> Vec<Vec<u8>> {
    let packed = [gzip, |seed: &[u8]| zstd::encode_all(seed, 3).unwrap()];
    let wrapped = packed.into_iter().flat_map(|pack| seeds.iter().map(move |seed| pack(seed)));
    let codecs = [Compression::UNCOMPRESSED, Compression::ZSTD(ZstdLevel::default())];
    let tables = codecs.map(|codec| parquet(table, codec));
    seeds.iter().cloned().chain(wrapped).chain(tables).collect()
}

fn gzip(seed: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(seed).unwrap();
    packer.finish().unwrap()
}

/// A table as CSV, of texts alone, as Parquet with two rows in a group.
fn parquet(csv: &[u8], codec: Compression) -> Vec<u8> {
    let mut reader = csv::Reader::from_reader(csv);
    let names = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let columns: String =
        names.iter().map(|name| format!("required binary {name} (UTF8);")).collect();
    let schema = parse_message_type(&format!("message seed {{ {columns} }}")).unwrap();
    let properties = Arc::new(WriterProperties::builder().set_compression(codec).build());
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), properties).unwrap();
    for rows in rows.chunks(2) {
        let mut group = writer.next_row_group().unwrap();
        for place in 0..names.len() {
            let texts: Vec<ByteArray> = rows.iter().map(|row| row[place].into()).collect();
            let mut column = group.next_column().unwrap().unwrap();
            column.typed::<ByteArrayType>().write_batch(&texts, None, None).unwrap();
            column.close().unwrap();
        }
        group.close().unwrap();
    }
    writer.into_inner().unwrap()
}
