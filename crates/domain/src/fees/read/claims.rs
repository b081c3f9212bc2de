//! Reading the claims: each with the facts of its own relief, and no others.

use crate::Known;
use crate::fees::benefit::Benefit;
use crate::fees::claim::{Claim, Claimed, Claims, HardshipClaim, Relief, UniversalCreditClaim};
use crate::fees::evidence::IncomeEvidence;
use crate::fees::exemption::{Damages, ExemptionClaim, InPayment, Paid};
use crate::fees::fact::Fact;
use crate::fees::income::{Compared, Income, IncomeClaim, IncomeFrom, Part, SignedBy, Statement, Whose};
use crate::fields::Fields;
use crate::json::Json;

const UNKNOWN: &str = "unknown";
const NONE: &str = "none";

pub(super) fn read(fields: &mut Fields<'_, '_>) -> Claims {
    let read = fields.list("claims", claim).unwrap_or_default();
    let mut claims = Claims::default();
    for claimed in read {
        if claims.get(claimed.claim.relief()).is_some() {
            fields.problem("claims", "two claims are for one relief: make them one");
        }
        claims = claims.with_dated(claimed);
    }
    claims
}

pub(in crate::fees) fn claim(mut fields: Fields<'_, '_>) -> Option<Claimed> {
    let relief = fields.needed("relief").and_then(|key| fields.word::<Relief>(key))?;
    let later_on = fields.parsed("laterOn");
    let claim = match relief {
        Relief::Exemption => Claim::Exemption(exemption(&mut fields)),
        Relief::IncomeRemission => Claim::IncomeRemission(remission(&mut fields)),
        Relief::UniversalCredit => {
            Claim::UniversalCredit(UniversalCreditClaim { letter: fact(&mut fields, "letter") })
        }
        Relief::Hardship => Claim::Hardship(HardshipClaim {
            reasons: fact(&mut fields, "reasons"),
            bank_statements: fact(&mut fields, "bankStatements"),
            circumstances: fact(&mut fields, "circumstances"),
        }),
    };
    fields.close();
    Some(Claimed { claim, later_on })
}

fn fact(fields: &mut Fields<'_, '_>, key: &'static str) -> Fact {
    fields.word(key).unwrap_or(Fact::Unknown)
}

/// Whether a word stands where a list could stand: what is not known, or that there is none.
fn said<T>(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Known<T>> {
    match fields.value(key) {
        None => Some(Known::Unknown),
        Some(Json::String(text)) if text == UNKNOWN => Some(Known::Unknown),
        Some(Json::String(text)) if text == NONE => Some(Known::Absent),
        Some(_) => None,
    }
}

fn exemption(fields: &mut Fields<'_, '_>) -> ExemptionClaim {
    let benefits = fields.list("benefits", benefit).unwrap_or_default();
    let damages = said(fields, "damages")
        .unwrap_or_else(|| fields.list("damages", damages).map_or(Known::Unknown, Known::Known));
    ExemptionClaim { benefits, damages }
}

fn benefit(mut fields: Fields<'_, '_>) -> Option<Paid> {
    let benefit = fields.needed("benefit").and_then(|key| fields.word::<Benefit>(key));
    let told = fields.word("inPayment");
    let until = fields.parsed("until");
    if told.is_some() && until.is_some() {
        fields.problem("until", "contradicts `inPayment`: give one of them");
    }
    let in_payment = until.map_or(InPayment::Then(told.unwrap_or(Fact::Unknown)), InPayment::Until);
    let letter = fact(&mut fields, "letter");
    fields.close();
    Some(Paid { benefit: benefit?, in_payment, letter })
}

fn damages(mut fields: Fields<'_, '_>) -> Option<Damages> {
    let amount = fields.needed("amountPence").and_then(|key| fields.pence(key));
    let ignored_for = said(&mut fields, "ignoredFor")
        .unwrap_or_else(|| fields.words("ignoredFor").map_or(Known::Unknown, Known::Known));
    fields.close();
    Some(Damages { amount: amount?, ignored_for })
}

fn remission(fields: &mut Fields<'_, '_>) -> IncomeClaim {
    let ticked = fields.word::<Compared>("ticked");
    let income = said(fields, "income").unwrap_or_else(|| {
        fields.list("income", part).map_or(Known::Unknown, |parts| Known::Known(Income::Parts(parts)))
    });
    let shown = fact(fields, "shown");
    let income = match (ticked, income) {
        (None, income) => income,
        (Some(is), Known::Unknown) => Known::Known(Income::Ticked { is, shown }),
        (Some(_), income) => {
            fields.problem("ticked", "cannot stand beside `income`: give one of them");
            income
        }
    };
    let statement = fields.object("statement").and_then(statement).map_or(Known::Unknown, Known::Known);
    IncomeClaim { income, statement }
}

fn part(mut fields: Fields<'_, '_>) -> Option<Part> {
    let from = fields.needed("from").and_then(|key| fields.word::<IncomeFrom>(key));
    let yearly = fields.pence("yearlyPence").map_or(Known::Unknown, Known::Known);
    let whose = fields.word("whose").unwrap_or(Whose::Donor);
    let evidence = said(&mut fields, "evidence")
        .unwrap_or_else(|| fields.object("evidence").and_then(evidence).map_or(Known::Unknown, Known::Known));
    fields.close();
    Some(Part { from: from?, yearly, whose, evidence })
}

crate::words! {
    /// Evidence of an income, as it is written.
    enum Kind {
        P60 = "p60",
        WageSlips = "wage-slips",
        OfficialLetter = "official-letter",
        GrossStatement = "gross-statement",
        TaxReturn = "tax-return",
        Accounts = "accounts",
        BankStatements = "bank-statements",
    }
}

fn evidence(mut fields: Fields<'_, '_>) -> Option<IncomeEvidence> {
    let kind = fields.needed("kind").and_then(|key| fields.word::<Kind>(key))?;
    let evidence = match kind {
        Kind::P60 => {
            let tax_year = fields.number("taxYear", 9998).and_then(|year| i16::try_from(year).ok());
            IncomeEvidence::P60 { tax_year }
        }
        Kind::WageSlips => {
            let months = fields.needed("months").and_then(|key| fields.number(key, 99));
            IncomeEvidence::WageSlips { months: u8::try_from(months?).ok()? }
        }
        Kind::OfficialLetter => IncomeEvidence::OfficialLetter,
        Kind::GrossStatement => IncomeEvidence::GrossStatement,
        Kind::TaxReturn => {
            IncomeEvidence::TaxReturn { with_calculation: fields.flag("withCalculation").unwrap_or_default() }
        }
        Kind::Accounts => {
            IncomeEvidence::Accounts { certified: fields.flag("certified").unwrap_or_default() }
        }
        Kind::BankStatements => IncomeEvidence::BankStatements,
    };
    fields.close();
    Some(evidence)
}

fn statement(mut fields: Fields<'_, '_>) -> Option<Statement> {
    let signed_by = fields.needed("signedBy").and_then(|key| fields.word::<SignedBy>(key));
    let donor_lacks_capacity = fact(&mut fields, "donorLacksCapacity");
    fields.close();
    Some(Statement { signed_by: signed_by?, donor_lacks_capacity })
}
