//! How one person is related to another.

crate::words! {
    /// What one person is to another (rule book section 2.5). Told for a pair as a whole: of a pair that is told at all, what is
    /// not named is not so.
    pub enum Relation {
        /// The same person.
        SamePerson = "same-person",
        /// Husband, wife or civil partner.
        Spouse = "spouse",
        /// Partner, boyfriend or girlfriend, living together or not.
        UnmarriedPartner = "unmarried-partner",
        /// Was married to, or the civil partner of.
        FormerSpouse = "former-spouse",
        /// Parent, child, brother, sister, grandparent or grandchild.
        CloseBlood = "close-blood",
        /// Any other relative by blood, a cousin for instance.
        OtherBlood = "other-blood",
        /// A relative by marriage, or step-relative.
        InLawOrStep = "in-law-or-step",
        /// Was a relative by marriage.
        FormerInLaw = "former-in-law",
        /// Business partners.
        BusinessPartner = "business-partner",
        /// Employs.
        EmployerOf = "employer-of",
        /// Is employed by.
        EmployeeOf = "employee-of",
        /// Works for the same firm, neither for the other.
        SameFirm = "same-firm",
        /// Lives at the same address.
        SameAddress = "same-address",
        /// Owns, directs, manages or works at the care home where the other lives.
        CareHomeOf = "care-home-of",
        /// Is family of somebody who owns, directs, manages or works at that care home.
        FamilyOfCareHomeOf = "family-of-care-home-of",
        /// Cares for the other and is paid for it.
        PaidCarerOf = "paid-carer-of",
        /// A director or employee of the company.
        DirectorOrEmployeeOf = "director-or-employee-of",
        /// Advises the other as a professional.
        ProfessionalAdviserOf = "professional-adviser-of",
    }
}

impl Relation {
    /// What the other is to the one, where that has a name.
    pub const fn converse(self) -> Option<Self> {
        match self {
            Self::EmployerOf => Some(Self::EmployeeOf),
            Self::EmployeeOf => Some(Self::EmployerOf),
            Self::CareHomeOf
            | Self::FamilyOfCareHomeOf
            | Self::PaidCarerOf
            | Self::DirectorOrEmployeeOf
            | Self::ProfessionalAdviserOf => None,
            mutual => Some(mutual),
        }
    }
}
