//! What an evaluation works on: a training part, a later test part, and the catalogue, from files.

use std::path::PathBuf;

use super::{Cut, Split};
use crate::input::feed::{Feed, FeedFlags};
use crate::input::reading::Reading;
use crate::input::{feed, log};
use crate::{BrokenLines, PackError, Progress};

/// Which files, and where the test part is cut off.
#[derive(Debug, Clone)]
pub struct Source {
    /// The log to learn from, and, without a test file, to test on.
    pub sessions: PathBuf,
    /// The test part.
    pub test: Test,
    /// The feed, whose items count as the catalogue.
    pub items: Option<PathBuf>,
    /// How they are read.
    pub reading: Reading,
}

/// Where the test part comes from.
#[derive(Debug, Clone)]
pub enum Test {
    /// A log of its own.
    File(PathBuf),
    /// The end of the log.
    Cut(Cut),
}

/// What was read.
pub(crate) struct Material {
    pub(crate) split: Split,
    pub(crate) feed: Option<Feed>,
    /// Lines that could not be used, for each file read.
    pub(crate) broken: Vec<BrokenLines>,
    tail: Cut,
}

impl Material {
    pub(crate) fn read(source: &Source, progress: &mut dyn Progress) -> Result<Self, PackError> {
        let flags = source.reading.flags()?;
        let train = log::read(&source.sessions, &flags, progress)?;
        let mut broken = vec![train.broken.clone()];
        let (split, tail) = match &source.test {
            Test::Cut(cut) => (Split::of(&train, *cut)?, *cut),
            Test::File(path) => {
                let test = log::read(path, &flags, progress)?;
                broken.push(test.broken.clone());
                (Split::between(&train.ids, &train.sessions, &test.ids, &test.sessions)?, TUNED_ON)
            }
        };
        drop(train);
        let feed = match &source.items {
            None => None,
            Some(path) => {
                let flags = FeedFlags {
                    columns: flags.columns,
                    report: flags.report.clone(),
                    url_template: "/item/{id}",
                    title_words: true,
                    ..FeedFlags::default()
                };
                let feed = feed::read(path, &flags, progress)?;
                broken.push(feed.broken.clone());
                Some(feed)
            }
        };
        Ok(Self { split, feed, broken, tail })
    }

    /// The end of the training part as a test of its own, for tuning.
    pub(crate) fn tail(&self) -> Result<Split, PackError> {
        self.split.tail(self.tail)
    }

    /// The split over the items of training and feed together.
    pub(crate) fn onto_feed(&mut self) {
        let Some(feed) = &self.feed else { return };
        let split = &mut self.split;
        let mut ids: Vec<&str> = split.ids.iter().map(String::as_str).collect();
        ids.extend(feed.items.iter().map(|item| item.id.as_str()));
        ids.sort_unstable();
        ids.dedup();
        let (train, _) = crate::assemble::renumber(&split.train, &split.ids, &ids);
        let (test, _) = crate::assemble::renumber(&split.test, &split.ids, &ids);
        *split = Split { ids: ids.into_iter().map(str::to_owned).collect(), train, test };
    }
}

/// With a test file of its own, tuning takes this much of the end of the training part.
const TUNED_ON: Cut = Cut::Share(0.1);
