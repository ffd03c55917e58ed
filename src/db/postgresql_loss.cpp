#include "db/postgresql_loss.hpp"

#include <fmt/format.h>

namespace muster::db {

Loss postgresql_loss(std::string_view sqlstate) {
    const std::string_view group = sqlstate.substr(0, 2);
    if (sqlstate.empty()) {
        return Loss::Broken;
    }
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
    if (group == "08" || group == "57" || group == "53" || group == "28" || group == "3D" ||
        sqlstate == "25P03") { // idle in a transaction for too long
        return Loss::Gone;
    }
    return Loss::Other;
}

bool may_be_kept(std::string_view sqlstate) {
    return sqlstate.empty() || sqlstate == "40003" || sqlstate == "08007"; // completion, resolution unknown
}

bool is_programming_error(std::string_view sqlstate) {
    const std::string_view group = sqlstate.substr(0, 2);
    return postgresql_loss(sqlstate) == Loss::Other &&
           (group == "42" || group == "22" || group == "23" || group == "25");
}

std::string postgresql_sentence(Loss loss, std::string_view place, std::string_view detail) {
    switch (loss) {
    case Loss::NotWritable:
        return fmt::format(
            "The store {} cannot be written ({}). Name the primary server, and check the user's rights.", place,
            detail);
    case Loss::Gone:
    case Loss::Broken:
        return fmt::format("The store {} does not answer ({}). Check the server, the network and the login.", place,
                           detail);
    default:
        return sentence(loss, place, detail);
    }
}

} // namespace muster::db
