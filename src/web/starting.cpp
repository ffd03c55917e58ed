#include "web/starting.hpp"

namespace muster::web {

bool may_send_passwords(Call& call) { return call.may(staff::Role::Administrator) && call.is_fresh(); }

Problem to_problem(Call& call, const app::Refusal& refusal) {
    const auto& message = refusal.error.message;
    switch (refusal.obstacle) {
    case app::Obstacle::NotConnected:
        return {ProblemKind::NotConnected, message};
    case app::Obstacle::FirstRunNeedsPreview:
        return {ProblemKind::FirstRunNeedsPreview, message};
    case app::Obstacle::UndoNeedsPreview:
        return {ProblemKind::UndoNeedsPreview, message};
    case app::Obstacle::PasswordsNeedFreshLogin:
        // For an operator, signing in once more would change nothing.
        return {call.may(staff::Role::Administrator) ? ProblemKind::FreshSignIn : ProblemKind::NotAllowed, message};
    case app::Obstacle::RemovalsDiffer:
        return {ProblemKind::Invalid, message, {{"/confirm/removals", message}}};
    case app::Obstacle::RunIsOutdated:
        return {ProblemKind::Changed, message};
    case app::Obstacle::NothingToRepeat:
        return {ProblemKind::Conflict, message};
    case app::Obstacle::Other:
        break;
    }
    return refusal.error;
}

} // namespace muster::web
