#include "db/errors.hpp"

#include <fmt/format.h>

namespace muster::db {

std::string sentence(Loss loss, std::string_view place, std::string_view detail) {
    switch (loss) {
    case Loss::Locked:
        return fmt::format("The store {} is locked by another process. Wait until that is done and try again.",
                           place);
    case Loss::DiskFull:
        return fmt::format(
            "The disk of the store {} is full. Make room and try again; what was saved before is kept.", place);
    case Loss::Damaged:
        return fmt::format("The store {} is damaged ({}). Restore it from a backup.", place, detail);
    case Loss::Removed:
        return "What this belongs to was removed from the store meanwhile. Look at what is there now and try "
               "again.";
    case Loss::Conflict:
        return fmt::format(
            "The store {} could not keep this because others wrote the same at the same time. Try again.", place);
    case Loss::Unclear:
        return fmt::format(
            "The store {} was lost in the moment in which this was to be kept ({}). Whether it was is "
            "not known: look when the store is back, and try again if it is missing.",
            place, detail);
    case Loss::NotWritable:
    case Loss::NotADatabase:
    case Loss::Gone:
    case Loss::Broken:
    case Loss::Fenced:
    case Loss::Other:
        break;
    }
    return fmt::format("The store {} does not work: {}.", place, detail);
}

} // namespace muster::db
