//! Parquet: rows with named and typed columns. A part of the file is read at a time; what is in
//! memory of it is a page of each column that is asked for.

use std::cell::Cell;
use std::fs::File;
use std::io;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::{ReaderIter, TreeBuilder};
use parquet::record::{Field, Row};
use parquet::schema::types::{SchemaDescPtr, SchemaDescriptor, Type};

use super::parts::Parts;
use crate::input::fields::{Columns, Fields};
use crate::input::records::{Line, Source};
use crate::input::time;
use crate::{PackError, machine};

/// The bytes that a Parquet file begins with.
pub(crate) const MAGIC: &[u8] = b"PAR1";

/// A reader of Parquet.
pub(crate) struct Parquet {
    path: Rc<Path>,
    file: SerializedFileReader<Parts>,
    /// The columns that are read.
    schema: SchemaDescPtr,
    group: usize,
    rows: Option<ReaderIter>,
    number: u64,
    total: u64,
    size: u64,
    read: Rc<Cell<u64>>,
}

impl Parquet {
    /// Opens a file. How much of its `size` has been read is told in `read`, by the rows.
    pub(crate) fn open(
        path: &Path,
        size: u64,
        read: Rc<Cell<u64>>,
        columns: &mut Columns,
    ) -> Result<Self, PackError> {
        let fail = |source| PackError::Read { path: path.to_owned(), source };
        let file = File::open(path).map_err(fail)?;
        let file = unharmed(path, || SerializedFileReader::new(Parts::of(file)?)).map_err(fail)?;
        if !machine::READS_PARQUET_IN_ZSTD && has_zstd(&file) {
            return Err(PackError::NeedsNative { path: path.to_owned(), found: "Parquet in zstd" });
        }
        let metadata = file.metadata().file_metadata();
        let names = metadata.schema().get_fields().iter().map(|field| field.name().to_owned());
        *columns = Columns::of(names);
        let total = u64::try_from(metadata.num_rows()).unwrap_or(0);
        let schema = metadata.schema_descr_ptr();
        let path = path.into();
        Ok(Self { path, file, schema, group: 0, rows: None, number: 0, total, size, read })
    }

    fn row(&mut self) -> Result<Option<Row>, ParquetError> {
        loop {
            if let Some(row) = self.rows.as_mut().and_then(Iterator::next) {
                return row.map(Some);
            }
            if self.group == self.file.num_row_groups() {
                return Ok(None);
            }
            let group = self.file.get_row_group(self.group)?;
            self.group += 1;
            self.rows = Some(TreeBuilder::new().as_iter(Arc::clone(&self.schema), &*group)?);
        }
    }
}

impl Source for Parquet {
    fn next(&mut self, columns: &mut Columns, fields: &mut Fields) -> io::Result<Option<Line>> {
        // A file whose parts contradict each other has no rows behind the contradiction.
        let path = Rc::clone(&self.path);
        let Some(row) = unharmed(&path, || self.row())? else { return Ok(None) };
        self.number += 1;
        let done = u128::from(self.size) * u128::from(self.number) / u128::from(self.total.max(1));
        self.read.set(u64::try_from(done).unwrap_or(self.size).min(self.size));
        for (name, field) in row.get_column_iter() {
            fill(name, field, DEEPEST, columns, fields);
        }
        Ok(Some(Line::good(self.number)))
    }

    fn only(&mut self, places: &[usize]) -> io::Result<()> {
        let all = self.file.metadata().file_metadata().schema();
        let is_asked = |(place, _): &(usize, _)| places.contains(place);
        let asked = all.get_fields().iter().enumerate().filter(is_asked);
        let fields = asked.map(|(_, field)| Arc::clone(field)).collect();
        let some = unharmed(&self.path, || {
            Type::group_type_builder(all.name()).with_fields(fields).build()
        })?;
        self.schema = Arc::new(SchemaDescriptor::new(Arc::new(some)));
        Ok(())
    }
}

fn fill(name: &str, field: &Field, deep: usize, columns: &mut Columns, fields: &mut Fields) {
    if let (Field::Group(row), true) = (field, deep > 0) {
        for (inner, field) in row.get_column_iter() {
            fill(&format!("{name}.{inner}"), field, deep - 1, columns, fields);
        }
    } else if let (Some(text), Some(place)) = (text(field), columns.place(name)) {
        fields.put(place, &text);
    }
}

/// A field as a text; none where it is none or has parts with names. A list has `|` between its
/// parts, as in CSV.
fn text(field: &Field) -> Option<String> {
    Some(match field {
        Field::Null | Field::Group(_) | Field::MapInternal(_) => return None,
        Field::Str(text) => text.clone(),
        Field::Bytes(bytes) => std::str::from_utf8(bytes.data()).ok()?.to_owned(),
        Field::Date(day) => time::date_of(i64::from(*day)),
        // Seconds, since a small number of milliseconds would be taken for them.
        Field::TimestampMillis(milliseconds) => (*milliseconds as f64 / 1e3).to_string(),
        Field::TimestampMicros(microseconds) => (*microseconds as f64 / 1e6).to_string(),
        Field::ListInternal(list) => {
            list.elements().iter().filter_map(text).collect::<Vec<_>>().join("|")
        }
        Field::Float16(number) => number.to_string(),
        Field::Float(number) => number.to_string(),
        Field::Double(number) => number.to_string(),
        other => other.to_string(),
    })
}

/// What reading gives. The library takes the numbers in a file for granted here and there, and
/// panics where they cannot be: that, too, is a file that cannot be read, and no more than that.
fn unharmed<T>(path: &Path, read: impl FnOnce() -> Result<T, ParquetError>) -> io::Result<T> {
    let bad = |error: ParquetError| io::Error::new(io::ErrorKind::InvalidData, error.to_string());
    machine::unharmed(path, read).map_or_else(|| Err(contradiction()), |read| read.map_err(bad))
}

/// A file whose parts cannot all be true.
pub(crate) fn contradiction() -> io::Error {
    let reason = "is damaged Parquet: its parts contradict each other";
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

fn has_zstd(file: &SerializedFileReader<Parts>) -> bool {
    let mut columns = file.metadata().row_groups().iter().flat_map(|group| group.columns());
    columns.any(|column| matches!(column.compression(), Compression::ZSTD(_)))
}

/// How many groups of columns within columns are looked into.
const DEEPEST: usize = 2;
