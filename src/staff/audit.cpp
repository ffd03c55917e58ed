#include "staff/audit.hpp"

#include "base/text.hpp"

namespace muster::staff {

namespace {

void shorten(std::string& text) {
    if (code_points(text) > kLongestAuditText) {
        text = std::string(cut(text, kLongestAuditText - 1)) + "…";
    }
}

} // namespace

AuditEntry make_entry(std::string id, Instant at, const Actor& actor, Deed deed) {
    shorten(deed.record);
    shorten(deed.details);
    return {std::move(id), at, actor, std::move(deed)};
}

} // namespace muster::staff
