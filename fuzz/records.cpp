// A cell that becomes a field of a record: what is taken comes out as a text that makes the same record. The first
// byte chooses the column.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "require.hpp"
#include "roster/fields.hpp"
#include "roster/records.hpp"

using muster::fuzz::require;
namespace roster = muster::roster;

namespace {

template <class Record>
void set(const std::vector<std::string_view>& columns, std::size_t chosen, std::string_view text) {
    const std::string_view column = columns[chosen % columns.size()];
    Record record;
    const auto done = roster::set_field(record, column, text);
    if (!done) {
        require(!done.error().message.empty());
        return;
    }
    Record again;
    require(roster::set_field(again, column, roster::field_text(record, column)).has_value());
    require(again == record);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const auto text = muster::fuzz::as_text(data + 1, size - 1);
    set<roster::MemberStatus>(roster::status_columns(), data[0], text);
    set<roster::Member>(roster::member_columns(), data[0], text);
    set<roster::Rep>(roster::rep_columns(), data[0], text);
    return 0;
}
