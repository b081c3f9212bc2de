//! The general rules engine: regorus, with the fees as a policy in Rego and the figures as its data.

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine, Value};

const POLICY: &str = include_str!("policy.rego");
const FIGURES: &str = include_str!("figures.json");
const ANSWER: &str = "data.fees.answer";

/// It interprets the policy.
pub(crate) struct Interpreted(Engine);

/// It runs the policy as instructions of its virtual machine.
pub(crate) struct Compiled(RegoVM);

/// One that answers questions.
pub(crate) trait Answers {
    /// The answer to `question`, in the JSON of `docs/fees.md`.
    fn answer(&mut self, question: Value) -> anyhow::Result<Value>;
}

fn engine() -> anyhow::Result<Engine> {
    let mut engine = Engine::new();
    engine.add_policy("policy.rego".to_owned(), POLICY.to_owned())?;
    engine.add_data(Value::from_json_str(FIGURES)?)?;
    Ok(engine)
}

impl Interpreted {
    pub(crate) fn new() -> anyhow::Result<Self> {
        engine().map(Self)
    }
}

impl Answers for Interpreted {
    fn answer(&mut self, question: Value) -> anyhow::Result<Value> {
        self.0.set_input(question);
        self.0.eval_rule(ANSWER.to_owned())
    }
}

impl Compiled {
    pub(crate) fn new() -> anyhow::Result<Self> {
        let policy = engine()?.compile_with_entrypoint(&ANSWER.into())?;
        let mut machine = RegoVM::new();
        machine.load_program(Compiler::compile_from_policy(&policy, &[ANSWER])?);
        machine.set_data(Value::from_json_str(FIGURES)?)?;
        Ok(Self(machine))
    }
}

impl Answers for Compiled {
    fn answer(&mut self, question: Value) -> anyhow::Result<Value> {
        self.0.set_input(question);
        Ok(self.0.execute_entry_point_by_index(0)?)
    }
}
