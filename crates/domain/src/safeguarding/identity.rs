//! Group H: identity and vouching.
//!
//! OPG registers no LPA until donor and certificate provider have proved who they are (its guidance; the Powers of Attorney Act 2023 intends
//! it). What came of it is told under `identity`, in the words of Modernising LPA or as the code that GOV.UK One Login returns; `null` says
//! that there is no result yet. Names are compared as everywhere (rule book section 5.2).

mod confirmed;
mod donor;
mod matches;
mod names;
mod result;
mod roles;
mod voucher;
mod voucher_apart;
mod voucher_record;

use crate::rules::Rule;

/// The rules of the group.
pub(super) const RULES: &[Rule] = &[
    confirmed::H01,
    confirmed::H02,
    matches::H03,
    matches::H04,
    result::H05,
    result::H06,
    matches::H07,
    result::H08,
    donor::H09,
    voucher_apart::H10,
    voucher_apart::H11,
    voucher_apart::H12,
    voucher::H13,
    voucher_record::H14,
    voucher::H15,
    voucher::H16,
    donor::H17,
    donor::H18,
    roles::H19,
    voucher_record::H20,
];
