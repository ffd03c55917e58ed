#pragma once

// Carries acts of staff and of people out on a chamber. Runs are none of its business.

#include "model/acts.hpp"
#include "support/chamber.hpp"

namespace muster::model {

/// Members, groups, an SMS-only Contact and a field that nobody manages: there before the first act.
void set_stage(test::Chamber& chamber);
/// An act whose subject is not there does nothing.
void perform(test::Chamber& chamber, const Act& act);

} // namespace muster::model
