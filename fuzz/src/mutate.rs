//! Good inputs, changed by a fixed seed: the same ones on every machine.

/// Changes inputs.
#[derive(Debug, Clone)]
pub struct Mutator {
    state: u64,
}

impl Mutator {
    /// One that always changes the same way.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// One of the seeds with one to eight changes, at most [`LONGEST`] bytes.
    pub fn input(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = self.one_of(seeds).cloned().unwrap_or_default();
        for _ in 0..=self.below(8) {
            self.change(&mut bytes, seeds);
        }
        bytes.truncate(LONGEST);
        bytes
    }

    fn change(&mut self, bytes: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        let at = self.below(bytes.len() + 1);
        let until = (at + 1 + self.below(16)).min(bytes.len());
        let at = at.min(until);
        match self.below(9) {
            0 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << self.below(8);
                }
            }
            1 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = self.next() as u8;
                }
            }
            // Numbers at the edges, in one to eight bytes.
            2 => {
                let number = [0, 1, 0x7f, 0x80, 0xff, u64::MAX, 1 << 31, 1 << 63][self.below(8)];
                let bytes_of = number.to_le_bytes();
                let wide = bytes_of.iter().take(1 << self.below(4));
                for (byte, new) in bytes.iter_mut().skip(at).zip(wide) {
                    *byte = *new;
                }
            }
            3 => drop(bytes.drain(at..until)),
            4 => {
                let copy: Vec<u8> = bytes.get(at..until).unwrap_or_default().to_vec();
                let many = 1 + self.below(64);
                drop(bytes.splice(at..at, copy.repeat(many)));
            }
            5 => {
                let word = WORDS[self.below(WORDS.len())];
                let many = if self.below(16) == 0 { 2_000 } else { 1 };
                drop(bytes.splice(at..at, word.repeat(many)));
            }
            6 => bytes.truncate(at),
            // The end of another input, behind the beginning of this one.
            7 => {
                let other = self.one_of(seeds).cloned().unwrap_or_default();
                let from = self.below(other.len() + 1);
                bytes.truncate(at);
                bytes.extend(other.get(from..).unwrap_or_default());
            }
            _ => {
                let noise: Vec<u8> = (0..self.below(12)).map(|_| self.next() as u8).collect();
                drop(bytes.splice(at..at, noise));
            }
        }
    }

    fn one_of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// SplitMix64 (Steele, Lea and Flood 2014).
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// The most bytes of an input.
pub const LONGEST: usize = 64 * 1024;

/// What readers of feeds and logs look for.
const WORDS: [&[u8]; 24] = [
    b"\"",
    b",",
    b"\n",
    b"\r\n",
    b"\t",
    b";",
    b"|",
    b"{",
    b"}",
    b"[",
    b"]",
    b"<",
    b">",
    b"</",
    b"&",
    b"&amp;",
    b"&#x10ffff;",
    b"<![CDATA[",
    b"<!--",
    b"<!DOCTYPE a [<!ENTITY b \"c\">]>",
    b"\\ud800",
    b"\xef\xbb\xbf",
    b"1e999",
    b"\x00",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_changes_the_same_way_and_never_beyond_the_longest() {
        let seeds = [b"id,title\na,A\n".to_vec(), vec![0; LONGEST]];
        let inputs = |seed| {
            let mut mutator = Mutator::new(seed);
            (0..300).map(|_| mutator.input(&seeds)).collect::<Vec<_>>()
        };
        assert_eq!(inputs(1), inputs(1));
        assert_ne!(inputs(1), inputs(2));
        assert!(inputs(1).iter().all(|input| input.len() <= LONGEST));
        assert!(inputs(1).iter().filter(|input| !seeds.contains(input)).count() > 290);
    }
}
