//! What people are told, in English and in Welsh. No amount is written into a sentence: each has placeholders, which the engine
//! fills.

use super::pence::Pence;
use super::prompt::Prompt;
use super::quote::{Outcome, Quote};

crate::words! {
    /// The languages of the service. The Welsh awaits a translator's eye.
    pub enum Language {
        /// English.
        English = "en",
        /// Welsh.
        Welsh = "cy",
    }
}

crate::words! {
    /// What is said.
    pub enum Sentence {
        /// The fee.
        Fee = "fee",
        /// There is none.
        NoFee = "no-fee",
        /// It is not settled.
        Between = "between",
        /// What is taken now.
        PayNow = "pay-now",
        /// Nothing is taken now.
        PayNothingNow = "pay-nothing-now",
        /// Prices change.
        PriceChange = "price-change",
        /// Nothing can be said.
        CannotSay = "cannot-say",
    }
}

impl Sentence {
    /// The sentence with its placeholders.
    pub const fn template(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Fee, Language::English) => "The fee is {fee}.",
            (Self::Fee, Language::Welsh) => "Y ffi yw {fee}.",
            (Self::NoFee, Language::English) => "There is no fee to pay.",
            (Self::NoFee, Language::Welsh) => "Nid oes ffi i'w thalu.",
            (Self::Between, Language::English) => {
                "The fee is not settled yet. It will be between {lower} and {upper}."
            }
            (Self::Between, Language::Welsh) => {
                "Nid yw'r ffi wedi'i phennu eto. Bydd rhwng {lower} a {upper}."
            }
            (Self::PayNow, Language::English) => "Pay {now} now.",
            (Self::PayNow, Language::Welsh) => "Talwch {now} nawr.",
            (Self::PayNothingNow, Language::English) => "Pay nothing now.",
            (Self::PayNothingNow, Language::Welsh) => "Peidiwch â thalu dim nawr.",
            (Self::PriceChange, Language::English) => {
                "Without a discount the fee is {before} for applications made before {date}, and {after} from that day on."
            }
            (Self::PriceChange, Language::Welsh) => {
                "Heb ostyngiad, y ffi yw {before} am geisiadau a wneir cyn {date}, a {after} o'r diwrnod hwnnw ymlaen."
            }
            (Self::CannotSay, Language::English) => "The fee for that day cannot be worked out here.",
            (Self::CannotSay, Language::Welsh) => "Ni ellir cyfrifo'r ffi ar gyfer y diwrnod hwnnw yma.",
        }
    }

    fn say(self, language: Language, amounts: &[(&str, String)]) -> String {
        let template = self.template(language).to_owned();
        amounts.iter().fold(template, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }
}

/// What somebody is told of `quote`.
pub fn quote(quote: &Quote, language: Language) -> String {
    let mut said = vec![outcome(&quote.outcome, language)];
    if !matches!(quote.outcome, Outcome::Determined { .. }) {
        said.extend(quote.collect_now.map(|now| match now {
            Pence::ZERO => Sentence::PayNothingNow.say(language, &[]),
            now => Sentence::PayNow.say(language, &[("now", now.to_string())]),
        }));
    }
    for prompt in &quote.prompts {
        if let Prompt::PriceChange { on, before, after } = prompt {
            let amounts =
                [("before", before.to_string()), ("after", after.to_string()), ("date", on.to_string())];
            said.push(Sentence::PriceChange.say(language, &amounts));
        }
    }
    said.join(" ")
}

fn outcome(outcome: &Outcome, language: Language) -> String {
    match outcome {
        Outcome::Determined { fee } if fee.is_zero() => Sentence::NoFee.say(language, &[]),
        Outcome::Determined { fee } => Sentence::Fee.say(language, &[("fee", fee.to_string())]),
        Outcome::NeedsEvidence { bounds, .. } | Outcome::NeedsDecision { bounds, .. } => {
            let amounts = [("lower", bounds.lower.to_string()), ("upper", bounds.upper.to_string())];
            Sentence::Between.say(language, &amounts)
        }
        Outcome::Unsupported { .. } => Sentence::CannotSay.say(language, &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::choice::Words as _;

    fn placeholders(template: &str) -> Vec<&str> {
        let mut found: Vec<&str> =
            template.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn no_sentence_has_an_amount_written_into_it_and_both_languages_ask_for_the_same() {
        for sentence in Sentence::ALL {
            let [english, welsh] =
                [Language::English, Language::Welsh].map(|language| sentence.template(language));
            assert_eq!(placeholders(english), placeholders(welsh), "{}", sentence.word());
            assert!(
                ![english, welsh]
                    .iter()
                    .any(|text| text.contains(|each: char| each.is_ascii_digit() || each == '£'))
            );
        }
    }
}
