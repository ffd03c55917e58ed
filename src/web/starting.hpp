#pragma once

// What starting a run and saving the automatic selections have in common: passwords, and why it was refused.

#include "app/start_update.hpp"
#include "web/call.hpp"

namespace muster::web {

/// An administrator of the database who has just signed in afresh.
[[nodiscard]] bool may_send_passwords(Call& call);
[[nodiscard]] Problem to_problem(Call& call, const app::Refusal& refusal);

} // namespace muster::web
