//! What patterns are about.

crate::words! {
    /// What a pattern is about; its word stands in the table.
    pub enum Theme {
        /// Another way of deciding than the one chosen (F01).
        Appointment = "appointment",
        /// The majority decides (F02).
        Majority = "majority",
        /// One attorney comes first (F03).
        Lead = "lead",
        /// Each attorney has an area (F04).
        Areas = "areas",
        /// Somebody must not do something (F05).
        Limit = "limit",
        /// Gifts (F06).
        Gifts = "gifts",
        /// Maintaining others (F07).
        Maintenance = "maintenance",
        /// What is unlawful (F08).
        Illegal = "illegal",
        /// Somebody else's interests (F09).
        OtherInterests = "other-interests",
        /// A replacement for a time (F10).
        Temporary = "temporary",
        /// An attorney who appoints another (F11).
        Successor = "successor",
        /// The will (F12).
        Will = "will",
        /// Health and welfare (F13).
        Welfare = "welfare",
        /// Property and money (F13).
        Money = "money",
        /// Only once capacity is lost (F14).
        OnlyWithoutCapacity = "only-without-capacity",
        /// Also while there is capacity (F14, F16).
        WhileCapable = "while-capable",
        /// Life-sustaining treatment (F15).
        LifeSustaining = "life-sustaining",
        /// An absolute ban (F17).
        Absolute = "absolute",
        /// A spouse stays attorney after a divorce (F21).
        SpouseContinues = "spouse-continues",
        /// Attorneys who survive are appointed again (F22).
        Reappoint = "reappoint",
        /// A replacement is appointed again (F22).
        ReappointReplacement = "reappoint-replacement",
        /// A wish rather than a duty (F23).
        Wish = "wish",
        /// A duty to consult, inform or account (F25).
        Consult = "consult",
    }
}

impl Theme {
    /// What it means when it is found, for people.
    pub const fn says(self) -> &'static str {
        match self {
            Self::Appointment => "The text seems to impose another way of deciding than the one chosen.",
            Self::Majority => {
                "The text seems to let a majority decide, and attorneys cannot be appointed so."
            }
            Self::Lead => "The text seems to put one attorney before the others.",
            Self::Areas => {
                "The text seems to give each attorney an area, and they are appointed to do everything."
            }
            Self::Limit => "The text seems to restrict one attorney alone.",
            Self::Gifts => "The text seems to allow more gifts than the law lets attorneys make.",
            Self::Maintenance => {
                "The text seems to ask attorneys to maintain others than a spouse, civil partner or minor child."
            }
            Self::Illegal => "Look at this first: the text seems to ask for something unlawful.",
            Self::OtherInterests => {
                "The text seems to ask attorneys to act in the interests of somebody else."
            }
            Self::Temporary => "The text seems to let a replacement act for a time.",
            Self::Successor => "The text seems to let an attorney appoint another.",
            Self::Will => "The text seems to be about making or changing a will, which attorneys cannot do.",
            Self::Welfare => {
                "The text seems to be about health and welfare, and this LPA is about property and affairs."
            }
            Self::Money => {
                "The text seems to be about property or money, and this LPA is about personal welfare."
            }
            Self::OnlyWithoutCapacity => {
                "The text seems to let the LPA be used only without capacity, and another choice is made."
            }
            Self::WhileCapable => "The text seems to let attorneys act while the donor has capacity.",
            Self::LifeSustaining => {
                "The text seems to speak of life-sustaining treatment, on which the attorneys were given no say."
            }
            Self::Absolute => {
                "The text seems to forbid something for good. It may hurt the donor one day: confirm that it is meant so."
            }
            Self::SpouseContinues => {
                "The text seems to keep a spouse or civil partner as attorney after the marriage ends."
            }
            Self::Reappoint => "The text seems to appoint the remaining attorneys again.",
            Self::ReappointReplacement => "The text seems to appoint a replacement again, alone.",
            Self::Wish => "The text may be a wish and not a duty: a person must construe it.",
            Self::Consult => "The text seems to ask attorneys to consult, inform or account to somebody.",
        }
    }
}
