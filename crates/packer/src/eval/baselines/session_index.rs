//! The training sessions, to be found by what they hold: what the methods that look for similar
//! sessions keep.

use crate::eval::Split;
use crate::eval::ranker::keep_first;

/// Training sessions in the order of time, and for each item those that hold it.
pub(super) struct SessionIndex {
    past: Vec<Past>,
    holding: Vec<Vec<u32>>,
}

/// One training session.
pub(super) struct Past {
    /// When it ended, in milliseconds.
    pub(super) at: i64,
    /// Its last events.
    pub(super) events: Vec<u32>,
    /// Its items, each once, with the place of its last event, ascending by item.
    pub(super) items: Vec<(u32, u32)>,
}

impl SessionIndex {
    /// Those of a training part with at least two events: one alone says nothing of what follows.
    pub(super) fn of(split: &Split) -> Self {
        let mut index = Self { past: Vec::new(), holding: vec![Vec::new(); split.ids.len()] };
        for session in split.train.iter().filter(|session| session.events.len() >= 2) {
            let events = session.events.get(session.events.len().saturating_sub(EVENTS)..);
            let events = events.unwrap_or(&[]).to_vec();
            let mut items: Vec<(u32, u32)> = events.iter().copied().zip(0..).collect();
            items.sort_unstable_by(|first, second| {
                first.0.cmp(&second.0).then(second.1.cmp(&first.1))
            });
            items.dedup_by_key(|(item, _)| *item);
            for (item, _) in &items {
                if let Some(holding) = index.holding.get_mut(*item as usize) {
                    holding.push(index.past.len() as u32);
                }
            }
            index.past.push(Past { at: session.last, events, items });
        }
        index
    }

    /// How many sessions there are.
    pub(super) fn len(&self) -> usize {
        self.past.len()
    }

    pub(super) fn past(&self, number: u32) -> Option<&Past> {
        self.past.get(number as usize)
    }

    /// The numbers of the sessions that hold an item, the oldest first.
    pub(super) fn holding(&self, item: u32) -> &[u32] {
        self.holding.get(item as usize).map_or(&[], Vec::as_slice)
    }

    /// The numbers of the latest so many of them. Of the latest sessions that hold any item of a
    /// visit none is missed when each item brings its own latest so many.
    pub(super) fn latest_holding(&self, item: u32, most: usize) -> &[u32] {
        let holding = self.holding(item);
        holding.get(holding.len().saturating_sub(most)..).unwrap_or(&[])
    }

    /// How rare each item is: the logarithm of all sessions by those that hold it.
    pub(super) fn rarity(&self) -> Vec<f64> {
        let all = self.len() as f64;
        let rarity = |holding: &Vec<u32>| libm::log(all / holding.len().max(1) as f64);
        self.holding.iter().map(rarity).collect()
    }

    /// What a browser would have to be given: every session's items in their order, and when it
    /// was. The index is made from them.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut before = 0;
        for past in &self.past {
            put(&mut out, past.events.len() as u64);
            past.events.iter().for_each(|event| put(&mut out, u64::from(*event)));
            let second = past.at / 1000;
            put(&mut out, (second - before).max(0) as u64);
            before = second;
        }
        out
    }
}

/// The latest `sample` of some sessions, and of these the `most` most similar, equals the latest
/// first.
pub(super) fn neighbours(
    mut alike: Vec<(u32, f64)>,
    sample: usize,
    most: usize,
) -> Vec<(u32, f64)> {
    keep_first(&mut alike, sample, |first, second| second.0.cmp(&first.0));
    keep_first(&mut alike, most, |first, second| {
        second.1.total_cmp(&first.1).then(second.0.cmp(&first.0))
    });
    alike
}

/// A number in sevens of bits.
fn put(out: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// A session is known by its last so many events: beyond that it is a robot or a shared computer.
const EVENTS: usize = 200;

#[cfg(test)]
mod tests {
    use super::super::testing::split;
    use super::*;

    #[test]
    fn sessions_are_found_by_what_they_hold() {
        let index = SessionIndex::of(&split(&[&[0, 1, 0], &[1], &[2, 1], &[1, 3]]));
        assert_eq!(index.len(), 3);
        assert_eq!(index.past(0).unwrap().items, [(0, 2), (1, 1)]);
        assert_eq!(index.holding(1), [0, 1, 2]);
        assert_eq!(index.latest_holding(1, 2), [1, 2]);
        assert_eq!(index.latest_holding(4, 2), [0; 0]);
        assert!((index.rarity()[0] - libm::log(3.0)).abs() < 1e-12);
        // Three events and their number, and a day in seconds takes three bytes.
        assert_eq!(index.bytes()[..5], [3, 0, 1, 0, 0]);
        assert_eq!(index.bytes().len(), 5 + 3 + 3 + 3 + 3);
    }

    #[test]
    fn of_the_latest_sessions_the_most_similar_are_kept() {
        let alike = vec![(1, 9.0), (5, 1.0), (7, 2.0), (6, 2.0)];
        assert_eq!(neighbours(alike.clone(), 3, 2), [(7, 2.0), (6, 2.0)]);
        assert_eq!(neighbours(alike, 9, 1), [(1, 9.0)]);
    }
}
