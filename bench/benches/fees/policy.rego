# The fee of an application by the rule book, sections 1 to 3, for a general rules engine. It reads the JSON of
# docs/fees.md and answers with its members `outcome`, `feePence`, `why` and `bounds`.
#
# Left out, and no question of the bench needs it: office copies; invitations on no terms yet told, with a last day or
# without a fee; claims after the application; decisions that take the place of earlier ones; benefits that exempt only
# together, or until a day; incomes held with others, and statements of having none; wage slips; Make's rules of
# evidence; parts of a fee that are not whole pence. Not answered: what is missing, prompts, sentences, a trace.
package fees

import rego.v1

answer := {"outcome": "unsupported"} if not supported
else := priced

supported if {
	base
	period.half
}

supported if {
	base
	not seeks_relief
}

seeks_relief if count(granted) > 0

seeks_relief if {
	some relief, _ in claims
	not decided[relief]
}

# The dated figures.
period := each if {
	some each in data.periods
	input.madeOn >= each.from
	input.madeOn <= each.to
}

base := period.epa if input["for"] == "epa"
else := period.repeat if invited
else := period.first if not invited

invited if input.repeat.invited == "yes"

half := base / period.half

# What was claimed, and what was decided about it.
claims[claim.relief] := claim if some claim in input.claims

decided[decision.answers] := decision if some decision in input.decisions

granted[relief] := decision if {
	some decision in input.decisions
	decision.ruling == "granted"
	relief := object.get(decision, "grants", decision.answers)
}

asked[relief] := claim if {
	some relief, claim in claims
	not decided[relief]
}

# Exemption.
qualifies := "yes" if granted.exemption
else := "no" if not asked.exemption
else := "yes" if some_benefit_is_shown
else := "unproven" if some_benefit_may_be
else := "no"

some_benefit_is_shown if {
	some paid in asked.exemption.benefits
	data.exempting[paid.benefit]
	paid.inPayment == "yes"
	paid.letter == "yes"
}

some_benefit_may_be if {
	some paid in asked.exemption.benefits
	data.exempting[paid.benefit]
	object.get(paid, "inPayment", "unknown") != "no"
}

bar := "no" if not asked.exemption
else := "no" if asked.exemption.damages == "none"
else := "yes" if some_damages_bar
else := "no" if is_array(asked.exemption.damages)
else := "unknown"

some_damages_bar if {
	is_array(asked.exemption.damages)
	some award in asked.exemption.damages
	award.amountPence > data.damagesLimitPence
	some benefit in award.ignoredFor
	some paid in asked.exemption.benefits
	paid.benefit == benefit
}

# Income remission.
income := "below" if granted["income-remission"]
else := "not claimed" if not asked["income-remission"]
else := "unproven" if not is_array(asked["income-remission"].income)
else := "above" if yearly > data.incomeLimitPence
else := "unproven" if some_income_is_not_shown
else := "below" if yearly < data.incomeLimitPence
else := "equal"

yearly := sum([part.yearlyPence | some part in asked["income-remission"].income])

some_income_is_not_shown if {
	some part in asked["income-remission"].income
	not data.accepted[part.from][part.evidence.kind]
}

# What people decide.
universal_credit := "decided" if granted["universal-credit"]
else := "pending" if asked["universal-credit"]
else := "not claimed"

hardship := "decided" if granted.hardship
else := "pending" if asked.hardship
else := "not claimed"

hardship_is_shown if {
	asked.hardship.reasons == "yes"
	asked.hardship.bankStatements == "yes"
	asked.hardship.circumstances == "yes"
}

# The table of section 3: the first row that fits.
priced := determined(0) if {
	qualifies == "yes"
	bar == "no"
}
else := needs_evidence(benefit_bounds) if {
	qualifies == "yes"
	bar == "unknown"
}
else := needs_evidence(benefit_bounds) if qualifies == "unproven"
else := determined(half) if income == "below"
else := needs_decision("threshold") if income == "equal"
else := needs_evidence(bounds) if income == "unproven"
else := needs_decision("universal-credit") if {
	universal_credit == "pending"
	asked["universal-credit"].letter == "yes"
}
else := needs_evidence(bounds) if universal_credit == "pending"
else := determined(part_of_base) if universal_credit == "decided"
else := needs_decision("hardship") if {
	hardship == "pending"
	hardship_is_shown
}
else := needs_evidence(bounds) if hardship == "pending"
else := waived if hardship == "decided"
else := determined(base)

part_of_base := (base * to_number(parts[0])) / to_number(parts[1]) if {
	parts := split(granted["universal-credit"].pays, "/")
	count(parts) == 2
}
else := base * to_number(granted["universal-credit"].pays)

waived := determined(0) if not granted.hardship.reducedToPence
else := determined(granted.hardship.reducedToPence) if {
	granted.hardship.reducedToPence > 0
	granted.hardship.reducedToPence < base
}
else := needs_decision("not-within-fee")

determined(pence) := {"outcome": "determined", "feePence": pence}

needs_evidence(between) := {"outcome": "needs-evidence", "bounds": between}

needs_decision(why) := {"outcome": "needs-decision", "why": why, "bounds": bounds}

# What an open fee lies between.
benefit_bounds := {"lowerPence": 0, "upperPence": half} if income == "below"
else := {"lowerPence": 0, "upperPence": base}

bounds := {"lowerPence": 0, "upperPence": base} if universal_credit != "not claimed"
else := {"lowerPence": 0, "upperPence": base} if hardship != "not claimed"
else := {"lowerPence": half, "upperPence": base}
