#include "roster/records.hpp"

#include "base/text.hpp"

namespace muster::roster {

std::vector<MemberStatus> shipped_statuses() {
    std::vector<MemberStatus> statuses(5);
    statuses[0] = {.code = "ACT",
                   .description = "Active",
                   .active_member = true,
                   .pays_dues = true,
                   .eligible_for_referral = true,
                   .list_in_directory = true,
                   .members_only_access = true};
    statuses[1] = {.code = "COU",
                   .description = "Courtesy",
                   .active_member = true,
                   .pays_dues = false,
                   .eligible_for_referral = true,
                   .list_in_directory = true,
                   .members_only_access = true};
    statuses[2].code = "DRP";
    statuses[2].description = "Dropped";
    statuses[3].code = "NON";
    statuses[3].description = "Non-member";
    statuses[4].code = "PRO";
    statuses[4].description = "Prospective";
    return statuses;
}

bool PostalAddress::is_blank() const {
    for (const std::string* part : {&street, &street2, &city, &state, &postal_code, &country}) {
        if (!trim(*part).empty()) {
            return false;
        }
    }
    return true;
}

std::string Rep::display_name() const {
    const std::string_view first = trim(first_name);
    const std::string_view last = trim(last_name);
    if (first.empty() && last.empty()) {
        return rep_id;
    }
    std::string name(first);
    if (!first.empty() && !last.empty()) {
        name += ' ';
    }
    name += last;
    return name;
}

} // namespace muster::roster
