//! A client that claims what no bucket is, and proves it by the book.

use super::{Dap09, NOW};
use janus_messages::{HpkeCiphertext, HpkeConfigId, Report, ReportId, ReportMetadata, Time};
use prio::codec::Encode;
use prio::field::Field128;
use prio::flp::gadgets::{Mul, ParallelSum};
use prio::flp::types::Histogram;
use prio::flp::{FlpError, Gadget, Type};
use prio::vdaf::Client;
use prio::vdaf::prio3::{Prio3, optimal_chunk_length};

/// A report on any numbers at all, one for each bucket, and both input shares of it. Nobody sealed them.
pub(crate) fn claiming(numbers: &[u128]) -> (Report, [Vec<u8>; 2]) {
    let chunk = optimal_chunk_length(numbers.len());
    let circuit = Claim(Histogram::new(numbers.len(), chunk).expect("it is one"));
    // The number under which VDAF-08 lists Prio3Histogram (section 10).
    let client: Dap09<Claim> = Prio3::new(2, 1, 3, circuit).expect("it is one");
    let mut number = [0; ReportId::LEN];
    getrandom::fill(&mut number).expect("the platform has chance");
    let (public, inputs) = client.shard(&numbers.to_vec(), &number).expect("it splits anything");
    let encoded = |message: &dyn Fn() -> Result<Vec<u8>, prio::codec::CodecError>| {
        message().expect("it is short")
    };
    let [leader, helper] = [0, 1].map(|party: usize| encoded(&|| inputs[party].get_encoded()));
    let unsealed = || HpkeCiphertext::new(HpkeConfigId::from(0), Vec::new(), Vec::new());
    let time = Time::from_seconds_since_epoch(u64::from(NOW.0) * 60);
    let metadata = ReportMetadata::new(ReportId::from(number), time);
    let public = encoded(&|| public.get_encoded());
    (Report::new(metadata, public, unsealed(), unsealed()), [leader, helper])
}

type Circuit = Histogram<Field128, ParallelSum<Field128, Mul<Field128>>>;

/// A histogram's own circuit, but for what goes in.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Claim(Circuit);

impl Type for Claim {
    type Measurement = Vec<u128>;
    type AggregateResult = Vec<u128>;
    type Field = Field128;

    fn encode_measurement(&self, numbers: &Vec<u128>) -> Result<Vec<Field128>, FlpError> {
        Ok(numbers.iter().map(|number| Field128::from(*number)).collect())
    }

    fn decode_result(&self, data: &[Field128], reports: usize) -> Result<Vec<u128>, FlpError> {
        self.0.decode_result(data, reports)
    }

    fn gadget(&self) -> Vec<Box<dyn Gadget<Field128>>> {
        self.0.gadget()
    }

    fn valid(
        &self,
        gadgets: &mut Vec<Box<dyn Gadget<Field128>>>,
        input: &[Field128],
        joint_rand: &[Field128],
        shares: usize,
    ) -> Result<Field128, FlpError> {
        self.0.valid(gadgets, input, joint_rand, shares)
    }

    fn truncate(&self, input: Vec<Field128>) -> Result<Vec<Field128>, FlpError> {
        self.0.truncate(input)
    }

    fn input_len(&self) -> usize {
        self.0.input_len()
    }

    fn proof_len(&self) -> usize {
        self.0.proof_len()
    }

    fn verifier_len(&self) -> usize {
        self.0.verifier_len()
    }

    fn output_len(&self) -> usize {
        self.0.output_len()
    }

    fn joint_rand_len(&self) -> usize {
        self.0.joint_rand_len()
    }

    fn prove_rand_len(&self) -> usize {
        self.0.prove_rand_len()
    }

    fn query_rand_len(&self) -> usize {
        self.0.query_rand_len()
    }
}
