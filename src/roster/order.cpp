#include "roster/order.hpp"

#include "base/text.hpp"

namespace muster::roster {

std::string filing_key(const Member& member) {
    return fold(trim(member.file_by).empty() ? member.company : member.file_by);
}

SortKey sort_key(const Rep& rep, const Member& member) {
    return SortKey{filing_key(member), fold(rep.last_name), fold(rep.first_name), rep.record_number};
}

} // namespace muster::roster
