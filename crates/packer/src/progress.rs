//! How long work tells where it is: the caller brings the voice, such as [`crate::Voice`].

/// Hears how far the work is. The work itself never prints.
pub trait Progress {
    /// A stage begins; `total` steps lie ahead where that is known.
    fn begin(&mut self, stage: &str, total: Option<u64>);

    /// A stage begins whose steps are bytes read.
    fn begin_bytes(&mut self, stage: &str, total: Option<u64>) {
        self.begin(stage, total);
    }

    /// So many steps of the stage are done.
    fn done(&mut self, steps: u64);

    /// So many steps of the stage are done, of so many: for stages that learn it on the way.
    fn of(&mut self, steps: u64, _total: u64) {
        self.done(steps);
    }

    /// Something that the publisher should know: a guess, a choice, a warning.
    fn note(&mut self, text: &str);

    /// The work is over; what is printed next is its result.
    fn end(&mut self) {}
}

/// Hears nothing.
#[derive(Debug, Default, Clone, Copy)]
pub struct Quiet;

impl Progress for Quiet {
    fn begin(&mut self, _stage: &str, _total: Option<u64>) {}
    fn done(&mut self, _steps: u64) {}
    fn note(&mut self, _text: &str) {}
}

/// Keeps the notes, for tests and for callers that show them later.
#[derive(Debug, Default, Clone)]
pub struct Notes(
    /// The notes in their order.
    pub Vec<String>,
);

impl Progress for Notes {
    fn begin(&mut self, _stage: &str, _total: Option<u64>) {}
    fn done(&mut self, _steps: u64) {}
    fn note(&mut self, text: &str) {
        self.0.push(text.to_owned());
    }
}
