//! What the engine is asked at the wrong time. Wrong types never come so far: the
//! facade refuses them (`www/src/wrong-types.test.ts`).

use super::{all, common};
use common::{NOW, apply, choosing, for_you, kept, policy, view};
use homekept::consent::Purpose;
use homekept::dice::{Dice, NoDice};
use homekept::engine::{Command, Engine, EngineError};
use homekept::policy::Policy;
use homekept::profile::{Stance, Topic};
use homekept::vault::memory::CountingDice;

row!("catalogue-missing", anything_about_items_before_a_pack_is_loaded, {
    let bare = || Engine::new(policy(), false);
    let ranked = bare().rank(&for_you(4), NOW).map(|_| ());
    all([refused(bare(), &view("gothic-0")), refused(bare(), &state("sea")), code(ranked)])
});
row!(
    "consent-required",
    a_preference_stated_before_a_choice,
    refused(common::engine(), &state("sea"))
);
row!("switched-off", a_yes_where_the_site_has_switched_everything_off, {
    let mut engine = Engine::new(Policy { off: true, ..policy() }, false);
    engine.load(homekept::catalogue::Catalogue::open(common::pack().into()).unwrap(), false);
    refused(engine, &choosing(&[Purpose::Learn], &[]))
});
row!(
    "no-randomness",
    an_event_where_the_platform_gives_no_randomness,
    refused(customer(), &view("sea-0"))
);
row!(
    "no-randomness",
    a_statement_where_the_platform_gives_no_randomness,
    refused(customer(), &state("sea"))
);

/// The code that a command is refused with; what is kept does not change.
fn refused(mut engine: Engine, command: &Command) -> &'static str {
    let before = kept(&engine);
    let answer = code(engine.apply(command, NOW, &mut Broken).map(|_| ()));
    assert_eq!(kept(&engine), before);
    answer
}

fn code(answer: Result<(), EngineError>) -> &'static str {
    answer.map_or_else(|error| error.code(), |()| "done")
}

fn customer() -> Engine {
    let mut engine = common::engine();
    let commands = [choosing(&[Purpose::Learn], &[]), view("gothic-0")];
    apply(&mut engine, &mut CountingDice::default(), &commands);
    engine
}

fn state(subject: &str) -> Command {
    let topic = Topic { kind: "subject".into(), label: format!("All about {subject}") };
    Command::State { topic, stance: Some(Stance::More) }
}

/// A platform without randomness.
struct Broken;

impl Dice for Broken {
    fn fill(&mut self, _: &mut [u8]) -> Result<(), NoDice> {
        Err(NoDice)
    }
}
