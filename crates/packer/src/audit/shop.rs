//! A page of the shop with the engine behind it: what decides whether a profile is used at all, and
//! what is left of it after forgetting.

use homekept::catalogue::{Catalogue, ItemIx};
use homekept::consent::{Method, Purpose};
use homekept::engine::view::PickView;
use homekept::engine::{Choosing, Command, Engine, EngineError, RankRequest, SlotName};
use homekept::policy::Policy;
use homekept::profile::EventKind;
use homekept::time::Minute;
use homekept::vault::memory::CountingDice;

use super::customers::{Customer, topic};
use super::world::World;
use crate::PackError;

/// The page of one customer.
#[derive(Debug)]
pub(super) struct Shop {
    engine: Engine,
    dice: CountingDice,
    now: Minute,
}

impl Shop {
    /// The page of somebody of whom nothing is known.
    pub(super) fn of_nobody(world: &World<'_>) -> Result<Self, PackError> {
        // What is tried here is what happens to those who agree, so agreeing is possible.
        let policy = Policy { purposes: vec![Purpose::Learn], off: false, ..world.policy.clone() };
        let mut engine = Engine::new(policy, false);
        engine.load(Catalogue::open(world.bytes.into()).map_err(PackError::Open)?, false);
        Ok(Self { engine, dice: CountingDice::default(), now: Minute(0) })
    }

    /// The page of a customer who agreed to be learned from, and did all of it but with the items
    /// that are left out.
    pub(super) fn of(
        world: &World<'_>,
        customer: &Customer,
        without: Option<ItemIx>,
    ) -> Result<Self, PackError> {
        let mut shop = Self::of_nobody(world)?;
        let began = customer.events.first().map_or(customer.now, |(_, at)| *at);
        shop.does(
            began,
            &Command::Choose(Choosing {
                allow: vec![Purpose::Learn],
                refuse: Vec::new(),
                method: Method::Question,
                language: String::new(),
                notice_hash: String::new(),
                told_of_signal: false,
            }),
        );
        for (item, at) in customer.events.iter().filter(|(item, _)| Some(*item) != without) {
            let item = world.catalogue.id(*item).to_owned();
            shop.does(*at, &Command::Record { kind: EventKind::View, item, leaf: Vec::new() });
        }
        for (facet, stance) in &customer.stated {
            let topic = topic(world.catalogue, *facet);
            shop.does(customer.now, &Command::State { topic, stance: Some(*stance) });
        }
        shop.engine.retire(customer.now);
        shop.now = customer.now;
        Ok(shop)
    }

    /// Does a command. One that is refused, such as a statement on a denied topic, changes nothing.
    pub(super) fn does(&mut self, now: Minute, command: &Command) {
        let _ = self.engine.apply(command, now, &mut self.dice);
    }

    /// Stops all use for now, or lets it go on.
    pub(super) fn pause(&mut self, paused: bool) {
        self.does(self.now, &Command::Pause(paused));
    }

    /// How many events are remembered.
    pub(super) fn events(&self) -> usize {
        self.engine.events().len()
    }

    /// How many interests there are.
    pub(super) fn interests(&self) -> usize {
        self.engine.interests(self.now).len()
    }

    /// The picks of a slot on the page of an item.
    pub(super) fn picks(
        &self,
        slot: SlotName,
        current: Option<&str>,
        limit: usize,
        plain: bool,
    ) -> Result<Vec<PickView<'_>>, EngineError> {
        let request = RankRequest {
            slot,
            limit: limit.clamp(1, MOST_PICKS) as u32,
            current: current.map(str::to_owned).into_iter().collect(),
            exclude: Vec::new(),
            within: None,
            plain,
            unlifted: false,
        };
        self.engine.rank(&request, self.now)
    }
}

/// The longest list that a page may ask for.
const MOST_PICKS: usize = 100;
