//! Cases that the packer ranked natively, read back. The drawing of the file stands at
//! `write_parity` in the packer.

use homekept::catalogue::{FacetIx, ItemIx};
use homekept::profile::{Dials, Interest, Profile, Visit};
use homekept::ranking::{Ask, Slot};

/// What is to be ranked.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) profile: Profile,
    pub(crate) ask: Ask,
    /// The item and the bits of the score of each pick, the best first.
    pub(crate) expected: Vec<(u32, u32)>,
}

/// Every case of a file; none when it is not whole.
pub(crate) fn read(file: &[u8]) -> Option<Vec<Case>> {
    let word = |bytes: &[u8]| u32::from_le_bytes(bytes.try_into().unwrap_or_default());
    let mut words = file.chunks_exact(4).map(word);
    let cases = words.next()?;
    (0..cases).map(|_| case(&mut words)).collect()
}

fn case(words: &mut impl Iterator<Item = u32>) -> Option<Case> {
    let slot = match words.next()? {
        0 => Slot::ForYou,
        u32::MAX => Slot::ReRank,
        number if number == u32::MAX - 1 => Slot::Basket,
        item => Slot::LikeThis(ItemIx(item - 1)),
    };
    let mut items = || list(words, |words| Some(ItemIx(words.next()?)));
    let within = if slot == Slot::ReRank { Some(items()?) } else { None };
    let (current, exclude) = (items()?, items()?);
    let limit = words.next()? as usize;
    let boost = f32::from_bits(words.next()?);
    let ask = Ask { limit, current, exclude, within, boost, ..Ask::new(slot, 0) };

    let dials = words.next()?;
    let place = |number: u32| (number % 5) as i32 - 2;
    let profile = Profile {
        dials: Dials::at(place(dials), place(dials / 5))?,
        recent: list(words, |words| {
            Some(Visit { item: ItemIx(words.next()?), steps: words.next()? })
        })?,
        habits: list(words, |words| Some((ItemIx(words.next()?), f32::from_bits(words.next()?))))?,
        interests: list(words, |words| {
            let (facet, strength) = (FacetIx(words.next()?), f32::from_bits(words.next()?));
            Some(Interest { facet, strength, stated: words.next()? == 1 })
        })?,
        ..Profile::default()
    };
    let expected = list(words, |words| Some((words.next()?, words.next()?)))?;
    Some(Case { profile, ask, expected })
}

/// A list with its length before it.
fn list<T, W: Iterator<Item = u32>>(
    words: &mut W,
    one: impl Fn(&mut W) -> Option<T>,
) -> Option<Vec<T>> {
    let length = words.next()?;
    (0..length).map(|_| one(words)).collect()
}
