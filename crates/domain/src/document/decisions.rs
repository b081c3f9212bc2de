//! The donor's choices about how the power works.

crate::words! {
    /// How several attorneys decide (Mental Capacity Act 2005 section 10(4)).
    pub enum HowDecisions {
        /// All together, every time.
        Jointly = "jointly",
        /// Together or each alone.
        JointlyAndSeverally = "jointly-and-severally",
        /// Together on some matters, each alone on others.
        JointlyForSomeSeverallyForOthers = "jointly-for-some-severally-for-others",
    }
}

crate::words! {
    /// When replacement attorneys step in.
    pub enum StepIn {
        /// When no original attorney can act any more.
        AllCanNoLongerAct = "all-can-no-longer-act",
        /// As soon as one original attorney cannot.
        OneCanNoLongerAct = "one-can-no-longer-act",
        /// As the donor described.
        AnotherWay = "another-way",
    }
}

crate::words! {
    /// From when a property and affairs LPA may be used, once registered.
    pub enum WhenUsed {
        /// Only when the donor has lost capacity.
        WhenCapacityLost = "when-capacity-lost",
        /// Also while the donor has capacity.
        WhenHasCapacity = "when-has-capacity",
    }
}

crate::words! {
    /// Whether the attorneys may give or refuse consent to life-sustaining treatment.
    pub enum LifeSustaining {
        /// They may.
        OptionA = "option-a",
        /// They may not.
        OptionB = "option-b",
    }
}
