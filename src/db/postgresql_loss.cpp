#include "db/postgresql_loss.hpp"

#include <fmt/format.h>

namespace muster::db {

Loss postgresql_loss(std::string_view sqlstate) {
    const std::string_view group = sqlstate.substr(0, 2);
    if (group == "40" || sqlstate == "CR000") { // serialization, deadlock; CockroachDB's own name for the first
        return Loss::Conflict;
    }
    if (sqlstate == "42P07" || sqlstate == "42710" || sqlstate == "23505") {
        return Loss::Conflict; // two that made the same at the same time
    }
    if (sqlstate == "23503") {
        return Loss::Removed;
    }
    if (sqlstate == "55P03" || sqlstate == "57014") {
        return Loss::Locked;
    }
    if (sqlstate == "53100") {
        return Loss::DiskFull;
    }
    if (sqlstate == "25006" || sqlstate == "42501") {
        return Loss::NotWritable;
    }
    if (group == "XX") {
        return Loss::Damaged;
    }
    if (sqlstate.empty() || group == "08" || group == "57" || group == "53" || group == "28" || group == "3D" ||
        sqlstate == "25P03") { // idle in a transaction for too long
        return Loss::Gone;
    }
    return Loss::Other;
}

bool is_programming_error(std::string_view sqlstate) {
    const std::string_view group = sqlstate.substr(0, 2);
    return postgresql_loss(sqlstate) == Loss::Other &&
           (group == "42" || group == "22" || group == "23" || group == "25");
}

std::string postgresql_sentence(Loss loss, std::string_view place, std::string_view detail) {
    switch (loss) {
    case Loss::Locked:
        return fmt::format("The store {} is locked by another process. Wait until that is done and try again.",
                           place);
    case Loss::DiskFull:
        return fmt::format(
            "The disk of the store {} is full. Make room and try again; what was saved before is kept.", place);
    case Loss::NotWritable:
        return fmt::format(
            "The store {} cannot be written ({}). Name the primary server, and check the user's rights.", place,
            detail);
    case Loss::Damaged:
        return fmt::format("The store {} is damaged ({}). Restore it from a backup.", place, detail);
    case Loss::Gone:
        return fmt::format("The store {} does not answer ({}). Check the server, the network and the login.", place,
                           detail);
    case Loss::Removed:
        return "What this belongs to was removed from the store meanwhile. Look at what is there now and try "
               "again.";
    case Loss::Conflict:
        return fmt::format(
            "The store {} could not keep this because others wrote the same at the same time. Try again.", place);
    case Loss::NotADatabase:
    case Loss::Fenced: // told by those who fence
    case Loss::Other:
        break;
    }
    return fmt::format("The store {} does not work: {}.", place, detail);
}

} // namespace muster::db
