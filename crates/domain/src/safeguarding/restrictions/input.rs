//! What of a text can be counted: links, length, language.

use super::seen::{SEEN, restrictions};
use crate::document::Language;
use crate::rules::{
    Category, Decided, Missing, Rule, Severity, Source, Stage, Text, Topic, Verdict, View, Word, any,
};
use crate::wording::{LETTERS_READ, Wording};

/// More letters than this in one word cannot be printed on a form.
const LONGEST_WORD: usize = 85;

const TEXTS: [Text; 4] =
    [Text::Restrictions, Text::HowDetails, Text::ReplacementHowDetails, Text::StepInDetails];

pub(super) const F18: Rule = Rule {
    id: "F18",
    name: "text-links",
    says: "No text of the donor holds a web link.",
    severities: &[Severity::Block],
    stage: Stage::S5,
    reads: &[
        Topic::Lpa.text(Text::Restrictions),
        Topic::Lpa.text(Text::HowDetails),
        Topic::Lpa.text(Text::ReplacementHowDetails),
        Topic::Lpa.text(Text::StepInDetails),
    ],
    sources: &[Source::code(
        "Modernising LPA refuses `://` in three texts; Make an LPA refuses `http://` and `https://`",
    )],
    reading: Some("How replacements decide is a fourth text, and is asked the same."),
    decide: |view| {
        let linked = |text: Text| Ok(view.lpa().text(text)?.is_some_and(|text| text.contains("://")));
        Ok(if any(TEXTS.map(linked))? {
            Verdict::Violated("The text holds a web link. Write in it what matters, and take the link out.")
        } else {
            Verdict::Satisfied
        })
    },
    ..SEEN
};

pub(super) const F19: Rule = Rule {
    id: "F19",
    name: "text-length",
    says: "Restrictions are no longer than 10,000 characters, and no word of them is longer than 85.",
    category: Category::DataQuality,
    severities: &[Severity::Block],
    sources: &[Source::code("Modernising LPA: 10,000 characters; Make an LPA: words of 85")],
    reading: Some(
        "Characters are counted, not bytes. The limit of a word, which only the printed form needs, is asked of every LPA.",
    ),
    decide: length,
    ..SEEN
};

fn length(view: &View<'_>) -> Decided {
    let Some(text) = view.lpa().text(Text::Restrictions)? else { return Ok(Verdict::NotApplicable) };
    let is_long = text.chars().nth(LETTERS_READ).is_some();
    let has_long_word = || text.split_whitespace().any(|word| word.chars().nth(LONGEST_WORD).is_some());
    Ok(if is_long || has_long_word() {
        Verdict::Violated(
            "The text is too long, or a word of it is. Shorten it: 10,000 characters, 85 in a word.",
        )
    } else {
        Verdict::Satisfied
    })
}

pub(super) const F20: Rule = Rule {
    id: "F20",
    name: "text-language",
    says: "The restrictions are in the language of the LPA: they are not translated.",
    category: Category::DataQuality,
    severities: &[Severity::Warn],
    reads: &[Topic::Lpa.text(Text::Restrictions), Topic::Lpa.word_of(Word::Language)],
    sources: &[
        Source::guidance("Modernising LPA: the text is not translated"),
        Source::ours("how the language of a text is told"),
    ],
    reading: Some(
        "Told by the commonest words of either language; a text with fewer than two of them is left alone. Unmeasured.",
    ),
    decide: |view| {
        let Some(found) = language(view)? else { return Ok(Verdict::NotApplicable) };
        Ok(match view.lpa().word::<Language>(Word::Language)?.known() {
            Some(chosen) if chosen != found => Verdict::NeedsConfirmation(
                "The text seems to be in another language than the LPA, and it will not be translated. Confirm, or write it again.",
            ),
            _ => Verdict::Satisfied,
        })
    },
    ..SEEN
};

fn language(view: &View<'_>) -> Result<Option<Language>, Missing> {
    Ok(restrictions(view)?.and_then(Wording::language))
}
