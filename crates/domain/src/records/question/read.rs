//! Reading questions.

use super::Question;
use crate::choice::Words as _;
use crate::fields::Fields;
use crate::json::Json;
use crate::lpa::reference::Reference;
use crate::problem::Problem;
use crate::records::{Drafting, Subject};
use crate::rules;

crate::words! {
    /// Which question it is.
    pub(super) enum Ask {
        RepeatInvitation = "repeat-invitation",
        ReferenceBelongs = "reference-belongs",
    }
}

/// One batch asks no more; the most that any list may have.
const MOST: usize = 1_000;

impl Question {
    /// Reads `{ "questions": [ … ] }`, or everything that is wrong with it.
    pub fn read_all(json: &Json) -> Result<Vec<Self>, Vec<Problem>> {
        let mut problems = Vec::new();
        let read = Fields::open(json, String::new(), &mut problems).and_then(|mut fields| {
            let key = fields.needed("questions");
            let read = key.and_then(|key| fields.list(key, question));
            fields.close();
            read
        });
        if read.as_ref().is_some_and(|read| read.len() > MOST) {
            problems.push(Problem::new("/questions", "must not have more than 1000 items"));
        }
        match read {
            Some(read) if problems.is_empty() => Ok(read),
            _ => Err(problems),
        }
    }
}

fn question(mut fields: Fields<'_, '_>) -> Option<Question> {
    let word = fields.needed("ask").and_then(|key| fields.text(key))?;
    if let Some(ask) = rules::Question::from_word(word) {
        return drafting(ask, fields).map(Question::Drafting);
    }
    let ask = fields.word::<Ask>("ask")?;
    let reference = fields.needed("reference").and_then(|key| fields.parsed::<Reference>(key));
    // An asker who knows too little of the donor is answered "cannot say"; it is no mistake.
    let donor = fields.needed("donor").and_then(|key| fields.object(key)).map(Subject::read_as_typed);
    let question = match ask {
        Ask::RepeatInvitation => {
            let lpa_type = fields.needed("lpaType").and_then(|key| fields.word(key));
            let terms = fields.needed("terms").and_then(|key| fields.word(key));
            let made_on = fields.needed("madeOn").and_then(|key| fields.parsed(key));
            fields.close();
            Question::RepeatInvitation {
                reference: reference?,
                lpa_type: lpa_type?,
                terms: terms?,
                made_on: made_on?,
                donor: donor?,
            }
        }
        Ask::ReferenceBelongs => {
            fields.close();
            Question::ReferenceBelongs { reference: reference?, donor: donor? }
        }
    };
    Some(question)
}

fn drafting(ask: rules::Question, mut fields: Fields<'_, '_>) -> Option<Drafting> {
    let of = fields.needed("of").and_then(|key| fields.object(key)).map(Subject::read_as_typed);
    let donor = fields.needed("donor").and_then(|key| fields.object(key)).map(Subject::read_as_typed);
    let uid = fields.parsed("uid");
    let lpa_type = fields.word("lpaType");
    let on = fields.needed("on").and_then(|key| fields.parsed(key));
    fields.close();
    Some(Drafting { ask, of: of?, donor: donor?, uid, lpa_type, on: on? })
}
